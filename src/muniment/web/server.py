"""The server: waitress on loopback, and a thread that keeps the ledger no more than a second behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import waitress
from django.core.handlers.wsgi import WSGIHandler

from muniment.archive import Archive, open_archive
from muniment.protect.sealing import tag
from muniment.web.house import HOUSE
from muniment.web.site import extra

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


def opened(root: Path, ask: Callable[[], str]) -> Archive:
    """The archive, opened with everything the pages need; their secret is derived from its keys."""
    archive = open_archive(root, ask, extra=lambda ring: extra(tag(bytes.fromhex(ring.tags), "muniment/web/secret")))
    HOUSE[:] = [archive]
    return archive


def serve(root: Path, ask: Callable[[], str], host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until stopped. Uploads stay in memory: no plaintext is spooled to disk."""
    archive = opened(root, ask)
    beat = Beat(archive)
    beat.start()
    ready(f"http://{host}:{port}/")
    try:
        waitress.serve(
            WSGIHandler(), host=host, port=port, threads=8, ident=None, max_request_body_size=LARGEST_UPLOAD,
            inbuf_overflow=LARGEST_UPLOAD + (1 << 20), outbuf_overflow=LARGEST_UPLOAD, _quiet=True,
        )  # fmt: skip
    finally:
        beat.ended.set()
        beat.join(10)
        archive.close()
