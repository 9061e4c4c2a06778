"""`zestron demo --agents all`: every sample agent acts on one chain, each with its own wallet.

The voter asks a language model; here a server that speaks as one does, and a person who says yes.
"""

import json
import pathlib
import shutil
import tempfile
import unittest
import urllib.request

import harness
import model_double

# What the agents of the demo do; claims are of both that trade on paper.
WANTED = {"claim_performance", "add_liquidity", "stake", "vote", "arbitrage"}


class Samples(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-samples-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.landed = set()
        self.enterContext(model_double.ModelDouble()).offer_to(self.folder / "demo")

    def look(self, node):
        """Adds the kinds of actions that landed of late, of whatever agent."""
        request = urllib.request.Request(f"http://127.0.0.1:{node.port + 2}/api/v1/intents?state=landed&limit=100")
        request.add_header("authorization", f"Bearer {(node.data / 'api-token').read_text()}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            self.landed |= {item["action"] for item in json.load(answer)["items"]}

    def test_each_of_the_six_acts(self):
        def all_have_acted():
            model_double.agree_to_what_waits(node)
            self.look(node)
            return WANTED <= self.landed

        with harness.Node("demo", self.folder / "demo", "--agents", "all", "--market", "sim:1", "--slot-ms", 40,
                          "--offline") as node:
            node.wait_ready()
            try:
                node.wait_for(all_have_acted, 120, "an action of every kind", pause=0.5)
            except AssertionError as error:
                raise AssertionError(f"of {sorted(WANTED)} only {sorted(self.landed)}") from error
            code, out, _ = harness.run("agent", "list", "--data", node.data, "--output", "json")
            self.assertEqual(code, 0, out)
            self.assertEqual(len(json.loads(out)["agents"]), 6)
            self.assertEqual(node.stop(), 0, node.tail())
        log = node.log.read_text()
        self.assertNotIn("is not run", log)
        self.assertNotIn("has no answer", log, "the models of mean_reversion and pool_arbitrage answer")

    def test_a_sample_that_is_none_is_named(self):
        code, _, err = harness.run("demo", "--data", self.folder / "none", "--agents", "ema_cross,moon_shot")
        self.assertEqual(code, 2, err)
        self.assertIn("there is no sample agent 'moon_shot'; there are ema_cross, mean_reversion", err)
        self.assertFalse((self.folder / "none").exists())


if __name__ == "__main__":
    unittest.main()
