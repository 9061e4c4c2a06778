"""The pinned packages of requirements.txt, in build/e2e_tools; they change nothing of the machine."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")
FOLDER = ROOT / "build" / "e2e_tools"


def environment():
    """The process environment in which Python finds them; installed once."""
    stamp = FOLDER / ".installed"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-script-location",
             "--root-user-action", "ignore", "--target", FOLDER, "-r", REQUIREMENTS],
            check=True, stdin=subprocess.DEVNULL, timeout=600)
        stamp.write_text(wanted)
    return {**os.environ, "PYTHONPATH": str(FOLDER)}


def use():
    """Makes them importable here."""
    environment()
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
