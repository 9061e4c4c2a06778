"""OTLP: a collector gets one trace from the tick to the landed transaction, and the metrics; one that hangs or answers garbage costs nothing but spans."""

import tempfile
import time
import unittest

import harness
import traces
from collector import Collector


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
