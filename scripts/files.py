"""The files of the repository, as the checks see them: tracked, or new and not ignored."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent

_CPP = (".hpp", ".cpp", ".h")


def listed(root=ROOT):
    """Paths relative to the root, sorted; a file that is deleted but still tracked is left out."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted({name for name in done.stdout.split("\0") if name and (root / name).is_file()})


def is_cpp(name):
    return name.endswith(_CPP)


def is_header(name):
    return name.endswith((".hpp", ".h"))
