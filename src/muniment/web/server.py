"""The server: waitress on loopback, and two threads: one keeps the ledger no more than a second behind, one does waiting work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import waitress
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.handlers.wsgi import WSGIHandler
from waitress.channel import HTTPChannel

from muniment.archive import Archive, open_archive
from muniment.archive.work import once
from muniment.protect.sealing import tag
from muniment.web import journal
from muniment.web.house import FAULTS, HOUSE
from muniment.web.limits import Refusing
from muniment.web.site import extra
from muniment.web.size import LARGEST_REQUEST


class Beat(threading.Thread):
    """Does something once a second until it is ended. A failed turn, of whatever kind, is told and is not the end of the next."""

    def __init__(self, name: str, archive: Archive, turn: Callable[[Archive], object]) -> None:
        super().__init__(daemon=True, name=name)
        self.archive, self.turn, self.ended = archive, turn, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(1.0):
            try:
                while self.archive.is_unlocked() and not self.ended.is_set() and self.turn(self.archive):
                    pass
                FAULTS.pop(self.name, None)
            except Exception as exc:  # a thread that dies in silence would leave the ledger behind for good
                self._told(exc)

    def _told(self, error: Exception) -> None:
        """Once for each kind of fault, not once a second; the pages show it for as long as it lasts."""
        kind = type(error).__name__
        if FAULTS.get(self.name) != kind:
            FAULTS[self.name] = kind
            logging.getLogger("waitress").error(self.name, exc_info=error)


def number(archive: Archive) -> None:
    """Numbers, seals and signs what was done."""
    archive.log()


def opened(root: Path, ask: Callable[[], str]) -> Archive:
    """The archive, opened with everything the pages need; their secret is derived from its keys."""
    archive = open_archive(root, ask, extra=lambda ring: extra(tag(bytes.fromhex(ring.tags), "muniment/web/secret")))
    HOUSE[:] = [archive]
    # A process that founded the archive has asked before the pages named any.
    get_default_password_validators.cache_clear()  # type: ignore[attr-defined]
    return archive


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that says in words why it takes no more."""

    error_task_class = Refusing


def serve(root: Path, ask: Callable[[], str], host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until stopped. Uploads stay in memory: no plaintext is spooled to disk."""
    archive = opened(root, ask)
    journal.keep()
    beats = (Beat("sequencer", archive, number), Beat("worker", archive, once))
    server = waitress.create_server(
        WSGIHandler(), host="127.0.0.1" if host == "localhost" else host, port=port, threads=8, ident=None, max_request_body_size=LARGEST_REQUEST,
        inbuf_overflow=LARGEST_REQUEST + (1 << 20), outbuf_overflow=LARGEST_REQUEST,
    )  # fmt: skip
    server.channel_class = Channel
    try:
        for beat in beats:
            beat.start()
        ready(f"http://{host}:{server.effective_port}/")
        server.run()
    finally:
        for beat in beats:
            beat.ended.set()
        for beat in beats:
            if beat.is_alive():
                beat.join(10)
        server.close()
        archive.close()
