"""OTLP: a collector gets one trace from the tick to the landed transaction, and the metrics; one that hangs or answers garbage costs nothing but spans."""

import http.server
import json
import tempfile
import threading
import time
import unittest

import harness
import traces


class Collector:
    """Takes OTLP/HTTP on a free port; `answer(number)` gives (status, body), or None to hang until the end."""

    def __init__(self, answer=lambda _: (200, b"{}")):
        self.spans, self.metrics, self.posts = [], {}, 0
        self.over = threading.Event()
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802, http.server's name
                body = self.rfile.read(int(self.headers["content-length"]))
                collector.posts += 1
                said = answer(collector.posts)
                if said is None:
                    collector.over.wait(60)
                    said = (503, b"")
                if said[0] == 200:
                    collector.take(self.path, json.loads(body))
                self.send_response(said[0])
                self.send_header("content-length", str(len(said[1])))
                self.end_headers()
                self.wfile.write(said[1])

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, path, body):
        if path == "/v1/traces":
            self.spans += traces.from_otlp(body)
        elif path == "/v1/metrics":
            for metric in body["resourceMetrics"][0]["scopeMetrics"][0]["metrics"]:
                self.metrics[metric["name"]] = metric

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


def demo(folder, url, *more):
    return harness.Node("demo", f"{folder}/node", "--market", "sim:1", "--speed", "max", "--offline", "--otlp", url, *more)


class TelemetryTest(unittest.TestCase):
    def test_one_trace_leads_from_the_tick_to_the_landed_transaction(self):
        with tempfile.TemporaryDirectory() as folder, Collector() as collector:
            with demo(folder, collector.url, "--ticks", 1500, "--exit-at-end") as node:
                self.assertEqual(node.wait_end(), 0, node.tail())
            path = traces.chain_to_landed(collector.spans)
            self.assertIsNotNone(path, sorted({span["name"] for span in collector.spans}))
            traces.check(self, path, collector.spans)
            for name in ("gen_ai.invoke_agent.duration", "gen_ai.execute_tool.duration", "zestron_slot", "zestron_ticks_total"):
                self.assertIn(name, collector.metrics)

    def test_a_collector_that_hangs_or_babbles_does_not_hold_the_node(self):
        answers = {1: (503, b""), 2: (200, b"\xff garbage"), 3: (404, b"no")}
        with tempfile.TemporaryDirectory() as folder, Collector(answers.get) as collector:
            with demo(folder, collector.url, "--ticks", 1500, "--exit-at-end") as node:
                began = time.monotonic()
                self.assertEqual(node.wait_end(), 0, node.tail())
                self.assertLess(time.monotonic() - began, 60)
            self.assertGreater(collector.posts, 0)


if __name__ == "__main__":
    unittest.main()
