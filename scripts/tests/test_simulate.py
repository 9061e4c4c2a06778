"""simulate.py adds up what its shares have done, shows what failed at once, and goes on with the others."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import simulate
import stages


class Shares(unittest.TestCase):
    def test_they_cover_all_once(self):
        self.assertEqual(simulate.shares(10, 5, 2), [(10, 3), (13, 2)])
        self.assertEqual(simulate.shares(1, 1, 2), [(1, 1)])


class Simulate(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for name in ("LOGS", "ROOT"):
            self.enterContext(mock.patch.object(stages, name, pathlib.Path(folder)))
        self.enterContext(mock.patch.object(stages, "_LINE_EVERY_SECONDS", 0))

    def simulate(self, *scripts):
        jobs = [stages.Job(f"from {place}", ["sh", "-c", script], cwd=stages.ROOT) for place, script in enumerate(scripts)]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            good = simulate.simulate(jobs, 100)
        return good, out.getvalue()

    def test_it_adds_up_what_is_done(self):
        good, text = self.simulate("echo '[20/50]'; sleep 1; echo '[50/50]'; echo all held", "echo '[10/50]'; sleep 1; echo all held")
        self.assertTrue(good)
        self.assertIn("[30/100]", text)
        self.assertEqual(text.count("all held\n"), 2)
        self.assertNotIn("[50/50]", text)

    def test_a_failing_seed_is_shown_while_the_others_go_on(self):
        good, text = self.simulate("echo '[1/50]'; echo seed 2: broken; exit 1", "sleep 1; echo all held")
        self.assertFalse(good)
        self.assertLess(text.index("seed 2: broken"), text.index("all held"))

    def test_a_share_that_dies_is_told_with_its_log(self):
        good, text = self.simulate("echo '[1/50]'; kill -9 $$", "echo all held")
        self.assertFalse(good)
        self.assertIn("from 0 failed", text)
        self.assertIn("from-0.log", text)


if __name__ == "__main__":
    unittest.main()
