"""The preset `sbpf`: it configures where there is no cargo, and holds the programs, their IDL and the tool, nothing of the node."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]


class SbpfPreset(unittest.TestCase):
    def test_it_is_programs_and_tool_alone(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="grapnel-sbpf-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with_cargo = {str(pathlib.Path(path)) for path in os.environ["PATH"].split(":") if (pathlib.Path(path) / "cargo").exists()}
        path = ":".join(one for one in os.environ["PATH"].split(":") if one not in with_cargo)
        done = subprocess.run(["cmake", "--preset", "sbpf", "-B", folder], cwd=ROOT, env={**os.environ, "PATH": path},
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        listed = subprocess.run(["ninja", "-C", folder, "-t", "targets", "all"], capture_output=True, text=True, timeout=60, check=True)
        targets = {line.rsplit(":", 1)[0] for line in listed.stdout.splitlines()}
        self.assertLessEqual({"grapnel", "counter_so", "counter_idl", "agent_factory_so"}, targets)
        self.assertEqual([t for t in targets if "zestron" in t or t.startswith("bench_") or t.endswith("_test")], [])


if __name__ == "__main__":
    unittest.main()
