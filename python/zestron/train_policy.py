"""Trains the policy of examples/mean_reversion by PPO and exports it.

    python -m zestron.train_policy --market FILE --other FILE --out FOLDER
"""

import argparse
import json
import pathlib
import re

import numpy
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import DummyVecEnv

from zestron import engine, manifest, results
from zestron.market_env import FEATURES, MarketEnv
from zestron.split import split

SEED = 20261126
STEPS = 131_072
CHECKPOINTS = 16
LENGTH = 720  # minutes of a training episode
ENVS = 8
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"


class Policy(torch.nn.Module):
    """What is exported: observations to one value an action, scaled inside, so that the graph needs no figures of the market."""

    def __init__(self, mean, deviation, ppo):
        super().__init__()
        self.register_buffer("mean", torch.as_tensor(mean))
        self.register_buffer("scale", torch.as_tensor(1.0 / deviation))
        self.body = ppo.policy.mlp_extractor.policy_net
        self.head = ppo.policy.action_net

    def forward(self, observation):
        return self.head(self.body(scaled(observation, self.mean, self.scale)))


def scaled(observation, mean, scale):
    return torch.clamp((observation - mean) * scale, -5.0, 5.0)


class Scaled(MarketEnv):
    """For training alone: observations as the network's body sees them."""

    def __init__(self, scale, *arguments, **options):
        self._scale = scale
        super().__init__(*arguments, **options)

    def _observed(self, question):
        mean, deviation = self._scale
        return numpy.clip((super()._observed(question) - mean) / deviation, -5.0, 5.0).astype(numpy.float32)


def observations(agent, ticks, part):
    episode = engine.Episode(agent, ticks, *part)
    out = []
    while (question := episode.next()) is not None:
        out.append(question)
    return numpy.asarray(out, numpy.float32)


def chooser(network):
    def choose(question):
        with torch.no_grad():
            return int(network(torch.as_tensor([question], dtype=torch.float32)).argmax())

    return choose


def learner(agent, ticks, part, scale, layers, **options):
    make = lambda: Scaled(scale, agent, ticks, part, LENGTH)
    return PPO(
        "MlpPolicy", DummyVecEnv([make] * ENVS), seed=SEED, n_steps=512, batch_size=512, n_epochs=6, gamma=0.99,
        policy_kwargs={"net_arch": layers}, device="cpu", **options,
    )


def best_checkpoint(ppo, network, agent, ticks, part, steps, best=None):
    """`network`, which shares the learner's weights, as it did best on the part that chooses, and that score; ties to the earlier one.
    `best` is what it has to beat, with its weights."""
    for checkpoint in range(CHECKPOINTS):
        ppo.learn(steps // CHECKPOINTS, reset_num_timesteps=checkpoint == 0)
        found = results.of_policy(agent, ticks, part, chooser(network))
        print(f"checkpoint {checkpoint + 1}/{CHECKPOINTS}: validation {found}", flush=True)
        if best is None or found["return_percent"] > best[0]:
            best = (found["return_percent"], {name: value.clone() for name, value in network.state_dict().items()})
    network.load_state_dict(best[1])
    return best[0]


def train(agent, ticks, parts):
    """None of the test part is looked at."""
    seen = observations(agent, ticks, parts.train)
    mean, deviation = seen.mean(axis=0), seen.std(axis=0)
    ppo = learner(agent, ticks, parts.train, (mean, deviation), [32, 32], learning_rate=3e-4, ent_coef=0.01)
    network = Policy(mean, deviation, ppo).eval()
    best_checkpoint(ppo, network, agent, ticks, parts.validation, STEPS)
    return network


def export(network, path):
    torch.onnx.export(
        network, torch.zeros(2, FEATURES), str(path), opset_version=16, input_names=["input"], output_names=["output"],
        dynamic_axes={"input": {0: "rows"}, "output": {0: "rows"}},
    )


def name_in_agent(model):
    """The agent's graph names its model by hash; the rest of the document stays as people wrote it."""
    agent = EXAMPLES / "mean_reversion" / "agent.json"
    agent.write_text(re.sub(r'(?<="model": ")[0-9a-f]{64}', manifest.sha256(model), agent.read_text()))


def report(policy, rule, ticks, part, network):
    return {
        "policy": results.of_policy(policy, ticks, part, chooser(network)),
        "buy and hold": results.of_holding(policy, ticks, part),
        "two-EMA": results.of_rule(rule, ticks, part),
    }


def main():
    arguments = argparse.ArgumentParser(prog="zestron.train_policy")
    arguments.add_argument("--market", required=True, help="the series that is split in three")
    arguments.add_argument("--other", required=True, help="a series of another market, looked at once, at the end")
    arguments.add_argument("--out", type=pathlib.Path, default=EXAMPLES / "mean_reversion")
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    policy = engine.Agent((EXAMPLES / "mean_reversion" / "agent.json").read_text())
    rule = engine.Agent((EXAMPLES / "ema_cross" / "agent.json").read_text())
    ticks = engine.read_ticks(options.market, policy)
    other = engine.read_ticks(options.other, policy)
    parts = split(len(ticks))
    network = train(policy, ticks, parts)
    options.out.mkdir(parents=True, exist_ok=True)
    model = options.out / "policy.onnx"
    export(network, model)
    if options.out.resolve() == EXAMPLES / "mean_reversion":
        name_in_agent(model)
    found = {
        "test": report(policy, rule, ticks, parts.test, network),
        "other market": report(policy, rule, other, (0, len(other)), network),
    }
    manifest.write(
        options.out / "policy.json", model, "python -m zestron.train_policy", SEED,
        data={"market": manifest.series(options.market, len(ticks)), "other": manifest.series(options.other, len(other))},
        more={"split": {name: list(value) for name, value in vars(parts).items()}, "steps": STEPS, "out_of_sample": found},
    )
    manifest.write_vectors(options.out / "policy.vectors.json", model, observations(policy, ticks, parts.test)[:: 200][:32])
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
