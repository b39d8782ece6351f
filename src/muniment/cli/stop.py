"""Ctrl-C: one end for every command, whatever library is at work when it comes.

CPython ends a process by the signal itself, whatever the program then answers, once a plain KeyboardInterrupt has come through
the `exec` of some library (`run_eval_code_obj` in Python/pythonrun.c compares the type). So Ctrl-C raises a kind of its own here,
and a child of KeyboardInterrupt, because libraries let that pass and nothing else. A library may also keep it to itself, as a
server does that takes it for its order to stop: that it came is remembered.
"""

from __future__ import annotations

import signal
from types import TracebackType

SAID = "Stopped. Nothing is half-done; what was acknowledged is kept."


class _Interrupt(KeyboardInterrupt):
    """What Ctrl-C raises."""


class Stops:
    """Listens for Ctrl-C while a command runs. Where the caller had it ignored (a job in the background), it stays ignored."""

    def __init__(self) -> None:
        self.came = False
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Stops:
        if self._before is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        """The command has ended; a stop goes no further, and a second one would only disturb the last words."""
        self.came = self.came or isinstance(error, KeyboardInterrupt)
        signal.signal(signal.SIGINT, signal.SIG_IGN if self.came else self._before)
        return isinstance(error, KeyboardInterrupt)

    def _heard(self, *_: object) -> None:
        self.came = True
        raise _Interrupt
