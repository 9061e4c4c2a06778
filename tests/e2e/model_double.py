"""A server that speaks as a language model's does, and a person, who both say yes to every proposal: for the sample agent that votes."""

import http.server
import json
import pathlib
import threading

import harness


class Model(http.server.BaseHTTPRequestHandler):
    """Sure of every proposal."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        said = json.dumps({"score": 0.9, "agree": True, "text": "Fewer single keys."})
        usage = {"choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": 10}}
        parts = [{"choices": [{"delta": {"content": said}, "finish_reason": "stop"}]}, usage]
        body = "".join(f"data: {json.dumps(part)}\n\n" for part in parts) + "data: [DONE]\n\n"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


class ModelDouble:
    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def offer_to(self, data):
        """Names it in a node's data folder, which need not be there yet."""
        models = pathlib.Path(data) / "models"
        models.mkdir(parents=True)
        url = f"http://127.0.0.1:{self.server.server_port}/v1"
        provider = {"name": "double", "model": "double", "url": url, "prices": {"prompt": 0, "completion": 0}}
        (models / "models.json").write_text(json.dumps({"providers": [provider]}))


def agree_to_what_waits(node):
    code, out, _ = harness.run("approvals", "list", "--data", node.data, "--output", "json")
    for item in json.loads(out)["approvals"] if code == 0 else []:
        if not item.get("approved"):
            harness.run("approvals", "approve", item["id"], "--data", node.data)
