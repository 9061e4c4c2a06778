#!/usr/bin/env python3
"""`make test`: everything that decides whether a change is good, in under an hour from nothing on two cores.

    scripts/run_tests.py [STAGE ...]      only these stages (names as in the time table)

Every stage runs even if an earlier one failed, except where it needs what that one builds. The last line sums all tests.
"""

import fnmatch
import os
import subprocess
import sys
import time
import xml.etree.ElementTree

import analyze
import fuzz
import proofs
import tidy
from build import build, cargo_job, configure
from counts import Counts, of_ctest_junit, of_process
from lint import CHECKS
from stages import ROOT, Account, Job, clock, log_end, run, say

# What runs again under ASan and UBSan: parsers, the framework on the native build, and the wrapper around the C ABI; of the programs the
# tests of those that the commit changed, since the fuzzers run every instruction of every program there each time. The patterns name ninja
# targets of the `fuzz` preset. One that matches nothing is an error. `make verify` runs all tests there.
SANITIZED_TARGETS = (
    "zestron_codec_test", "zestron_*bank_test", "grapnel_headers_test", "grapnel_gauntlet_test", "grapnel_tails_runtime_test",
    "probe_native_test",
)

RELEASE_TARGETS = ("zestron_bench_programs", "grapnel", "grapnel-deploy", "zestron_embedded")

FUZZ_SECONDS = 5
# Always the same, so that a commit is not judged by what another throw finds in code that it did not touch; `make fuzz` and `make verify`
# throw anew each time.
FUZZ_SEED = 1
TIDY_FILES_MAX = 10
TIDY_SECONDS_MAX = 300
CLIENTS = ROOT / "tests" / "clients"
SDK = ROOT / "sdk" / "typescript"
BUILD = ROOT / "build" / "dev"
ZESTRON = BUILD / "bin" / "zestron"
THREAD_SANITIZER = f"suppressions={ROOT / 'scripts' / 'tsan_suppressions.txt'} second_deadlock_stack=1"


def counted(job, title, lines_max=40):
    """Runs one job and reads the counts from its log."""
    run([job], title)
    return of_process(job.text(), job.status)


def ctest(preset, *arguments):
    """Runs ctest and shows the end of what each failed test printed."""
    folder = ROOT / "build" / preset
    junit = folder / "ctest.xml"
    junit.unlink(missing_ok=True)
    jobs_max = str(os.cpu_count() or 1)
    job = Job(
        f"ctest {preset}",
        ["ctest", "--test-dir", folder, "-j", jobs_max, "--timeout", "900", "--output-junit", junit]
        + ["--test-output-size-passed", "65536", "--test-output-size-failed", "1048576"]
        + ["--test-output-truncation", "head", *arguments],
        env={"ZESTRON_BIN": folder / "bin" / "zestron", "TSAN_OPTIONS": THREAD_SANITIZER},
    )
    job.start()
    wait(job, f"ctest {preset}")
    if not junit.exists():
        job.show_failure()
        return Counts(failed=1)
    document = junit.read_text(errors="replace")
    for case in xml.etree.ElementTree.fromstring(document).iter("testcase"):
        if case.get("status") == "fail":
            say(f"\n---- {case.get('name')} failed; the end of what it printed:")
            for line in log_end(case.findtext("system-out") or "", 40):
                say("  " + line)
            say(f"---- all of it: {junit.relative_to(ROOT)}")
    counts = of_ctest_junit(document)
    if counts.total == 0:
        say(f"ctest {preset}: no test was found, which is a mistake in the build")
        return Counts(failed=1)
    return counts


def wait(job, title):
    """Like stages.run for one job whose failure the caller explains."""
    account = Account(title)
    try:
        while not job.poll():
            account.show(job.progress)
            time.sleep(0.2)
    finally:
        job.end()
        account.clear()


def stage_lint(_):
    total = counted(Job("script tests", [sys.executable, "-m", "unittest", "discover", "scripts/tests"]), "script tests")
    for name, argv in CHECKS:
        total += counted(Job(name, argv), name)
    return total


def stage_proofs(_):
    """All of them: together they take seconds."""
    return proofs.run_all()


def stage_build(_):
    return Counts() if build("dev") else Counts(failed=1)


def install(folder):
    """The npm packages of a folder, as its lock file names them."""
    installed = folder / "node_modules" / ".package-lock.json"
    wanted = folder / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime:
        return True
    if not run([Job("npm ci", ["npm", "ci"], cwd=folder, seconds_max=600)], "npm ci"):
        return False
    os.utime(installed)
    return True


def stage_unit(_):
    # It holds grapnel's client generator to Anchor's encoder, a package of tests/clients.
    installed = Counts() if install(CLIENTS) else Counts(failed=1)
    # cargo's tests have a stage of their own, with their own counts.
    return installed + ctest("dev", "-E", "^rust$")


def stage_rust(_):
    return counted(cargo_job("test", "--workspace"), "cargo test")


def stage_clients(_):
    """Unmodified Solana clients against our node, and our own for the programs."""
    environment = {"ZESTRON_BIN": ZESTRON, "ZESTRON_BUILD": BUILD, "ZESTRON_IDL": BUILD / "idl" / "agent_factory.json"}
    total = Counts()
    for name, folder in (("clients", CLIENTS), ("sdk", SDK)):
        if install(folder):
            total += counted(Job(name, ["npm", "test"], cwd=folder, seconds_max=1200, env=environment), name)
        else:
            total += Counts(failed=1)
    return total


def stage_e2e(_, environment=None):
    """The real binary: crashes, determinism, bad input. `make verify` lengthens them through the environment."""
    job = Job(
        "end to end",
        [sys.executable, "-m", "unittest", "discover", "-v", "-s", "tests/e2e", "-p", "*_test.py"],
        env={"ZESTRON_BIN": ZESTRON, **(environment or {})},
    )
    return counted(job, "end to end")


def matching_targets(preset, patterns):
    """ninja's own names that match; (names, patterns without a match)."""
    listing = subprocess.run(
        ["ninja", "-C", ROOT / "build" / preset, "-t", "targets", "all"], capture_output=True, text=True, check=True
    )
    known = {line.rsplit(":", 1)[0] for line in listing.stdout.splitlines() if line.endswith(": phony")}
    known = {name for name in known if not name.startswith("cmake_") and "/" not in name}
    found, empty = [], []
    for pattern in patterns:
        names = sorted(fnmatch.filter(known, pattern))
        found += names
        if not names:
            empty.append(pattern)
    return found, empty


def sanitized_targets():
    changed = analyze.changed_programs()
    return (*SANITIZED_TARGETS, *(["*_native_test"] if changed is None else [f"{name}_native_test" for name in sorted(changed)]))


def ctest_name(target):
    return target.removeprefix("zestron_").removesuffix("_test")


def stage_sanitizers(_):
    if not configure("fuzz"):
        return Counts(failed=1)
    targets, empty = matching_targets("fuzz", sanitized_targets())
    for pattern in empty:
        say(f"sanitizers: {pattern} in scripts/run_tests.py names no target")
    if not build("fuzz", [*targets, "fuzzers"]):
        return Counts(failed=1)
    return Counts(failed=len(empty)) + ctest("fuzz", "-R", f"^({'|'.join(map(ctest_name, targets))})$")


def stage_fuzz(done):
    if done.get("sanitizers") is False:
        return Counts(failed=1)
    return fuzz.run_all(FUZZ_SECONDS, seed=FUZZ_SEED)


def stage_tidy(_):
    return tidy.check(tidy.changed_files(), TIDY_FILES_MAX, TIDY_SECONDS_MAX)


def stage_analyze(_):
    return analyze.check(analyze.changed_programs())


def stage_release(_):
    """What is built otherwise, or only, where tests are left out. All of `release` at -O2 would cost ten minutes more."""
    return Counts() if build("release", RELEASE_TARGETS) else Counts(failed=1)


# name, what it needs (a stage that must not have failed), function
STAGES = (
    ("lint", None, stage_lint),
    ("proofs", None, stage_proofs),
    ("build", None, stage_build),
    ("unit", "build", stage_unit),
    ("rust", "build", stage_rust),
    ("clients", "build", stage_clients),
    ("e2e", "build", stage_e2e),
    ("sanitizers", "build", stage_sanitizers),
    ("fuzz", "sanitizers", stage_fuzz),
    ("release", "build", stage_release),
    ("tidy", "build", stage_tidy),
    ("analyze", "build", stage_analyze),
)


def table(rows):
    say("\n stage        time   passed   failed  skipped")
    for name, seconds, counts in rows:
        say(f" {name:<10} {clock(seconds):>6} {counts.passed:>8} {counts.failed:>8} {counts.skipped:>8}")
    say(f" {'all':<10} {clock(sum(seconds for _, seconds, _ in rows)):>6}\n")


def main(wanted):
    known = [name for name, _, _ in STAGES]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        say(f"scripts/run_tests.py: no stage {unknown[0]}; there are {', '.join(known)}")
        return 2
    rows = []
    good = {}
    for name, needs, function in STAGES:
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        if good.get(needs) is False:
            say(f"{name}: not run, since {needs} failed")
            counts = Counts(failed=1)
        else:
            say(f"== {name}")
            counts = function(good)
        # A failed test does not spoil what was built; a failed build does.
        good[name] = counts.failed == 0 or counts.passed > 0
        rows.append((name, time.monotonic() - began, counts))
    table(rows)
    for name, _, counts in rows:
        for failure in counts.failures:
            say(f"{name}: " + failure.replace("\n", "\n    ") + "\n")
    total = sum((counts for _, _, counts in rows), Counts())
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
