"""A witness over HTTP, on loopback (C2SP tlog-witness): POST …/add-checkpoint, GET …/<origin digest>/checkpoint. Nobody is logged."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from muniment.model.errors import MunimentError
from muniment.preserve.witness import MOST_BYTES, Answer, refusal
from muniment.preserve.witness_folder import Signer, Witness, checkpoint_of

PATIENCE = 30
"""Seconds for which a caller may say nothing."""


class Server(ThreadingHTTPServer):
    """Answers for one witness on 127.0.0.1; `clock` tells seconds since 1970."""

    daemon_threads = True

    def __init__(self, witness: Witness, signer: Signer, port: int, clock: Callable[[], int]) -> None:
        self.witness, self.signer, self.clock = witness, signer, clock
        super().__init__(("127.0.0.1", port), Handler)

    def asked(self, body: bytes) -> Answer:
        """The answer to a request. What went wrong here is 500, without a word of where."""
        try:
            return self.witness.answer(body, self.signer, self.clock())
        except (MunimentError, OSError):
            return refusal(500, "this witness cannot sign; whoever looks after it knows more")

    def last(self, digest: str) -> Answer:
        """The last checkpoint cosigned of the log whose origin has this digest."""
        try:
            note = checkpoint_of(self.witness, digest)
        except (MunimentError, OSError):
            return refusal(500, "this witness cannot say what it cosigned; whoever looks after it knows more")
        return Answer(200, note) if note else refusal(404, "nothing was cosigned under this address")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) <= MOST_BYTES:
            body = self.rfile.read(int(length))
            is_ours = self.path.endswith("/add-checkpoint")
            self._give(self.server.asked(body) if is_ours else refusal(404, "a witness answers at /add-checkpoint"))
        else:
            self.close_connection = True
            self._give(refusal(413, f"a request has at most {MOST_BYTES} bytes, and says how many"))

    def do_GET(self) -> None:
        digest, _, last = self.path.rpartition("/")
        is_ours = last == "checkpoint"
        self._give(self.server.last(digest.rpartition("/")[2]) if is_ours else refusal(404, "nothing lies under this address"))

    def _give(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in (("Content-Type", answer.kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Who asked stands nowhere."""

    def version_string(self) -> str:
        return "muniment"
