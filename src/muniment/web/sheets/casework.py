"""Casework: who was asked to read an item, and what colleagues say to each other about it."""

from muniment.web.sheets.parts import Link, Option, Part, Text


class AssignmentRow(Part, frozen=True, kw_only=True):
    """One person who was asked: by whom and when, how far it is, and whether this reader may hand it in."""

    id: str
    version: int
    name: str
    told: str
    progress: str
    note: Text | None = None
    may_hand_in: bool = False


class CommentRow(Part, frozen=True, kw_only=True):
    """What one person said, and about which claim where it was about one."""

    id: str
    who: str
    when: str
    words: Text
    about: Link | None = None


class CaseworkSheet(Part, frozen=True, kw_only=True):
    """One item. `claim` is the claim a new comment would be about, `about` tells it; `typed` what could not be taken and stands again."""

    evidence: str
    title: Text
    rows: tuple[AssignmentRow, ...] = ()
    readers: tuple[Option, ...] = ()
    may_assign: bool = False
    comments: tuple[CommentRow, ...] = ()
    may_comment: bool = False
    claim: str = ""
    about: str = ""
    typed: str = ""
    error: str = ""
