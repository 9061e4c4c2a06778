"""SIGKILL at random moments while an agent claims: afterwards the chain holds each claim of the journal exactly once.

ZESTRON_KILLS sets the number of kills (3; make verify: 50), ZESTRON_SEED the moments; both are printed.
"""

import json
import os
import pathlib
import random
import shutil
import sqlite3
import tempfile
import time
import unittest

import harness

KILLS = int(os.environ.get("ZESTRON_KILLS", "3"))
SEED = int(os.environ.get("ZESTRON_SEED", "20262"))
LANDED = 4  # src/domain/effect.hpp
TRADES_AT, TOTAL_AT = 66, 74  # of an intent that claims: src/transact/journal/intent_bytes.hpp


class Effects(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-effects-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, *arguments):
        return harness.Node("demo", self.folder / "data", "--market", "sim:7", "--slot-ms", 20, *arguments, log=self.folder / "log")

    def effects(self):
        """(state, trades, trades ever) of every effect, in order."""
        journal = sqlite3.connect(f"file:{self.folder / 'data' / 'journal.db'}?mode=ro", uri=True)
        try:
            rows = journal.execute("SELECT state, intent FROM effects ORDER BY sequence").fetchall()
        finally:
            journal.close()
        number = lambda intent, at: int.from_bytes(intent[at : at + 8], "little")
        return [(state, number(intent, TRADES_AT), number(intent, TOTAL_AT)) for state, intent in rows]

    def claimed(self, node):
        code, out, _ = harness.run("agent", "list", "--data", node.data, "--output", "json")
        if code != 0:
            return 0  # the kills came before the demo had an agent
        return sum(int(agent["claimed_performance"]["trades"]) for agent in json.loads(out)["agents"])

    def test_each_claim_is_on_the_chain_exactly_once(self):
        print(f"kills {KILLS}, seed {SEED}", flush=True)
        moments = random.Random(SEED)
        for _ in range(KILLS):
            with self.start() as node:
                node.wait_ready()
                time.sleep(moments.uniform(0.5, 3))
                node.kill()
        with self.start() as node:
            node.wait_ready()
            enough = self.claimed(node) + 2
            node.wait_for(lambda: self.claimed(node) >= enough, 120, "two more claims", pause=1)
            self.assertEqual(node.stop(), 0, node.tail())
        # What had not ended when the node stopped is decided at the next start.
        with self.start("--ticks", 1) as node:
            node.wait_ready()
            time.sleep(1)
            on_chain = self.claimed(node)
            self.assertEqual(node.stop(), 0, node.tail())
        self.assertGreaterEqual(on_chain, 2)
        effects = self.effects()
        landed = [(trades, total) for state, trades, total in effects if state == LANDED]
        self.assertEqual(sum(trades for trades, _ in landed), on_chain, effects)
        # One after the other, without a gap and without a trade twice.
        total = 0
        for trades, total_after in landed:
            total += trades
            self.assertEqual(total_after, total, effects)


if __name__ == "__main__":
    unittest.main()
