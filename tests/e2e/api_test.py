"""The API of a live demo node: every operation once with what is really there, the document under schemathesis, /ws with a real client."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

import harness
import tools

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ema_cross" / "agent.json"


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-api-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.node = cls.enterClassContext(
            harness.Node("demo", cls.folder / "demo", "--market", "sim:7", "--slot-ms", "40", "--offline"))
        cls.port = cls.node.port + 2
        cls.node.wait_ready()
        token = cls.folder / "demo" / "api-token"
        cls.node.wait_for(token.exists, 20, "the API's token")
        cls.token = token.read_text()
        cls.node.wait_for(lambda: cls.ask("agents")[1]["items"], 60, "an agent")
        cls.node.wait_for(lambda: any(i["state"] == "landed" for i in cls.ask("intents")[1]["items"]), 90,
                          "a landed intent")

    @classmethod
    def ask(cls, path, body=None, token=True, method=None, raw=False):
        """(status, answer); GET without a body."""
        request = urllib.request.Request(f"http://127.0.0.1:{cls.port}/api/v1/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("content-type", "application/json")
        if token:
            request.add_header("authorization", f"Bearer {cls.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                content = answer.read()
                return answer.status, content.decode() if raw else json.loads(content)
        except urllib.error.HTTPError as error:
            assert error.headers["content-type"] == "application/problem+json", error.headers
            return error.code, json.load(error)

    def ok(self, path, body=None, status=200, raw=False):
        got, answer = self.ask(path, body, raw=raw)
        self.assertEqual(got, status, answer)
        return answer

    def first_agent(self):
        return self.ok("agents")["items"][0]["address"]

    def test_token_is_for_its_owner(self):
        self.assertEqual((self.folder / "demo" / "api-token").stat().st_mode & 0o777, 0o600)
        status, problem = self.ask("node/kill", {}, token=False)
        self.assertEqual((status, problem["type"]), (401, "urn:zestron:problem:unauthorized"))
        self.assertFalse(self.ok("node")["allKilled"])

    def test_agents(self):
        agent = self.first_agent()
        self.assertEqual(self.ok(f"agents/{agent}")["state"], "active")
        config = self.ok(f"agents/{agent}/config")
        self.assertEqual(config["config"], json.loads(EXAMPLE.read_text()))
        for verb, state in (("pause", "paused"), ("kill", "killed"), ("resume", "active")):
            self.ok(f"agents/{agent}/{verb}", {})
            self.node.wait_for(lambda s=state: self.ok(f"agents/{agent}")["state"] == s, 20, state)
        self.ok("node/kill", {})
        self.node.wait_for(lambda: self.ok("node")["allKilled"], 20, "all killed")
        self.ok("node/resume", {})
        self.node.wait_for(lambda: not self.ok("node")["allKilled"], 20, "all resumed")

    def test_upgrade(self):
        agent = self.first_agent()
        config = {**json.loads(EXAMPLE.read_text()), "description": "another"}
        dry = self.ok(f"agents/{agent}/upgrade", {"config": config, "dryRun": True})
        self.assertTrue(dry["changed"] and dry["dryRun"])
        self.assertIsNone(self.ok(f"agents/{agent}")["nextConfig"])
        taken = self.ok(f"agents/{agent}/upgrade", {"config": config})
        self.node.wait_for(lambda: self.ok(f"agents/{agent}")["nextConfig"] == taken["hash"], 20, "the next config")
        status, problem = self.ask(f"agents/{agent}/upgrade", {"config": {"name": "x"}})
        self.assertEqual(status, 422)
        self.assertIn("$", problem["detail"])

    def test_intents(self):
        agent = self.first_agent()
        landed = self.ok(f"intents?agent={agent}&state=landed&limit=1")["items"][0]
        one = self.ok(f"intents/{agent}/{landed['sequence']}")
        self.assertEqual(one["signature"], landed["signature"])
        status = self.node.call("getSignatureStatuses", [one["signature"]])["value"][0]
        self.assertEqual(status["slot"], one["slot"])
        transaction = self.node.call("getTransaction", one["signature"], {"encoding": "json", "commitment": "confirmed"})
        self.assertEqual(transaction["meta"]["computeUnitsConsumed"], one["computeUnits"])
        self.assertEqual(str(transaction["meta"]["fee"]), one["feeLamports"])

    def test_wallets(self):
        for wallet in self.ok("wallets")["items"]:
            status, answer = self.ask(f"wallets/{wallet['address']}")
            self.assertIn(status, (200, 404), answer)  # 404: its owner has not opened it

    def test_runs(self):
        run = self.ok("runs")["items"][-1]
        self.assertTrue(self.ok(f"runs/{run['id']}")["current"])
        verified = self.ok(f"runs/{run['id']}/verify", {})
        self.assertEqual(verified["divergence"], "")
        self.assertGreater(verified["records"], 0)

    def test_approvals_and_models(self):
        self.assertEqual(self.ok("approvals")["items"], [])
        for verb in ("approve", "refuse"):
            self.assertEqual(self.ask(f"approvals/{urllib.parse.quote('a/b/1', safe='')}/{verb}", {})[0], 404)
        self.assertTrue(self.ok("models")["items"])

    def test_backtests(self):
        body = {"config": json.loads(EXAMPLE.read_text()), "market": "sim:3", "ticks": 20_000}
        started = self.ok("backtests", body, status=202)
        path = f"backtests/{started['id']}"
        done = self.node.wait_for(lambda: (lambda b: b if b["state"] in ("done", "failed") else None)(self.ok(path)), 60,
                                  "the backtest")
        self.assertEqual((done["state"], done["ticksDone"]), ("done", 20_000), done)
        code, out, err = harness.run("backtest", EXAMPLE, "--market", "sim:3", "--ticks", 20_000, "--output", "json")
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["hash"], done["hash"])
        self.assertIn("<svg", self.ok(f"{path}/report", raw=True))
        self.assertEqual(self.ask(f"{path}/cancel", {})[0], 409)
        long = self.ok("backtests", {**body, "ticks": 5_000_000}, status=202)
        self.ok(f"backtests/{long['id']}/cancel", {})
        self.node.wait_for(lambda: self.ok(f"backtests/{long['id']}")["state"] == "cancelled", 30, "its end")
        self.assertGreaterEqual(len(self.ok("backtests")["items"]), 2)

    def test_ws_goes_on_where_it_was(self):
        tools.use()
        from websockets.exceptions import InvalidStatus  # pylint: disable=import-outside-toplevel
        from websockets.sync.client import connect  # pylint: disable=import-outside-toplevel

        url = f"ws://127.0.0.1:{self.port}/ws"

        def listen(**more):
            socket = connect(url)
            self.addCleanup(socket.close)
            socket.send(json.dumps({"id": 1, "subscribe": ["slots"], **more}))
            return socket, json.loads(socket.recv(10))

        first, told = listen()
        seen = [json.loads(first.recv(10)) for _ in range(5)]
        first.close()
        missed = self.ok("node")["processedSlot"] + 3
        self.node.wait_for(lambda: self.ok("node")["processedSlot"] >= missed, 20, "three slots that nobody listens to")
        second, again = listen(**{"from": seen[-1]["seq"] + 1, "run": told["run"]})
        self.assertEqual(again["run"], told["run"])
        seen += [json.loads(second.recv(10)) for _ in range(15)]
        slots = [message["data"]["slot"] for message in seen]
        self.assertEqual(slots, list(range(slots[0], slots[0] + 20)))
        third, _ = listen(**{"from": 1, "run": "another"})
        self.assertIn("oldest", json.loads(third.recv(10))["gap"])
        with self.assertRaises(InvalidStatus) as refused:
            connect(url, origin="https://evil.example")
        self.assertEqual(refused.exception.response.status_code, 403)

    def test_z_schemathesis(self):
        """Last by name: it pauses, kills and resumes what it finds."""
        # Any object fits the schema of a config there; whether it is one, only its parser can say, with 422.
        (self.folder / "schemathesis.toml").write_text(
            '[[operations]]\ninclude-operation-id = "backtests.start"\nchecks.positive_data_acceptance.enabled = false\n')
        # One worker: Hypothesis reads lambdas with ast.parse, which two threads of CPython 3.11 can't do at once ("AST constructor recursion
        # depth mismatch"), and a busy machine makes them.
        command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
                   f"http://127.0.0.1:{self.port}/openapi.json", "--url", f"http://127.0.0.1:{self.port}",
                   "--header", f"Authorization: Bearer {self.token}", "--max-examples", "8", "--max-time", "30", "--seed", "1",
                   "--phases", "coverage,fuzzing", "--workers", "1", "--request-timeout", "20"]
        done = subprocess.run(command, env=tools.environment(), cwd=self.folder, capture_output=True, text=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])
        self.assertEqual(self.ask("node")[0], 200)


if __name__ == "__main__":
    unittest.main()
