#!/usr/bin/env python3
"""Records what Agave's test validator answers to the calls of tests/conformance, with the features that mainnet has.

    scripts/conformance.py                writes tests/conformance/recorded/agave-VERSION.json

scripts/peers.py builds the validator first where it is missing (long). The recorded answers are test data: `make test` compares our
node's with them, and needs no validator.
"""

import contextlib
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import peers
from stages import ROOT, say

FOLDER = ROOT / "tests" / "conformance"
MAINNET = ROOT / "rust" / "bank" / "src" / "mainnet_features.txt"
FEATURE_PROGRAM = "Feature111111111111111111111111111111111111"
READY_SECONDS = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, method, *params):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["result"]


@contextlib.contextmanager
def validator(*arguments):
    """A fresh one on ports of its own; gives its URL once it has a confirmed slot."""
    with tempfile.TemporaryDirectory(prefix="zestron-validator-") as folder:
        port = free_port()
        argv = [peers.path_of("solana-test-validator"), "--ledger", f"{folder}/ledger", "--rpc-port", port, "--faucet-port", free_port(),
                "--ticks-per-slot", 16, "--bind-address", "127.0.0.1", "--quiet", *arguments]
        with open(f"{folder}/log", "wb") as log:
            process = subprocess.Popen([str(word) for word in argv], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
            try:
                url, end = f"http://127.0.0.1:{port}", time.monotonic() + READY_SECONDS
                while True:
                    with contextlib.suppress(urllib.error.URLError, ConnectionError, KeyError, TimeoutError):
                        if ask(url, "getSlot", {"commitment": "confirmed"}) > 1:
                            break
                    if process.poll() is not None or time.monotonic() > end:
                        raise RuntimeError("the validator did not come up: " + open(f"{folder}/log").read()[-2000:])
                    time.sleep(0.2)
                yield url, f"ws://127.0.0.1:{port + 1}"
            finally:
                process.terminate()
                process.wait(60)


def features_off():
    """The features that the validator has from its start and mainnet has not."""
    mainnet = set(re.findall(r"^(\w{32,44}) ", MAINNET.read_text(), re.MULTILINE))
    with validator() as (url, _):
        active = {account["pubkey"] for account in ask(url, "getProgramAccounts", FEATURE_PROGRAM, {"encoding": "base64"})}
    return sorted(active - mainnet)


def main():
    if not peers.built("solana-test-validator"):
        return 1
    off = features_off()
    say(f"conformance: {len(off)} features are off, as on mainnet")
    recorded = FOLDER / "recorded" / f"agave-{peers.AGAVE}.json"
    recorded.parent.mkdir(exist_ok=True)
    with validator(*(word for feature in off for word in ("--deactivate-feature", feature))) as (url, ws):
        done = subprocess.run(["node", "record.js", recorded, url, ws], cwd=FOLDER, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        return 1
    say(f"conformance: {len(json.loads(recorded.read_text()))} answers are in {recorded.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
