"""A node on an empty folder answers getHealth within 300 ms of its start: process, runtime, genesis, ports and first slot."""

import pathlib
import shutil
import statistics
import tempfile
import unittest

import harness

LIMIT_SECONDS = 0.3


class Ready(unittest.TestCase):
    def test_empty_folder(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-ready-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        times = []
        for i in range(5):
            with harness.Node("node", folder / str(i), "--market", "sim:1") as node:
                times.append(node.wait_ready())
        print(f"ready after {', '.join(f'{t * 1000:.0f}' for t in times)} ms", flush=True)
        self.assertLessEqual(statistics.median(times), LIMIT_SECONDS)


if __name__ == "__main__":
    unittest.main()
