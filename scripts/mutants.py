#!/usr/bin/env python3
"""Removes each check of a program in turn and sees a test fail.

    scripts/mutants.py [NAME …]      all of programs/*/tests/mutants.json, or those of these programs

Every condition in front of `return fail(SomeError::X)`, each part of an `a || b` by itself, and every part of `require(a && b, SomeError::X)`
is one check. All are built into one native test binary that takes out the one whose number is in the environment, so a program is compiled twice and its
tests run once for each check. A check whose removal no test notices is named: it survives. mutants.json says which sources, which
tests, and which survivors are meant, with the reason; a survivor that isn't named there, and a named one that died, fail.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from stages import ROOT, say

BUILD = ROOT / "build" / "dev"
SECONDS = 120

_HOOK = """
#include <cstdlib>
namespace mutants {
inline int chosen() { static const int number = std::getenv("MUTANT") ? std::atoi(std::getenv("MUTANT")) : -1; return number; }
inline bool out(int number) { return chosen() == number; }
}
"""


def closing(text, at):
    """The index of the parenthesis that closes the one at `at`."""
    depth = 0
    for index in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError("unbalanced parentheses")


def parts(condition, operator):
    """`a || b` is [a, b]: split where no parenthesis is open; one that also has the other operator outside of any stays whole."""
    depth, start, found = 0, 0, []
    for index, char in enumerate(condition):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(char, 0)
        if depth == 0 and condition.startswith(operator, index):
            found.append(condition[start:index])
            start = index + 2
    found.append(condition[start:])
    other = "&&" if operator == "||" else "||"
    return [condition] if len(parts_of_other(condition, other)) > 1 else [part.strip() for part in found]


def parts_of_other(condition, operator):
    depth, count = 0, [condition]
    for index, char in enumerate(condition):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(char, 0)
        if depth == 0 and condition.startswith(operator, index):
            count.append(operator)
    return count


class Mutants:
    def __init__(self):
        self.names = []

    def add(self, file, error, condition):
        self.names.append(f"{file}: {error}: {' '.join(condition.split())}")
        return len(self.names) - 1

    def rewrite(self, file, text):
        edits = []
        for match in re.finditer(r"\bif \(", text):
            open_at = match.end() - 1
            close_at = closing(text, open_at)
            after = re.match(r"\)\s*\{?\s*(?://[^\n]*\n\s*)*return fail\(\w+::(\w+)\)", text[close_at:])
            if not after:
                continue
            condition = text[open_at + 1 : close_at]
            pieces = [
                f"(!mutants::out({self.add(file, after[1], piece)}) && ({piece}))" for piece in parts(condition, "||")
            ]
            edits.append((open_at + 1, close_at, " || ".join(pieces)))
        for match in re.finditer(r"\brequire\(", text):
            close_at = closing(text, match.end() - 1)
            inside = text[match.end() : close_at]
            last = re.search(r",\s*\w+::(\w+)\s*$", inside)
            if not last:
                continue
            pieces = [
                f"(mutants::out({self.add(file, last[1], piece)}) || ({piece}))"
                for piece in parts(inside[: last.start()], "&&")
            ]
            edits.append((match.end(), match.end() + last.start(), " && ".join(pieces)))
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return _HOOK + text


def ninja_command(target, ending):
    out = subprocess.run(["ninja", "-C", BUILD, "-t", "commands", target], capture_output=True, text=True, check=True).stdout
    for line in reversed(out.splitlines()):
        if ending in line:
            return line
    raise SystemExit(f"no command for {ending}")


def build_mutants(name, config, work):
    """The test binary with every check switchable, and the checks' names."""
    test = f"{name}_native_test"
    subprocess.run(["ninja", "-C", BUILD, test], check=True, stdout=subprocess.DEVNULL)
    mutants, objects = Mutants(), []
    for source in config["sources"]:
        path = ROOT / "programs" / name / source
        mutated = work / source.replace("/", "_")
        mutated.write_text(mutants.rewrite(source, path.read_text()))
        command = ninja_command(f"{name}_native", f"-c {path}")
        words = shlex.split(command[: command.index(" -MD ")])
        if words[0].endswith("ccache"):
            words = words[1:]
        made = work / (mutated.stem + ".o")
        subprocess.run([*words, "-Wno-error", "-w", f"-I{path.parent}", "-c", mutated, "-o", made], cwd=BUILD, check=True)
        objects.append(str(made))
    binary = work / test
    link = ninja_command(test, f"-o bin/{test}").replace(f"-o bin/{test}", f"-o {binary} {' '.join(objects)}")
    subprocess.run(link, cwd=BUILD, shell=True, check=True)
    return binary, mutants.names


def passes(binary, config, number):
    command = [binary, f"--gtest_filter={config['tests']}", "--gtest_fail_fast", "--gtest_brief=1"]
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "MUTANT": str(number)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def check(name):
    config = json.loads((ROOT / "programs" / name / "tests" / "mutants.json").read_text())
    meant = config["survivors"]
    with tempfile.TemporaryDirectory() as folder:
        binary, names = build_mutants(name, config, Path(folder))
        if not passes(binary, config, -1):
            say(f"FAILED {name}: its tests fail with every check in place")
            return False
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            alive = list(pool.map(lambda number: passes(binary, config, number), range(len(names))))
    survivors = [mutant for mutant, lives in zip(names, alive) if lives]
    unmeant = [mutant for mutant in survivors if mutant not in meant]
    died = [mutant for mutant in meant if mutant not in survivors]
    for mutant in unmeant:
        say(f"survives  {mutant}")
    for mutant in died:
        say(f"not alive {mutant}: strike it from mutants.json")
    say(f"{name}: {len(names)} checks removed in turn, {len(names) - len(survivors)} noticed, {len(survivors)} survive "
        f"({len(meant)} meant)")
    return not unmeant and not died


def main(arguments):
    known = sorted(path.parent.parent.name for path in ROOT.glob("programs/*/tests/mutants.json"))
    return 0 if all([check(name) for name in arguments or known]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
