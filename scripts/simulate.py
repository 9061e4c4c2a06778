#!/usr/bin/env python3
"""Runs the deterministic simulation (tests/simulation/README.md) on all cores; says how many seeds are done, and shows one that fails at once,
with its last events.

    scripts/simulate.py [--seeds N] [--first N]
"""

import argparse
import os
import re
import sys
import time

from build import build
from stages import ROOT, Account, Job, say

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


def done_of(job):
    """How many of its seeds (`[12/50]`)."""
    return int(re.match(r"\[(\d+)/", job.progress)[1]) if job.progress else 0


def result_of(job):
    """What it printed besides its progress."""
    return "\n".join(line for line in job.text().splitlines() if not re.fullmatch(r"\[\d+/\d+\]", line))


def simulate(jobs, seeds):
    """A share in which a seed failed ends there; the others go on, for what they may find. True if none failed."""
    account = Account("simulate")
    waiting = list(jobs)
    try:
        for job in jobs:
            job.start()
        while waiting:
            for job in [job for job in waiting if job.poll()]:
                waiting.remove(job)
                account.clear()
                if job.status in (0, 1):
                    say(result_of(job))
                else:
                    job.show_failure()
            account.show(f"[{sum(map(done_of, jobs))}/{seeds}]")
            time.sleep(0.25)
    finally:
        for job in jobs:
            job.end()
        account.clear()
    return all(job.status == 0 for job in jobs)


def main(arguments):
    parser = argparse.ArgumentParser(prog="scripts/simulate.py")
    parser.add_argument("--seeds", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.seeds < 1 or options.first < 0:
        parser.error("--seeds is at least 1, --first at least 0")
    if not build("dev", ["zestron_simulate"]):
        return 1
    jobs = [
        Job(f"simulate from {first}", [BINARY, "--first", first, "--seeds", count])
        for first, count in shares(options.first, options.seeds, os.cpu_count() or 1)
    ]
    return 0 if simulate(jobs, options.seeds) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
