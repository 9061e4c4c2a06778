"""Training a policy on, from its ONNX file."""

import math
import pathlib
import random
import tempfile
import unittest

import numpy
import torch

from zestron import engine, manifest
from zestron.fine_tune import Refused, begin, check_same, fine_tune, read
from zestron.train_policy import observations

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
AGENT = EXAMPLES / "mean_reversion" / "agent.json"
POLICY = EXAMPLES / "mean_reversion" / "policy.onnx"


def waves(ticks):
    """A price that goes up and down by a twentieth, twelve times a day."""
    lines = ["timestamp_ms,price"]
    lines += [f"{60_000 * minute},{150 * (1 + 0.05 * math.sin(minute * math.tau / 120)):.6f}" for minute in range(ticks)]
    return "\n".join(lines) + "\n"


class FineTuneTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name)
        self.market = self.out / "market.csv"
        self.market.write_text(waves(3_000))
        self.agent = engine.Agent(AGENT.read_text())
        self.ticks = engine.read_ticks(str(self.market), self.agent)

    def network(self):
        return begin(self.agent, self.ticks, (0, 1_000), *read(POLICY))[1]

    def test_begins_where_the_file_stands(self):
        rows = observations(self.agent, self.ticks, (0, 500))
        check_same(self.network(), POLICY, rows)

    def test_notices_another_network(self):
        rows = observations(self.agent, self.ticks, (0, 500))
        network = self.network()
        with torch.no_grad():
            network.head.bias[0] += 1
        with self.assertRaisesRegex(Refused, "answers otherwise"):
            check_same(network, POLICY, rows)

    def test_refuses_the_file_of_another_trainer(self):
        with self.assertRaisesRegex(Refused, "is no network of this trainer"):
            read(EXAMPLES / "pool_arbitrage" / "graph.onnx")

    def test_wants_a_market_in_which_the_agent_asks(self):
        self.market.write_text("timestamp_ms,price\n" + "".join(f"{60_000 * minute},150\n" for minute in range(1_500)))
        with self.assertRaisesRegex(Refused, "asks nothing"):
            fine_tune(AGENT, POLICY, self.market, self.out, steps=1_024)

    def test_learns_what_the_market_does(self):
        report = fine_tune(AGENT, POLICY, self.market, self.out, steps=65_536)
        self.assertTrue(report["better"])
        self.assertGreater(report["validation"]["after"]["return_percent"], report["validation"]["before"]["return_percent"])
        self.assertGreater(report["test"]["after"]["return_percent"], report["test"]["buy and hold"]["return_percent"])
        self.assertNotEqual(manifest.sha256(self.out / "policy.onnx"), manifest.sha256(POLICY))

    def test_leaves_a_policy_as_it_is_where_nothing_is_better(self):
        # A change there and back costs 0.3 %, and the price never moves so far: none can do better than to stay out.
        walk = random.Random(1)
        self.market.write_text("timestamp_ms,price\n" + "".join(f"{60_000 * minute},{150 + walk.randint(0, 9) / 100}\n" for minute in range(1_500)))
        report = fine_tune(AGENT, POLICY, self.market, self.out, steps=1_024)
        self.assertEqual(report["validation"]["before"]["trades"], 0)
        self.assertFalse(report["better"])
        rows = observations(self.agent, self.ticks, (0, 500))
        self.assertGreater(len(rows), 100)
        answers = [manifest.session(path).run(None, {"input": rows})[0] for path in (POLICY, self.out / "policy.onnx")]
        numpy.testing.assert_array_equal(*answers)


if __name__ == "__main__":
    unittest.main()
