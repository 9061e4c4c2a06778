#!/usr/bin/env python3
"""clang's static analyzer over the source of every program, and over grapnel's headers as far as programs use them.

    scripts/analyze.py             programs with changes since the branch left the main line; all, if a header that all share changed
    scripts/analyze.py --all       all programs (`make verify`)

It follows paths through each handler with symbolic values: null and dangling pointers, reads of what was never written, divisions by
zero, indices out of range, what is dead or always true. Functions of headers are followed where they are called, and once for each program, from its
entrypoint.cpp, also by themselves (12 s instead of 0.4 s). A finding is mended, or stands in
scripts/analyze_explained.json with its reason; one that is listed there and no longer found fails a run over all.
"""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys

import tidy
from counts import Counts
from stages import ROOT, say

EXPLAINED = ROOT / "scripts" / "analyze_explained.json"

# Beside the analyzer's own choice (core, cplusplus, deadcode, security, unix). Of alpha those that find planted mistakes and say nothing wrong of our
# sources: IdenticalExpr takes two template arguments for one expression, Conversion warns of every narrowing that a check stands before.
CHECKERS = (
    "core",
    "cplusplus",
    "deadcode",
    "security",
    "unix",
    "nullability",
    "optin.core.EnumCastOutOfRange",
    "optin.cplusplus.UninitializedObject",
    "alpha.core.BoolAssignment",
    "alpha.core.CastSize",
    "alpha.core.PointerSub",
    "alpha.core.TestAfterDivZero",
    "alpha.security.ArrayBoundV2",
    "alpha.security.ReturnPtrRange",
    "alpha.unix.cstring.OutOfBounds",
    "alpha.unix.cstring.UninitializedRead",
)
SECONDS_MAX = 300

_FINDING = re.compile(r"^(\S+?):(\d+):\d+: warning: (.*) \[([\w.-]+)\]$", re.MULTILINE)
_SHARED = re.compile(r"programs/kit/include/|grapnel/include/grapnel/(?!testing/|native/|client/|idl/)")


def analyzing(words, source):
    """The compiler's command for one source, made an analysis."""
    kept = []
    skip = False
    for word in words:
        if skip or word in ("-c", "-MD", "-MMD") or word.endswith("ccache"):
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word != source and not word.startswith(("-W", "-fprofile", "-fcoverage", "-fsanitize")):
            kept.append(word)
    headers = ["-Xclang", "-analyzer-opt-analyze-headers"] if source.endswith("/entrypoint.cpp") else []
    checkers = [each for name in CHECKERS for each in ("-Xclang", "-analyzer-checker", "-Xclang", name)]
    return [*kept, "--analyze", "--analyzer-output", "text", "-Qunused-arguments", "-w", *headers, *checkers, source]


def findings(words, source, folder):
    """[(file, line, checker, message)], or None and what the compiler said."""
    try:
        done = subprocess.run(analyzing(words, source), cwd=folder, capture_output=True, text=True, timeout=SECONDS_MAX)
    except subprocess.TimeoutExpired:
        return None, f"longer than {SECONDS_MAX} s"
    if done.returncode != 0:
        return None, done.stderr[-2000:]
    found = {(os.path.relpath(file, ROOT), int(line), checker, text) for file, line, text, checker in _FINDING.findall(done.stderr)}
    return sorted(each for each in found if not each[0].startswith("..")), ""


def sources(names=None):
    """Of every program, or of those named: (source, command's words, folder)."""
    out = []
    for entry in json.loads(tidy.DATABASE.read_text()):
        name = os.path.relpath(entry["file"], ROOT)
        match = re.match(r"programs/(\w+)/src/", name)
        if match and (names is None or match[1] in names):
            out.append((entry["file"], shlex.split(entry["command"]), entry["directory"]))
    return sorted({source: (source, words, folder) for source, words, folder in out}.values())


def changed_programs():
    """None: all of them."""
    changed = tidy.changed_files()
    if any(_SHARED.match(name) for name in changed):
        return None
    return {match[1] for name in changed for match in [re.match(r"programs/(\w+)/(?:src|interface)/", name)] if match}


def explanations():
    return [(file, entry) for file, entries in json.loads(EXPLAINED.read_text()).items() for entry in entries]


def explains(file, entry, finding):
    name, line, checker, _ = finding
    return name == file and checker == entry["checker"] and entry["line"] in (ROOT / name).read_text().splitlines()[line - 1]


def check(names):
    """One test for each source."""
    if not tidy.DATABASE.exists():
        say("analyze: build/dev is not configured")
        return Counts(failed=1)
    chosen = sources(names)
    known, used, said, total = explanations(), set(), set(), Counts()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for (source, _, _), (found, problem) in zip(chosen, pool.map(lambda each: findings(each[1], each[0], each[2]), chosen)):
            name = os.path.relpath(source, ROOT)
            if found is None:
                say(f"FAILED {name}: {problem}")
                total += Counts(failed=1)
                continue
            new = []
            for finding in found:
                reasons = [at for at, (file, entry) in enumerate(known) if explains(file, entry, finding)]
                used.update(reasons)
                if not reasons:
                    new.append(finding)
            for finding in new:
                if finding not in said:
                    say("{}:{}: {}: {}".format(finding[0], finding[1], finding[2], finding[3]))
            said.update(new)
            total += Counts(failed=1) if new else Counts(passed=1)
    if names is None:
        for at, (file, entry) in enumerate(known):
            if at not in used:
                say(f"FAILED {file}: {entry['checker']} is no longer found at \"{entry['line']}\": strike it from the list")
                total += Counts(failed=1)
    say(f"analyze: {len(chosen)} sources, {len(said)} findings, {len(used)} explained")
    return total


def main(arguments):
    if arguments not in ([], ["--all"]):
        say("usage: scripts/analyze.py [--all]")
        return 2
    total = check(None if arguments else changed_programs())
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
