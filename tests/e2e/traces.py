"""What a trace of an agent has to look like, whoever shows it: spans as {name, trace, id, parent, attributes}."""

# Below what each kind of span may stand; None: it begins a trace.
PARENTS = {
    "tick": {None},
    "invoke_agent": {"tick", "chat", "infer", "retrieval", "approval"},
    "chat": {"invoke_agent"}, "infer": {"invoke_agent"}, "retrieval": {"invoke_agent"}, "approval": {"invoke_agent"},
    "execute_tool": {"invoke_agent", "tick"},  # the latter: what a person consented to
    "approve": {"execute_tool"}, "build": {"execute_tool"}, "simulate": {"execute_tool"}, "release": {"execute_tool"},
    "sign": {"execute_tool"}, "journal": {"execute_tool"}, "send": {"execute_tool"}, "transaction": {"execute_tool"},
}

# What each kind says beyond its name, always.
ATTRIBUTES = {
    "tick": {"zestron.slot", "zestron.tick.price", "gen_ai.agent.id"},
    "invoke_agent": {"gen_ai.operation.name", "gen_ai.agent.id", "gen_ai.agent.name", "gen_ai.agent.version", "zestron.event"},
    "chat": {"gen_ai.operation.name", "gen_ai.request.model", "gen_ai.provider.name", "gen_ai.usage.input_tokens",
             "gen_ai.usage.output_tokens", "gen_ai.response.finish_reasons", "zestron.attempts", "zestron.cost_micro_usd"},
    "infer": {"zestron.model.hash"},
    "execute_tool": {"gen_ai.operation.name", "gen_ai.tool.name", "gen_ai.tool.call.id", "zestron.action", "zestron.outcome"},
    "transaction": {"solana.signature", "solana.fee_payer", "zestron.outcome"},
}


def kind_of(span):
    """The first word of a span's name: the rest is an agent's, a model's or a tool's."""
    return span["name"].split(" ")[0]


def from_otlp(body):
    """Spans of one request to /v1/traces, in the protocol's JSON."""
    for resource in body["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                yield {"name": span["name"], "trace": span["traceId"], "id": span["spanId"], "parent": span.get("parentSpanId"),
                       "attributes": {one["key"]: plain(one["value"]) for one in span.get("attributes", [])},
                       "events": [event["name"] for event in span.get("events", [])]}


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


def check_structure(test, spans):
    """Asserts that every span stands in its trace where one of its kind belongs, with its attributes."""
    by_id = {(span["trace"], span["id"]): span for span in spans}
    test.assertEqual(len(by_id), len(spans), "an id is there twice")
    for span in spans:
        parent = by_id.get((span["trace"], span["parent"]))
        test.assertEqual(parent is None, not span["parent"], f"the parent of {span} is not there")
        test.assertIn(parent and kind_of(parent), PARENTS[kind_of(span)], span)
        test.assertLessEqual(ATTRIBUTES.get(kind_of(span), set()), set(span["attributes"]), span)
