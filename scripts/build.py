#!/usr/bin/env python3
"""Builds a CMake preset while cargo builds the Rust library beside it, and leaves the programs of `release` in bin/.

    scripts/build.py PRESET [TARGET ...]

Used by `make up`, `make build` and scripts/run_tests.py. With nothing to do it takes a second or two and prints one line.
"""

import os
import shutil
import sys
import time

from stages import ROOT, Job, clock, run, say

BIN = ROOT / "bin"
PROGRAMS = ("zestron", "grapnel", "grapnel-deploy")
CARGO_ENV = {
    "CARGO_TARGET_DIR": ROOT / "build" / "cargo",
    "CARGO_TERM_PROGRESS_WHEN": "always",
    "CARGO_TERM_PROGRESS_WIDTH": "100",
}


def cargo_job(*arguments):
    """cargo in the release profile, for tests too: a second profile would build Agave's bank a second time."""
    return Job(
        "Rust" if arguments[0] == "build" else "cargo " + arguments[0],
        ["cargo", *arguments, "--release", "--locked"],
        env=CARGO_ENV,
        cwd=ROOT / "rust",
    )


def configure(preset):
    """CMake reconfigures by itself through ninja; only a folder whose first configuration did not end well needs a call."""
    done = ROOT / "build" / preset / ".configured"
    if done.exists():
        return True
    if not run([Job(f"configure {preset}", ["cmake", "--preset", preset])], f"configure {preset}"):
        return False
    done.touch()
    return True


def ninja_job(preset, targets=()):
    return Job(
        f"C++ {preset}",
        ["ninja", "-C", ROOT / "build" / preset, *targets],
        # Else ccache takes nothing that a precompiled header (cmake/ShortBuild.cmake) stands before.
        env={"NINJA_STATUS": "[%f/%t] ", "CCACHE_SLOPPINESS": "pch_defines,time_macros"},
        ends_at_first_failure=True,
    )


def build(preset, targets=(), with_rust=True):
    """True if everything was built; else the failing log was shown."""
    began = time.monotonic()
    if not configure(preset):
        return False
    jobs = [ninja_job(preset, targets)]
    if with_rust and (ROOT / "rust" / "Cargo.toml").exists():
        jobs.insert(0, cargo_job("build", "-p", "zestron-ffi"))
    if not run(jobs, f"build {preset}"):
        return False
    say(f"build {preset}: done in {clock(time.monotonic() - began)}")
    return True


def place_programs():
    """Copies to bin/ what changed, by rename: a running node keeps the file it was started from."""
    BIN.mkdir(exist_ok=True)
    for name in PROGRAMS:
        built = ROOT / "build" / "release" / "bin" / name
        placed = BIN / name
        if not built.exists():
            say(f"build release: {built.relative_to(ROOT)} was not built")
            return False
        if placed.exists() and placed.stat().st_mtime_ns == built.stat().st_mtime_ns:
            continue
        fresh = BIN / f".{name}.new"
        shutil.copy2(built, fresh)
        os.replace(fresh, placed)
    return True


def main(arguments):
    if not arguments:
        say("usage: scripts/build.py PRESET [TARGET ...]")
        return 2
    preset, targets = arguments[0], arguments[1:]
    if not build(preset, targets):
        return 1
    if preset == "release" and not targets and not place_programs():
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
