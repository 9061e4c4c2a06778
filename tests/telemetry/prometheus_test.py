"""A real Prometheus shows by its own query API every metric of a node, as sent to it by OTLP and as it scrapes it, and it is the one that the
node's own API tells. PROMETHEUS_BIN and PROMTOOL_BIN name it and its tool."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.request

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]
import harness  # noqa: E402
import model_double  # noqa: E402
import series  # noqa: E402
from collector import Collector  # noqa: E402
from listener import Listener  # noqa: E402
from prometheus import Prometheus  # noqa: E402

DOCUMENTED = series.documented((HERE.parent.parent / "docs" / "rpc.md").read_text())
KINDS = {"sum": "counter", "gauge": "gauge", "histogram": "histogram"}  # by OTLP's word
LISTENERS = 3


def of(found, name, **labels):
    """The one value of this series, by name and labels."""
    return found[name, frozenset(labels.items())]


class PrometheusTest(unittest.TestCase):
    def setUp(self):
        if not os.environ.get("PROMETHEUS_BIN"):
            self.skipTest("PROMETHEUS_BIN is not set; scripts/verify.py telemetry builds it")
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def start(self, *more, **environment):
        return self.enterContext(harness.Node("demo", f"{self.folder}/node", "--market", "sim:1", "--slot-ms", 40, "--offline", *more,
                                              environment=environment))

    def get(self, node, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{node.port + 2}{path}", timeout=10) as answer:
            return answer.read().decode()

    def scraped(self, node):
        """A Prometheus that scrapes it, once it has."""
        node.wait_ready()
        prometheus = self.enterContext(Prometheus(self.folder, scrapes=node.port + 2))
        self.wait_scrape(node, prometheus)
        return prometheus

    def wait_scrape(self, node, prometheus):
        """One that began after this."""
        count = prometheus.scrapes()
        node.wait_for(lambda: prometheus.scrapes() > count + 1, 30, "a scrape")

    def check_otlp(self, strategy, translated):
        prometheus = self.enterContext(Prometheus(self.folder, scrapes=1, names=strategy))
        relay = self.enterContext(Collector(pass_on={"/v1/metrics": f"{prometheus.url}/api/v1/otlp/v1/metrics"}))
        self.enterContext(model_double.ModelDouble()).offer_to(f"{self.folder}/node")
        node = self.start("--agents", "all", "--otlp", relay.url, OTEL_METRIC_EXPORT_INTERVAL="500")

        def all_measured():
            node.call("getVersion")
            model_double.agree_to_what_waits(node)
            agents = [metric for name, metric in relay.metrics.items() if name.startswith("gen_ai.")]
            return len([metric for metric in agents if metric["histogram"]["dataPoints"]]) == 5

        node.wait_for(all_measured, 180, "all that is measured of agents", pause=0.5)
        self.assertEqual(node.stop(), 0, node.tail())
        self.assertEqual(relay.refused, [])

        sent, shown = series.of_otlp(relay.metrics, translated), prometheus.series("zestron")
        self.assertEqual({name for name, _ in shown}, {name for name, _ in sent})
        self.assertEqual({key: shown.get(key) for key in sent}, sent)
        for name, labels in list(shown):
            if name.endswith("_count"):
                self.assertEqual(shown[name.replace("_count", "_bucket"), labels | {("le", "inf")}], shown[name, labels], name)
        kinds = {name: KINDS[kind] for name, metric in relay.metrics.items() for kind in metric if kind in KINDS}
        self.assertEqual({name: kind for name, kind in kinds.items() if name.startswith("zestron_")},
                         {name: kind for name, (kind, _) in DOCUMENTED.items()})
        print(f"by OTLP {len(relay.metrics)} metrics, {len(sent)} series, all with the values that were sent")

    def test_it_shows_every_metric_that_was_sent(self):
        self.check_otlp("NoTranslation", translated=False)

    def test_its_own_rules_for_names_leave_ours_as_they_are_on_metrics(self):
        self.check_otlp("UnderscoreEscapingWithSuffixes", translated=True)

    def test_it_shows_every_metric_that_it_scrapes(self):
        node = self.start("--otlp", self.enterContext(Collector()).url)
        prometheus = self.scraped(node)
        # What only grows, and is the same before and after a scrape, has been scraped as it is. So have bounds.
        before = series.of_page(self.get(node, "/metrics"))
        self.wait_scrape(node, prometheus)
        shown, page = prometheus.series("scraped"), self.get(node, "/metrics")
        after = series.of_page(page)
        moves = {name for name, (kind, _) in DOCUMENTED.items() if kind == "gauge" and not name.endswith("_max")}
        still = {key: value for key, value in before.items() if after.get(key) == value and key[0] not in moves}
        self.assertEqual(set(before), set(shown))
        self.assertEqual({key: shown[key] for key in still}, still)
        known = prometheus.ask("metadata")
        types = {name: known[name][0]["type"] for name in known if name.startswith("zestron_")}
        self.assertEqual(series.shapes(shown, types), DOCUMENTED)
        self.assertTrue(all(known[name][0]["help"] for name in types))
        print(f"scraped {len(types)} metrics, {len(shown)} series, {len(still)} of which stood still and are equal")

        promtool = [os.environ["PROMTOOL_BIN"], "check", "metrics"]
        told = subprocess.run(promtool, input=page, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((told.returncode, told.stdout + told.stderr), (0, ""))

    def test_it_shows_what_the_node_tells_by_its_own_api(self):
        node = self.start()
        prometheus = self.scraped(node)
        listeners = [self.enterContext(contextlib.closing(Listener(node.port + 1))) for _ in range(LISTENERS)]
        for _ in range(20):
            node.call("getVersion")
        for _ in range(5):
            with self.assertRaises(RuntimeError):
                node.call("getBlock", "no slot")
        with self.assertRaises(RuntimeError):
            node.call("noSuchMethod")

        before = json.loads(self.get(node, "/api/v1/node"))
        self.wait_scrape(node, prometheus)
        shown, after = prometheus.series("scraped"), json.loads(self.get(node, "/api/v1/node"))
        for name in ("processed", "confirmed", "finalized"):
            self.assertLessEqual(before[f"{name}Slot"], of(shown, "zestron_slot", commitment=name))
            self.assertLessEqual(of(shown, "zestron_slot", commitment=name), after[f"{name}Slot"])
        self.assertLessEqual(before["ticks"], of(shown, "zestron_ticks_total"))
        self.assertLessEqual(of(shown, "zestron_ticks_total"), after["ticks"])
        self.assertEqual((before["trouble"], of(shown, "zestron_healthy")), ("", 1))

        calls = {name: (of(shown, "zestron_rpc_calls_total", method=name), of(shown, "zestron_rpc_failed_total", method=name))
                 for name in ("getVersion", "getBlock", "unknown")}
        self.assertEqual(calls, {"getVersion": (20, 0), "getBlock": (5, 5), "unknown": (1, 1)})
        self.assert_adds_up(shown)
        self.assertEqual(of(shown, "zestron_connections", listener="pubsub"), LISTENERS)
        self.assertEqual((of(shown, "zestron_pubsub_clients"), of(shown, "zestron_pubsub_subscriptions")), (LISTENERS, LISTENERS))

        for listener in listeners:
            listener.close()
        self.wait_scrape(node, prometheus)
        shown = prometheus.series("scraped")
        self.assertEqual((of(shown, "zestron_pubsub_clients"), of(shown, "zestron_pubsub_subscriptions")), (0, 0))
        self.assertEqual(of(shown, "zestron_connections", listener="pubsub"), 0)
        self.assertGreater(of(shown, "zestron_pubsub_notifications_total"), 0)

    def assert_adds_up(self, shown):
        """Over the methods it is what the histogram has of all."""
        total = {name: sum(value for (of_name, _), value in shown.items() if of_name == name)
                 for name in ("zestron_rpc_calls_total", "zestron_rpc_seconds_total")}
        self.assertEqual(total["zestron_rpc_calls_total"], of(shown, "zestron_rpc_call_seconds_count"))
        self.assertEqual(of(shown, "zestron_rpc_call_seconds_bucket", le="inf"), of(shown, "zestron_rpc_call_seconds_count"))
        self.assertAlmostEqual(total["zestron_rpc_seconds_total"], of(shown, "zestron_rpc_call_seconds_sum"), places=9)

    def test_a_counter_falls_only_where_the_node_began_anew(self):
        node = self.start()
        prometheus = self.scraped(node)
        made = 0
        for life, calls in enumerate((30, 20, 10)):
            if life > 0:
                self.assertEqual(node.stop(), 0, node.tail())
                node = self.enterContext(harness.Node("demo", f"{self.folder}/node", "--market", "sim:1", "--slot-ms", 40, "--offline",
                                                      port=node.port))
                node.wait_ready()
            for _ in range(calls):
                node.call("getVersion")
                made += 1
                if made % 10 == 0:
                    self.wait_scrape(node, prometheus)

        samples = prometheus.samples("scraped")
        counters = {name for name, (kind, _) in DOCUMENTED.items() if kind == "counter"}
        counters |= {f"{name}_{part}" for name, (kind, _) in DOCUMENTED.items() if kind == "histogram" for part in ("bucket", "sum", "count")}
        watched = {key: [value for _, value in points] for key, points in samples.items() if key[0] in counters}
        for (name, labels), values in watched.items():
            falls = [pair for pair in zip(values, values[1:]) if pair[1] < pair[0]]
            self.assertLessEqual(len(falls), 2, (name, labels, values))
        versions = watched["zestron_rpc_calls_total", frozenset({("method", "getVersion")})]
        peaks = [value for value, following in zip(versions, [*versions[1:], 0]) if following < value]
        self.assertEqual(peaks, [30, 20, 10])
        told = prometheus.query('resets(zestron_rpc_calls_total{method="getVersion"}[1h])')
        self.assertEqual([one["value"][1] for one in told], ["2"])
        print(f"{len(watched)} series of counters over {len(versions)} scrapes and two restarts fell only there")


if __name__ == "__main__":
    unittest.main()
