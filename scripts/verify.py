#!/usr/bin/env python3
"""`make verify`: the long campaigns, for a release or a night.

    scripts/verify.py [CAMPAIGN ...]      only these (names as in the time table)

All of `make test`, then clang-tidy and the static analyzer over every file, what the programs' own tests reach, 100,000 sequences of every program against its
model and some of them again on the real runtime, all tests under AddressSanitizer and ThreadSanitizer, native against sBPF execution of every example and program
over a million inputs, each check of a program removed in turn, 100,000 simulated runs of the node, the end-to-end tests with 50 kills and an emulated older CPU, and long fuzzing.
docs/verification.md says what each of them is worth.
"""

import concurrent.futures
import os
import re
import sys
import time

import analyze
import attacks
import coverage
import fuzz
import mutants
import run_tests
import simulate
import tidy
from build import build
from counts import Counts
from stages import ROOT, Job, say

FUZZ_SECONDS = 600
DIFFERENTIAL_INPUTS = 1_000_000
SEQUENCES = 100_000
SIMULATIONS = 100_000
SEQUENCES_REAL = 1_000  # a step takes a thousand times as long there
# Where sequences on the real runtime are tests of a further binary, and which.
REAL_TESTS = {"agent_factory": ("agent_factory_chain_test", "Sequence.*")}


def short_tests():
    return Counts(failed=1) if run_tests.main([]) else Counts(passed=1)


def every_file():
    return tidy.check(None, 100_000, float("inf"))


def every_program():
    return analyze.check(None)


def reached():
    return Counts(passed=1) if coverage.main(["--programs"]) == 0 else Counts(failed=1)


def sequence_tests(programs):
    """The tests whose suites are named for sequences: (program, ground, binary, which of its tests)."""
    native = [(program, "native", f"{program}_native_test", "*Sequence*:-*real*") for program in programs]
    real = [(program, "real", f"{program}_native_test", "*Sequence*real*") for program in programs]
    return native + real + [(program, "real", *further) for program, further in REAL_TESTS.items()]


def sequences_of(program, ground, test, pattern):
    """They print a line for each campaign (grapnel/testing/tally.hpp)."""
    on_real = ground == "real"
    job = Job(
        f"sequences {program} {ground}",
        [ROOT / "build" / "dev" / "bin" / test, f"--gtest_filter={pattern}"],
        env={"RC_PARAMS": f"seed=1 max_success={SEQUENCES_REAL if on_real else SEQUENCES}"}
        | ({} if on_real else {"GRAPNEL_SEQUENCES": SEQUENCES}),
    )
    job.start()
    while not job.poll():
        time.sleep(1)
    return job


def sequences():
    """Every program's instructions in random order against its model, in parallel; then the first of them on the real runtime."""
    programs = coverage.programs()
    if not build("dev", [f"{program}_native_test" for program in programs] + [test for test, _ in REAL_TESTS.values()]):
        return Counts(failed=1)
    total = Counts()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        tests = sequence_tests(programs)
        jobs = [pool.submit(sequences_of, *test) for test in tests]
        for (program, ground, *_), job in zip(tests, jobs):
            text = job.result().text()
            lines = re.findall(r"^sequences \w+: .*", text, re.MULTILINE)
            for line in lines:
                say(f"{ground}: {line}")
            if not lines:
                say(f"FAILED {program}: no sequences on the {ground} runtime")
            if job.result().status != 0:
                job.result().show_failure()
            total += Counts(passed=1) if lines and job.result().status == 0 else Counts(failed=1)
    return total


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


def attacks_go_through():
    """What checks_removed() has seen, held to the attack list: each goes through without its check."""
    return Counts(passed=1) if attacks.main(["--verify"]) == 0 else Counts(failed=1)


def simulated():
    return Counts(passed=1) if simulate.main(["--seeds", str(SIMULATIONS)]) == 0 else Counts(failed=1)


def long_end_to_end():
    return run_tests.stage_e2e({}, {"ZESTRON_KILLS": "50", "ZESTRON_QEMU": "qemu-x86_64"})


def long_fuzzing():
    return fuzz.run_all(FUZZ_SECONDS) if build("fuzz", ["fuzzers"]) else Counts(failed=1)


CAMPAIGNS = (
    ("test", short_tests),
    ("tidy", every_file),
    ("analyze", every_program),
    ("coverage", reached),
    ("sequences", sequences),
    ("memory", lambda: everything_with("asan")),
    ("threads", lambda: everything_with("tsan")),
    ("differential", differential),
    ("mutants", checks_removed),
    ("attacks", attacks_go_through),
    ("simulation", simulated),
    ("e2e", long_end_to_end),
    ("fuzz", long_fuzzing),
)


def main(wanted):
    unknown = set(wanted) - {name for name, _ in CAMPAIGNS}
    if unknown:
        say(f"scripts/verify.py: no campaign {min(unknown)}; there are {', '.join(name for name, _ in CAMPAIGNS)}")
        return 2
    rows = []
    for name, campaign in CAMPAIGNS:
        if wanted and name not in wanted:
            continue
        say(f"== {name}")
        began = time.monotonic()
        counts = campaign()
        rows.append((name, time.monotonic() - began, counts))
    run_tests.table(rows)
    total = sum((counts for _, _, counts in rows), Counts())
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
