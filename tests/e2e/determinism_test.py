"""Same input, same transaction bytes: on every run, and on CPUs without AVX2 and FMA."""

import json
import os
import pathlib
import shutil
import tempfile
import unittest

import harness

TICKS = 400


class Determinism(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-determinism-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def digest(self, name, market, environment=None):
        data = self.folder / name
        with harness.Node("demo", data, "--market", market, "--speed", "max", "--ticks", TICKS, "--exit-at-end",
                          environment=environment) as node:
            self.assertEqual(node.wait_end(), 0, node.tail())
        code, out, err = harness.run("ledger", "verify", "--data", data, "--output", "json")
        self.assertEqual(code, 0, err + out)
        report = json.loads(out)
        self.assertGreater(report["transactions"], 20)
        # Each blockhash commits to the signatures of its slot and to its parent's, and the bank hash to the blockhash: equal
        # bank hashes mean equal transaction bytes since genesis.
        return report["bankHash"], report["lastSlot"], report["transactions"]

    def test_recorded_market(self):
        market = harness.fixture("market/sol-usd-1m-2025-08.csv")
        self.compare(market)

    def test_simulated_market(self):
        self.compare("sim:7")

    def compare(self, market):
        first = self.digest("a", market)
        self.assertEqual(first, self.digest("b", market))
        self.assertEqual(first, self.digest("c", market, {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"}))

    def test_old_cpu_under_emulation(self):
        """Long: only where ZESTRON_QEMU names qemu-x86_64."""
        qemu = os.environ.get("ZESTRON_QEMU", "")
        if not qemu:
            self.skipTest("runs in make verify (ZESTRON_QEMU)")
        market = "sim:7"
        first = self.digest("a", market)
        wrapper = self.folder / "zestron-nehalem"
        wrapper.write_text(f'#!/bin/sh\nexec "{qemu}" -cpu Nehalem "{harness.BIN.resolve()}" "$@"\n')
        wrapper.chmod(0o755)
        real, harness.BIN = harness.BIN, wrapper
        try:
            self.assertEqual(first, self.digest("b", market))
        finally:
            harness.BIN = real


if __name__ == "__main__":
    unittest.main()
