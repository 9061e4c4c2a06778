"""A real OTLP back end, Jaeger, shows by its own query API what a node sent. JAEGER_BIN names its all-in-one."""

import collections
import json
import os
import pathlib
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
import harness  # noqa: E402
import model_double  # noqa: E402
import traces  # noqa: E402
from collector import Collector  # noqa: E402

# Of the sample agents, whose questions are all but searches of text.
KINDS = set(traces.PARENTS) - {"retrieval"}


def spans_of(found):
    for trace in found["data"]:
        for span in trace["spans"]:
            parents = [one["spanID"] for one in span["references"] if one["refType"] == "CHILD_OF"]
            yield {"name": span["operationName"], "trace": span["traceID"], "id": span["spanID"], "parent": parents[0] if parents else None,
                   "attributes": {tag["key"]: tag["value"] for tag in span["tags"]},
                   "events": [field["value"] for log in span["logs"] for field in log["fields"] if field["key"] == "event"]}


class Jaeger(harness.Process):
    """Its all-in-one, on free ports, with what it takes in memory."""

    def __init__(self, folder):
        first = harness.free_ports(6)
        self.otlp, self.query, self.admin = (f"http://127.0.0.1:{first + place}" for place in range(3))
        flags = {"collector.otlp.http.host-port": first, "query.http-server.host-port": first + 1, "admin.http.host-port": first + 2,
                 "collector.otlp.grpc.host-port": first + 3, "query.grpc-server.host-port": first + 4,
                 "collector.grpc-server.host-port": first + 5}
        # What else it would listen on has nothing to do with this. Its queue drops what does not fit, and says so nowhere.
        more = ["--collector.http-server.host-port=127.0.0.1:0", "--memory.max-traces=100000",
                "--collector.queue-size=100000"]
        super().__init__([os.environ["JAEGER_BIN"], *(f"--{name}=127.0.0.1:{port}" for name, port in flags.items()), *more],
                         f"{folder}/jaeger.log")

    def __enter__(self):
        """Once all of it listens: until then its ports are free for others."""
        harness.wait_for_http(self, self.admin)
        return self

    def spans(self, limit=20_000, **search):
        """Of the traces that its search finds."""
        asked = urllib.parse.urlencode({"service": "zestron", "limit": limit, **search})
        with urllib.request.urlopen(f"{self.query}/api/traces?{asked}", timeout=60) as answer:
            return list(spans_of(json.load(answer)))


class JaegerTest(unittest.TestCase):
    def setUp(self):
        if not os.environ.get("JAEGER_BIN"):
            self.skipTest("JAEGER_BIN is not set; scripts/verify.py telemetry builds it")
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.jaeger = self.enterContext(Jaeger(self.folder))

    def test_it_shows_the_way_from_the_tick_to_the_landed_transaction(self):
        landed = {"operation": "transaction", "tags": json.dumps({"zestron.outcome": "landed"}), "limit": 50}
        with harness.Node("demo", f"{self.folder}/node", "--market", "sim:1", "--offline", "--slot-ms", 20,
                          "--otlp", self.jaeger.otlp) as node:
            # Its own answer to a search by an attribute that only landed transactions have.
            node.wait_for(lambda: traces.chain_to_landed(self.jaeger.spans(**landed)), 120, "a whole trace in Jaeger")
            spans = self.jaeger.spans(**landed)
            traces.check(self, traces.chain_to_landed(spans), spans)

    def test_it_shows_every_span_of_all_sample_agents_as_it_was_sent(self):
        relay = self.enterContext(Collector(pass_on={"/v1/traces": f"{self.jaeger.otlp}/v1/traces"}))
        self.enterContext(model_double.ModelDouble()).offer_to(f"{self.folder}/node")

        def all_kinds():
            model_double.agree_to_what_waits(node)
            return {traces.kind_of(span) for span in list(relay.spans)} >= KINDS

        with harness.Node("demo", f"{self.folder}/node", "--agents", "all", "--market", "sim:1", "--slot-ms", 40, "--offline",
                          "--otlp", relay.url) as node:
            node.wait_for(all_kinds, 180, "a span of every kind", pause=0.5)
            self.assertEqual(node.stop(), 0, node.tail())
        sent = {(span["trace"], span["id"]): span for span in relay.spans}
        # The last metrics leave after the last spans and so count all of them.
        points = relay.metrics["zestron_otlp_spans_total"]["sum"]["dataPoints"]
        told = {traces.plain(point["attributes"][0]["value"]): int(point["asInt"]) for point in points}
        self.assertEqual(told, {"exported": len(relay.spans), "dropped": 0, "rejected": 0})

        shown = self.jaeger.spans()
        for _ in range(50):  # it answers before it has stored
            if len(shown) == len(sent):
                break
            time.sleep(0.1)
            shown = self.jaeger.spans()
        self.assertEqual(len(shown), len(relay.spans))
        self.assertEqual({(span["trace"], span["id"]) for span in shown}, set(sent))
        for span in shown:
            self.compare(span, sent[span["trace"], span["id"]])
        traces.check_structure(self, shown)
        self.assertIsNotNone(traces.chain_to_landed(shown))
        counts = collections.Counter(traces.kind_of(span) for span in shown)
        kinds = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
        print(f"{len(shown)} spans in {len({span['trace'] for span in shown})} traces: {kinds}")

    def compare(self, shown, sent):
        for part in ("name", "parent", "events"):
            self.assertEqual(shown[part], sent[part])
        for name, value in sent["attributes"].items():
            other = shown["attributes"][name]
            # It keeps lists as their JSON.
            self.assertEqual(json.loads(other) if isinstance(value, list) else other, value, name)


if __name__ == "__main__":
    unittest.main()
