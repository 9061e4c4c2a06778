#!/usr/bin/env python3
"""House rules that no compiler checks: what must never be in the repository, and how its files look.

    scripts/check_house.py
"""

import json
import re
import sys

import files

SIZE_MAX = 1_500_000

_BINARY = (".so", ".bin", ".png", ".ico", ".woff2", ".gz", ".zst", ".onnx")
_BUILT = re.compile(r"(^|/)(node_modules|target|build|dist|__pycache__|\.cache)/|^bin/|\.(o|a|so|pyc|gcda|profraw)$")

# Written in pieces, so that this file passes its own check.
_MACHINE_PATH = re.compile(r"(?<![\w.$}/~-])/(?:ro" r"ot|wo" r"rk|ho" r"me/\w+|t" r"mp|Us" r"ers/\w+)/")
_UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIV" r"ATE KEY-----")
_REGISTRY = re.compile(r"registry\.npm" r"js\.org|registry\.yarn" r"pkg|_auth" r"Token|\[source\.crates" r"-io\]|\bindex" r"-url\b")
_SEED_DOCUMENT = re.compile(
    r"zestronos" r"\.md|\bseed" r" document\b"
    r"|\bthe seed(?:'s)? (?:says|asks|writes|wants|names|calls|sample|user|word|document|text)",
    re.IGNORECASE,
)
_PASTE = re.compile(r"<!-- pas" r"te:")
_KEYPAIR = re.compile(r"^\s*\[\s*(?:\d{1,3}\s*,\s*){63}\d{1,3}\s*\]\s*$")

# (rule, pattern, what to do instead); searched line by line in every text file.
LINE_RULES = (
    ("machine path", _MACHINE_PATH, "use a relative path or a variable"),
    ("unfinished", _UNFINISHED, "finish it, or say in the README what is not there yet"),
    ("private key", _PRIVATE_KEY, "keys are made at run time"),
    ("output to paste", _PASTE, "run the command and paste what it printed"),
    ("registry address", _REGISTRY, "leave the registry to the user's own configuration"),
    ("source of requirements", _SEED_DOCUMENT, "call it the concept"),
)


def tabs_allowed(name):
    return name.endswith((".tsv", ".go", ".mk")) or name.rsplit("/", 1)[-1] in ("Makefile", "Makefile.in") or name == ".gitmodules"


def check_name(name, size):
    problems = []
    if size > SIZE_MAX:
        problems.append(f"{name}: {size} bytes; a file in the repository has at most {SIZE_MAX}")
    if _BUILT.search(name):
        problems.append(f"{name}: looks built; only sources are tracked")
    return problems


def check_lines(name, text):
    problems = []
    generated = name.endswith(("package-lock.json", "Cargo.lock"))
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{name}:{number}"
        for rule, pattern, instead in LINE_RULES:
            if pattern.search(line):
                problems.append(f"{where}: {rule}: {instead}")
        if generated:
            continue
        if "\t" in line and not tabs_allowed(name):
            problems.append(f"{where}: tab; indent with spaces")
        if line.endswith("\r"):
            problems.append(f"{where}: carriage return; lines end with LF")
        elif line != line.rstrip() and not name.endswith(".md"):
            problems.append(f"{where}: blanks at the end of the line")
    if text and not text.endswith("\n") and not generated:
        problems.append(f"{name}: the last line has no end")
    return problems


def check_header(name, text):
    """A header opens with a comment that says what it is and where it sits."""
    if text.lstrip().startswith(("//", "/*")):
        return []
    return [f"{name}: a header opens with a comment: what this is, where it sits"]


def check_json(name, text):
    problems = []
    if _KEYPAIR.match(text):
        problems.append(f"{name}: looks like a key pair; keys are made at run time")
    if name.endswith("package-lock.json"):
        packages = json.loads(text).get("packages", {})
        # A tarball from anywhere but the user's registry would be a different matter, so every `resolved` is refused.
        named = [key for key, value in packages.items() if "resolved" in value and not value.get("link")]
        if named:
            problems.append(f"{name}: names a registry ({named[0]}): set omit-lockfile-registry-resolved=true, run npm install")
    return problems


def check_npmrc(names, read):
    """npm reads .npmrc beside package.json only, so each package with a lock file has its own."""
    problems = []
    for name in names:
        if name.endswith("package-lock.json"):
            beside = name[: -len("package-lock.json")] + ".npmrc"
            if beside not in names or "omit-lockfile-registry-resolved=true" not in read(beside):
                problems.append(f"{beside}: must hold omit-lockfile-registry-resolved=true")
    return problems


def check_text(name, text):
    problems = check_lines(name, text)
    if files.is_header(name):
        problems += check_header(name, text)
    if name.endswith(".json"):
        problems += check_json(name, text)
    return problems


def main():
    names = files.listed()
    problems = []
    for name in names:
        path = files.ROOT / name
        problems += check_name(name, path.stat().st_size)
        if not name.endswith(_BINARY) and "/corpus/" not in name:  # a fuzzer's inputs are bytes, whatever they look like
            problems += check_text(name, path.read_text(errors="replace"))
    problems += check_npmrc(set(names), lambda name: (files.ROOT / name).read_text())
    problems += check_overview(names)
    print("\n".join(problems) or f"{len(names)} files keep the house rules")
    return 1 if problems else 0


def check_overview(names):
    """Each folder that docs/overview.md lists in a table's first column exists."""
    page = files.ROOT / "docs" / "overview.md"
    if not page.exists():
        return ["docs/overview.md is missing"]
    return check_folders(page.read_text(), names)


def check_folders(text, names):
    """A row is `| folder/ | …`, the folder in backticks. Every folder named must hold a file, and each of src/ be named."""
    named = set(re.findall(r"^\| *`([\w./-]+/)`", text, re.MULTILINE))
    problems = [
        f"docs/overview.md: {folder} does not exist"
        for folder in sorted(named)
        if not any(name.startswith(folder) for name in names)
    ]
    ours = {"/".join(name.split("/")[:2]) + "/" for name in names if name.startswith("src/") and name.count("/") > 1}
    return problems + [f"docs/overview.md: {folder} is not in its table" for folder in sorted(ours - named)]


if __name__ == "__main__":
    sys.exit(main())
