"""`zestron model fine-tune`: what a trainer is given of a node's life, and what becomes of what it brings. The trainer here is a script that
answers at once; python/tests/test_fine_tune.py has the real one.
"""

import csv
import hashlib
import json
import pathlib
import shutil
import tempfile
import unittest

import harness

TICKS = 1_200
TRAINER = """#!/usr/bin/env python3
import json, os, pathlib, shutil, sys
assert sys.argv[1] == "fine-tune"
given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
out = pathlib.Path(given["--out"])
(out / "given.json").write_text(json.dumps(given))
print("learning")
mode = os.environ["TRAINER"]
if mode == "fails":
    sys.exit(3)
new = pathlib.Path(given["--model"]).read_bytes()
(out / "policy.onnx").write_bytes(new + b"\\0" if mode == "better" else new)
part = {whose: {"return_percent": value} for whose, value in (("before", 1.0), ("after", 2.0), ("buy and hold", 0.5))}
report = {"better": mode == "better", "validation": part, "test": part} if mode != "garbage" else {"better": 1}
(out / "report.json").write_text(json.dumps(report))
"""


class FineTune(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-fine-tune-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.data = cls.folder / "demo"
        cls.market = cls.folder / "market.csv"
        cls.prices = [f"{150 + (tick * 7919) % 1000 / 100:.2f}" for tick in range(TICKS)]
        rows = "".join(f"{1_700_000_000_000 + 60_000 * tick},{price}\n" for tick, price in enumerate(cls.prices))
        cls.market.write_text("timestamp_ms,price\n" + rows)
        with harness.Node("demo", cls.data, "--agents", "mean_reversion", "--market", cls.market, "--speed", "max", "--exit-at-end") as node:
            assert node.wait_end() == 0, node.tail()
        cls.trainer = cls.folder / "trainer"
        cls.trainer.write_text(TRAINER)
        cls.trainer.chmod(0o755)
        adopted = [path for path in (cls.data / "agents").iterdir() if path.suffix == ".json"]
        assert len(adopted) == 1, adopted
        cls.agent = adopted[0].stem

    def fine_tune(self, mode, *more):
        return harness.run("model", "fine-tune", self.agent, "--data", self.data, "--trainer", self.trainer, "--output", "json", *more,
                           environment={"TRAINER": mode})

    def models(self):
        return {path.name for path in (self.data / "models").glob("*.onnx")}

    def test_gives_the_trainer_the_market_that_the_node_saw(self):
        code, _, said = self.fine_tune("worse")
        self.assertEqual(code, 0, said)
        self.assertIn("learning", said)
        given = json.loads((self.data / "models" / "fine-tuned" / self.agent / "given.json").read_text())
        with open(given["--market"]) as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([float(row["price"]) for row in rows], [float(price) for price in self.prices])
        self.assertEqual([int(row["timestamp_ms"]) for row in rows], [1_700_000_000_000 + 60_000 * tick for tick in range(TICKS)])
        self.assertEqual(json.loads(pathlib.Path(given["--agent"]).read_text())["name"], "mean-reversion")

    def test_keeps_what_is_better_and_says_how_to_use_it(self):
        code, out, said = self.fine_tune("better")
        self.assertEqual(code, 0, said)
        result = json.loads(out)
        config = json.loads(pathlib.Path(result["config"]).read_text())
        asked = [module["params"]["model"] for module in config["modules"] if module["kind"] == "onnx_policy"]
        self.assertEqual(asked, [result["model"]])
        kept = self.data / "models" / f"{result['model']}.onnx"
        self.assertEqual(hashlib.sha256(kept.read_bytes()).hexdigest(), result["model"])

    def test_changes_nothing_otherwise(self):
        before = self.models()
        for mode, code in (("worse", 0), ("fails", 1), ("garbage", 1)):
            with self.subTest(mode):
                self.assertEqual(self.fine_tune(mode)[0], code)
                self.assertEqual(self.models(), before)

    def test_a_dry_run_trains_nothing(self):
        code, out, said = self.fine_tune("fails", "--dry-run")
        self.assertEqual(code, 0, said)
        self.assertEqual(json.loads(out)["ticks"], TICKS)

    def test_what_is_wrong_is_said_in_a_line(self):
        for arguments, reason in (
            (["no-agent", "--data", self.data], "is no agent address"),
            (["1" * 32, "--data", self.data], "does not run this agent"),
            ([self.agent, "--data", self.folder / "nowhere"], "is not there"),
            ([self.agent, "--data", self.data, "--trainer", self.folder / "nothing"], "cannot be run"),
        ):
            with self.subTest(reason):
                code, _, said = harness.run("model", "fine-tune", *arguments)
                self.assertNotEqual(code, 0)
                self.assertIn(reason, said)
                self.assertEqual(len([line for line in said.splitlines() if line.startswith(("error: ", "usage: "))]), 1)


if __name__ == "__main__":
    unittest.main()
