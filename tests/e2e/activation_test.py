"""A config goes on chain with the hash of its backtest, and is activated only with that one."""

import json
import pathlib
import shutil
import tempfile
import unittest

import harness

CONFIG = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ema_cross" / "agent.json"


class Activation(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-activation-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def report(self, market):
        path = self.folder / f"{market.replace(':', '-')}.json"
        code, out, err = harness.run("backtest", CONFIG, "--market", market, "--json", path, "--output", "json")
        self.assertEqual(code, 0, err)
        return path, json.loads(out)["hash"]

    def agent(self, node, verb, *arguments):
        return harness.run("agent", verb, *arguments, "--data", node.data, "-u", node.url, "-k",
                           node.data / "keys" / "owner.json", "--output", "json")

    def test_only_with_the_report_that_is_on_chain(self):
        report, digest = self.report("sim:3")
        other, _ = self.report("sim:4")
        with harness.Node("demo", self.folder / "node", "--market", "sim:1") as node:
            node.wait_ready()
            # The demo's own agent is: so its programs have been deployed for more than a slot.
            node.wait_for(lambda: '"active"' in self.agent(node, "list")[1], 30, "an active agent", pause=0.2)
            code, out, err = self.agent(node, "create", CONFIG, "--id", 7, "--backtest", report)
            self.assertEqual(code, 0, err + out)
            address = json.loads(out)["agent"]
            code, out, err = self.agent(node, "show", address)
            self.assertIn(f"#backtest={digest}", out)
            code, out, err = self.agent(node, "publish", address)
            self.assertEqual(code, 0, err + out)
            code, out, err = self.agent(node, "activate", address, "--backtest", other)
            self.assertEqual(code, 1)
            self.assertIn("another backtest", err + out)
            code, out, err = self.agent(node, "activate", address, "--backtest", report)
            self.assertEqual(code, 0, err + out)


if __name__ == "__main__":
    unittest.main()
