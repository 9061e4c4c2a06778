"""Backtests and replays of the real binary: the same bytes on every run and processor, and the same intents as a live node."""

import json
import os
import pathlib
import shutil
import tempfile
import unittest

import harness

ROOT = pathlib.Path(__file__).resolve().parents[2]
EMA_CROSS = ROOT / "examples" / "ema_cross" / "agent.json"
POLICY = ROOT / "examples" / "mean_reversion" / "agent.json"
OLD_PROCESSOR = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F"}


class Backtests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-backtest-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def backtest(self, config, *arguments, environment=None):
        code, out, err = harness.run("backtest", config, *arguments, "--output", "json", environment=environment)
        self.assertEqual(code, 0, err + out)
        return out

    def test_same_bytes_on_every_run_and_processor(self):
        for market in ("sim:7", harness.fixture("market/sol-usd-1m-2025-08.csv")):
            first = self.backtest(EMA_CROSS, "--market", market)
            self.assertEqual(first, self.backtest(EMA_CROSS, "--market", market))
            self.assertEqual(first, self.backtest(EMA_CROSS, "--market", market, environment=OLD_PROCESSOR))
            digest = json.loads(first)["hash"]
            self.backtest(EMA_CROSS, "--market", market, "--verify", digest)

    def test_files_are_those_that_the_hash_is_of(self):
        json_file, html_file = self.folder / "report.json", self.folder / "report.html"
        printed = json.loads(self.backtest(EMA_CROSS, "--market", "sim:7", "--json", json_file, "--html", html_file))
        self.assertEqual(json.loads(json_file.read_text()), printed["report"])
        html = html_file.read_text()
        self.assertIn(printed["hash"], html)
        self.assertEqual(html.count("<svg"), 3)
        self.assertNotIn("<script", html)
        self.assertNotIn("http", html)

    def test_another_hash_is_refused(self):
        code, _, err = harness.run("backtest", EMA_CROSS, "--market", "sim:7", "--verify", "00" * 32)
        self.assertEqual(code, 1)
        self.assertIn("another hash", err)
        self.assertEqual(harness.run("backtest", EMA_CROSS, "--market", "sim:7", "--verify", "12")[0], 2)

    def test_recorded_answers_stand_for_the_model(self):
        if not (ROOT / "build/onnxruntime/libonnxruntime.so").exists() and not os.environ.get("ZESTRON_ONNXRUNTIME"):
            self.skipTest("no ONNX Runtime; scripts/onnxruntime.py fetches it")
        answers = self.folder / "answers"
        first = self.backtest(POLICY, "--market", "sim:7", "--ticks", 2_000, "--record", answers)
        self.assertGreater(json.loads(first)["report"]["answers"]["count"], 1_000)
        nowhere = {**OLD_PROCESSOR, "ZESTRON_ONNXRUNTIME": "/nonexistent"}
        again = self.backtest(POLICY, "--market", "sim:7", "--ticks", 2_000, "--answers", answers, environment=nowhere)
        self.assertEqual(first, again)

    def test_a_model_asked_anew_deviates_by_nothing_on_the_same_processor(self):
        if not (ROOT / "build/onnxruntime/libonnxruntime.so").exists() and not os.environ.get("ZESTRON_ONNXRUNTIME"):
            self.skipTest("no ONNX Runtime; scripts/onnxruntime.py fetches it")
        bundle = self.folder / "bundle"
        self.backtest(POLICY, "--market", "sim:7", "--ticks", 2_000, "--bundle", bundle)
        code, out, err = harness.run("replay", bundle, "--recompute-model", "--model", POLICY.with_name("policy.onnx"),
                                     "--output", "json")
        self.assertEqual(code, 0, err + out)
        replayed = json.loads(out)
        self.assertIsNone(replayed["first"])
        self.assertEqual(replayed["recomputed"], 1_940)
        self.assertEqual((replayed["deviationMax"], replayed["changed"]), (0, []))

    def live(self, market, *arguments):
        """A node's whole run of a market, replayed: (data folder, what the replay says)."""
        data = self.folder / "node"
        with harness.Node("demo", data, "--market", market, "--speed", "max", "--exit-at-end", *arguments) as node:
            self.assertEqual(node.wait_end(300), 0, node.tail())
        code, out, err = harness.run("replay", data / "runs" / "00000001", "--output", "json")
        self.assertEqual(code, 0, err + out)
        return data, json.loads(out)

    def test_a_live_run_replays_and_equals_its_backtest(self):
        market = harness.fixture("market/sol-usd-1m-2025-08.csv")
        data, replayed = self.live(market)
        self.assertTrue(replayed["ended"])
        self.assertIsNone(replayed["first"])
        (agent,) = replayed["agents"]
        self.assertEqual(agent["ticks"], 1_000)
        self.assertGreater(agent["intents"], 20)
        self.assertGreater(replayed["transactions"], 40)
        self.assertGreater(replayed["accounts"], 20)
        begins = json.loads((data / "market.json").read_text())["beginsAtSlot"]
        report = json.loads(self.backtest(EMA_CROSS, "--market", market, "--first-slot", begins, "--agent",
                                          agent["agent"]))["report"]
        self.assertEqual(report["intents"]["count"], agent["intents"])
        self.assertEqual(report["intents"]["root"], agent["intentsRoot"])

    def test_a_killed_run_replays_as_far_as_it_is_whole(self):
        data = self.folder / "node"
        with harness.Node("demo", data, "--market", "sim:7", "--speed", "max") as node:
            node.wait_ready()
            bundle = data / "runs" / "00000001" / f"{1:020}.seg"
            node.wait_for(lambda: bundle.exists() and bundle.stat().st_size > 100_000, 60, "a bundle that grows")
            node.kill()
        code, out, err = harness.run("replay", bundle.parent, "--output", "json")
        self.assertEqual(code, 0, err + out)
        replayed = json.loads(out)
        self.assertFalse(replayed["ended"])
        self.assertGreater(replayed["agents"][0]["ticks"], 100)


if __name__ == "__main__":
    unittest.main()
