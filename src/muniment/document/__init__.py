"""From sealed bytes to proposed claims: readers, and deterministic rules that quote what they rest on.

The room promises that every proposal sits on an exact passage, that the same text gives the same bytes, and that a feared,
planned, averted or denied execution is never an asserted one. It decides nothing: a claim is proposed until a person reads it.

The rules compile their word lists when they are first asked for: a command that reads nothing does not wait for them.
"""

from typing import TYPE_CHECKING, Any

from muniment.document.claims import Proposal, propose
from muniment.document.extraction import Extraction
from muniment.document.media import sniff
from muniment.document.reading import Reading, ReadingError
from muniment.document.report import report

if TYPE_CHECKING:
    from muniment.document.rules import extract

__all__ = ["Extraction", "Proposal", "Reading", "ReadingError", "extract", "propose", "report", "sniff"]


def __getattr__(name: str) -> Any:
    if name == "extract":
        from muniment.document.rules import extract

        return extract
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
