"""stages.py finds progress in real output, shortens logs, ends what fails, and never leaves a child behind."""

import contextlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SCRIPTS))

import stages


class Text(unittest.TestCase):
    def test_progress(self):
        self.assertEqual(stages.progress_of("[1/80] Building\n[12/80] Building CXX object\n"), "[12/80]")
        self.assertEqual(stages.progress_of("\r    Building [==>   ] 7/454: serde, syn\r"), "[7/454]")
        self.assertIsNone(stages.progress_of("x[1/80] in the middle of a line"))

    def test_log_end_without_redrawn_bars(self):
        text = "   Compiling a v1\r    Building [=> ] 1/2: a\rerror: bad\n\n  --> src/lib.rs\n"
        self.assertEqual(stages.log_end(text, 5), ["error: bad", "  --> src/lib.rs"])

    def test_clock(self):
        self.assertEqual(stages.clock(125.9), "2:05")


class Run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name in ("LOGS", "ROOT"):
            patch = mock.patch.object(stages, name, pathlib.Path(folder.name))
            patch.start()
            self.addCleanup(patch.stop)

    def job(self, name, script, **more):
        return stages.Job(name, ["sh", "-c", script], cwd=stages.ROOT, **more)

    def run_quietly(self, *jobs):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            good = stages.run(list(jobs), "t")
        return good, out.getvalue()

    def test_success_is_silent(self):
        self.assertEqual(self.run_quietly(self.job("a", "echo hello")), (True, ""))

    def test_failure_shows_log_and_stops_the_others(self):
        waiting = self.job("b", "sleep 600")
        good, text = self.run_quietly(self.job("a", "echo broken; exit 3"), waiting)
        self.assertFalse(good)
        self.assertIn("broken", text)
        self.assertIn("a.log", text)
        self.assertIsNotNone(waiting.process.poll())

    def test_ninja_failure_ends_at_once(self):
        job = self.job("a", "echo 'FAILED: x.o'; sleep 600", ends_at_first_failure=True)
        self.assertFalse(self.run_quietly(job)[0])

    def test_time_limit(self):
        good, text = self.run_quietly(self.job("a", "sleep 600", seconds_max=0.1))
        self.assertFalse(good)
        self.assertIn("longer than", text)

    def test_told_to_end_it_ends_its_jobs(self):
        script = """if True:
            import pathlib, sys
            sys.path.insert(0, sys.argv[1])
            import stages
            stages.LOGS, stages._LINE_EVERY_SECONDS = pathlib.Path(sys.argv[2]), 0
            stages.run([stages.Job("a", ["sh", "-c", "echo $$ > pid; exec sleep 600"], cwd=stages.LOGS)], "t")"""
        argv = [sys.executable, "-c", script, SCRIPTS, stages.LOGS]
        with subprocess.Popen(argv, stdout=subprocess.PIPE) as process:
            pid = stages.LOGS / "pid"
            while not (process.stdout.readline() and pid.exists() and pid.read_text()):
                pass
            process.terminate()
            self.assertEqual(process.wait(20), 128 + 15)
        self.assertRaises(ProcessLookupError, os.kill, int(pid.read_text()), 0)


if __name__ == "__main__":
    unittest.main()
