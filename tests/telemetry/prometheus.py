"""A real Prometheus on a free port. PROMETHEUS_BIN names it."""

import json
import os
import pathlib
import re
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
import harness  # noqa: E402

CONFIG = """
global: {{scrape_interval: 1s}}
otlp: {{translation_strategy: {names}}}
scrape_configs:
  - job_name: scraped
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
"""
# Its own of what it scrapes, and what names the source of series.
NOT_OURS = re.compile(r"up|scrape_.*|target_info|otel_scope_info")
SOURCE = {"job", "instance", "__name__"}


def labels_of(metric):
    return frozenset((name, str(float(value)) if name == "le" else value) for name, value in metric.items() if name not in SOURCE and value)


class Prometheus(harness.Process):
    def __init__(self, folder, scrapes, names="NoTranslation"):
        self.url = f"http://127.0.0.1:{harness.free_ports(1)}"
        pathlib.Path(folder, "prometheus.yml").write_text(CONFIG.format(port=scrapes, names=names))
        super().__init__(
            [os.environ["PROMETHEUS_BIN"], f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb",
             f"--web.listen-address={self.url.removeprefix('http://')}", "--web.enable-otlp-receiver"],
            f"{folder}/prometheus.log", cwd=folder)

    def __enter__(self):
        harness.wait_for_http(self, f"{self.url}/-/ready")
        return self

    def ask(self, path, **search):
        with urllib.request.urlopen(f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(search)}", timeout=30) as answer:
            return json.load(answer)["data"]

    def query(self, expression):
        return self.ask("query", query=expression)["result"]

    def scrapes(self):
        """How many found the node."""
        found = self.query('sum_over_time(up{job="scraped"}[1h])')
        return int(found[0]["value"][1]) if found else 0

    def series(self, job):
        """{(name, labels): value} of the newest samples."""
        return {key: float(one["value"][1]) for key, one in self.ours(f'{{job="{job}"}}')}

    def samples(self, job):
        """{(name, labels): [(second, value), ...]} of all samples."""
        return {key: [(at, float(value)) for at, value in one["values"]] for key, one in self.ours(f'{{job="{job}"}}[1h]')}

    def ours(self, expression):
        for one in self.query(expression):
            name = one["metric"]["__name__"]
            if not NOT_OURS.fullmatch(name):
                yield (name, labels_of(one["metric"])), one
