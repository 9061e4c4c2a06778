#!/usr/bin/env python3
"""The RPC suite under AddressSanitizer (with UndefinedBehaviorSanitizer) and ThreadSanitizer: nothing leaks, nothing races.

    scripts/rpc_suite.py [PRESET ...]     asan, tsan; default: both

First the tests of the chain, its RPC and the sockets under it. Then a sanitized node from outside: stopped under load, killed under load, and
asked by unmodified clients and every call of tests/conformance, after which it must end with 0: a leak or a race gives another code.
Only C++ is instrumented, not the Rust library (scripts/tsan_suppressions.txt says what follows from that).
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import run_tests
from build import build
from counts import Counts
from stages import ROOT, Job, say

PRESETS = ("asan", "tsan")
UNITS = ("net", "chain_rpc", "chain", "bank", "history", "ledger", "recovery")
NODE = "chain_rpc_test_node"
OUTSIDE = ("stop_test.py", "kills_test.py")
CLIENTS = ("../conformance/conformance.test.js", "web3.test.js", "kit.test.js", "spl_token.test.js")
SLOT_MS = 200  # with a sanitizer a slot's work takes some times longer
END_SECONDS = 120

OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
    # A node that is killed says nothing at its end, so a race ends it at once.
    "TSAN_OPTIONS": f"{run_tests.THREAD_SANITIZER} halt_on_error=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
}


def program(preset, name):
    return ROOT / "build" / preset / "bin" / name


def units(preset, names):
    return run_tests.ctest(preset, "-R", f"^({'|'.join(names)})$")


def outside(preset):
    """Tests of tests/e2e that start the node themselves; the rest of what they need is the ordinary build's."""
    if not build("dev", ["zestron_kills"]):
        return Counts(failed=1)
    environment = {**OPTIONS, "ZESTRON_BIN": run_tests.ZESTRON, "ZESTRON_TEST_NODE": program(preset, NODE)}
    total = Counts()
    for pattern in OUTSIDE:
        job = Job(
            f"{preset} {pattern}",
            [sys.executable, "-m", "unittest", "discover", "-v", "-s", "tests/e2e", "-p", pattern],
            env=environment,
        )
        total += run_tests.counted(job, job.name)
    return total


@contextlib.contextmanager
def node(preset, folder, log):
    """A fresh sanitized node: (its process, its URL). The caller ends it; what is left is killed."""
    argv = [program(preset, NODE), "--data", folder, "--slot-ms", str(SLOT_MS)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **OPTIONS})
    try:
        ready = re.fullmatch(r"ready (\d+)\n", process.stdout.readline())
        yield process, f"http://127.0.0.1:{ready[1]}" if ready else None
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def clients(preset):
    """Each test file against a node of its own."""
    if not run_tests.install(run_tests.CLIENTS):
        return Counts(failed=1)
    total = Counts()
    for name in CLIENTS:
        with tempfile.TemporaryDirectory(prefix="zestron-rpc-suite-") as folder, open(f"{folder}/log", "w+") as log:
            with node(preset, f"{folder}/data", log) as (process, url):
                job = Job(
                    f"{preset} {name}",
                    ["node", "--test", "--test-force-exit", "--test-timeout=600000", name],
                    cwd=run_tests.CLIENTS,
                    env={"ZESTRON_URL": url},
                )
                total += run_tests.counted(job, job.name)
                total += ended_well(process, job.name, log)
    return total


def ended_well(process, name, log):
    """Asks the node to end; a sanitizer that found something gives a code of its own."""
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    if process.returncode == 0:
        return Counts()
    log.seek(0)
    say(f"FAILED {name}: the node ended with {process.returncode}; it wrote")
    say(log.read()[:8_000])
    return Counts(failed=1)


def check(preset, names=UNITS, from_outside=True):
    """`names` are the units; without the rest it is a matter of seconds after the build."""
    targets = [f"zestron_{name}_test" for name in names]
    if not build(preset, [*targets, NODE] if from_outside else targets):
        return Counts(failed=1)
    began = time.monotonic()
    total = units(preset, names)
    if from_outside:
        total += outside(preset) + clients(preset)
    say(f"{preset}: {total.summary()} in {time.monotonic() - began:.0f} s")
    return total


def main(wanted):
    unknown = set(wanted) - set(PRESETS)
    if unknown:
        say(f"scripts/rpc_suite.py: no preset {min(unknown)}; there are {', '.join(PRESETS)}")
        return 2
    total = sum((check(preset) for preset in wanted or PRESETS), Counts())
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
