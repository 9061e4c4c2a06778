#!/usr/bin/env python3
"""Puts ONNX Runtime's library where the node looks for it: build/onnxruntime/libonnxruntime.so.

    scripts/onnxruntime.py

It comes out of the Python wheel `onnxruntime`, of the version and with the sha256 below, which pip takes from wherever it is
configured to (and keeps, so that a later call makes no request). With the library in place it does nothing.
"""

import pathlib
import subprocess
import sys
import tempfile
import zipfile

from stages import ROOT, say

VERSION = "1.32.0"
SHA256 = "5a34fc4dfeb5a7b4a74c95dcba1e773d722abda720b474edf1b0c419dc6d163d"
WHEEL_FOR = ("--python-version", "311", "--implementation", "cp", "--abi", "cp311", "--platform", "manylinux_2_28_x86_64")

FOLDER = ROOT / "build" / "onnxruntime"
LIBRARY = FOLDER / "libonnxruntime.so"
STAMP = FOLDER / f"{VERSION}-{SHA256[:16]}"
MEMBER = f"onnxruntime/capi/libonnxruntime.so.{VERSION}"


def download(folder):
    """The wheel, or None: pip says why, and the caller what that means."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"onnxruntime=={VERSION} --hash=sha256:{SHA256}\n")
    argv = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    done = subprocess.run([*argv, *WHEEL_FOR, "-d", folder, "-r", wanted], stdin=subprocess.DEVNULL, check=False)
    wheels = list(folder.glob("*.whl"))
    return wheels[0] if done.returncode == 0 and wheels else None


def install():
    """True if the library is in place."""
    if STAMP.exists() and LIBRARY.exists():
        return True
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(pathlib.Path(folder))
        if wheel is None:
            say(f"onnxruntime: pip could not bring onnxruntime {VERSION}; models cannot be evaluated without it")
            say("onnxruntime: a library from elsewhere is used when ZESTRON_ONNXRUNTIME names it (1.17 or newer)")
            return False
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh = FOLDER / ".new"
        with zipfile.ZipFile(wheel) as archive:
            fresh.write_bytes(archive.read(MEMBER))
    fresh.replace(LIBRARY)  # by rename: a running node keeps the file that it mapped
    STAMP.touch()
    say(f"onnxruntime: {VERSION} is in {LIBRARY.relative_to(ROOT)}")
    return True


if __name__ == "__main__":
    sys.exit(0 if install() else 1)
