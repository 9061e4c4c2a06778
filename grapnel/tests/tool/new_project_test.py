"""`grapnel new`: the folder it makes builds, tests and is quick to change, with nothing of this repository around it.

GRAPNEL names the tool. GRAPNEL_EDIT_SECONDS_MAX bounds edit–compile–test of one program (3), the best of three.
"""

import json
import os
import pathlib
import shutil
import stat
import subprocess
import tempfile
import time
import unittest

TOOL = pathlib.Path(os.environ["GRAPNEL"]).resolve()
EDIT_SECONDS_MAX = float(os.environ.get("GRAPNEL_EDIT_SECONDS_MAX", "3"))
ENVIRONMENT = {**os.environ, "PATH": f"{TOOL.parent}:{os.environ['PATH']}"}


def run(*arguments, cwd=None):
    return subprocess.run([str(a) for a in arguments], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True,
                          timeout=600, check=False)


class NewProject(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grapnel-new-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def make(self, name):
        done = run(TOOL, "new", name, "--path", self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.folder / name

    def succeed(self, *arguments, cwd):
        done = run(*arguments, cwd=cwd)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_the_key_is_the_programs_own_and_private(self):
        project = self.make("key_keeper")
        key_file = project / "key_keeper-keypair.json"
        self.assertEqual(stat.S_IMODE(key_file.stat().st_mode), 0o600)
        self.assertEqual(len(json.loads(key_file.read_text())), 64)
        self.assertIn("*-keypair.json", (project / ".gitignore").read_text())
        other = self.make("other_keeper") / "other_keeper-keypair.json"
        self.assertNotEqual(key_file.read_text(), other.read_text())

    def test_nothing_is_left_to_fill_in(self):
        project = self.make("filled")
        for path in project.rglob("*"):
            if path.is_file():
                self.assertNotRegex(path.read_text(), r"@[A-Z_]+@", path)
                self.assertNotIn("NAME", path.name)

    def test_an_existing_folder_stays_as_it_is(self):
        (self.folder / "taken").mkdir()
        (self.folder / "taken" / "mine").write_text("mine")
        done = run(TOOL, "new", "taken", "--path", self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("exists; choose another name", done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1)
        self.assertEqual([p.name for p in (self.folder / "taken").iterdir()], ["mine"])

    def test_names_that_cannot_be_are_usage_errors(self):
        for name in ("", "Vault", "1vault", "my-vault", "my__vault", "vault_", "a" * 33, "class", "grapnel", "../x"):
            done = run(TOOL, "new", name, "--path", self.folder)
            self.assertEqual(done.returncode, 2, name)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_builds_tests_and_is_quick_to_change(self):
        project = self.make("quick")
        build = project / "build"
        self.succeed("make", "build", cwd=project)
        self.assertTrue((build / "programs" / "quick.so").read_bytes().startswith(b"\x7fELF"))
        idl = json.loads((build / "idl" / "quick.json").read_text())
        keypair = json.loads((project / "quick-keypair.json").read_text())
        self.assertIn(idl["address"], (project / "interface" / "quick.hpp").read_text())
        self.assertEqual(len(keypair), 64)
        self.assertIn("[  PASSED  ] 6 tests", self.succeed("make", "test", cwd=project))
        self.assertIn("quick::", self.succeed("make", "size", cwd=project))

        handler = project / "src" / "increment.cpp"
        source = handler.read_text()
        seconds = []
        for step in range(3):
            before = (build / "programs" / "quick.so").read_bytes()
            handler.write_text(source.replace("+ args.step;", f"+ args.step + u64{{{step + 1}}} - u64{{{step + 1}}};"
                                              if step % 2 == 0 else "+ args.step + u64{9} - u64{8} - u64{1};"))
            began = time.monotonic()
            self.succeed("make", "build", cwd=project)
            self.succeed("make", "test", cwd=project)
            seconds.append(time.monotonic() - began)
            self.assertNotEqual(before, (build / "programs" / "quick.so").read_bytes(), "the change arrived")
        print(f"edit, compile, test: {', '.join(f'{s:.2f}' for s in seconds)} s", flush=True)
        self.assertLessEqual(min(seconds), EDIT_SECONDS_MAX)

        handler.write_text(source.replace("count.value();", "count.value() + 1;", 1))
        self.succeed("make", "build", cwd=project)
        self.assertNotEqual(run("make", "test", cwd=project).returncode, 0, "the tests notice a wrong handler")


if __name__ == "__main__":
    unittest.main()
