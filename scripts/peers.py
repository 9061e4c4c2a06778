#!/usr/bin/env python3
"""Builds what our node is compared with and driven by, from the Rust registry: the Solana command line and Agave's test validator.

    scripts/peers.py [NAME ...]           solana, solana-test-validator; default: all

Each is built once into build/peers and kept. Unoptimised: they are tools and a source of answers here, never of figures.
"""

import os
import sys
import time

from stages import ROOT, Job, say

AGAVE = "4.2.2"  # the version of rust/Cargo.toml's engine
FOLDER = ROOT / "build" / "peers"
CRATE_OF = {"solana": "solana-cli", "solana-test-validator": "agave-validator"}


def path_of(name):
    return FOLDER / "bin" / name


def built(name):
    """True if `name` stands in build/peers, building it where it does not."""
    if path_of(name).exists():
        return True
    job = Job(
        f"peer {name}",
        ["cargo", "install", "--locked", "--debug", "--root", FOLDER, f"{CRATE_OF[name]}@{AGAVE}"],
        env={"CARGO_TARGET_DIR": FOLDER / "target", "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_INCREMENTAL": "0"},
    )
    job.start()
    while not job.poll():
        time.sleep(1)
    if job.status != 0:
        job.show_failure()
    return job.status == 0


def main(wanted):
    unknown = set(wanted) - CRATE_OF.keys()
    if unknown:
        say(f"scripts/peers.py: no peer {min(unknown)}; there are {', '.join(CRATE_OF)}")
        return 2
    for name in wanted or CRATE_OF:
        if not built(name):
            return 1
        say(f"{name}: {os.path.relpath(path_of(name), ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
