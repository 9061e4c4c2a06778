"""A real OTLP back end, Jaeger, shows one trace from the tick to the landed transaction by its own query API. JAEGER_BIN names its all-in-one."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
import harness  # noqa: E402
import traces  # noqa: E402


def spans_of(found):
    for trace in found["data"]:
        for span in trace["spans"]:
            parents = [one["spanID"] for one in span["references"] if one["refType"] == "CHILD_OF"]
            yield {"name": span["operationName"], "trace": span["traceID"], "id": span["spanID"], "parent": parents[0] if parents else None,
                   "attributes": {tag["key"]: tag["value"] for tag in span["tags"]}}


class JaegerTest(unittest.TestCase):
    def setUp(self):
        if not os.environ.get("JAEGER_BIN"):
            self.skipTest("JAEGER_BIN is not set; scripts/verify.py telemetry builds it")
        ports = harness.free_ports(6)
        self.otlp, self.query = f"http://127.0.0.1:{ports}", f"http://127.0.0.1:{ports + 1}"
        flags = {"collector.otlp.http.host-port": ports, "query.http-server.host-port": ports + 1, "admin.http.host-port": ports + 2,
                 "collector.otlp.grpc.host-port": ports + 3, "query.grpc-server.host-port": ports + 4, "collector.grpc-server.host-port": ports + 5}
        # What else it would listen on has nothing to do with this.
        more = ["--collector.http-server.host-port=127.0.0.1:0", "--http-server.host-port=127.0.0.1:0", "--memory.max-traces=10000"]
        self.folder = tempfile.TemporaryDirectory()
        self.log = open(f"{self.folder.name}/jaeger.log", "w+b")
        self.jaeger = subprocess.Popen([os.environ["JAEGER_BIN"], *(f"--{name}=127.0.0.1:{port}" for name, port in flags.items()), *more],
                                       stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def tearDown(self):
        self.jaeger.kill()
        self.jaeger.wait()
        self.log.close()
        self.folder.cleanup()

    def ask(self, path):
        with urllib.request.urlopen(self.query + path, timeout=10) as answer:
            return json.load(answer)

    def test_it_shows_the_way_from_the_tick_to_the_landed_transaction(self):
        node = harness.Node("demo", f"{self.folder.name}/node", "--market", "sim:1", "--offline", "--slot-ms", 20, "--otlp", self.otlp)
        with node:
            # Its own answer to a search by an attribute that only landed transactions have.
            path = "/api/traces?service=zestron&operation=transaction&tags=%7B%22zestron.outcome%22%3A%22landed%22%7D&limit=50"
            spans = node.wait_for(lambda: list(spans_of(self.ask(path))), 120, "a trace in Jaeger")
            found = node.wait_for(lambda: traces.chain_to_landed(list(spans_of(self.ask(path)))), 60, "a whole trace in Jaeger")
            spans = list(spans_of(self.ask(path)))
            traces.check(self, found, spans)


if __name__ == "__main__":
    unittest.main()
