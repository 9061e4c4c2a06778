#!/usr/bin/env python3
"""clang-tidy over the C++ sources of the `dev` preset.

    scripts/tidy.py            what changed since the branch left the main line (or the last commit), uncommitted included
    scripts/tidy.py --all      everything (`make verify`)
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import time

from counts import Counts
from stages import ROOT, say

DATABASE = ROOT / "build" / "dev" / "compile_commands.json"


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def base_commit():
    """Where the branch left the main line; on the main line itself, the commit before."""
    head = git("rev-parse", "HEAD")
    for main_line in ("origin/HEAD", "origin/main", "main"):
        base = git("merge-base", "HEAD", main_line)
        if base and base != head:
            return base
    return git("rev-parse", "HEAD~1") or head


def changed_files():
    tracked = git("diff", "--name-only", "--diff-filter=d", base_commit() or "HEAD") or ""
    fresh = git("ls-files", "--others", "--exclude-standard") or ""
    return sorted({*tracked.split("\n"), *fresh.split("\n")} - {""})


def compiled(names):
    """Those of `names` (all if None) that the build compiles natively, as the compiler was told."""
    if not DATABASE.exists():
        return []
    known = {os.path.relpath(entry["file"], ROOT) for entry in json.loads(DATABASE.read_text())}
    known = {name for name in known if not name.startswith(("..", "build/"))}
    return sorted(known if names is None else known & set(names))


def tidy_one(name):
    done = subprocess.run(
        ["clang-tidy-19", "--quiet", "-p", DATABASE.parent, name], cwd=ROOT, capture_output=True, text=True
    )
    noise = re.compile(r"^\d+ warnings? (generated|treated)|^Suppressed|^Use -header-filter|^Error while processing")
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip() and not noise.match(line)]
    return done.returncode, lines


def check(names, files_max, seconds_max):
    """One test per file. What the bounds leave out is said, and is left to `make verify`."""
    chosen = compiled(names)
    if len(chosen) > files_max:
        say(f"tidy: {len(chosen)} files changed, looking at {files_max} of them; make verify looks at all")
        # The largest changes are the likeliest to hold something new.
        size = {name: (ROOT / name).stat().st_size for name in chosen}
        chosen = sorted(chosen, key=lambda name: -size[name])[:files_max]
    began = time.monotonic()
    total = Counts()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:

        def one(name):
            if time.monotonic() - began > seconds_max:
                return name, None, []
            return (name, *tidy_one(name))

        for name, status, lines in pool.map(one, chosen):
            if status is None:
                say(f"tidy: {name} left out, {seconds_max} s are over")
                total += Counts(skipped=1)
            elif status == 0:
                total += Counts(passed=1)
            else:
                say(f"\n---- clang-tidy: {name}")
                for line in lines[:60]:
                    say("  " + line.replace(f"{ROOT}/", ""))
                total += Counts(failed=1)
    return total


def main():
    everything = sys.argv[1:] == ["--all"]
    if sys.argv[1:] and not everything:
        say("usage: scripts/tidy.py [--all]")
        return 2
    total = check(None if everything else changed_files(), 100_000, 100_000)
    say(total.summary())
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
