"""What a node does with clients that ask too much, too much at once, or not to the end: a clear answer each, and the node goes on."""

import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

import harness


class Limits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-limits-"))
        cls.token = cls.folder / "token"
        cls.node = harness.Node("node", cls.folder / "data", "--market", "sim:3", "--offline", "--slow-call-ms", 1,
                                "--log-format", "json")
        cls.node.__enter__()
        cls.node.wait_ready()

    @classmethod
    def tearDownClass(cls):
        cls.node.__exit__(None, None, None)
        shutil.rmtree(cls.folder, ignore_errors=True)

    def tearDown(self):
        self.assertEqual(self.node.call("getHealth"), "ok", "the node goes on")

    def post(self, body, content_type="application/json"):
        request = urllib.request.Request(self.node.url, body, {"content-type": content_type})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.node.port + 2}/metrics", timeout=30) as answer:
            return answer.read().decode()

    def test_a_body_of_ten_megabytes(self):
        head = f"POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {10 << 20}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.node.port), 30) as client:
            client.sendall(head.encode())  # refused by its length, before the body is sent
            answer = client.recv(4096).decode()
        self.assertIn(" 413 ", answer.splitlines()[0])
        self.assertIn("262144 bytes", answer)

    def test_malformed_json(self):
        for body in (b"{", b"", b"[1,", b"\xff\xfe", b"[" * 5_000, b'{"jsonrpc":"2.0","id":1,"method":5}'):
            status, text = self.post(body)
            self.assertEqual(status, 200)
            self.assertIn(json.loads(text)["error"]["code"], (-32700, -32600), body[:20])

    def test_a_batch_beyond_its_bound(self):
        call = {"jsonrpc": "2.0", "id": 1, "method": "getHealth"}
        self.assertEqual(len(json.loads(self.post(json.dumps([call] * 1_024).encode())[1])), 1_024)
        self.assertEqual(json.loads(self.post(json.dumps([call] * 1_025).encode())[1])["error"]["code"], -32600)

    def test_many_connections_that_say_nothing(self):
        idle = [socket.create_connection(("127.0.0.1", self.node.port), 30) for _ in range(200)]
        try:
            self.assertEqual(self.node.call("getHealth"), "ok")
        finally:
            for client in idle:
                client.close()

    def test_metrics_show_every_queue(self):
        self.node.call("getHealth")
        text = self.metrics()
        for name in ('zestron_rpc_calls_total{method="getHealth"}', "zestron_rpc_waiting ", "zestron_pubsub_waiting ",
                     'zestron_chain_waiting{queue="transactions"', 'zestron_chain_waiting{queue="ledger"',
                     'zestron_slot{commitment="confirmed"}', 'zestron_connections{listener="rpc"}'):
            self.assertIn(name, text)
        for line in text.splitlines():
            self.assertRegex(line, r"^(# (HELP|TYPE) .+|[a-z_]+(\{.*\})? [0-9.e+-]+)$")

    def test_more_than_loopback_is_refused_without_tls_and_token(self):
        self.token.write_text("0123456789abcdef\n")
        for arguments in ((), ("--token-file", self.token)):
            status, out, err = harness.run("node", "--data", self.folder / "open", "--market", "sim:3", "--bind", "0.0.0.0",
                                           "--rpc-port", harness.free_ports(3), *arguments)
            self.assertEqual(status, 1, out + err)
            self.assertEqual(len(err.strip().splitlines()), 1, err)
            self.assertIn("--tls-cert", err)
            self.assertIn("--token-file", err)

    def test_a_token_is_asked_for_and_its_file_is_checked(self):
        self.token.write_text("short")
        status, _, err = harness.run("node", "--data", self.folder / "short", "--market", "sim:3", "--token-file", self.token)
        self.assertEqual(status, 1)
        self.assertIn("openssl rand", err)
        self.token.write_text("0123456789abcdef\n")
        with harness.Node("node", self.folder / "asks", "--market", "sim:3", "--offline", "--token-file", self.token,
                          "--calls-per-second", 5) as node:
            call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "getHealth"}).encode()
            header = {"content-type": "application/json"}

            def ask(path, **more):
                try:
                    return urllib.request.urlopen(urllib.request.Request(node.url + path, call, header | more), timeout=30).status
                except urllib.error.HTTPError as error:
                    return error.code
                except OSError:
                    return None

            node.wait_for(lambda: ask("/") is not None, 60, "an answer")
            self.assertEqual(ask("/"), 401)
            self.assertEqual(ask("/0123456789abcdef"), 200)
            self.assertEqual(ask("/", Authorization="Bearer 0123456789abcdef"), 200)
            self.assertIn(429, [ask("/0123456789abcdef") for _ in range(30)])

    def bridge(self, data, *arguments):
        """What `zestron mcp` answers to a call that changes something; the process ends with its input."""
        lines = [{"id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {},
                                                              "clientInfo": {"name": "test", "version": "1"}}},
                 {"id": 2, "method": "tools/call", "params": {"name": "node_kill", "arguments": {}}}]
        done = subprocess.run([str(harness.BIN), "mcp", "--data", str(data), *map(str, arguments)], timeout=60, check=False,
                              input="".join(json.dumps({"jsonrpc": "2.0"} | line) + "\n" for line in lines),
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}

    def test_the_mcp_bridge_has_the_token_that_the_node_asks_for(self):
        self.assertEqual(self.bridge(self.folder / "data")[2]["result"]["isError"], False, "that of the data folder")
        own, other = self.folder / "own", self.folder / "other"
        own.write_text("fedcba9876543210\n")
        other.write_text("0000000000000000\n")
        with harness.Node("node", self.folder / "own data", "--market", "sim:3", "--offline", "--token-file", own) as node:
            node.wait_for(lambda: (self.folder / "own data" / "node.json").exists(), 60, "a node that describes itself")
            self.assertEqual(self.bridge(node.data)[2]["result"]["isError"], False, "it is named in node.json")
            self.assertEqual(self.bridge(node.data, "--token-file", own)[2]["result"]["isError"], False)
            for answer in self.bridge(node.data, "--token-file", other).values():
                self.assertIn("--token-file", answer["error"]["message"])
            own.write_text("short")
            self.assertIn("openssl rand", self.bridge(node.data)[1]["error"]["message"])

    def test_slow_calls_are_one_json_object_each(self):
        program = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        call = {"jsonrpc": "2.0", "id": 1, "method": "getProgramAccounts", "params": [program, {"encoding": "base64"}]}
        self.post(json.dumps([call] * 200).encode())
        lines = [line for line in self.node.log.read_text().splitlines() if line.startswith('{"time"')]
        for line in lines:
            self.assertEqual(json.loads(line)["event"], "slow call")
            self.assertNotIn(program, line)


if __name__ == "__main__":
    unittest.main()
