#!/usr/bin/env python3
"""Runs the libFuzzer targets of the `fuzz` preset, two or more at a time.

    scripts/fuzz.py [--seconds N] [NAME ...]      default: every target, 60 s each

A target starts from its kept corpus (a folder corpus/NAME beside its source) and grows one in build/fuzz/corpus. What it
finds is written to build/fuzz/found, and is worth keeping in the corpus once it is mended.
"""

import argparse
import os
import sys
import time

from build import build
from counts import Counts
from stages import ROOT, Job, say

BUILD = ROOT / "build" / "fuzz"


def names():
    """Written by CMake from the property that zestron_library() fills."""
    listing = BUILD / "fuzzers.txt"
    return listing.read_text().split() if listing.exists() else []


def kept_corpora(name):
    return [
        folder
        for part in ("src", "grapnel", "programs")
        for folder in sorted((ROOT / part).glob(f"**/corpus/{name}"))
        if folder.is_dir()
    ]


def binary_of(name):
    found = [BUILD / "bin" / name, *sorted(BUILD.glob(f"**/{name}"))]
    return next((path for path in found if path.is_file() and os.access(path, os.X_OK)), None)


def job_of(name, binary, seconds):
    grown = BUILD / "corpus" / name
    found = BUILD / "found"
    grown.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    dictionary = next(iter(sorted(ROOT.glob(f"[sgp]*/**/{name}.dict"))), None)
    argv = [binary, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048"]
    argv += [f"-artifact_prefix={found}/{name}-", *([f"-dict={dictionary}"] if dictionary else [])]
    return Job(f"fuzz {name}", [*argv, grown, *kept_corpora(name)], seconds_max=seconds + 60)


def run_all(seconds, wanted=()):
    """One test per target: it ran for `seconds` and found nothing."""
    chosen = [name for name in names() if not wanted or name in wanted]
    unknown = [name for name in wanted if name not in chosen]
    for name in unknown:
        say(f"fuzz: no target {name}; there are {', '.join(names()) or 'none'}")
    total = Counts(failed=len(unknown))
    waiting = list(chosen)
    running = []
    lanes = os.cpu_count() or 1
    try:
        while waiting or running:
            while waiting and len(running) < lanes:
                name = waiting.pop(0)
                binary = binary_of(name)
                if binary is None:
                    say(f"fuzz: {name} was not built")
                    total += Counts(failed=1)
                    continue
                job = job_of(name, binary, seconds)
                job.start()
                running.append(job)
            for job in [job for job in running if job.poll()]:
                running.remove(job)
                if job.status != 0:
                    job.show_failure()
                total += Counts(passed=1) if job.status == 0 else Counts(failed=1)
            time.sleep(0.1)
    finally:
        for job in running:
            job.end()
    return total


def main():
    parser = argparse.ArgumentParser(prog="scripts/fuzz.py")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if not build("fuzz", ["fuzzers"]):
        return 1
    total = run_all(options.seconds, options.names)
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
