"""The `solana` command, unmodified, against our node: transfers, nonce accounts, programs with and without --use-rpc, stake,
lookup tables. SOLANA_BIN names it (scripts/peers.py builds it); `make verify` runs this."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import harness

SOLANA = pathlib.Path(os.environ.get("SOLANA_BIN", "build/peers/bin/solana"))
TOOL = harness.BIN.parent / "grapnel"
PROGRAMS = harness.BIN.parent.parent / "programs"

# Of an epoch of 64: while rewards are paid no stake moves, which takes at most a tenth of its slots.
REWARD_SLOTS = 8


class Solana(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not SOLANA.exists():
            raise unittest.SkipTest(f"{SOLANA} is not here; scripts/peers.py solana builds it")
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-solana-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.node = cls.enterClassContext(harness.Node(
            "node", cls.folder / "data", "--slot-ms", 100, "--slots-per-epoch", 64, "--offline", "--market", "sim:1"))
        cls.node.wait_ready()
        cls.payer, cls.address = cls.key("payer")
        cls.config = cls.folder / "config.yml"
        cls.solana("config", "set", "--url", cls.node.url, "--keypair", cls.payer, "--commitment", "confirmed")
        cls.solana("airdrop", 1000)

    @classmethod
    def key(cls, name):
        """(file, address) of a fresh key pair."""
        path = cls.folder / name / f"{name}-keypair.json"
        subprocess.run([str(TOOL), "new", name, "--path", str(cls.folder)], check=True, capture_output=True)
        return path, harness.base58(bytes(json.loads(path.read_text())[32:]))

    @classmethod
    def solana(cls, *arguments, code=0):
        """What the command printed; `code` is what it must end with."""
        done = subprocess.run([str(SOLANA), "--config", str(cls.config), *map(str, arguments)], capture_output=True, text=True,
                              timeout=240, stdin=subprocess.DEVNULL, check=False)
        assert done.returncode == code, f"solana {' '.join(map(str, arguments))}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def read(self, *arguments):
        return json.loads(self.solana(*arguments, "--output", "json"))

    def test_transfers(self):
        _, to = self.key("to")
        before = float(self.solana("balance", self.address).split()[0])
        self.assertIn("Signature:", self.solana("transfer", to, 2, "--allow-unfunded-recipient"))
        self.assertEqual(self.solana("balance", to).split()[0], "2")
        self.assertLess(float(self.solana("balance", self.address).split()[0]), before - 2)
        signature = self.solana("transaction-history", to).split()[0]
        self.assertIn("Status: Ok", self.solana("confirm", "-v", signature))
        self.assertIn("insufficient funds", self.solana("transfer", to, 10_000_000, code=1).lower())

    def test_knows_the_cluster(self):
        self.assertTrue(self.solana("cluster-version").startswith("4.2"))
        self.assertEqual(self.read("epoch-info")["slotsInEpoch"], 64)
        self.assertEqual(len(self.read("validators")["validators"]), 1)
        self.assertIn(self.node.call("getIdentity")["identity"], self.solana("gossip") + self.solana("leader-schedule"))
        for verb in (("block-height",), ("slot",), ("supply",), ("inflation",), ("block", "--output", "json"), ("block-time",), ("rent", "165"),
                     ("block-production",), ("largest-accounts",), ("transaction-count",), ("genesis-hash",)):
            with self.subTest(verb=verb[0]):
                self.assertTrue(self.solana(*verb).strip())

    def test_durable_nonces(self):
        nonce, address = self.key("nonce")
        _, to = self.key("nonce_to")
        self.solana("create-nonce-account", nonce, 1)
        first = self.solana("nonce", address).strip()
        self.solana("transfer", to, 1, "--allow-unfunded-recipient", "--nonce", address, "--blockhash", first)
        self.assertEqual(self.solana("balance", to).split()[0], "1")
        second = self.solana("nonce", address).strip()
        self.assertNotEqual(first, second)
        self.solana("new-nonce", address)
        self.assertNotEqual(second, self.solana("nonce", address).strip())
        self.assertEqual(self.read("nonce-account", address)["authority"], self.address)
        self.solana("withdraw-from-nonce-account", address, to, 1)

    def programs(self, name, *flags):
        """Deploys, upgrades, dumps and closes."""
        counter, larger = PROGRAMS / "counter.so", PROGRAMS / "escrow.so"
        key, address = self.key(name)
        self.solana("program", "deploy", counter, "--program-id", key, *flags)
        shown = self.read("program", "show", address)
        self.assertEqual((shown["programId"], shown["authority"]), (address, self.address))
        dump = self.folder / f"{name}.so"
        self.solana("program", "dump", address, dump)
        self.assertEqual(dump.read_bytes()[:counter.stat().st_size], counter.read_bytes())
        self.solana("program", "deploy", larger, "--program-id", key, *flags)
        self.solana("program", "dump", address, dump)
        self.assertEqual(dump.read_bytes()[:larger.stat().st_size], larger.read_bytes())
        self.assertIn(address, self.solana("program", "show", "--programs"))
        self.solana("program", "close", address, "--bypass-warning")
        self.assertIn("closed", self.solana("program", "show", address, code=1).lower())

    def test_programs(self):
        self.programs("program_tpu")

    def test_programs_by_rpc(self):
        self.programs("program_rpc", "--use-rpc")

    def test_buffers(self):
        key, address = self.key("buffer")
        self.solana("program", "write-buffer", PROGRAMS / "counter.so", "--buffer", key, "--use-rpc")
        self.assertIn(address, self.solana("program", "show", "--buffers"))
        _, other = self.key("other_authority")
        self.solana("program", "set-buffer-authority", address, "--new-buffer-authority", other)
        self.assertEqual(self.read("program", "show", address)["authority"], other)

    def test_stake(self):
        stake, address = self.key("stake")
        vote = self.read("validators")["validators"][0]["voteAccountPubkey"]
        self.solana("create-stake-account", stake, 10)
        self.solana("delegate-stake", address, vote, "--force")
        self.assertEqual(self.read("stake-account", address)["delegatedVoteAccountAddress"], vote)
        parts, half = self.key("half")
        self.solana("split-stake", address, parts, 4)
        self.assertEqual(self.read("stake-account", half)["delegatedVoteAccountAddress"], vote)
        self.solana("deactivate-stake", half)
        epoch = self.read("epoch-info")["epoch"]

        def two_epochs_on():
            now = self.read("epoch-info")
            return now["epoch"] >= epoch + 2 and now["slotIndex"] >= REWARD_SLOTS

        self.node.wait_for(two_epochs_on, 60, "two epochs, and the slots that pay rewards")
        _, to = self.key("stake_to")
        self.solana("withdraw-stake", half, to, "ALL")
        self.assertGreater(float(self.solana("balance", to).split()[0]), 3.9)
        self.assertIn(address, self.solana("stakes", vote))

    def test_lookup_tables(self):
        created = self.solana("address-lookup-table", "create")
        table = next(line.split()[-1] for line in created.splitlines() if "Lookup Table Address" in line)
        self.solana("address-lookup-table", "extend", table, "--addresses", self.address)
        shown = self.read("address-lookup-table", "get", table)
        self.assertEqual(shown["addresses"], [self.address])
        self.solana("address-lookup-table", "deactivate", table, "--bypass-warning")
        self.assertIn("deactivat", self.solana("address-lookup-table", "get", table).lower())


if __name__ == "__main__":
    unittest.main()
