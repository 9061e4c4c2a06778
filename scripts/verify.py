#!/usr/bin/env python3
"""`make verify`: the long campaigns, for a release or a night.

All of `make test`, then clang-tidy over every file, ThreadSanitizer, the end-to-end tests with 50 kills and an emulated older
CPU, and long fuzzing.
"""

import sys
import time

import fuzz
import run_tests
import tidy
from build import build
from counts import Counts
from stages import say

FUZZ_SECONDS = 600


def short_tests():
    return Counts(failed=1) if run_tests.main([]) else Counts(passed=1)


def every_file():
    return tidy.check(None, 100_000, float("inf"))


def threads():
    if not build("tsan"):
        return Counts(failed=1)
    return run_tests.ctest("tsan", "-E", "^rust$")


def long_end_to_end():
    return run_tests.stage_e2e({}, {"ZESTRON_KILLS": "50", "ZESTRON_QEMU": "qemu-x86_64"})


def long_fuzzing():
    return fuzz.run_all(FUZZ_SECONDS) if build("fuzz", ["fuzzers"]) else Counts(failed=1)


def main():
    rows = []
    for name, campaign in (
        ("test", short_tests),
        ("tidy", every_file),
        ("threads", threads),
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
