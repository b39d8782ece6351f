"""What the server writes down when something goes wrong: when, what kind of fault, where in the program. Never what was read,
asked or sent: an error's words may quote a document, so they stay out.
"""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime

LOGGERS = ("django", "waitress", "axes")


class Journal(logging.Handler):
    """One line a fault, on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(line(record) + "\n")
        sys.stderr.flush()


def line(record: logging.LogRecord) -> str:
    """The line for a record: time, logger, level, and the kind and place of the error it carries."""
    at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    error = record.exc_info[1] if record.exc_info else None
    return " ".join(filter(None, (at, record.name, record.levelname.lower(), fault(error) if error else "")))


def fault(error: BaseException) -> str:
    """The kind of an error and the line of ours that it came from."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "muniment" in f.filename]
    where = f" at {frames[-1].filename.rsplit('muniment/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def keep() -> None:
    """From now on every fault that the libraries report goes through here and nowhere else."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [Journal(logging.ERROR)], False
