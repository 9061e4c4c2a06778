#!/usr/bin/env python3
"""`make lint`: the order of the folders, the house rules, formatting, the attack list, and shell scripts where shellcheck is present."""

import shutil
import sys

from stages import ROOT, Job, run, say

_SHELL = sorted(str(path.relative_to(ROOT)) for path in (*ROOT.glob("scripts/*.sh"), ROOT / ".ci" / "run"))

CHECKS = [
    ("layers", [sys.executable, "scripts/check_layers.py"]),
    ("house rules", [sys.executable, "scripts/check_house.py"]),
    ("format", [sys.executable, "scripts/check_format.py"]),
    ("costs", [sys.executable, "scripts/costs.py", "--check"]),
    ("attack list", [sys.executable, "scripts/attacks.py"]),
]
if shutil.which("shellcheck"):
    CHECKS.append(("shellcheck", ["shellcheck", *_SHELL]))


def main():
    checks = [("script tests", [sys.executable, "-m", "unittest", "discover", "scripts/tests"]), *CHECKS]
    failed = [name for name, argv in checks if not run([Job(name, argv)], name)]
    for name, _ in checks:
        say(f"{'FAILED' if name in failed else 'ok':<7} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
