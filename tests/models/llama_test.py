"""Our nodes and a real OpenAI-compatible server, llama.cpp's, with a model of random weights. LLAMA_SERVER_BIN names it; beside it stands
the Python that writes the model. scripts/verify.py models builds both."""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]
import harness  # noqa: E402
from relay import Relay  # noqa: E402


SLOW = {"blocks": 4, "width": 128, "wordy": True}


class Llama(harness.Process):
    """The server on a free port, with one slot, as a model called `tiny`."""

    def __init__(self, folder, blocks=2, width=64, wordy=False):
        server = pathlib.Path(os.environ["LLAMA_SERVER_BIN"])
        python = server.parent.parent / "llama" / "venv" / "bin" / "python"
        model = pathlib.Path(folder) / f"tiny-{blocks}-{width}.gguf"
        subprocess.run([python, HERE / "tiny_model.py", model, "--blocks", str(blocks), "--width", str(width), *(["--wordy"] if wordy else [])],
                       check=True, timeout=120)
        self.port = harness.free_ports(1)
        # Nothing is kept of earlier prompts: each is read anew and counted whole. A question that nobody waits for is left between two batches.
        super().__init__(
            [server, "--model", model, "--alias", "tiny", "--host", "127.0.0.1", "--port", self.port, "--threads", "1",
             "--parallel", "1", "--ctx-size", "8192", "--batch-size", "128", "--no-cache-prompt", "--jinja", "--no-ui", "--offline"],
            model.with_suffix(".log"))

    def __enter__(self):
        harness.wait_for_http(self, f"http://127.0.0.1:{self.port}/health")
        return self


class LlamaTest(unittest.TestCase):
    def setUp(self):
        if not os.environ.get("LLAMA_SERVER_BIN"):
            self.skipTest("LLAMA_SERVER_BIN is not set; scripts/verify.py models builds it")
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.data = pathlib.Path(self.folder) / "node"

    def relay(self, **size):
        """One before a server of its own, which it has as `llama`."""
        llama = self.enterContext(Llama(self.folder, **size))
        relay = self.enterContext(Relay(llama.port))
        relay.llama = llama
        return relay

    def dying(self):
        """Whose server is killed amid its first answer."""
        relay = self.relay(**SLOW)
        relay.at_piece = lambda number: number == 5 and relay.llama.kill()
        return relay

    def test_the_adapter_speaks_with_it(self):
        """Chat, streams, schemas, tools, probes, timeouts and faults (src/adapters/llm/live_test.cpp); it prints the tokens that it booked."""
        quick = self.relay()
        faults = self.enterContext(Relay(quick.llama.port))
        slow = self.enterContext(Llama(self.folder, **SLOW))
        test = subprocess.run(
            [harness.BIN.parent / "zestron_llm_test", "--gtest_filter=LiveModel.*"],
            capture_output=True, text=True, timeout=600, check=False,
            env={**os.environ, "ZESTRON_MODEL_URL": f"{quick.url}/v1", "ZESTRON_FAULT_URL": faults.url,
                 "ZESTRON_SLOW_MODEL_URL": f"http://127.0.0.1:{slow.port}/v1"})
        self.assertEqual(test.returncode, 0, test.stdout + test.stderr)
        self.assertNotIn("SKIPPED", test.stdout)
        lines = re.findall(r"^usage (\d+) (\d+)$", test.stdout, re.MULTILINE)
        booked = [(int(prompt), int(completion)) for prompt, completion in lines]
        self.assertGreater(len(booked), 3)
        self.assertEqual(booked, quick.usages)
        print(f"{len(booked)} exchanges, {sum(map(sum, booked))} tokens booked as the server counted them; {faults.asked} with faults")

    def offer(self, **urls):
        """Names them in the node's data folder, in this order."""
        providers = [{"name": name, "model": "tiny", "url": f"{url}/v1", "between_tokens_ms_max": 2_000, "prices": {"prompt": 0, "completion": 0}}
                     for name, url in urls.items()]
        (self.data / "models").mkdir(parents=True, exist_ok=True)
        (self.data / "models" / "models.json").write_text(json.dumps({"providers": providers}))

    @contextlib.contextmanager
    def voter(self):
        with harness.Node("demo", self.data, "--agents", "dao_voter", "--market", "sim:1", "--slot-ms", 40, "--offline") as node:
            yield node

    def exchange(self, node):
        """The first that is over. Then the node plays on: its agent is active, and ticks come."""
        exchanges = self.data / "exchanges.jsonl"
        node.wait_for(lambda: exchanges.exists() and exchanges.read_text().count("\n"), 180, "an exchange with the model", pause=0.2)
        ticks = self.ask(node, "node")["ticks"]
        node.wait_for(lambda: self.ask(node, "node")["ticks"] > ticks + 20, 30, "further ticks")
        self.assertEqual([agent["state"] for agent in self.ask(node, "agents")["items"]], ["active"])
        return json.loads(exchanges.read_text().splitlines()[0])["exchange"]

    def ask(self, node, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{node.port + 2}/api/v1/{path}", timeout=10) as answer:
            return json.load(answer)

    def waiting(self):
        """What asks for a person's consent: the vote, once the model is sure."""
        code, out, err = harness.run("approvals", "list", "--data", self.data, "--output", "json")
        self.assertEqual(code, 0, err)
        return json.loads(out)["approvals"]

    def assert_replays(self):
        code, out, err = harness.run("replay", self.data / "runs" / "00000001", "--output", "json")
        self.assertEqual(code, 0, err)
        replayed = json.loads(out)
        self.assertIsNone(replayed["first"], replayed)
        self.assertEqual(replayed["exchanges"], len((self.data / "exchanges.jsonl").read_text().splitlines()))

    def check_answer(self, exchange, provider, waiting):
        """It fits, and what the agent does follows from it."""
        self.assertEqual((exchange["provider"], exchange["model"]), (provider, "tiny"))
        self.assertIn("answer", exchange, exchange)
        said = json.loads(exchange["answer"]["text"])
        self.assertEqual(set(said), {"score", "agree", "text"})
        self.assertTrue(0 <= said["score"] <= 1, said)
        self.assertEqual(len(waiting), int(said["score"] >= 0.7))

    def test_an_agent_asks_it_and_the_run_replays_without_it(self):
        relay = self.relay()
        self.offer(llama=relay.url)
        code, out, err = harness.run("model", "ping", "--data", self.data, "--output", "json")
        self.assertEqual((code, json.loads(out)["providers"][0]["answers"]), (0, True), err)
        with self.voter() as node:
            exchange = self.exchange(node)
            waiting = self.waiting()
            self.assertEqual(node.stop(), 0, node.tail())
        self.check_answer(exchange, "llama", waiting)
        self.assertEqual((exchange["usage"]["prompt"], exchange["usage"]["completion"]), relay.usages[0])
        self.assertFalse(exchange["usage"]["estimated"])
        self.assertEqual(exchange["attempts"], 1)

        asked = relay.asked
        self.assert_replays()
        self.assertEqual(relay.asked, asked, "a replay asks nobody")

    def test_the_server_dies_amid_its_answer_and_the_next_one_is_asked(self):
        dies, lives = self.dying(), self.relay()
        self.offer(dies=dies.url, lives=lives.url)
        with self.voter() as node:
            exchange = self.exchange(node)
            waiting = self.waiting()
            self.assertEqual(node.stop(), 0, node.tail())
        self.assertEqual(dies.usages, [], "it had not ended")
        self.check_answer(exchange, "lives", waiting)
        self.assertEqual(exchange["attempts"], 2)
        self.assertTrue(exchange["usage"]["estimated"], "what the dead one may have cost")
        self.assert_replays()

    def test_the_only_server_dies_amid_its_answer_and_nothing_is_done(self):
        dies = self.dying()
        self.offer(dies=dies.url)
        with self.voter() as node:
            self.check_nothing_is_done(node)

    def test_spoilt_answers_are_none_and_nothing_is_done(self):
        faults = self.relay()
        for fault in ("cut", "garbled", "silent", "doubled"):
            with self.subTest(fault):
                self.data = pathlib.Path(self.folder) / fault
                self.offer(**{fault: f"{faults.url}/{fault}"})
                with self.voter() as node:
                    self.check_nothing_is_done(node)

    def check_nothing_is_done(self, node):
        exchange = self.exchange(node)
        self.assertNotIn("answer", exchange)
        self.assertTrue(exchange["error"]["message"], exchange)
        self.assertEqual(self.waiting(), [])
        self.assertEqual(node.stop(), 0, node.tail())
        self.assert_replays()


if __name__ == "__main__":
    unittest.main()
