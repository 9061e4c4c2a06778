#!/usr/bin/env python3
"""The attack list: what somebody may try on the programs, each a test that refuses it by a named error on the real runtime.

    scripts/attacks.py            whether the list is sound: every attack of the order has a case, every case its test and its check
    scripts/attacks.py --write    docs/attacks.md anew
    scripts/attacks.py --verify   and, after scripts/mutants.py: without its check every case is refused no more
    scripts/attacks.py --suggest  the cases that mutants.py has found and no list has

A case, in programs/NAME/tests/attacks.json, is an attack in the order's words, the test, the error that refuses it ("nothing
gained" where it is let run and gains nothing), and the one check without which it goes through, by its name in mutants.py. It
counts only if the test then misses exactly that error. What the runtime refuses by itself, whatever the program does, stands under
`by_the_runtime` with who refuses it; it does not count.
"""

import json
import re
import sys

import mutants
from stages import ROOT, say

PAGE = ROOT / "docs" / "attacks.md"
CASES_MIN = 150
NOTHING_GAINED = "nothing gained"

# The order's words, and how they are said here.
ATTACKS = (
    "wrong signer", "wrong owner", "wrong mint", "fake token account", "PDA with another bump",
    "account substituted between instructions", "duplicate mutable account", "reinitialisation", "closed account revived",
    "closed agent re-created under its id", "overflow and underflow", "replayed nonce", "nested execute",
    "approve, set-authority, close through the inner instruction", "wallet account that was not recorded",
    "stake through the wallet and exit elsewhere", "swap to a foreign destination", "purse drained or made a data account",
    "forwarded signer", "no-op uses", "fee pumping", "pushed pool around a wallet", "stale agreement", "allowance window edge",
    "withdrawal by executor", "revoked executor in flight", "inner program not listed", "privilege passed on",
    "worthless-mint pool for measured gain", "gifted tokens sold as gain", "Token-2022 fee, hook and delegate",
    "donation to a vault", "rounding dust", "first staker with one unit", "reward sniping", "vote twice",
    "stake, vote, unstake in one transaction", "timelock zero or skipped", "upgrade by another", "buffer swapped after the vote",
    "Merkle proof of an inner node", "licence of another agent", "price changed under the buyer", "frozen payee",
    "treasury equal to developer", "griefing a rival's agent into retirement",
    # Beyond the order.
    "wrong price", "spending beyond what was allowed", "arguments that mean nothing", "too early or too late",
    "slash beyond its bounds", "licence that is over", "forged or unknown layout",
    "more than a stake unlocks",
)  # fmt: skip


def programs():
    return sorted(path.parent.parent.name for path in ROOT.glob("programs/*/tests/attacks.json"))


def load(program):
    return json.loads((ROOT / "programs" / program / "tests" / "attacks.json").read_text())


def tests_of(program):
    """Suite.name of every test of the program's folder, and the suites that run on the real runtime."""
    found, real = set(), set()
    for path in (ROOT / "programs" / program / "tests").glob("*.cpp"):
        text = path.read_text()
        found.update(f"{suite}.{name}" for suite, name in re.findall(r"^TEST_[PF]\((\w+),\s*(\w+)\)", text, re.MULTILINE))
        real.update(re.findall(r"INSTANTIATE_TEST_SUITE_P\(\w*, (\w+),\s*(?:grapnel::testing::)?everywhere\(\)", text))
        if (path.parent / "bank_ground.cpp").exists() and "make_ground" not in text:
            real.update(re.findall(r"^TEST_F\((\w+),", text, re.MULTILINE))
    return found, real


def error_numbers(program):
    """What errors are called and what a failed assertion says of them: those of the framework, the program, and its siblings."""
    numbers = {}
    framework = (ROOT / "grapnel/include/grapnel/detail/framework_error.hpp").read_text()
    for name, number in re.findall(r"^  (\w+) = (\d+),", framework, re.MULTILINE):
        numbers[name] = number
    for header in [*ROOT.glob("programs/*/interface/*/errors.hpp"), ROOT / f"programs/{program}/interface/{program}/errors.hpp"]:
        number = 6000
        for line in re.search(r"enum class \w+ : u32 \{(.*?)\};", header.read_text(), re.DOTALL)[1].split("\n"):
            entry = re.match(r"\s*(\w+)(?: = (\d+))?,", line)
            if entry:
                number = int(entry[2] or number)
                numbers.pop(entry[1], None)  # the program's own, which come last, stand last
                numbers[entry[1]] = str(number)
                number += 1
    return numbers


def written_checks(program, config):
    """The names of a program's written checks, as mutants.py gives them, without building anything."""
    written = mutants.Written()
    folder = ROOT / "programs" / program
    for file, is_predicate in mutants.files_of(program, config):
        written.rewrite(file, (folder / file).read_text(), is_predicate)
    return {*written.names, *config.get("switches", {})}


def declares(program, check):
    """Whether the interface has the account that a declared check `Struct.field Rule` is about."""
    match = re.match(r"(\w+)\.(\w+) \w+", check)
    if not match:
        return False
    headers = "\n".join(path.read_text() for path in (ROOT / "programs" / program / "interface").rglob("*.hpp"))
    body = re.search(rf"^struct {match[1]} \{{(.*?)^\}};", headers, re.MULTILINE | re.DOTALL)
    return body is not None and re.search(rf"\b{match[2]};", body[1]) is not None


def problems_of(program, listed):
    config = json.loads((ROOT / "programs" / program / "tests" / "mutants.json").read_text())
    tests, real = tests_of(program)
    numbers, checks = error_numbers(program), written_checks(program, config)
    seen = set()
    for case in listed["cases"]:
        what = f"{program}: {case['attack']}: {case['test']}"
        if case["attack"] not in ATTACKS:
            yield f"{what}: no such attack"
        if case["test"] not in tests:
            yield f"{what}: no such test"
        elif case["test"].split(".")[0] not in real:
            yield f"{what}: does not run on the real runtime"
        if case["error"] not in numbers and case["error"] != NOTHING_GAINED and not case["error"].startswith('"'):
            yield f"{what}: no error {case['error']}"
        if case["removed"] not in checks and not (config.get("declared") and declares(program, case["removed"])):
            yield f"{what}: no check {case['removed']}"
        key = (case["test"], case["removed"])
        if key in seen:
            yield f"{what}: stands twice"
        seen.add(key)
    for case in listed.get("by_the_runtime", []):
        if case["test"] not in tests:
            yield f"{program}: {case['attack']}: {case['test']}: no such test"


def is_refused_no_more(case, results, numbers):
    """Whether, without its check, the test missed the error that refuses the attack."""
    messages = results.get(case["removed"], {}).get(case["test"], [])
    if case["error"] == NOTHING_GAINED:
        return bool(messages)
    wanted = f"expected {case['error']}," if case["error"].startswith('"') else f"expected error {numbers[case['error']]},"
    # What fails_with() of some tests leaves to the assertion's own text.
    spelt = re.compile(rf"Value of: [^\n]*::{case['error']}\)")
    return any(wanted in message or spelt.search(message) for message in messages)


def unproven(program, listed):
    file = mutants.RESULTS / f"{program}.json"
    if not file.exists():
        return [f"{program}: run scripts/mutants.py {program} first"]
    results, numbers = json.loads(file.read_text()), error_numbers(program)
    return [
        f"{program}: {case['attack']}: {case['test']}: still refused by {case['error']} without {case['removed']}"
        for case in listed["cases"]
        if not is_refused_no_more(case, results, numbers)
    ]


def suggest(program):
    """Cases that mutants.py has found: tests with the error that they missed, and the check."""
    results, numbers = json.loads((mutants.RESULTS / f"{program}.json").read_text()), error_numbers(program)
    names = {number: name for name, number in numbers.items()}
    path = ROOT / "programs" / program / "tests" / "attacks.json"
    have = {(case["test"], case["removed"]) for case in load(program)["cases"]} if path.exists() else set()
    for check, found in results.items():
        for test, messages in found.items():
            errors = {names.get(number, number) for message in messages for number in re.findall(r"expected error (\d+),", message)}
            errors |= {f'"{text}"' for message in messages for text in re.findall(r'expected "([^"]*)", but', message)}
            for error in errors or {NOTHING_GAINED}:
                if (test, check) not in have:
                    say(json.dumps({"attack": "", "test": test, "error": error, "removed": check}))


def page(lists):
    cases = [(program, case) for program in lists for case in lists[program]["cases"]]
    lines = [
        "# The attack list",
        "",
        "What somebody may try to get what isn't theirs. Each case is a test that refuses it on Agave's bank, with mainnet's features and",
        "with the pending ones, by the error named here; and each counts only because on a build without the one check of the last column,",
        "and with all others, the test misses exactly that error. `make verify` removes each in turn (`scripts/mutants.py`) and holds this",
        "list to what it saw (`scripts/attacks.py --verify`); `make test` holds it to the tests and checks that there are. *Nothing gained*",
        "stands where the attack is let run and the test sees that it leads to nothing.",
        "",
        f"{len(cases)} cases by {len({(program, case['test']) for program, case in cases})} tests, "
        f"about {len({(program, case['removed']) for program, case in cases})} checks. A check's name is the source file, its error and its "
        "condition; or, where a type declares it,",
        "the accounts struct, the account and the constraint (*Kind*: owner and discriminator, or the program's address; *Once*: at no other",
        "place of the list; *New*: nothing is there yet).",
        "",
        "| attack | cases |",
        "|---|---|",
    ]
    lines += [f"| {attack} | {sum(case['attack'] == attack for _, case in cases)} |" for attack in ATTACKS
              if any(case["attack"] == attack for _, case in cases)]
    for attack in ATTACKS:
        of_attack = [(program, case) for program, case in cases if case["attack"] == attack]
        by_runtime = [(p, case) for p in lists for case in lists[p].get("by_the_runtime", []) if case["attack"] == attack]
        if not of_attack and not by_runtime:
            continue
        lines += ["", f"## {attack[0].upper()}{attack[1:]}", ""]
        if of_attack:
            lines += ["| program | test | refused by | check |", "|---|---|---|---|"]
            for program, case in of_attack:
                check = case["removed"].replace("|", "\\|")
                lines.append(f"| {program} | `{case['test']}` | {case['error']} | `{check}` |")
        for program, case in by_runtime:
            lines += ["", f"Not counted: `{case['test']}` ({program}). {case['refused_by']} {case['fails_if']}"]
    return "\n".join(lines) + "\n"


def main(arguments):
    if "--suggest" in arguments:
        for program in [name for name in arguments if not name.startswith("-")] or programs():
            suggest(program)
        return 0
    lists = {program: load(program) for program in programs()}
    problems = [problem for program, listed in lists.items() for problem in problems_of(program, listed)]
    cases = [case for listed in lists.values() for case in listed["cases"]]
    covered = {case["attack"] for listed in lists.values() for case in (*listed["cases"], *listed.get("by_the_runtime", []))}
    problems += [f"no case of: {attack}" for attack in ATTACKS if attack not in covered]
    if len(cases) < CASES_MIN:
        problems.append(f"{len(cases)} cases; the list has at least {CASES_MIN}")
    if "--verify" in arguments:
        problems += [problem for program, listed in lists.items() for problem in unproven(program, listed)]
    if "--write" in arguments:
        PAGE.write_text(page(lists))
    elif not PAGE.exists() or PAGE.read_text() != page(lists):
        problems.append(f"{PAGE.relative_to(ROOT)} is not what the lists say: scripts/attacks.py --write")
    for problem in problems:
        say(problem)
    say(f"{len(cases)} attacks by {len({case['test'] for case in cases})} tests of {len(lists)} programs"
        + (", each goes through without its check" if "--verify" in arguments and not problems else ""))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
