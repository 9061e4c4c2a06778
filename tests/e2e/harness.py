"""Runs the real binary for end-to-end tests: starts nodes and what they speak with on free ports, asks their RPC, kills them.

Standard library only. The binary comes from ZESTRON_BIN, recorded series from ZESTRON_FIXTURES.
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.request

BIN = pathlib.Path(os.environ.get("ZESTRON_BIN", "bin/zestron"))

# A chain with JSON-RPC and nothing else; scripts/rpc_suite.py names one of a sanitized build.
TEST_NODE = pathlib.Path(os.environ.get("ZESTRON_TEST_NODE", BIN.parent / "chain_rpc_test_node"))


def fixture(name):
    """Path of a recorded file; skips the test, and says so, where there is none."""
    folder = os.environ.get("ZESTRON_FIXTURES", "")
    path = pathlib.Path(folder) / name
    if not folder or not path.exists():
        raise unittest.SkipTest(f"{name} is not here; set ZESTRON_FIXTURES to the folder of recorded data")
    return path


def free_ports(count):
    """`count` ports in a row that nothing listens on right now."""
    for first in range(20000 + os.getpid() % 20000, 60000, 7):
        sockets = []
        try:
            for port in range(first, first + count):
                sockets.append(socket.socket())
                sockets[-1].bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for s in sockets:
                s.close()
    raise RuntimeError("no free ports")


def base58(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def run(*arguments, timeout=120, environment=None):
    """One command to its end: (exit code, stdout, stderr)."""
    done = subprocess.run([str(BIN), *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})}, check=False)
    return done.returncode, done.stdout, done.stderr


class Process:
    """A server and its log; a context manager that leaves nothing running."""

    def __init__(self, argv, log, environment=None, cwd=None):
        self.name, self.log = pathlib.Path(argv[0]).name, pathlib.Path(log)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as stream:
            self.process = subprocess.Popen(
                list(map(str, argv)), stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=cwd,
                env={**os.environ, **(environment or {})})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def wait_for(self, condition, timeout, what, pause=0.05):
        end = time.monotonic() + timeout
        while True:
            try:
                value = condition()
                if value:
                    return value
            except (urllib.error.URLError, ConnectionError, RuntimeError, TimeoutError):
                pass
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.process.returncode} before {what}:\n{self.tail()}")
            if time.monotonic() > end:
                raise AssertionError(f"{what} did not come within {timeout} s:\n{self.tail()}")
            time.sleep(pause)

    def wait_end(self, timeout=120):
        return self.process.wait(timeout)

    def tail(self, lines=25):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self, timeout=30):
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout)

    def kill(self):
        """SIGKILL, as a power cut would; waits until the process is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def wait_for_http(process, url, timeout=120):
    """Until `url` answers well. Leaves no process behind that does not come to that, and tells what it wrote last."""
    try:
        process.wait_for(lambda: urllib.request.urlopen(url, timeout=5).close() is None, timeout, f"an answer of {url}")
    except BaseException:
        process.kill()
        raise


class Node(Process):
    def __init__(self, verb, data, *arguments, log=None, environment=None, port=None):
        self.data = pathlib.Path(data)
        self.port = port or free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        self.started = time.monotonic()
        super().__init__(
            [BIN, verb, "--data", data, "--rpc-port", self.port, "--api-port", self.port + 2, *arguments],
            log or self.data.with_suffix(".log"), environment)

    def call(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}).encode()
        request = urllib.request.Request(self.url, body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            reply = json.load(answer)
        if "error" in reply:
            raise RuntimeError(f"{method}: {reply['error']}")
        return reply["result"]

    def wait_ready(self, timeout=60):
        """Seconds from start to getHealth ok."""
        self.wait_for(lambda: self.call("getHealth") == "ok", timeout, "getHealth ok", pause=0.005)
        return time.monotonic() - self.started
