"""SIGKILL at random moments under load: what a client was told is confirmed is there after each restart.

The client is a process of its own (zestron_load) that sends some 400 transfers a second and appends a signature to
its list only once getSignatureStatuses called it confirmed. ZESTRON_KILLS sets the number of kills (3; make verify: 50),
ZESTRON_SEED the moments; both are printed.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time
import unittest

import harness

KILLS = int(os.environ.get("ZESTRON_KILLS", "3"))
SEED = int(os.environ.get("ZESTRON_SEED", "20261"))
RATE = 400  # twice what is asked for below, so that a busy machine does not decide
LOAD = pathlib.Path(os.environ.get("ZESTRON_LOAD", harness.BIN.parent / "zestron_load"))


class Crash(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-crash-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.told = self.folder / "confirmed.txt"
        self.told.touch()

    def start(self):
        return harness.Node("demo", self.folder / "data", "--market", "sim:11", "--slot-ms", 50, "--speed", 2, log=self.folder / "log")

    def confirmed(self):
        # The last line may still be in the making; what counts as told ends with a newline.
        text = self.told.read_text()
        return text[: text.rfind("\n") + 1].split()

    def missing(self, node, signatures):
        lost = []
        for at in range(0, len(signatures), 256):
            part = signatures[at : at + 256]
            statuses = node.call("getSignatureStatuses", part, {"searchTransactionHistory": True})["value"]
            lost += [s for s, status in zip(part, statuses)
                     if not status or status["err"] or status["confirmationStatus"] == "processed"]
        return lost

    def trades(self, node):
        code, out, err = harness.run("agent", "list", "--data", node.data, "--output", "json")
        self.assertEqual(code, 0, err)
        return sum(int(agent["claimed_performance"]["trades"]) for agent in json.loads(out)["agents"])

    def test_nothing_confirmed_is_lost(self):
        print(f"kills {KILLS}, seed {SEED}", flush=True)
        moments = random.Random(SEED)
        rates, last_trades = [], 0
        for kill in range(KILLS):
            with self.start() as node:
                node.wait_ready()
                self.assertEqual(self.missing(node, self.confirmed()), [], f"lost after kill {kill}; seed {SEED}")
                node.wait_for(lambda: self.trades(node) >= last_trades, 30, "the agent's record")
                load = subprocess.Popen([str(LOAD), "--url", node.url, "--rate", str(RATE), "--list", str(self.told)])
                try:
                    before, since = len(self.confirmed()), time.monotonic()
                    node.wait_for(lambda: len(self.confirmed()) > before, 60, "a first confirmed transaction")
                    before, since = len(self.confirmed()), time.monotonic()
                    time.sleep(moments.uniform(0.3, 2.5))  # the moment of the crash is the input here, not a wait for something
                    rates.append((len(self.confirmed()) - before) / (time.monotonic() - since))
                    last_trades = self.trades(node)
                    node.kill()
                finally:
                    load.kill()
                    load.wait()
        code, out, err = harness.run("ledger", "verify", "--data", self.folder / "data", "--output", "json", timeout=600)
        self.assertEqual(code, 0, err + out)
        with self.start() as node:
            node.wait_ready()
            told = self.confirmed()
            self.assertEqual(self.missing(node, told), [], f"lost at the end; seed {SEED}")
            node.wait_for(lambda: self.trades(node) > last_trades, 120, "a further trade of the agent")
            self.assertEqual(node.stop(), 0, node.tail())
        print(f"told confirmed: {len(told)}, none lost; confirmed per second between kills: "
              f"{min(rates):.0f} to {max(rates):.0f}; agent's trades: {last_trades} and going on", flush=True)
        self.assertGreater(sum(rates) / len(rates), 200)


if __name__ == "__main__":
    unittest.main()
