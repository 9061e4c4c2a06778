"""Trains a graph network that finds arbitrage between constant-product pools of one pair, and exports it.

    python -m zestron.train_graph --out FOLDER

Its graph: pools are nodes, and two pools are joined because they share both tokens, so each is joined with every other. A node's
features are its reserves and its fee. Its score is what buying there and selling at the best other pool gains at the best size, in
hundredths of a percent of the pool's quote reserve; the exact figure, by the pool program's own arithmetic, is what it is trained
against. Weights are shared by all nodes and edges: trained on two to four pools, exported for two.
"""

import argparse
import json
import pathlib

import numpy
import torch

from zestron import engine, manifest

SEED = 20261126
GRAPHS, HELD_OUT = 8_000, 2_000  # of each number of pools
STEPS, BATCH = 3_000, 256
WIDTH = 32
EXPORTED_POOLS = 2
FEES = (1, 5, 10, 25, 30, 100)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        linear = torch.nn.Linear
        self.node = torch.nn.Sequential(linear(3, WIDTH), torch.nn.ReLU(), linear(WIDTH, WIDTH))
        self.ours, self.theirs = linear(WIDTH, WIDTH), linear(WIDTH, WIDTH, bias=False)
        self.message = torch.nn.Sequential(torch.nn.ReLU(), linear(WIDTH, WIDTH), torch.nn.ReLU())
        self.score = torch.nn.Sequential(linear(2 * WIDTH, WIDTH), torch.nn.ReLU(), linear(WIDTH, 1), torch.nn.Softplus())

    def forward(self, reserves):
        pools = int(reserves.shape[1])  # a constant of the exported graph
        base, quote, fee = reserves[:, :, 0], reserves[:, :, 1], reserves[:, :, 2]
        price, depth = torch.log(quote) - torch.log(base), torch.log(quote)
        # Only differences matter; a percent of price and a fee of a percent are 1.
        price = 100.0 * (price - price.mean(1, keepdim=True))
        depth = depth - depth.mean(1, keepdim=True)
        nodes = self.node(torch.stack([price, depth, fee / 100.0], 2))
        edges = self.message(self.ours(nodes).unsqueeze(2) + self.theirs(nodes).unsqueeze(1))
        # No pool is its own neighbour; messages are above zero, so a zero takes no part in their maximum.
        others = (1.0 - torch.eye(pools)).reshape(1, pools, pools, 1)
        heard = (edges * others).max(2).values
        return self.score(torch.cat([nodes, heard], 2)).squeeze(2)


def random_pools(random, pools):
    """Reserves and fees of pools of one pair whose prices lie a little apart."""
    price = numpy.exp(random.normal(0.0, 2.0))
    apart = numpy.exp(random.normal(0.0, random.choice([0.001, 0.005, 0.02]), pools))
    quote = numpy.exp(random.uniform(numpy.log(1e9), numpy.log(1e12)) + random.normal(0.0, 1.0, pools))
    base = quote / (price * apart)
    return numpy.stack([base.astype(numpy.uint64), quote.astype(numpy.uint64), random.choice(FEES, pools)], 1).astype(numpy.uint64)


def exact(graph):
    """Per pool: what buying there gains, in hundredths of a percent of its quote reserve."""
    pools = [engine.Pool(*map(int, pool)) for pool in graph]
    return [1e4 * engine.best_trade(pools, first)[1] / int(graph[first][1]) for first in range(len(graph))]


def dataset(random, pools, count):
    graphs = [random_pools(random, pools) for _ in range(count)]
    return numpy.asarray(graphs, numpy.float32), numpy.asarray([exact(graph) for graph in graphs], numpy.float32)


def train(sets):
    network = Network()
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for step in range(STEPS):
        inputs, targets = sets[step % len(sets)]
        rows = torch.randint(len(inputs), (BATCH,))
        # Of the logarithm: a gain of one and of a hundred are learned alike.
        loss = ((torch.log1p(network(inputs[rows])) - torch.log1p(targets[rows])) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if (step + 1) % 1_000 == 0:
            print(f"step {step + 1}/{STEPS}: loss {loss.item():.6f}", flush=True)
    return network.eval()


def measured(network, inputs, targets):
    """On graphs that it has not seen. A `gain` is what following the highest score is really worth, at its best size."""
    with torch.no_grad():
        scores = network(torch.as_tensor(inputs)).numpy()
    best, rows = targets.max(1), numpy.arange(len(targets))
    some = best > 0.01
    followed = targets[rows, scores.argmax(1)]
    cheapest = targets[rows, (inputs[:, :, 1] / inputs[:, :, 0]).argmin(1)]
    percent = lambda part: round(100.0 * float(part), 2)
    return {
        "graphs": len(targets),
        "with_arbitrage_percent": percent(some.mean()),
        "best_pool_found_percent": percent((scores.argmax(1) == targets.argmax(1))[some].mean()),
        "gain_of_optimum_percent": percent(followed.sum() / best.sum()),
        "gain_of_cheapest_pool_percent": percent(cheapest.sum() / best.sum()),
        "told_from_none_percent": percent(((scores.max(1) > 0.05) == (best > 0.05)).mean()),
        "mean_error_bps": round(float(numpy.abs(scores - targets).mean()), 4),
    }


def main():
    arguments = argparse.ArgumentParser(prog="zestron.train_graph")
    examples = pathlib.Path(__file__).resolve().parents[2] / "examples"
    arguments.add_argument("--out", type=pathlib.Path, default=examples / "pool_arbitrage")
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random = numpy.random.default_rng(SEED)
    sets = [tuple(map(torch.as_tensor, dataset(random, pools, GRAPHS))) for pools in (2, 3, 4)]
    network = train(sets)
    options.out.mkdir(parents=True, exist_ok=True)
    model = options.out / "graph.onnx"
    torch.onnx.export(
        network, torch.ones(2, EXPORTED_POOLS, 3), str(model), opset_version=16, input_names=["input"],
        output_names=["output"], dynamic_axes={"input": {0: "rows"}, "output": {0: "rows"}},
    )
    held_out = {pools: dataset(random, pools, HELD_OUT) for pools in (2, 3, 4, 6)}
    found = {f"{pools} pools": measured(network, *data) for pools, data in held_out.items()}
    manifest.write(
        options.out / "graph.json", model, "python -m zestron.train_graph", SEED,
        data={"pools": "drawn at random from the seed", "graphs": GRAPHS}, more={"steps": STEPS, "held_out": found},
    )
    manifest.write_vectors(options.out / "graph.vectors.json", model, held_out[EXPORTED_POOLS][0][:32])
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
