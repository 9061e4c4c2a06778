"""A collector of OTLP/HTTP that keeps what it gets and may pass it on, so that a test knows what a node has sent."""

import http.server
import json
import threading
import urllib.error
import urllib.request

import traces


class Collector:
    """Takes OTLP/HTTP on a free port; `answer(number)` gives (status, body), or None to hang until the end.

    `pass_on` has for /v1/traces or /v1/metrics the URL that the same bytes go to, whose answer is then the answer.
    """

    def __init__(self, answer=lambda _: (200, b"{}"), pass_on=None):
        self.spans, self.metrics, self.posts, self.refused = [], {}, 0, []
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
                elif self.path in (pass_on or {}):
                    said = passed_on(pass_on[self.path], self.headers["content-type"], body)
                if said[0] == 200:
                    collector.take(self.path, json.loads(body))
                else:
                    collector.refused.append((self.path, *said))
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


def passed_on(url, kind, body):
    """What a back end answers to this body."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, {"content-type": kind}), timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except urllib.error.URLError as error:
        return 503, str(error).encode()
