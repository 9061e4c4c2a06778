"""A node is asked to end in the middle of its work: what it was asked it answers, who listens is told, and nothing is left to repair."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import harness
from listener import Listener

SLOT_MS = 20
GOING_AWAY = 1001  # RFC 6455 §7.4.1
PAYEE = harness.base58(bytes(31) + b"\7")


class TestNode:
    """A chain with JSON-RPC and nothing else."""

    def __init__(self, data):
        self.process = subprocess.Popen([harness.TEST_NODE, "--data", data, "--slot-ms", str(SLOT_MS)],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, body, connection=None):
        if connection is None:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as own:
                return self.ask(body, own)
        connection.request("POST", "/", json.dumps(body), {"content-type": "application/json"})
        return json.load(connection.getresponse())

    def call(self, method, *params, connection=None):
        return self.ask({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}, connection)["result"]


class Stop(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-stop-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self):
        node = TestNode(self.folder / "data")
        self.addCleanup(node.close)
        return node

    def test_ends_under_load_as_if_it_had_been_idle(self):
        node = self.start()
        listeners = [Listener(node.port + 1) for _ in range(3)]
        signatures, asked = [], threading.Event()

        def load():
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", node.port, timeout=30)) as connection:
                # Until the server is gone, or has ended this connection, as announced, after an answer.
                with contextlib.suppress(OSError, http.client.HTTPException):
                    while True:
                        signatures.append(node.call("requestAirdrop", PAYEE, 1_000_000, connection=connection))
                        if len(signatures) > 50:
                            asked.set()

        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        asked.wait(30)
        # A call that is being answered when the signal comes, and some that wait behind it.
        long_call = [{"jsonrpc": "2.0", "id": number, "method": "getSupply"} for number in range(50)]
        long_answers = []
        askers = [threading.Thread(target=lambda: long_answers.append(node.ask(long_call))) for _ in range(6)]
        for asker in askers:
            asker.start()
        time.sleep(0.05)
        node.process.send_signal(signal.SIGTERM)
        codes = [listener.until_closed() for listener in listeners]
        for thread in threads + askers:
            thread.join(30)
        self.assertEqual(node.process.wait(30), 0)
        self.assertEqual(codes, [GOING_AWAY] * 3)
        self.assertEqual([len(answers) for answers in long_answers], [50] * 6)
        self.assertTrue(all("result" in answer for answers in long_answers for answer in answers))

        torn = self.folder / "data" / "torn"
        self.assertEqual(os.listdir(torn) if torn.exists() else [], [])
        again = self.start()
        self.assertEqual(os.listdir(torn) if torn.exists() else [], [], "nothing was left half written")
        landed = [status for at in range(0, len(signatures), 256)
                  for status in again.call("getSignatureStatuses", signatures[at:at + 256])["value"]]
        self.assertTrue(all(status and status["err"] is None for status in landed), "what was accepted is in the ledger")
        again.process.send_signal(signal.SIGTERM)
        self.assertEqual(again.process.wait(30), 0)


if __name__ == "__main__":
    unittest.main()
