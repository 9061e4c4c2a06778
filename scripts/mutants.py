#!/usr/bin/env python3
"""Removes each check of a program in turn and sees a test fail.

    scripts/mutants.py [NAME …]                all of programs/*/tests/mutants.json, or those of these programs
    scripts/mutants.py [NAME …] --only CHECK   only checks of this name, in which `*` stands for anything; may be given again
    scripts/mutants.py NAME … --list           the checks, by name

Checks that are written out, in `sources`: every condition in front of `return fail(SomeError::X)`, each part of an `a || b` by
itself, every part of `require(a && b, SomeError::X)`, and every `or_fail(SomeError::X)` of a sum that might not fit. In `predicates`, files whose functions decide for others: every
condition in front of `return false`, and every part of an `a && b` that is returned or named. Checks that types declare, with
`declared`: for each account a signature, that it is writable, that it stands once, that it is what its type says, that Init
finds nothing there, and each constraint (grapnel/detail/removal.hpp).

What protects without being a check stands in `switches`: a name, the file, an expression, and what it becomes.

All are built into one native test binary that leaves out the one whose name is in the environment, so a program is compiled twice
and its tests run once for each check. A check whose removal no test notices is named: it survives. mutants.json says which
sources, which tests, and which survivors are meant, with the reason; a survivor that isn't named there, and a named one that
died, fail. A name there may end in `*`. Which test said what about which check goes to build/mutants/NAME.json, for attacks.py; of a run
with --only what it saw takes the place of what stood there about the same checks.
"""

import argparse
import concurrent.futures
import fnmatch
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

from stages import ROOT, say

BUILD = ROOT / "build" / "dev"
RESULTS = ROOT / "build" / "mutants"
HOOK = ROOT / "scripts" / "mutants"
SECONDS = 120
NONE = ""

_HOOK = "#include <removed.hpp>\n"


def closing(text, at):
    """The index of the parenthesis that closes the one at `at`."""
    depth = 0
    for index in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError("unbalanced parentheses")


def opening(text, at):
    """The index of the parenthesis that the one at `at` closes."""
    depth = 0
    for index in range(at, -1, -1):
        depth += {"(": -1, ")": 1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError("unbalanced parentheses")


def at_depth_zero(text, operator):
    """Where the operator stands with no bracket open."""
    depth, found = 0, []
    for index, char in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(char, 0)
        if depth == 0 and text.startswith(operator, index):
            found.append(index)
    return found


def parts(condition, operator):
    """`a || b` is [a, b]: split where no bracket is open; one that also has the other operator outside of any stays whole."""
    if at_depth_zero(condition, "&&" if operator == "||" else "||") or at_depth_zero(condition, " ? "):
        return [condition]
    found, start = [], 0
    for index in at_depth_zero(condition, operator):
        found.append(condition[start:index])
        start = index + 2
    return [part.strip() for part in (*found, condition[start:])]


class Written:
    """The checks that are written out, and the sources with a switch for each."""

    def __init__(self, switches=None):
        self.names = []
        self.switches = switches or {}

    def add(self, file, error, condition):
        name = f"{file}: {error}: {' '.join(condition.split())}"
        if name in self.names:
            name += f" #{sum(other == name or other.startswith(name + ' #') for other in self.names) + 1}"
        self.names.append(name)
        return json.dumps(name)

    def any_of(self, file, error, condition):
        """A condition that refuses: without one of its parts, that one refuses nothing."""
        return " || ".join(
            f"(!mutants::out({self.add(file, error, part)}) && ({part}))" for part in parts(condition, "||")
        )

    def all_of(self, file, error, condition):
        """A condition that has to hold: without one of its parts, that one holds."""
        return " && ".join(f"(mutants::out({self.add(file, error, part)}) || ({part}))" for part in parts(condition, "&&"))

    def sum_of(self, error):
        """A sum that has to fit: without the check, it is what Checked makes of one that doesn't, zero."""

        def rule(file, short, whole):
            amount = whole[: whole.rindex(".or_fail(")]
            return f"mutants::or_fail({amount}, {error}, mutants::out({self.add(file, short, amount)}))"

        return rule

    def switch(self, name, other):
        def rule(_, __, this):
            self.names.append(name)
            return f"(mutants::out({json.dumps(name)}) ? ({other}) : ({this}))"

        return rule

    def rewrite(self, file, text, is_predicate=False):
        edits = []
        refused = r"\)\s*\{?\s*(?://[^\n]*\n\s*)*return (?:fail\(\w+::(\w+)\)" + (r"|(false);)" if is_predicate else ")")
        for match in re.finditer(r"\bif \(", text):
            close_at = closing(text, match.end() - 1)
            after = re.match(refused, text[close_at:])
            if after:
                error = next(group for group in after.groups() if group)
                edits.append((match.end(), close_at, self.any_of, error))
        for match in re.finditer(r"\brequire\(", text):
            close_at = closing(text, match.end() - 1)
            last = re.search(r",\s*\w+::(\w+)\s*$", text[match.end() : close_at])
            if last:
                edits.append((match.end(), match.end() + last.start(), self.all_of, last[1]))
        for match in re.finditer(r"\)\.or_fail\((\w+::(\w+))\)", text):
            edits.append((opening(text, match.start()), match.end(), self.sum_of(match[1]), match[2]))
        if is_predicate:
            for match in re.finditer(r"(?:\breturn |\bconst bool (\w+) =\s)([^;]*&&[^;]*);", text):
                if not at_depth_zero(match[2], "||") and not at_depth_zero(match[2], " ? ") and "{" not in match[2]:
                    edits.append((match.start(2), match.end(2), self.all_of, match[1] or "holds"))
        for name, switch in self.switches.items():
            if switch["file"] == file:
                if text.count(switch["this"]) != 1:
                    raise SystemExit(f"{file}: `{switch['this']}` of the switch `{name}` doesn't stand there once")
                start = text.index(switch["this"])
                edits.append((start, start + len(switch["this"]), self.switch(name, switch["becomes"]), None))
        pieces, end = [], 0
        for start, stop, rule, error in sorted(edits, key=lambda edit: edit[0]):
            if start < end:
                if error is None:
                    raise SystemExit(f"{file}: a switch stands inside of a check: {text[start:stop]}")
                continue
            pieces += [text[end:start], rule(file, error, text[start:stop])]
            end = stop
        return _HOOK + "".join(pieces) + text[end:]


def readable(raw):
    """`type stake …[Check = grapnel::HasOne<&a::B::c>, Accounts = a::StakeZest]` is `StakeZest.stake HasOne c`."""
    field, inside = re.match(r"type (\w+) .*\[(.*)\]$", raw).groups()
    check, accounts = re.match(r"Check = (.*), Accounts = (.*)$", inside).groups()
    base = re.match(r"(?:\w+::)*(\w+)", check)[1]
    if base == "SeedList":
        base = "Seeds"
    if base == "HasOne":
        base += " " + re.search(r"&(?:\w+::)*(\w+)", check)[1]
    if base == "Constraint":
        base += " " + re.search(r"\w+Error::(\w+)", check)[1]
    return f"{accounts.rsplit('::', 1)[-1]}.{field} {base}"


def declared_names(binary, work):
    """The checks that the types declare: readable name to the one in the binary."""
    file = work / "declared"
    subprocess.run([binary, "--gtest_list_tests"], env={**os.environ, "MUTANTS": str(file)}, stdout=subprocess.DEVNULL, check=True)
    named = {readable(raw): raw for raw in file.read_text().splitlines()}
    # FoundAt tells clients an address and checks nothing.
    return {check: raw for check, raw in named.items() if " FoundAt" not in check}


def compile_command(output):
    """How the build makes the object of that name, as words without compiler cache and dependency file."""
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        if words[words.index("-o") + 1].endswith(output):
            if words[0].endswith("ccache"):
                words = words[1:]
            return [word for word in words[: words.index("-o")]]
    raise SystemExit(f"no command for {output}")


def module_of(name):
    """The header of a program's instructions and its module, from what prints its IDL."""
    printer = (BUILD / "programs" / name / f"{name}.bpf" / "idl_printer.cpp").read_text()
    return re.search(r"#include <([^>]+)>", printer)[1], re.search(r"print<([\w:]+)>", printer)[1]


def put(path, text):
    """Leaves a file alone that says so already, with its age."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def compile_all(jobs, work):
    """What is older than its source or any header is compiled anew."""
    folders = (work / "include", HOOK, ROOT / "grapnel" / "include", *ROOT.glob("programs/*/*"))
    newest = max(path.stat().st_mtime for folder in folders for path in folder.rglob("*.hpp") if "tests" not in path.parts)

    def one(job):
        source, made = Path(job[-3]), Path(job[-1])
        if not made.exists() or made.stat().st_mtime < max(newest, source.stat().st_mtime):
            subprocess.run(job, cwd=BUILD, check=True)

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(one, jobs))


def files_of(name, config):
    """The files whose checks are switched, each with whether its functions decide for others: headers first."""
    folder = ROOT / "programs" / name
    predicates, sources = config.get("predicates", []), config["sources"]
    if sources == "all":
        sources = sorted(str(path.relative_to(folder)) for path in (folder / "src").rglob("*.[ch]pp"))
    switched = [switch["file"] for switch in config.get("switches", {}).values()]
    headers = [file for file in (*predicates, *switched) if file.endswith(".hpp")]
    files = sorted({*headers, *sources}, key=lambda file: (not file.endswith(".hpp"), file))
    return [(file, file in predicates) for file in files]


def build_mutants(name, config, work):
    """The test binary with every check switchable, and the checks: readable name to the one in the binary."""
    test = f"{name}_native_test"
    subprocess.run(["ninja", "-C", BUILD, test], check=True, stdout=subprocess.DEVNULL)
    written, jobs, objects = Written(config.get("switches", {})), [], []
    shadow = work / "include"
    includes = [f"-I{shadow}", f"-I{HOOK}"]
    for source, is_predicate in files_of(name, config):
        path = ROOT / "programs" / name / source
        text = written.rewrite(source, path.read_text(), is_predicate)
        if source.endswith(".hpp"):
            place = shadow / re.sub(r"^(?:\.\./\w+/)?(?:interface|include|src)/", "", source)
            put(place, text)
            continue
        mutated = work / source.replace("/", "_")
        put(mutated, text)
        words = compile_command(f"{name}_native.dir/{source}.o")
        made = work / (mutated.stem + ".o")
        jobs.append([words[0], *includes, f"-I{path.parent}", *words[1:], "-Wno-error", "-w", "-c", mutated, "-o", made])
        objects.append(str(made))
    if config.get("declared"):
        header, module = module_of(name)
        dispatch = work / "dispatch.cpp"
        put(
            dispatch,
            f"#include <{header}>\n#include <grapnel/testing/add.hpp>\ntemplate void grapnel::testing::Chain::add<{module}>();\n"
            f"template void grapnel::native::Runtime::add<{module}>();\n",
        )
        any_test = next((ROOT / "programs" / name / "tests").glob("*_test.cpp")).name
        words = compile_command(f"{test}.dir/tests/{any_test}.o")
        jobs.append([words[0], *includes, *words[1:], "-Wno-error", "-w", "-c", dispatch, "-o", work / "dispatch.o"])
        objects.insert(0, str(work / "dispatch.o"))
    compile_all(jobs, work)
    binary = work / test
    # In front of the tests' own objects: of a function that is inline in both, the linker takes the first.
    link = link_command(test).replace(f"-o bin/{test}", f"-o {binary}")
    first = re.search(r"\S+\.dir/\S+\.o\b", link)[0]
    subprocess.run(link.replace(first, f"{' '.join(objects)} {first}", 1), cwd=BUILD, shell=True, check=True)
    names = {check: check for check in written.names}
    if config.get("declared"):
        names.update(declared_names(binary, work))
    return binary, names


def link_command(target):
    out = subprocess.run(["ninja", "-C", BUILD, "-t", "commands", target], capture_output=True, text=True, check=True).stdout
    for line in reversed(out.splitlines()):
        if f"-o bin/{target}" in line:
            return line
    raise SystemExit(f"no command for {target}")


def failures(binary, tests, check, work):
    """What failed without that check: test to its first message; None in place of it all if the tests came to no end."""
    report = work / f"report-{threading.get_ident()}.json"
    report.unlink(missing_ok=True)
    try:
        subprocess.run(
            [binary, f"--gtest_filter={tests}", "--gtest_brief=1", f"--gtest_output=json:{report}"],
            env={**os.environ, "MUTANT": check},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        suites = json.loads(report.read_text())["testsuites"]
    except (subprocess.TimeoutExpired, FileNotFoundError, json.JSONDecodeError):
        return None
    found = {}
    for suite in suites:
        for case in suite["testsuite"]:
            messages = [failure["failure"] for failure in case.get("failures", [])]
            if messages:
                name = f"{suite['name']}.{case['name']}".lstrip("/").split("/")[0]
                found[name] = [message[:2000] for message in messages[:6]]
    return found


def is_named(check, pattern):
    """`*` stands for anything; brackets and question marks, which conditions are full of, for themselves."""
    return fnmatch.fnmatchcase(check, pattern.replace("[", "[[]").replace("?", "[?]"))


def meant_survivor(config, check):
    return next((pattern for pattern in config["survivors"] if is_named(check, pattern)), None)


def chosen(names, only):
    """Of readable name to the one in the binary, those that are asked for; all where nothing is."""
    return {check: raw for check, raw in names.items() if not only or any(is_named(check, pattern) for pattern in only)}


def keep(file, results, only):
    known = json.loads(file.read_text()) if only and file.exists() else {}
    file.write_text(json.dumps(known | results, indent=1))


def check(name, only=()):
    config = json.loads((ROOT / "programs" / name / "tests" / "mutants.json").read_text())
    work = RESULTS / name
    binary, names = build_mutants(name, config, work)
    names = chosen(names, only)
    if not names:
        say(f"{name}: no check of that name")
        return True
    broken = failures(binary, config["tests"], NONE, work)
    if broken is None or broken:
        say(f"FAILED {name}: its tests fail with every check in place: {', '.join(broken or ['no end'])}")
        return False
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        seen = list(pool.map(lambda raw: failures(binary, config["tests"], raw, work), names.values()))
    results = {check: {"*": ["no end"]} if found is None else found for check, found in zip(names, seen)}
    keep(RESULTS / f"{name}.json", results, only)
    survivors = [check for check, found in results.items() if not found]
    used = {meant_survivor(config, check) for check in survivors}
    unmeant = [check for check in survivors if meant_survivor(config, check) is None]
    # Of a survivor that wasn't looked for nothing is known.
    asked = [pattern for pattern in config["survivors"] if not only or any(is_named(each, pattern) for each in names)]
    died = [pattern for pattern in asked if pattern not in used]
    for one in survivors:
        say(f"{'survives ' if one in unmeant else 'meant    '} {one}")
    for one in died:
        say(f"not alive {one}: strike it from mutants.json")
    say(f"{name}: {len(names)} checks removed in turn, {len(names) - len(survivors)} noticed, {len(survivors)} survive "
        f"({len(survivors) - len(unmeant)} meant)")
    return not unmeant and not died


def list_checks(name):
    config = json.loads((ROOT / "programs" / name / "tests" / "mutants.json").read_text())
    for one in build_mutants(name, config, RESULTS / name)[1]:
        say(one)


def main(arguments):
    known = sorted(path.parent.parent.name for path in ROOT.glob("programs/*/tests/mutants.json"))
    parser = argparse.ArgumentParser(prog="scripts/mutants.py")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--only", action="append", default=[], metavar="CHECK")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(known)
    if unknown:
        parser.error(f"no program {min(unknown)}; there are {', '.join(known)}")
    if options.list:
        for name in options.names:
            list_checks(name)
        return 0
    return 0 if all([check(name, options.only) for name in options.names or known]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
