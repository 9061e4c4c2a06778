"""A node on an empty folder answers getHealth within 300 ms of its start: process, runtime, genesis, ports and first slot. What it and
this test waited for a processor, because others computed, is not counted."""

import contextlib
import os
import pathlib
import shutil
import statistics
import tempfile
import unittest

import harness

LIMIT_SECONDS = 0.3


def waited(pid):
    """Seconds for which the thread of a process that was kept waiting most could have run and had no processor (Linux,
    Documentation/scheduler/sched-stats.rst)."""
    nanoseconds = [0]
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # it has ended meanwhile
            nanoseconds.append(int((task / "schedstat").read_text().split()[1]))
    return max(nanoseconds) / 1e9


class Ready(unittest.TestCase):
    def test_empty_folder(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-ready-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        times = []
        for i in range(5):
            before = waited(os.getpid())
            with harness.Node("node", folder / str(i), "--market", "sim:1") as node:
                seconds = node.wait_ready()
                times.append((seconds, seconds - waited(node.process.pid) - waited(os.getpid()) + before))
        print(f"ready after {', '.join(f'{t * 1000:.0f} ms, less waits {own * 1000:.0f}' for t, own in times)}", flush=True)
        self.assertLessEqual(statistics.median(own for _, own in times), LIMIT_SECONDS)


if __name__ == "__main__":
    unittest.main()
