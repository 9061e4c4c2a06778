"""Trains a policy on, with more of the market that its agent lives in: `zestron model fine-tune`.

    python -m zestron.fine_tune --agent FILE --model FILE --market FILE --out FOLDER [--steps N]

It begins with the weights of the ONNX file, so only files of this trainer's own networks are taken. The series is cut in three by time like
that of the first training; the file that comes of it replaces the old one only where it does better on the second part. What both make of
the third, which chose nothing, stands in the report.
"""

import argparse
import json
import pathlib
import sys

import numpy
import onnx
import torch

from zestron import engine, manifest, results
from zestron.split import split
from zestron.train_policy import SEED, Policy, best_checkpoint, chooser, export, learner, observations

STEPS = 65_536
CRITIC_SHARE = 8  # of the steps, one in so many: the file has no critic, and a new one would first teach the policy nonsense


class Refused(Exception):
    """For people: what is wrong with what was given."""


def read(path):
    """(mean, deviation, weights of the body and the head) of a file that export() wrote."""
    weights = {each.name: torch.from_numpy(onnx.numpy_helper.to_array(each).copy()) for each in onnx.load(str(path)).graph.initializer}
    body = sorted({name.rsplit(".", 1)[0] for name in weights if name.startswith("body.")}, key=lambda name: int(name.split(".")[1]))
    wanted = {"mean", "scale", "head.weight", "head.bias"} | {f"{layer}.{part}" for layer in body for part in ("weight", "bias")}
    if not body or set(weights) != wanted:
        raise Refused(f"{path} is no network of this trainer: its weights are {', '.join(sorted(weights))}")
    return weights, [len(weights[f"{layer}.bias"]) for layer in body]


def begin(agent, ticks, part, weights, layers):
    """A learner that stands where the file stands, and its network."""
    scale = (weights["mean"].numpy(), 1.0 / weights["scale"].numpy())
    ppo = learner(agent, ticks, part, scale, layers, learning_rate=1e-4, ent_coef=0.005)
    network = Policy(*scale, ppo).eval()
    network.load_state_dict(weights)
    return ppo, network


def actor(ppo):
    return [*ppo.policy.mlp_extractor.policy_net.parameters(), *ppo.policy.action_net.parameters()]


def learn_critic(ppo, steps):
    for parameter in actor(ppo):
        parameter.requires_grad = False
    ppo.learn(steps)
    for parameter in actor(ppo):
        parameter.requires_grad = True


def check_same(network, path, rows):
    """The learner's network is the file: else what is trained on is something else."""
    with torch.no_grad():
        ours = network(torch.as_tensor(rows)).numpy()
    if not numpy.allclose(ours, manifest.session(path).run(None, {"input": rows})[0], atol=1e-4):
        raise Refused(f"{path} answers otherwise than its weights say: it is no network of this trainer")


def compare(agent, ticks, part, before, after):
    return {
        "before": before[part],
        "after": results.of_policy(agent, ticks, getattr(split(len(ticks)), part), chooser(after)),
        "buy and hold": results.of_holding(agent, ticks, getattr(split(len(ticks)), part)),
    }


def fine_tune(agent_file, model, market, out, steps=STEPS):
    """Writes policy.onnx (as it was, where nothing did better) and report.json into `out`; returns the report."""
    agent = engine.Agent(pathlib.Path(agent_file).read_text())
    ticks = engine.read_ticks(str(market), agent)
    parts = split(len(ticks))
    weights, layers = read(model)
    ppo, network = begin(agent, ticks, parts.train, weights, layers)
    rows = observations(agent, ticks, parts.train)
    if len(rows) == 0:
        raise Refused(f"the agent asks nothing in the first {parts.train[1]} ticks: more history is needed, or a price that moves")
    if rows.shape[1:] != weights["mean"].shape or len(weights["head.bias"]) != 2:
        raise Refused(f"the agent asks with {rows.shape[1:]} figures, and {model} takes {tuple(weights['mean'].shape)}")
    check_same(network, model, rows[:256])
    before = {part: results.of_policy(agent, ticks, getattr(parts, part), chooser(network)) for part in ("validation", "test")}
    stood = before["validation"]["return_percent"]
    print(f"as it is: validation {before['validation']}", flush=True)
    learn_critic(ppo, steps // CRITIC_SHARE)
    best = best_checkpoint(ppo, network, agent, ticks, parts.validation, steps - steps // CRITIC_SHARE, (stood, weights))
    out.mkdir(parents=True, exist_ok=True)
    tuned = out / "policy.onnx"
    export(network, tuned)
    report = {"better": bool(best > stood), **{part: compare(agent, ticks, part, before, network) for part in ("validation", "test")}}
    manifest.write(
        out / "report.json", tuned, "python -m zestron.fine_tune", SEED, data={"market": manifest.series(market, len(ticks))},
        more={"from": manifest.sha256(model), "split": {name: list(value) for name, value in vars(parts).items()}, "steps": steps, **report},
    )
    return report


def main():
    arguments = argparse.ArgumentParser(prog="zestron.fine_tune")
    for name in ("agent", "model", "market", "out"):
        arguments.add_argument(f"--{name}", required=True, type=pathlib.Path)
    arguments.add_argument("--steps", type=int, default=STEPS)
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    try:
        report = fine_tune(options.agent, options.model, options.market, options.out, options.steps)
    except (Refused, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
