#!/usr/bin/env python3
"""`make coverage`: what the native tests reach of the programs, a table, and pages of all C++ in build/coverage/html.

    scripts/coverage.py                         every test; all of src/, grapnel/ and programs/
    scripts/coverage.py --programs [NAME …]     only the programs' own tests, and only on the native runtime: minutes; of these programs, if named
    scripts/coverage.py … --write               and the table of docs/verification.md anew, of named programs their rows
    scripts/coverage.py --uncovered NAME        after one of these: the lines and branches of a program that no test reached

Of a program counts what is deployed: programs/NAME/{src,interface}, kit's headers, and grapnel's headers that a program includes. A line or
branch of a template is reached if any of its instances is; `if constexpr` is none. A branch in a macro, GRAPNEL_TRY above all, counts where the macro is
used. LINES_MIN and BRANCHES_MIN hold for every program. What can't be reached stands in scripts/coverage_exclusions.json with its reason;
an exclusion that is reached after all, or names a line that is gone, fails.
"""

import argparse
import collections
import json
import os
import re
import subprocess
import sys

from build import build
from counts import Counts
from stages import ROOT, Job, run, say

BUILD = ROOT / "build" / "coverage"
RAW = BUILD / "raw"
PROFILE = BUILD / "all.profdata"
EXCLUSIONS = ROOT / "scripts" / "coverage_exclusions.json"
PAGE = ROOT / "docs" / "verification.md"
LINES_MIN = 95.0
BRANCHES_MIN = 90.0

# Which group a file belongs to; the first that matches.
GROUPS = (
    (re.compile(r"programs/(\w+)/(?:src|interface)/"), None),
    (re.compile(r"programs/kit/include/"), "kit"),
    (re.compile(r"grapnel/include/grapnel/(?!testing/|native/|client/|idl/)"), "grapnel headers"),
)


def group_of(name):
    for pattern, group in GROUPS:
        match = pattern.match(name)
        if match:
            return group or match[1]
    return None


def programs():
    return sorted(path.parent.name for path in ROOT.glob("programs/*/CMakeLists.txt") if path.parent.name != "kit")


def program_tests(names):
    """Of the named programs; without names of all, and of what they share."""
    return [f"{name}_native_test" for name in names or programs()] + ([] if names else ["zestron_kit_test"])


def run_programs(tests):
    """Without the real runtime, whose programs are other code."""
    RAW.mkdir(parents=True, exist_ok=True)
    jobs = []
    for test in tests:
        job = Job(
            f"coverage {test}",
            [BUILD / "bin" / test, "--gtest_filter=-*/real*:*real_runtime*", "--gtest_brief=1"],
            env={"LLVM_PROFILE_FILE": f"{RAW}/{test}-%p.profraw"},
            seconds_max=900,
        )
        jobs.append(job)
    for pair in zip(jobs[::2], [*jobs[1::2], None]):
        if not run([job for job in pair if job], "tests with coverage"):
            return False
    return True


def run_everything():
    job = Job(
        "ctest coverage",
        ["ctest", "--test-dir", BUILD, "-j", os.cpu_count() or 1, "--output-on-failure", "--timeout", "900", "-E", "^rust$"],
        env={"LLVM_PROFILE_FILE": f"{RAW}/%m-%p.profraw"},
    )
    return run([job], "tests with coverage")


def binaries(names=()):
    wanted = program_tests(names) if names else None
    built = (path for path in (BUILD / "bin").iterdir() if path.name.endswith("_test") and os.access(path, os.X_OK))
    return sorted(path for path in built if wanted is None or path.name in wanted)


def llvm_cov(verb, *arguments):
    command = ["llvm-cov-19", verb, *map(str, arguments), f"-instr-profile={PROFILE}"]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def relative(name):
    return os.path.relpath(name, ROOT)


class Reached:
    """By file: lines and how often; branch sides, by place, and whether any instance took them."""

    def __init__(self):
        self.lines = collections.defaultdict(dict)
        self.branches = collections.defaultdict(dict)
        self.texts = {}

    def read_lines(self, functions):
        """By regions, since llvm-cov's own line counts give the line behind a GRAPNEL_TRY the count of the gap before it."""
        for function in functions:
            names = function["filenames"]
            inside = {expanded for _, _, _, _, _, _, expanded, kind in function["regions"] if kind == 1}
            for file, name in enumerate(map(relative, names)):
                if file not in inside and group_of(name):
                    regions = [region for region in function["regions"] if region[5] == file and region[7] in (0, 1)]
                    self.add_lines(name, regions)

    def add_lines(self, name, regions):
        """A line is as often reached as the part of it that is reached most; of nested regions the inner one says how often."""
        text = self.source(name)
        counted = {}
        for line, column, end, end_column, count, _, _, _ in regions:  # the outer before the inner
            for number in range(line, end + 1):
                first = column - 1 if number == line else 0
                last = end_column - 1 if number == end else len(text[number - 1])
                counted.setdefault(number, []).append((first, last, count))
        for number, spans in counted.items():
            best = None
            for at, char in enumerate(text[number - 1]):
                if char.isspace():
                    continue
                if text[number - 1].startswith("//", at):
                    break
                count = next((count for first, last, count in reversed(spans) if first <= at < last), None)
                if count is not None and char not in "{}();":
                    best = max(best or 0, count)
            if best is not None:
                self.lines[name][number] = max(best, self.lines[name].get(number, 0))

    def source(self, name):
        if name not in self.texts:
            self.texts[name] = (ROOT / name).read_text().splitlines()
        return self.texts[name]

    def read_branches(self, functions):
        for function in functions:
            names = function["filenames"]
            used_at = {}  # a macro's file in this function: where it was used
            for region in function["regions"]:
                line, column, _, _, _, file, expanded, kind = region
                if kind == 1:
                    used_at[expanded] = (file, line, column)
            for line, column, end, end_column, taken, not_taken, file, _, _ in function["branches"]:
                place = (line, column, end, end_column)
                while file in used_at:
                    file, line, column = used_at[file]
                    place = (line, column, *place[:2]) if len(place) == 4 else place
                name = relative(names[file])
                if not group_of(name):
                    continue
                sides = self.branches[name].setdefault((line, column, place), [0, 0])
                sides[0] += taken
                sides[1] += not_taken


def measured(names=()):
    """One binary after the other: of a function that the first one doesn't use, llvm-cov would overlook what the others do."""
    reached = Reached()
    for binary in binaries(names):
        for unit in json.loads(llvm_cov("export", binary))["data"]:
            reached.read_lines(unit["functions"])
            reached.read_branches(unit["functions"])
    return reached


def excluded_lines(reached, names=()):
    """{file: line numbers} of what is not counted; and what is wrong with the list. Of named groups only."""
    out, wrong = collections.defaultdict(set), []
    for name, entries in json.loads(EXCLUSIONS.read_text()).items():
        if names and group_of(name) not in names:
            continue
        text = (ROOT / name).read_text().splitlines() if (ROOT / name).exists() else []
        for entry in entries:
            numbers = [at for at, line in enumerate(text, 1) if entry["line"] in line]
            if not numbers:
                wrong.append(f"{name}: no line has \"{entry['line']}\": strike it from the exclusions")
            for number in numbers:
                sides = [side for (line, *_), both in reached.branches[name].items() if line == number for side in both]
                count = reached.lines[name].get(number, 0)
                if count > 0 and (not sides or all(sides)):
                    wrong.append(f"{name}:{number}: is reached: strike \"{entry['line']}\" from the exclusions")
            out[name].update(numbers)
    return out, wrong


def table(reached, names=(), write=False):
    """Of named programs only their own rows: what they share is reached by the others' tests too."""
    excluded, wrong = excluded_lines(reached, names)
    rows = collections.defaultdict(lambda: [0, 0, 0, 0])
    for name, lines in reached.lines.items():
        row = rows[group_of(name)]
        for number, count in lines.items():
            if number not in excluded[name]:
                row[0] += count > 0
                row[1] += 1
    for name, branches in reached.branches.items():
        row = rows[group_of(name)]
        for (number, *_), sides in branches.items():
            if number not in excluded[name]:
                row[2] += sum(side > 0 for side in sides)
                row[3] += 2
    if names:
        rows = {group: row for group, row in rows.items() if group in names}
    say(f" {'':<16} {'lines':>14} {'':>7} {'branches':>14}")
    failed = 0
    shares = {}
    for group in sorted(rows, key=lambda each: (each == "grapnel headers", each)):
        lines, lines_all, branches, branches_all = rows[group]
        line_share, branch_share = 100 * lines / max(lines_all, 1), 100 * branches / max(branches_all, 1)
        shares[group] = (line_share, branch_share)
        # The framework's headers have tests of their own, which --programs does not run.
        short = group != "grapnel headers" and (line_share < LINES_MIN or branch_share < BRANCHES_MIN)
        failed += short
        say(
            f" {group:<16} {lines:>6} of {lines_all:>5} {line_share:>5.1f} % {branches:>6} of {branches_all:>5} "
            f"{branch_share:>5.1f} %{'   short' if short else ''}"
        )
    say(f" {sum(map(len, excluded.values()))} lines are excluded, each with its reason: {EXCLUSIONS.relative_to(ROOT)}")
    for line in wrong:
        say("FAILED " + line)
    if write:
        PAGE.write_text(with_rows(PAGE.read_text(), shares))
    return Counts(passed=len(rows) - failed, failed=failed + len(wrong))


def with_rows(page, shares):
    """The page with the rows of these groups replaced, and new ones at the end of the table under `## Coverage`."""
    head, rest = page.split("\n## Coverage\n", 1)
    for group, (lines, branches) in shares.items():
        if group == "grapnel headers":
            continue
        row = f"| {group} | {lines:.1f} % | {branches:.1f} % |"
        rest, count = re.subn(rf"^\| {group} \|.*$", row, rest, flags=re.MULTILINE)
        if count == 0:
            end = [match.end() for match in re.finditer(r"^\|.*$", rest, re.MULTILINE)][-1]
            rest = rest[:end] + "\n" + row + rest[end:]
    return head + "\n## Coverage\n" + rest


def uncovered(reached, group):
    excluded, _ = excluded_lines(reached, [group])
    for name in sorted({*reached.lines, *reached.branches}):
        if group_of(name) != group:
            continue
        text = (ROOT / name).read_text().splitlines()
        marks = collections.defaultdict(set)
        for number, count in reached.lines[name].items():
            if count == 0:
                marks[number].add("line")
        for (number, *_), sides in reached.branches[name].items():
            marks[number].update(word for word, side in zip(("never true", "never false"), sides) if side == 0)
        for number in sorted(marks):
            if marks[number] and number not in excluded[name]:
                say(f"{name}:{number}: {', '.join(sorted(marks[number]))}: {text[number - 1].strip()}")


def pages():
    """What the browser shows, of everything that was compiled."""
    ignore = r"-ignore-filename-regex=(_test|_fuzz)\.cpp$|^/usr/"
    first, *others = binaries()
    objects = [word for path in others for word in ("-object", path)]
    llvm_cov("show", first, *objects, ignore, "-format=html", f"-output-dir={BUILD / 'html'}")
    say("pages: build/coverage/html/index.html")


def main(arguments):
    parser = argparse.ArgumentParser(prog="scripts/coverage.py")
    parser.add_argument("--programs", nargs="*", metavar="NAME")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--uncovered", metavar="NAME")
    options = parser.parse_args(arguments)
    if options.uncovered:
        uncovered(measured([options.uncovered]), options.uncovered)
        return 0
    only_programs, names = options.programs is not None, options.programs or []
    unknown = set(names) - set(programs())
    if unknown:
        parser.error(f"no program {min(unknown)}; there are {', '.join(programs())}")
    tests = program_tests(names) if only_programs else ()
    if not build("coverage", tests, with_rust=not only_programs):
        return 1
    subprocess.run(["rm", "-rf", RAW], check=True)
    if not (run_programs(tests) if only_programs else run_everything()):
        return 1
    raw = sorted(RAW.glob("*.profraw"))
    subprocess.run(["llvm-profdata-19", "merge", "-sparse", *raw, "-o", PROFILE], check=True)
    if not only_programs:
        pages()
    counts = table(measured(names), names, options.write)
    say(counts.summary())
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
