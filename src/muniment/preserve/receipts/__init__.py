"""Receipts on paper: what a giver takes away is identifier, digest and time, and the way to compare a file with them. No more.

No name, title, source or archive stands on it: whoever finds it on its bearer learns that something was handed to someone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import msgspec

from muniment.model.calendars import from_gregorian
from muniment.model.errors import MunimentError
from muniment.model.noun import Digest, Id, Moment

Language = Literal["en", "fa"]
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class ReceiptError(MunimentError):
    """A receipt that cannot be printed."""


class Slip(msgspec.Struct, frozen=True):
    """What a giver may hold of one item."""

    id: Id
    sha256: Digest
    time: Moment


def data(slips: Sequence[Slip]) -> bytes:
    """Receipts as JSON Lines, an item a line."""
    return b"".join(msgspec.json.encode(slip) + b"\n" for slip in slips)


def pdf(slips: Sequence[Slip], language: Language, at: datetime, fonts: Path) -> bytes:
    """Receipts as PDF, in English or Persian, dated `at`; `fonts` is the folder of the fonts it may use.

    Raises:
        ReceiptError: the page could not be made.
    """
    import typst  # loaded when a page is made, not at every start

    here = files(__name__)
    words: dict[str, Any] = tomllib.loads(here.joinpath("words.toml").read_text(encoding="utf-8"))[language]
    rows = [{"id": slip.id, "sha256": slip.sha256, "time": told(slip.time, language)} for slip in slips]
    sent = msgspec.json.encode({"words": words, "language": language, "rows": rows}).decode()
    with as_file(here) as folder:
        try:
            made: bytes = typst.compile(folder / "template.typ", root=folder, font_paths=[fonts], ignore_system_fonts=True, format="pdf",
                                        sys_inputs={"receipt": sent}, timestamp=int(at.timestamp()))  # fmt: skip
        except (RuntimeError, typst.TypstError) as exc:
            raise ReceiptError(f"The receipt could not be printed: {exc}.", advice="Take it as JSON.") from exc
    return made


def told(at: datetime, language: Language) -> str:
    """A time to the second, UTC; in Persian the day of the Solar Hijri calendar beside it."""
    plain = f"{at:%Y-%m-%d %H:%M:%S} UTC"
    if language == "en":
        return plain
    year, month, day = from_gregorian("solar-hijri", at.date())
    return f"{year:04}/{month:02}/{day:02}".translate(PERSIAN) + f"، {at:%H:%M:%S}".translate(PERSIAN) + f" \u2066({plain})\u2069"
