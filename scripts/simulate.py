#!/usr/bin/env python3
"""Runs the deterministic simulation (tests/simulation/README.md) on all cores; a seed that fails is shown with its last events.

    scripts/simulate.py [--seeds N] [--first N]
"""

import argparse
import os
import subprocess
import sys

from build import build
from stages import ROOT, say

BINARY = ROOT / "build" / "dev" / "bin" / "zestron_simulate"


def shares(first, seeds, workers):
    """[(first, count)] that cover `seeds` numbers from `first` on."""
    each, more = divmod(seeds, workers)
    out = []
    for worker in range(workers):
        count = each + (worker < more)
        if count:
            out.append((first, count))
        first += count
    return out


def main(arguments):
    parser = argparse.ArgumentParser(prog="scripts/simulate.py")
    parser.add_argument("--seeds", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.seeds < 1 or options.first < 0:
        parser.error("--seeds is at least 1, --first at least 0")
    if not build("dev", ["zestron_simulate"]):
        return 1
    running = [
        subprocess.Popen([BINARY, "--first", str(first), "--seeds", str(count)], stdout=subprocess.PIPE, text=True)
        for first, count in shares(options.first, options.seeds, os.cpu_count() or 1)
    ]
    good = True
    for process in running:
        text, _ = process.communicate()
        say(text.rstrip())
        good = good and process.returncode == 0
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
