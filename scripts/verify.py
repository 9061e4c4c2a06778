#!/usr/bin/env python3
"""`make verify`: the long campaigns, for a release or a night.

All of `make test`, then clang-tidy over every file, all tests under AddressSanitizer and ThreadSanitizer, native against sBPF execution of every example over a
million inputs, each check of a program removed in turn, the end-to-end tests with 50 kills and an emulated older CPU, and long fuzzing.
"""

import re
import sys
import time

import fuzz
import mutants
import run_tests
import tidy
from build import build
from counts import Counts
from stages import ROOT, Job, say

FUZZ_SECONDS = 600
DIFFERENTIAL_INPUTS = 1_000_000


def short_tests():
    return Counts(failed=1) if run_tests.main([]) else Counts(passed=1)


def every_file():
    return tidy.check(None, 100_000, float("inf"))


def everything_with(preset):
    if not build(preset):
        return Counts(failed=1)
    return run_tests.ctest(preset, "-E", "^rust$")


def differential():
    """Each example natively and on the real runtime, with mainnet's features and with the pending ones."""
    if not build("dev", ["grapnel_differential"]):
        return Counts(failed=1)
    total = Counts()
    for flags in ((), ("--pending-features",)):
        job = Job(
            " ".join(("differential", *flags)),
            [ROOT / "build" / "dev" / "bin" / "grapnel_differential", "--inputs", DIFFERENTIAL_INPUTS, *flags],
        )
        job.start()
        run_tests.wait(job, job.name)
        say(job.log.read_text().rstrip())
        programs = len(re.findall(r"^\w+, seed ", job.log.read_text(), re.MULTILINE))
        failed = len(re.findall(r"^FAILED ", job.log.read_text(), re.MULTILINE)) or int(job.status != 0)
        total += Counts(passed=max(programs - failed, 0), failed=failed)
    return total


def checks_removed():
    return Counts(passed=1) if mutants.main([]) == 0 else Counts(failed=1)


def long_end_to_end():
    return run_tests.stage_e2e({}, {"ZESTRON_KILLS": "50", "ZESTRON_QEMU": "qemu-x86_64"})


def long_fuzzing():
    return fuzz.run_all(FUZZ_SECONDS) if build("fuzz", ["fuzzers"]) else Counts(failed=1)


def main():
    rows = []
    for name, campaign in (
        ("test", short_tests),
        ("tidy", every_file),
        ("memory", lambda: everything_with("asan")),
        ("threads", lambda: everything_with("tsan")),
        ("differential", differential),
        ("mutants", checks_removed),
        ("e2e", long_end_to_end),
        ("fuzz", long_fuzzing),
    ):
        say(f"== {name}")
        began = time.monotonic()
        counts = campaign()
        rows.append((name, time.monotonic() - began, counts))
    run_tests.table(rows)
    total = sum((counts for _, _, counts in rows), Counts())
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
