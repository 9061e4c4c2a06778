"""A node is killed under load again and again, and after each restart held to all that it ever told (tests/kills).

ZESTRON_KILLS_UNDER_LOAD sets the number (30; make verify: 1000), ZESTRON_SEED the moments.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import harness

KILLS = os.environ.get("ZESTRON_KILLS_UNDER_LOAD", "30")
SEED = os.environ.get("ZESTRON_SEED", "20261")


class Kills(unittest.TestCase):
    def test_what_was_told_outlives_every_kill(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-kills-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        client = harness.BIN.parent / "zestron_kills"
        done = subprocess.run([client, "--node", harness.TEST_NODE, "--data", folder / "data",
                               "--kills", KILLS, "--seed", SEED], check=False)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
