"""What a trace of an agent has to look like, whoever shows it: spans as {name, trace, id, parent, attributes}."""


def from_otlp(body):
    """Spans of one request to /v1/traces, in the protocol's JSON."""
    for resource in body["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                yield {"name": span["name"], "trace": span["traceId"], "id": span["spanId"], "parent": span.get("parentSpanId"),
                       "attributes": {one["key"]: plain(one["value"]) for one in span.get("attributes", [])}}


def plain(value):
    (kind, inner), = value.items()
    return int(inner) if kind == "intValue" else [plain(one) for one in inner["values"]] if kind == "arrayValue" else inner


def chain_to_landed(spans):
    """The spans from a landed transaction back to its tick, or None while there is none."""
    by_id = {(span["trace"], span["id"]): span for span in spans}
    for span in spans:
        if span["name"] != "transaction" or span["attributes"].get("zestron.outcome") != "landed":
            continue
        path = [span]
        while path[-1]["parent"] and (path[-1]["trace"], path[-1]["parent"]) in by_id:
            path.append(by_id[path[-1]["trace"], path[-1]["parent"]])
        if path[-1]["name"] == "tick":
            return path
    return None


def check(test, path, spans):
    """Asserts names, order and attributes of such a chain, and the stages beside it."""
    transaction, act, *steps, tick = path
    for name in ("solana.signature", "solana.slot", "solana.compute_units", "solana.fee", "solana.fee_payer"):
        test.assertIn(name, transaction["attributes"])
    test.assertGreater(int(transaction["attributes"]["solana.compute_units"]), 0)
    test.assertTrue(act["name"].startswith("execute_tool "), act)
    test.assertEqual(act["attributes"]["gen_ai.operation.name"], "execute_tool")
    test.assertTrue(steps and steps[0]["name"].startswith("invoke_agent "), steps)
    test.assertIn("gen_ai.agent.id", steps[0]["attributes"])
    test.assertIn("zestron.tick.price", tick["attributes"])
    stages = [span["name"] for span in spans if span["parent"] == act["id"] and span["trace"] == act["trace"]]
    for name in ("approve", "build", "simulate", "release", "sign", "journal", "send"):
        test.assertIn(name, stages)
