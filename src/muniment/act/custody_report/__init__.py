"""The chain-of-custody report as a printed page, in English or Persian; its words are data beside the template."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from muniment.preserve.custody_report import CustodyReport

Words = Mapping[str, str | Mapping[str, str]]


def custody_pdf(report: CustodyReport, language: Literal["en", "fa"], at: datetime) -> bytes:
    """The report as a PDF dated `at`, the report itself attached as data.

    Raises:
        RenderingError: it does not compile.
    """
    from muniment.act.rendering.page import as_pdf  # the writers are loaded when a page is made, not at every start

    data = {
        "report": msgspec.json.encode(report).decode(),
        "words": msgspec.json.encode(_words()[language]).decode(),
        "language": language,
    }
    return as_pdf("custody_report", data, at)


@cache
def _words() -> dict[str, Words]:
    return msgspec.toml.decode(files(__name__).joinpath("words.toml").read_bytes(), type=dict[str, Words])
