"""What a node sent or shows, as the series that Prometheus must have of it: {(name, labels): value}."""

import json
import re

import traces
from prometheus import labels_of


def of_otlp(metrics, translated=False):
    """Of the metrics of an OTLP request, in Prometheus' own rules for names if `translated`."""
    out = {}
    for metric in metrics.values():
        name = translated_name(metric) if translated else metric["name"]
        for kind in ("gauge", "sum"):
            for point in metric.get(kind, {}).get("dataPoints", []):
                out[name, attributes_of(point, translated)] = float(point["asInt"] if "asInt" in point else point["asDouble"])
        for point in metric.get("histogram", {}).get("dataPoints", []):
            labels, upto = attributes_of(point, translated), 0
            out[f"{name}_count", labels], out[f"{name}_sum", labels] = float(point["count"]), float(point["sum"])
            for bound, count in zip([*point["explicitBounds"], float("inf")], point["bucketCounts"]):
                upto += int(count)
                out[f"{name}_bucket", labels | {("le", str(float(bound)))}] = float(upto)
    return out


def attributes_of(point, translated):
    pairs = ((one["key"], str(traces.plain(one["value"]))) for one in point.get("attributes", []))
    return frozenset((name.replace(".", "_") if translated else name, value) for name, value in pairs if value)  # an empty label is none


def translated_name(metric):
    """Ours are named as /metrics has them, and stay. Of the conventions' only times get their unit."""
    name = metric["name"]
    if name.startswith("zestron_"):
        return name
    return name.replace(".", "_") + {"s": "_seconds", "{token}": ""}[metric["unit"]]


def of_page(page):
    """Of a page in the text format."""
    out = {}
    for line in page.splitlines():
        if not line or line.startswith("#"):
            continue
        name, labels, value = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line).groups()
        metric = {key: json.loads(text) for key, text in re.findall(r'(\w+)=("(?:[^"\\]|\\.)*")', labels or "")}
        out[name, labels_of(metric)] = float(value)
    return out


def documented(text):
    """The table of docs/rpc.md: {name: (type, labels)}."""
    rows = re.findall(r"^\| `(zestron_\w+)` \| (counter|gauge|histogram)([^|]*) \|", text, re.MULTILINE)
    return {name: (kind, frozenset(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}


def shapes(series, types):
    """The same of what Prometheus has: its types by name, its series. The parts of a histogram are one metric."""
    out = {name: (kind, frozenset()) for name, kind in types.items()}
    for name, labels in series:
        whole = re.sub(r"_(bucket|sum|count)$", "", name)
        name = whole if types.get(whole) == "histogram" else name
        kind, known = out[name]
        out[name] = (kind, known | {label for label, _ in labels} - {"le"})
    return out
