"""What waits for this reader, counted: claims to decide, pairs to judge, contradictions, letters, items not read."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.link import contested
from muniment.model.claim import Claim
from muniment.model.submission import Submission
from muniment.protect.roles import allows
from muniment.web.sheets.home import Waiting
from muniment.web.sheets.parts import Lang, Link
from muniment.web.words import counted, number, say


def waiting(lang: Lang, desk: Desk, letters: Sequence[Submission]) -> tuple[Waiting, ...]:
    """A line for each kind of work this reader may do, none where there is nothing to do."""
    may = desk.agent.roles
    found: list[Waiting | None] = []
    if allows(may, "claim.review"):
        found.append(_proposed(lang, desk))
    if allows(may, "record.judge"):
        linking = desk.through("record.see")
        pairs = desk.archive.count("pairs", linking.compartments, lambda: len(DOORS["link"].through(desk, {})))
        found.append(_line(lang, "pairs", pairs, "judge", "/people/pairs"))
    if allows(may, "finding.see"):
        seeing = desk.through("finding.see")
        differing = desk.archive.count("contested", seeing.compartments, lambda: contested(seeing))
        found.append(_line(lang, "contradictions", differing, "look", "/people?show=contested"))
    if allows(may, "submission.approve"):
        mine = [letter for letter in letters if letter.state == "draft" and letter.made_by != desk.agent.id]
        found.append(_line(lang, "second", len(mine), "open", "/submissions"))
    if allows(may, "evidence.read"):
        found.append(_line(lang, "unread", DOORS["work"].through(desk, {}).unread, "look", "/evidence?show=unread"))
    return tuple(line for line in found if line is not None)


def _proposed(lang: Lang, desk: Desk) -> Waiting | None:
    """Claims that wait for this reader: nobody has decided them, or a second reader is wanted."""
    inside = desk.through("claim.see")
    claims = [c for c in desk.archive.shelf.lookup("state", "proposed", kind="claim", compartments=inside.compartments, limit=5001)
              if isinstance(c, Claim) and c.standing.is_open(desk.agent.id)]  # fmt: skip
    documents = counted(lang, "home.documents", len({claim.evidence for claim in claims}))
    return _line(lang, "claims_proposed", len(claims), "review", "/review", note=documents, key="r")


def _line(lang: Lang, what: str, count: int, act: str, href: str, *, note: str = "", key: str = "") -> Waiting | None:
    if not count:
        return None
    told = say(lang, f"home.{what}_one" if count == 1 else f"home.{what}_many")
    shown = f"{number(lang, 5000)}+" if count > 5000 else number(lang, count)
    return Waiting(count=shown, what=told, note=note, link=Link(words=say(lang, f"act.{act}"), href=href, key=key))
