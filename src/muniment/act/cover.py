"""The cover: what only the drafter can say. Everything may be left out; what is left out becomes a question in the draft."""

import msgspec


class Cover(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who submits, to whom, and in which words of their own. These words are marked as the drafter's."""

    submitter: str | None = None
    contact: str | None = None
    country: str | None = None
    relation: str | None = None
    obtained: str | None = None
    follow_up: bool | None = None
    state: str | None = None
    perpetrator: str | None = None
    steps: str | None = None
    protection: str | None = None
    requests: tuple[str, ...] = ()
    good_faith: bool = False
    use_initials: bool = False
    reveal: tuple[str, ...] = ()
