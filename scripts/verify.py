#!/usr/bin/env python3
"""`make verify`: the long campaigns, for a release or a night.

    scripts/verify.py [CAMPAIGN ...]      only these (names as in the time table)
    scripts/verify.py --short [...]       each in so little of it that a mistake in the campaign itself shows before the night: SHORT says how much

All of `make test`, then clang-tidy and the static analyzer over every file, what the programs' own tests reach, 100,000 sequences of every program against its
model and some of them again on the real runtime, all tests under AddressSanitizer and ThreadSanitizer, the RPC suite so from outside too, native against sBPF
execution of every example and program over a million inputs, each check of a program removed in turn, 100,000 simulated runs of the node, the end-to-end tests with 1,050 kills and an emulated older CPU, and long fuzzing.
docs/verification.md says what each of them is worth.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import re
import sys
import time

import analyze
import attacks
import coverage
import fuzz
import mutants
import peers
import rpc_suite
import run_tests
import simulate
import tidy
from build import build
from counts import Counts
from stages import ROOT, Job, say


@dataclasses.dataclass(frozen=True)
class Length:
    """How much of each campaign."""

    fuzz_seconds: int = 600
    differential_inputs: int = 1_000_000
    sequences: int = 100_000
    sequences_real: int = 1_000  # a step takes a thousand times as long there
    simulations: int = 100_000
    kills: int = 50
    kills_under_load: int = 1_000
    killed_actions: int = 10_000
    idle_slots: int = 100_000
    # Empty: all of them.
    stages: tuple = ()  # of `make test`
    programs: tuple = ()  # whose coverage is measured and whose checks are removed
    checks: tuple = ()
    sanitized: tuple = ()  # targets
    is_short: bool = False


LONG = Length()
SHORT = Length(
    fuzz_seconds=5,
    differential_inputs=4_000,
    sequences=100,
    sequences_real=2,
    simulations=50,
    kills=2,
    kills_under_load=10,
    killed_actions=20,
    idle_slots=1_000,
    stages=("lint", "proofs"),
    programs=("open_vault",),
    checks=("grant.cpp: *",),
    sanitized=("zestron_codec_test",),
    is_short=True,
)
length = LONG

# Where sequences on the real runtime are tests of a further binary, and which.
REAL_TESTS = {"agent_factory": ("agent_factory_chain_test", "Sequence.*")}


def short_tests():
    return Counts(failed=1) if run_tests.main(list(length.stages)) else Counts(passed=1)


def every_file():
    return tidy.check(tidy.changed_files() if length.is_short else None, 100_000, float("inf"))


def every_program():
    return analyze.check(set(length.programs) or None)


def reached():
    return Counts(passed=1) if coverage.main(["--programs", *length.programs]) == 0 else Counts(failed=1)


def sequence_tests(programs):
    """The tests whose suites are named for sequences: (program, ground, binary, which of its tests). Pending features change nothing natively but
    how deep calls may nest."""
    native = [(program, "native", f"{program}_native_test", "*Sequence*:-*real*:*pending*") for program in programs]
    real = [(program, "real", f"{program}_native_test", "*Sequence*real*") for program in programs]
    return native + real + [(program, "real", *further) for program, further in REAL_TESTS.items()]


def sequences_of(program, ground, test, pattern):
    """They print a line for each campaign (grapnel/testing/tally.hpp)."""
    on_real = ground == "real"
    count = length.sequences_real if on_real else length.sequences
    job = Job(
        f"sequences {program} {ground}",
        [ROOT / "build" / "dev" / "bin" / test, f"--gtest_filter={pattern}"],
        env={"RC_PARAMS": f"seed=1 max_success={count}"}
        | ({} if on_real or length.is_short else {"GRAPNEL_SEQUENCES": count}),
    )
    job.start()
    while not job.poll():
        time.sleep(1)
    return job


def sequences():
    """Every program's instructions in random order against its model, in parallel; then the first of them on the real runtime with the native build
    beside it (grapnel/testing/paired.hpp)."""
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
    if not build(preset, length.sanitized):
        return Counts(failed=1)
    return run_tests.ctest(preset, *(("-R", "^codec$") if length.is_short else ("-E", "^rust$")))


def rpc_sanitized():
    """Beside `memory` and `threads`: a sanitized node from outside, too."""
    if length.is_short:
        return rpc_suite.check("tsan", ["net"], from_outside=False)
    return sum((rpc_suite.check(preset) for preset in rpc_suite.PRESETS), Counts())


def differential():
    """Each example natively and on the real runtime, with mainnet's features and with the pending ones."""
    if not build("dev", ["grapnel_differential"]):
        return Counts(failed=1)
    total = Counts()
    for flags in ((), ("--pending-features",)):
        job = Job(
            " ".join(("differential", *flags)),
            [ROOT / "build" / "dev" / "bin" / "grapnel_differential", "--inputs", length.differential_inputs, *flags],
        )
        job.start()
        run_tests.wait(job, job.name)
        say(job.log.read_text().rstrip())
        programs = len(re.findall(r"^\w+, seed ", job.log.read_text(), re.MULTILINE))
        failed = len(re.findall(r"^FAILED ", job.log.read_text(), re.MULTILINE)) or int(job.status != 0)
        total += Counts(passed=max(programs - failed, 0), failed=failed)
    return total


def checks_removed():
    only = [word for check in length.checks for word in ("--only", check)]
    return Counts(passed=1) if mutants.main([*length.programs, *only]) == 0 else Counts(failed=1)


def attacks_go_through():
    """What checks_removed() has seen, held to the attack list: each goes through without its check."""
    return Counts(passed=1) if attacks.main([] if length.is_short else ["--verify"]) == 0 else Counts(failed=1)


def simulated():
    return Counts(passed=1) if simulate.main(["--seeds", str(length.simulations)]) == 0 else Counts(failed=1)


def killed():
    """A node that is killed every few seconds during so many actions: each of them is on chain once."""
    if not build("dev", ["zestron_node_test"]):
        return Counts(failed=1)
    job = Job(
        "kills",
        [ROOT / "build" / "dev" / "bin" / "zestron_node_test", "--gtest_filter=KilledNodeTest*"],
        env={"ZESTRON_KILL_ACTIONS": length.killed_actions},
    )
    job.start()
    run_tests.wait(job, job.name)
    if job.status != 0:
        job.show_failure()
    return Counts(passed=1) if job.status == 0 else Counts(failed=1)


def idle():
    """A chain in which nothing happens keeps its memory and its disk."""
    if not build("dev", ["zestron_bench_chain"]):
        return Counts(failed=1)
    history = str(length.idle_slots // 10)
    job = Job(
        "idle",
        [ROOT / "build" / "dev" / "bin" / "zestron_bench_chain", "idle", "--slots", str(length.idle_slots), "--history", history],
    )
    job.start()
    run_tests.wait(job, job.name)
    say(job.log.read_text().rstrip())
    return Counts(passed=1) if job.status == 0 else Counts(failed=1)


def long_end_to_end():
    kills = {"ZESTRON_KILLS": str(length.kills), "ZESTRON_KILLS_UNDER_LOAD": str(length.kills_under_load)}
    return run_tests.stage_e2e({}, {**kills, "ZESTRON_QEMU": "qemu-x86_64"})


def with_peers(folder, **names):
    """The tests of a folder with peers, each of which they find by its variable; built first where they are missing, which takes minutes."""
    if not all(peers.built(name) for name in names.values()):
        return Counts(failed=1)
    job = Job(
        f"with {' '.join(names.values())}",
        [sys.executable, "-m", "unittest", "discover", "-v", "-s", f"tests/{folder}", "-p", "*_test.py"],
        env={"ZESTRON_BIN": run_tests.ZESTRON, **{variable: peers.path_of(name) for variable, name in names.items()}},
    )
    return run_tests.counted(job, job.name)


def solana_command_line():
    """The `solana` command against our node."""
    return with_peers("solana", SOLANA_BIN="solana")


def telemetry():
    """Real back ends of OTLP show what the node sent."""
    return with_peers("telemetry", JAEGER_BIN="jaeger", PROMETHEUS_BIN="prometheus", PROMTOOL_BIN="promtool")


def models():
    """A real server of language models, asked by the adapter and by an agent."""
    if not build("dev", ["zestron", "zestron_llm_test"]):
        return Counts(failed=1)
    return with_peers("models", LLAMA_SERVER_BIN="llama-server")


def long_fuzzing():
    return fuzz.run_all(length.fuzz_seconds) if build("fuzz", ["fuzzers"]) else Counts(failed=1)


CAMPAIGNS = (
    ("test", short_tests),
    ("tidy", every_file),
    ("analyze", every_program),
    ("coverage", reached),
    ("sequences", sequences),
    ("memory", lambda: everything_with("asan")),
    ("threads", lambda: everything_with("tsan")),
    ("rpc", rpc_sanitized),
    ("differential", differential),
    ("mutants", checks_removed),
    ("attacks", attacks_go_through),
    ("simulation", simulated),
    ("kills", killed),
    ("idle", idle),
    ("e2e", long_end_to_end),
    ("solana", solana_command_line),
    ("telemetry", telemetry),
    ("models", models),
    ("fuzz", long_fuzzing),
)


def main(arguments):
    global length
    parser = argparse.ArgumentParser(prog="scripts/verify.py")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("wanted", nargs="*", metavar="CAMPAIGN")
    options = parser.parse_args(arguments)
    wanted, length = options.wanted, SHORT if options.short else LONG
    unknown = set(wanted) - {name for name, _ in CAMPAIGNS}
    if unknown:
        parser.error(f"no campaign {min(unknown)}; there are {', '.join(name for name, _ in CAMPAIGNS)}")
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
