#!/usr/bin/env python3
"""Checks that the C++ files are as clang-format leaves them (.clang-format).

    scripts/check_format.py [--fix]
"""

import subprocess
import sys

import files


def main():
    fix = sys.argv[1:] == ["--fix"]
    if sys.argv[1:] and not fix:
        print("usage: scripts/check_format.py [--fix]")
        return 2
    # The header of the C ABI (.h) is laid out as tables by hand.
    sources = [name for name in files.listed() if name.endswith((".hpp", ".cpp"))]
    if not sources:
        return 0
    mode = ["-i"] if fix else ["--dry-run", "--Werror", "--ferror-limit=3"]
    status = subprocess.run(["clang-format-19", *mode, *sources], cwd=files.ROOT).returncode
    if status != 0:
        print("run: scripts/check_format.py --fix")
    return status


if __name__ == "__main__":
    sys.exit(main())
