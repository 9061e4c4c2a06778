"""`grapnel verify`: a build is the same from any folder, for any user, at any time; what is not is named. GRAPNEL names
the tool."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

TOOL = pathlib.Path(os.environ["GRAPNEL"]).resolve()
ENVIRONMENT = {**os.environ, "PATH": f"{TOOL.parent}:{os.environ['PATH']}"}


def run(*arguments, cwd=None):
    return subprocess.run([str(a) for a in arguments], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True,
                          timeout=600, check=False)


class Verify(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="grapnel-verify-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.project = cls.folder / "sealed"
        made = run(TOOL, "new", "sealed", "--path", cls.folder)
        assert made.returncode == 0, made.stderr

    def test_a_build_is_the_same_everywhere(self):
        project = self.project
        first = json.loads(run(TOOL, "verify", project, "--output", "json").stdout)
        self.assertTrue(first["reproduced"])
        # A third place: the project's own build, with the cache and everything.
        run("cmake", "-S", project, "-B", project / "build", "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-19")
        done = run("ninja", "-C", project / "build", "sealed_so")
        self.assertEqual(done.returncode, 0, done.stdout)
        program = project / "build" / "programs" / "sealed.so"
        self.assertEqual(first["sha256"], hashlib.sha256(program.read_bytes().rstrip(b"\0")).hexdigest())
        for secret in (str(self.folder), os.environ.get("USER", "") or "alice", "alice", "Kathmandu"):
            self.assertNotIn(secret.encode(), program.read_bytes())

    def test_a_build_that_depends_on_its_place_is_named(self):
        leaking = self.folder / "leaking"
        shutil.copytree(self.project, leaking, ignore=shutil.ignore_patterns("build"))
        handler = leaking / "src" / "initialize.cpp"
        handler.write_text(handler.read_text().replace("return ok;", "log(__FILE__);\n  return ok;"))
        done = run(TOOL, "verify", leaking)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("__FILE__", done.stderr)

    def test_zeros_at_the_end_do_not_count(self):
        one, two = self.folder / "one.so", self.folder / "two.so"
        one.write_bytes(b"program")
        two.write_bytes(b"program" + b"\0" * 100)
        done = run(TOOL, "verify", one, "--against", two)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith(hashlib.sha256(b"program").hexdigest() + "  "), done.stdout)
        done = run(TOOL, "verify", one, "--against", hashlib.sha256(b"other").hexdigest())
        self.assertEqual(done.returncode, 1)
        self.assertIn("not this program", done.stderr)
        two.write_bytes(b"program2")
        done = run(TOOL, "verify", one, "--against", two, "--output", "json")
        self.assertEqual(done.returncode, 1)
        self.assertFalse(json.loads(done.stdout)["same"])

    def test_what_is_no_program_folder_is_refused(self):
        done = run(TOOL, "verify", self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("name a program's folder or a .so", done.stderr)
        self.assertEqual(run(TOOL, "verify", self.folder / "missing.so").returncode, 2)


if __name__ == "__main__":
    unittest.main()
