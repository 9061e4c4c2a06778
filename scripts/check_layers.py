#!/usr/bin/env python3
"""Holds every #include to the order of the folders (docs/overview.md).

- A folder of src/ includes itself and folders above it in the list, never below; adapters/ are for app/ alone.
- Siblings inside one folder (chain/bank, chain/history) do not include each other in both directions, nor do two files.
- policy/ sees data and codecs only, so that both gates stay pure.
- grapnel/ knows nothing of us; a program knows grapnel and interfaces; each header of the Rust ABI is for one folder alone.
- A source includes its own header first, and every path starts at the source root.

    scripts/check_layers.py
"""

import collections
import pathlib
import re
import sys

import files

# Top to bottom: a folder may include only folders above it.
ORDER = (
    "base",
    "codec",
    "infra",
    "domain",
    "protocols",
    "ports",
    "events",
    "context",
    "agent",
    "policy",
    "transact",
    "bundle",
    "backtest",
    "chain",
    "chain_rpc",
    "index",
    "api",
    "adapters",
    "app",
)
ONLY = {"policy": {"base", "codec", "domain", "policy"}}  # a folder that may include less than what stands above it
ADAPTERS_FOR = {"adapters", "app"}
RUST_ABI_FOR = {"zestron_bank.h": "src/chain/bank/", "zestron_onnx.h": "src/adapters/onnx/"}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)


def includes_of(text):
    """[(line, quoted, path)] in order."""
    return [
        (text.count("\n", 0, match.start()) + 1, match[1] == '"', match[2]) for match in _INCLUDE.finditer(text)
    ]


def check_src(name, path, problems, where):
    """One include of a file under src/."""
    folder = name.split("/")[1]
    if folder not in ORDER:
        problems.append(f"{where}: src/{folder} has no place in the order (scripts/check_layers.py)")
        return
    target = path.split("/")[0]
    if target not in ORDER or "/" not in path:
        return
    allowed = ONLY.get(folder, set(ORDER[: ORDER.index(folder) + 1]))
    if target == "adapters" and folder not in ADAPTERS_FOR:
        problems.append(f"{where}: only app/ includes an adapter, found {path}")
    elif target not in allowed:
        problems.append(f"{where}: {folder}/ must not include {target}/ ({path})")
    elif target == "adapters" and folder == "adapters" and path.split("/")[1] != name.split("/")[2]:
        problems.append(f"{where}: an adapter must not include another one ({path})")


# Where grapnel is held against Agave's own bank, which only the node's wrapper offers. Nothing includes it but tests.
GRAPNEL_REAL_RUNTIME = "grapnel/tests/runtime/"


def is_test(name):
    return re.search(r"_(test|fuzz|bench)\.cpp$|(^|/)(tests|testing|fuzz)/", name) is not None


def check_program(name, path, problems, where):
    """One include of a file under programs/: grapnel, its own folder, interfaces of others; tests may use the host."""
    if not is_test(name) and path.split("/")[0] in ORDER and "/" in path:
        problems.append(f"{where}: a program must not include host code ({path})")


def check_grapnel(name, path, problems, where):
    if path.split("/")[0] in ORDER and "/" in path:
        problems.append(f"{where}: grapnel/ must not include the rest of the repository ({path})")


def check_file(name, text, exists):
    """Problems of one file that need no other file. `exists(path)` tells whether the repository has it."""
    problems = []
    found = includes_of(text)
    for line, quoted, path in found:
        where = f"{name}:{line}"
        if path.startswith(("../", "./")) or "/../" in path:
            problems.append(f"{where}: paths start at the source root, found {path}")
            continue
        header = path.split("/")[-1]
        if header in RUST_ABI_FOR and not name.startswith((RUST_ABI_FOR[header], "rust/")):
            problems.append(f"{where}: {header} is for {RUST_ABI_FOR[header]} alone")
        if name.startswith("src/"):
            check_src(name, path, problems, where)
            beside = str(pathlib.PurePosixPath(name).parent / path)
            if quoted and "/" not in path and exists(beside):
                problems.append(f"{where}: paths start at the source root, found {path}")
        elif name.startswith("programs/"):
            check_program(name, path, problems, where)
        elif name.startswith(GRAPNEL_REAL_RUNTIME):
            pass
        elif name.startswith("grapnel/"):
            check_grapnel(name, path, problems, where)
    if name.startswith("src/") and name.endswith(".cpp"):
        own = name[: -len(".cpp")] + ".hpp"
        if exists(own) and (not found or found[0][2] != own[len("src/") :]):
            problems.append(f"{name}: its own header {own[len('src/'):]} stands first")
    return problems


def cycle_in(graph):
    """A list of nodes that lead back to the first, or None. Iterative, so that no depth limit applies."""
    colour = {}
    for root in sorted(graph):
        if root in colour:
            continue
        path = [root]
        pending = [iter(sorted(graph[root]))]
        colour[root] = "open"
        while path:
            for following in pending[-1]:
                if following not in graph:
                    continue
                if colour.get(following) == "open":
                    return path[path.index(following) :] + [following]
                if following not in colour:
                    colour[following] = "open"
                    path.append(following)
                    pending.append(iter(sorted(graph[following])))
                    break
            else:
                colour[path.pop()] = "done"
                pending.pop()
    return None


def check_cycles(texts):
    """Mutual includes between files, and between sub-folders of one folder of src/."""
    by_file = {}
    siblings = collections.defaultdict(set)
    for name, text in texts.items():
        if not name.startswith("src/"):
            continue
        targets = {"src/" + path for _, _, path in includes_of(text)} & set(texts)
        by_file[name] = targets - {name}
        if is_test(name):
            continue
        for target in targets:
            ours, theirs = name.split("/")[1:3], target.split("/")[1:3]
            nested = name.count("/") >= 3 and target.count("/") >= 3
            if nested and ours[0] == theirs[0] and ours[1] != theirs[1]:
                siblings["/".join(ours)].add("/".join(theirs))
                siblings["/".join(theirs)] |= set()
    problems = []
    for what, graph in (("files", by_file), ("folders", siblings)):
        cycle = cycle_in(graph)
        if cycle:
            problems.append(f"{what} include each other: {' → '.join(cycle)}")
    return problems


def check(texts):
    """All problems of {name: text}."""
    problems = []
    for name, text in sorted(texts.items()):
        problems += check_file(name, text, texts.__contains__)
    return problems + check_cycles(texts)


def main():
    names = [name for name in files.listed() if files.is_cpp(name)]
    problems = check({name: (files.ROOT / name).read_text(errors="replace") for name in names})
    print("\n".join(problems) or f"{len(names)} files keep the order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
