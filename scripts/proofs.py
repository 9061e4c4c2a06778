#!/usr/bin/env python3
"""Proofs of the programs' arithmetic by z3: programs/proofs/*.smt2, over mathematical integers.

    scripts/proofs.py [NAME …]      all, or those of these names

A file states a C++ function as a formula, its hypotheses, and questions, each a block

    (echo "claim: …") (push) … (assert (not …)) (check-sat) (pop)

A `claim` or `lemma` is proven if its denial, the last assertion, is unsatisfiable, and if what stands before that can be satisfied: of nothing,
everything holds. A `planted` claim is wrong on purpose, such as a division rounded the other way; z3 must find a counterexample. `unknown`, and whatever
takes longer than SECONDS_MAX, fails. Each file has at least one of both, and names headers and functions that exist.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import time

from counts import Counts
from stages import ROOT, say

FOLDER = ROOT / "programs" / "proofs"
SECONDS_MAX = 60

_BLOCK = re.compile(r'^\(echo "(claim|lemma|planted): ([^"\n]*)"\)\n((?:;.*\n)*)\(push\)\n(.*?)^\(check-sat\)\n\(pop\)$', re.MULTILINE | re.DOTALL)
_EXPECTED = {"claim": "unsat", "lemma": "unsat", "planted": "sat"}


def without_last_assertion(block):
    """The hypotheses alone: an assertion begins a line, and the last one is the denial."""
    return block[: ("\n" + block).rindex("\n(assert ")]


def questions(text):
    """(kind, claim, SMT-LIB text, answer that is wanted), in the file's order."""
    shared = []
    at = 0
    for match in _BLOCK.finditer(text):
        shared.append(text[at : match.start()])
        at = match.end()
        kind, claim, _, block = match.groups()
        # Behind a push z3 takes its incremental core, which decides these in milliseconds; its tactics for a lone question take minutes.
        yield kind, claim, "".join(shared) + "(push)\n" + block + "(check-sat)\n", _EXPECTED[kind]
        if kind != "planted":
            yield "hypotheses", claim, "".join(shared) + "(push)\n" + without_last_assertion(block) + "(check-sat)\n", "sat"


def unknown_names(text):
    """Headers that the comment at the top names and that don't exist, and functions that stand in none of them."""
    top = re.match(r"(?:;.*\n)*", text)[0].replace("\n;", "")
    headers, missing = [], []
    for name in re.findall(r"([\w/]+\.hpp)", top):
        path = next((base / name for base in (ROOT, ROOT / "grapnel" / "include") if (base / name).exists()), None)
        headers.append(path.read_text() if path else "")
        if not path:
            missing.append(name)
    functions = re.findall(r"\b[a-z_0-9]+::([A-Za-z_]\w*)", top)
    missing += [name for name in functions if not any(re.search(rf"\b{name}\b", header) for header in headers)]
    return missing or ([] if functions else ["no function"])


def answer(text, seconds=SECONDS_MAX):
    """What z3 says: sat, unsat, unknown, timeout, or its error."""
    done = subprocess.run(["z3", "-in", f"-T:{seconds}"], input=text, capture_output=True, text=True)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line]
    return lines[0] if len(lines) == 1 else " ".join(lines) or "no answer"


def check_text(name, text, seconds=SECONDS_MAX):
    """Counts and the lines that say what is wrong."""
    asked = list(questions(text))
    wrong = [f"{name}: {missing} is not there" for missing in unknown_names(text)]
    if text.count("(check-sat)") != sum(kind != "hypotheses" for kind, _, _, _ in asked):
        wrong.append(f"{name}: not every check-sat stands in a block of its own")
    for kind in ("claim", "planted"):
        if all(each[0] != kind for each in asked):
            wrong.append(f"{name}: no {kind}")
    passed = 0
    for kind, claim, smt, wanted in asked:
        got = answer(smt, seconds)
        if got == wanted:
            passed += 1
        else:
            wrong.append(f"{name}: {kind}: {claim}: {got}, not {wanted}")
    return Counts(passed=passed, failed=len(wrong)), wrong


def run_all(names=()):
    """One test per question."""
    files = sorted(path for path in FOLDER.glob("*.smt2") if not names or path.stem in names)
    if len(files) < max(len(names), 1):
        say("proofs: no such proof")
        return Counts(failed=1)
    total = Counts()

    def one(path):
        began = time.monotonic()
        return (path, *check_text(path.stem, path.read_text()), time.monotonic() - began)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for path, counts, wrong, seconds in pool.map(one, files):
            total += counts
            say(f"{path.stem:<20} {counts.passed:>3} answers as wanted  {seconds:5.1f} s")
            for line in wrong:
                say("FAILED " + line)
    return total


if __name__ == "__main__":
    result = run_all(sys.argv[1:])
    say(result.summary())
    sys.exit(1 if result.failed else 0)
