"""Stands between whoever asks and a model's server: passes everything on as it comes and keeps what the server reports of tokens. A path
that begins with the name of a fault gets the server's own answer with that fault in it."""

import http.client
import http.server
import json
import threading

# How many pieces of an answer pass before a fault.
SOUND_PIECES = 3


class Broken(Exception):
    """The connection is to be closed here."""


class Faults:
    """Each takes the lines of one answer and gives those that are sent. Lines of a piece begin with `data: {`."""

    def __init__(self, gone):
        self.gone = gone

    @staticmethod
    def cut(lines):
        """The connection breaks amid a piece."""
        yield from before(lines)
        yield b'data: {"choices": [{"delta": {"con'
        raise Broken

    @staticmethod
    def early(lines):
        """The stream ends as if it were over, and nothing says why."""
        yield from before(lines)

    @staticmethod
    def garbled(lines):
        """One byte of a piece is lost."""
        yield from before(lines)
        for line in lines:
            yield line.replace(b"}", b"", 1)

    @staticmethod
    def shifted(lines):
        """Its pieces have another shape."""
        yield from before(lines)
        for line in lines:
            yield line.replace(b'"choices":[', b'"choices":[[],', 1).replace(b'"content":"', b'"content":["', 1)

    def silent(self, lines):
        """Nothing more comes, and nobody hangs up."""
        yield from before(lines)
        self.gone.wait(60)

    @staticmethod
    def doubled(lines):
        """Every piece comes twice: each is sound, the answer is not what the model said."""
        for line in lines:
            yield line
            if line.startswith(b"data: {"):
                yield b"\n" + line

    @staticmethod
    def endless(lines):
        """It comes for ever."""
        kept = [line for line in lines if line.startswith(b"data: {") and b'"usage"' not in line and b'finish_reason":null' in line]
        while True:
            for line in kept:
                yield line + b"\n"


def before(lines):
    """The first pieces, with what stands between them."""
    pieces = 0
    for line in lines:
        yield line
        pieces += line.startswith(b"data: {")
        if pieces == SOUND_PIECES:
            yield b"\n"
            return


class Relay:
    def __init__(self, port):
        self.usages, self.asked = [], 0
        self.at_piece = lambda number: None  # called once a piece of an answer has been passed on
        self.gone = threading.Event()
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def pass_on(self, body=None):
                first, _, rest = self.path[1:].partition("/")
                fault = getattr(Faults(relay.gone), first, None)
                server = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                try:
                    server.request(self.command, f"/{rest}" if fault else self.path, body, {"content-type": "application/json"} if body else {})
                    answer = server.getresponse()
                    self.send_response(answer.status)
                    self.send_header("content-type", answer.headers["content-type"])
                    self.end_headers()
                    pieces = 0
                    for line in fault(iter(answer)) if fault else answer:
                        self.wfile.write(line)
                        if not fault and line.startswith(b"data: {"):
                            pieces += 1
                            relay.look_at(line)
                            relay.at_piece(pieces)
                except (Broken, OSError, http.client.HTTPException):
                    self.close_connection = True  # whoever asked has gone, and so the server hears of it; or the server has
                finally:
                    server.close()

            def do_GET(self):  # noqa: N802, http.server's name
                self.pass_on()

            def do_POST(self):  # noqa: N802, http.server's name
                relay.asked += 1
                self.pass_on(self.rfile.read(int(self.headers["content-length"])))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def look_at(self, line):
        if b'"usage"' in line:
            usage = json.loads(line[6:]).get("usage")
            if usage:
                self.usages.append((usage["prompt_tokens"], usage["completion_tokens"]))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()
