#!/usr/bin/env python3
"""Runs the libFuzzer targets of the `fuzz` preset, two or more at a time.

    scripts/fuzz.py [--seconds N] [--seed N] [NAME ...]      default: every target, 60 s each, another seed each time

A target starts from its kept corpus (a folder corpus/NAME beside its source) and grows one in build/fuzz/corpus, a program's from inputs
of random bytes: each byte is a choice, and of a few bytes no life comes. What it
finds is written to build/fuzz/found, and is worth keeping in the corpus once it is mended.

A program's fuzzer must draw every instruction of its IDL. Of those that it never brought to success (grapnel/testing/reach.hpp) the names are said;
from REACH_SECONDS on that is a failure, unless the instruction stands in OUT_OF_REACH with its reason.
"""

import argparse
import json
import os
import random
import sys
import time

from build import build
from counts import Counts
from stages import ROOT, Job, say

BUILD = ROOT / "build" / "fuzz"
REACH_SECONDS = 300
LIVES, LIFE_BYTES = 32, 400

# By program: instructions that its fuzzer runs and can't bring to success, and why.
_GENERATED = "a life of generated instructions has no deployer, no proof, and comes to hardly any expiry; tests/sequence_test.cpp plays it"
OUT_OF_REACH = {
    "open_vault": dict.fromkeys(
        ("initialize", "post_stake_root", "close_stake_root", "claim_access_by_proof", "revoke_access", "close_template"), _GENERATED
    ),
}


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


def reach_file(name):
    return BUILD / "reach" / name


def unreached(idl, lines, at_least=1):
    """The names of an IDL's instructions with which none of `lines` begins that succeeded so often: `95b40aac54aee828 17 80`,
    hexadecimal, how often it succeeded and was drawn. With 0 those that were never drawn."""
    words = [line.split() for line in lines]
    # An instruction without data begins with nothing.
    starts = [line[0] for line in words if len(line) == 3 and int(line[1]) >= at_least]
    return [
        instruction["name"]
        for instruction in idl["instructions"]
        if not any(start.startswith(bytes(instruction["discriminator"]).hex()) for start in starts)
    ]


def idl_of(name):
    """Of a program's fuzzer; others have none."""
    return ROOT / "sdk" / "idl" / f"{name.removesuffix('_fuzz')}.json"


def reach_of(name, seconds):
    """What the fuzzer of a program never drew: a failure; what it never brought to success: one, if it had the time."""
    program = name.removesuffix("_fuzz")
    idl, counted = idl_of(name), reach_file(name)
    if not idl.exists() or not counted.exists():
        return Counts()
    described = json.loads(idl.read_text())
    lines, excused = counted.read_text().splitlines(), OUT_OF_REACH.get(program, {})
    failing = unreached(described, lines)
    missing = [each for each in failing if each not in excused]
    undrawn = unreached(described, lines, at_least=0)
    count = len(described["instructions"])
    say(f"{name}: of {count} instructions {count - len(undrawn)} were drawn, {count - len(failing)} succeeded"
        + (f"; excused: {', '.join(each for each in failing if each in excused)}" if len(failing) > len(missing) else "")
        + (f"; never: {', '.join(missing)}" if missing else "")
        + (f"; not drawn: {', '.join(undrawn)}" if undrawn else ""))
    return Counts(failed=1) if undrawn or (missing and seconds >= REACH_SECONDS) else Counts(passed=1)


def begin_lives(name, grown):
    """The same for everybody, so that what is found can be found again."""
    source = random.Random(name)
    for number in range(LIVES):
        (grown / f"life-{number}").write_bytes(source.randbytes(LIFE_BYTES))


def job_of(name, binary, seconds, seed):
    grown = BUILD / "corpus" / name
    found = BUILD / "found"
    grown.mkdir(parents=True, exist_ok=True)
    if idl_of(name).exists():
        begin_lives(name, grown)
    found.mkdir(parents=True, exist_ok=True)
    dictionary = next(iter(sorted(ROOT.glob(f"[sgp]*/**/{name}.dict"))), None)
    argv = [binary, f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=10", "-rss_limit_mb=2048"]
    argv += [f"-artifact_prefix={found}/{name}-", *([f"-dict={dictionary}"] if dictionary else [])]
    counted = reach_file(name)
    counted.parent.mkdir(parents=True, exist_ok=True)
    counted.unlink(missing_ok=True)
    environment = {"GRAPNEL_REACH": counted}
    return Job(f"fuzz {name}", [*argv, grown, *kept_corpora(name)], seconds_max=seconds + 60, env=environment)


def run_all(seconds, wanted=(), seed=0):
    """One test per target: it ran for `seconds` and found nothing. libFuzzer draws a seed itself where it is 0, and prints it."""
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
                job = job_of(name, binary, seconds, seed)
                job.start()
                running.append(job)
            for job in [job for job in running if job.poll()]:
                running.remove(job)
                if job.status != 0:
                    job.show_failure()
                total += Counts(passed=1) if job.status == 0 else Counts(failed=1)
                if job.status == 0:
                    total += reach_of(job.name.removeprefix("fuzz "), seconds)
            time.sleep(0.1)
    finally:
        for job in running:
            job.end()
    return total


def main():
    parser = argparse.ArgumentParser(prog="scripts/fuzz.py")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if not build("fuzz", ["fuzzers"]):
        return 1
    total = run_all(options.seconds, options.names, options.seed)
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
