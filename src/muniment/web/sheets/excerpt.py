"""The sheet of an excerpt: what may be chosen before it leaves."""

from __future__ import annotations

from muniment.web.sheets.parts import Part, Presence

Choice = tuple[str, str, str]
"""(code, words, note)"""


class ExcerptSheet(Part, frozen=True, kw_only=True):
    """Forms, things and purposes to choose from; the item or person it is narrowed to, if any."""

    forms: tuple[Choice, ...]
    things: tuple[Choice, ...]
    purposes: tuple[Choice, ...]
    evidence: str = ""
    person: str = ""
    presence: Presence = Presence()
