#!/usr/bin/env python3
"""`make train`: trains the models of examples/ anew and leaves them there, with how they were made and what they answer.

    scripts/train.py [--market FILE] [--other FILE] [--out FOLDER]
    scripts/train.py fine-tune --agent FILE --model FILE --market FILE --out FOLDER [--steps N]      what `zestron model fine-tune` calls

Nothing else in the repository needs what this installs: Debian's PyTorch and pybind11, and an environment of its own in build/train.
Minutes on one core. Without --market the series of $ZESTRON_FIXTURES are taken.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

from build import build
from stages import ROOT, Job, run, say

PYTHON = "/usr/bin/python3"  # Debian's, because its PyTorch is
DEBIAN = ("python3-torch", "python3-dev", "python3-venv", "python3-pip", "pybind11-dev")
STABLE_BASELINES = "stable-baselines3==2.3.2"
FOLDER = ROOT / "build" / "train"
REQUIREMENTS = ROOT / "python" / "requirements.txt"


def missing_packages():
    status = ["dpkg-query", "-W", "-f=${db:Status-Status}"]
    known = [subprocess.run([*status, name], capture_output=True, text=True, check=False).stdout for name in DEBIAN]
    return [name for name, found in zip(DEBIAN, known) if found != "installed"]


def install_debian():
    missing = missing_packages()
    if not missing:
        return True
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        say("train: root is needed once. Run this, then make train again:\n  sudo " + " ".join(command))
        return False
    say(f"train: installs {', '.join(missing)} (PyTorch brings some 150 packages)")
    return run([Job("apt-get", command, env={"DEBIAN_FRONTEND": "noninteractive"})], "apt-get")


def environment():
    """Its Python, or None."""
    python = FOLDER / "bin" / "python"
    stamp = FOLDER / "requirements.txt"
    wanted = REQUIREMENTS.read_text() + STABLE_BASELINES
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(FOLDER, ignore_errors=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name, argv in (
        ("venv", [PYTHON, "-m", "venv", "--system-site-packages", FOLDER]),
        ("pip stable-baselines3", [*pip, "--no-deps", STABLE_BASELINES]),
        ("pip", [*pip, "-r", REQUIREMENTS]),
    ):
        if not run([Job(name, argv, seconds_max=1200)], name):
            return None
    stamp.write_text(wanted)
    return python


def recorded(name):
    root = os.environ.get("ZESTRON_FIXTURES")
    path = pathlib.Path(root) / "market" / name if root else None
    return path if path and path.exists() else None


def trainer(preset):
    """What runs a module with the engine beside it: module, arguments -> status. None where something is missing, which was said."""
    python = environment() if install_debian() else None
    # Only sources of C++: no Rust in the engine.
    if python is None or not build(preset, ["zestron_engine"], with_rust=False):
        return None
    path = [ROOT / "python", ROOT / "build" / preset / "python"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}

    def run_module(module, arguments):
        return subprocess.run(list(map(str, [python, "-m", module, *arguments])), cwd=ROOT, env=env, check=False).returncode

    return run_module


def fine_tune(arguments):
    run_module = trainer(os.environ.get("ZESTRON_TRAIN_PRESET", "release"))
    return 1 if run_module is None else run_module("zestron.fine_tune", arguments)


def main():
    if sys.argv[1:2] == ["fine-tune"]:
        return fine_tune(sys.argv[2:])
    arguments = argparse.ArgumentParser(prog="scripts/train.py")
    arguments.add_argument("--market", type=pathlib.Path, default=recorded("btc-perp-1m-2022-01.csv"))
    arguments.add_argument("--other", type=pathlib.Path, default=recorded("sol-usd-1m-2025-08.csv"))
    arguments.add_argument("--out", type=pathlib.Path, default=ROOT / "examples")
    arguments.add_argument("--preset", default="release")
    options = arguments.parse_args()
    if not options.market or not options.other:
        say("train: name two recorded series, --market FILE --other FILE, or set ZESTRON_FIXTURES")
        return 2
    run_module = trainer(options.preset)
    if run_module is None:
        return 1
    series = ["--market", options.market, "--other", options.other]
    for module, arguments in (
        ("unittest", ["discover", "-v", "-s", "python/tests"]),
        ("zestron.train_policy", [*series, "--out", options.out / "mean_reversion"]),
        ("zestron.train_graph", ["--out", options.out / "pool_arbitrage"]),
    ):
        if run_module(module, arguments) != 0:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
