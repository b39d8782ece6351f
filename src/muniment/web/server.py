"""The server: waitress on loopback, and a thread that keeps the ledger no more than a second behind."""

from __future__ import annotations

import threading

import waitress

from muniment.archive import Archive
from muniment.web.seat import HOUSE

LARGEST_UPLOAD = 64 << 20


class Beat(threading.Thread):
    """Numbers, seals and signs what was done, once a second."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(daemon=True, name="sequencer")
        self.archive, self.ended = archive, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(1.0):
            if self.archive.is_unlocked():
                self.archive.log()


def serve(archive: Archive, host: str, port: int) -> None:
    """Serve until stopped. Uploads stay in memory: no plaintext is spooled to disk."""
    from muniment.web.wsgi import application

    HOUSE[:] = [archive]
    beat = Beat(archive)
    beat.start()
    try:
        waitress.serve(
            application(), host=host, port=port, threads=8, ident=None, max_request_body_size=LARGEST_UPLOAD,
            inbuf_overflow=LARGEST_UPLOAD + (1 << 20), outbuf_overflow=LARGEST_UPLOAD, _quiet=True,
        )  # fmt: skip
    finally:
        beat.ended.set()
        beat.join(10)
