#!/usr/bin/env python3
"""Builds what our node is compared with and driven by, from the Rust registry: the Solana command line and Agave's test validator; and from
Go's module proxy where our telemetry goes: Jaeger.

    scripts/peers.py [NAME ...]           solana, solana-test-validator, jaeger; default: all

Each is built once into build/peers and kept. Unoptimised: they are tools and a source of answers here, never of figures.
"""

import json
import os
import shutil
import subprocess
import sys
import time

from stages import ROOT, Job, say

AGAVE = "4.2.2"  # the version of rust/Cargo.toml's engine
FOLDER = ROOT / "build" / "peers"
JAEGER = "github.com/jaegertracing/jaeger@v1.76.0"
CRATE_OF = {"solana": "solana-cli", "solana-test-validator": "agave-validator"}


def path_of(name):
    return FOLDER / "bin" / name


def crate_job(name):
    return Job(
        f"peer {name}",
        ["cargo", "install", "--locked", "--debug", "--root", FOLDER, f"{CRATE_OF[name]}@{AGAVE}"],
        env={"CARGO_TARGET_DIR": FOLDER / "target", "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_INCREMENTAL": "0"},
    )


def jaeger_job():
    """`go install` refuses a module that replaces another one, so it is built in its own folder of the module cache. None without Go."""
    go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
    if go is None:
        say("jaeger: there is no go here")
        return None
    found = subprocess.run([go, "mod", "download", "-json", JAEGER], capture_output=True, text=True, cwd=ROOT, check=False)
    if found.returncode != 0:
        say(found.stderr or found.stdout)
        return None
    path_of("jaeger").parent.mkdir(parents=True, exist_ok=True)
    source = json.loads(found.stdout)["Dir"]
    return Job("peer jaeger", [go, "-C", source, "build", "-trimpath", "-ldflags=-s -w", "-o", path_of("jaeger"), "./cmd/all-in-one"])


PEERS = (*CRATE_OF, "jaeger")


def built(name):
    """True if `name` stands in build/peers, building it where it does not."""
    if path_of(name).exists():
        return True
    job = jaeger_job() if name == "jaeger" else crate_job(name)
    if job is None:
        return False
    job.start()
    while not job.poll():
        time.sleep(1)
    if job.status != 0:
        job.show_failure()
    return job.status == 0


def main(wanted):
    unknown = set(wanted) - set(PEERS)
    if unknown:
        say(f"scripts/peers.py: no peer {min(unknown)}; there are {', '.join(PEERS)}")
        return 2
    for name in wanted or PEERS:
        if not built(name):
            return 1
        say(f"{name}: {os.path.relpath(path_of(name), ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
