"""What was found inside an item, for its page: what could be checked, and apart from it what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.model.evidence import Evidence
from muniment.model.examination import Examination
from muniment.model.verdict import Check as Checked
from muniment.web.sheets.evidence import Look
from muniment.web.sheets.parts import Check, Lang, Tally
from muniment.web.words import apart, counted, number, say, vocabulary
from muniment.web.words.rooms import retold

MOST_SHOWN = 40


def looks(lang: Lang, desk: Desk, item: Evidence) -> tuple[Look, ...]:
    """A part of the page for each format the item was looked into as."""
    inside = DOORS["inside"].through(desk, {"id": item.id})
    note = [counted(lang, "inside.parts", len(inside.parts))] if inside.parts else []
    note += [say(lang, "inside.part_of", name=apart(one.name), id=one.of) for one in inside.part_of]
    tied = (Look(title=say(lang, "inside.bundle"), note=" · ".join(note)),) if note else ()
    return (*(_look(lang, one) for one in inside.examinations), *tied)


def _look(lang: Lang, one: Examination) -> Look:
    having = one.verdict.having
    told = [say(lang, "inside.damaged", where=apart(retold(lang, one.damaged)))] if one.damaged else []
    told += [say(lang, "inside.unread", why=apart(retold(lang, one.unread)))] if one.unread else []
    count = " · ".join(f"{apart(what)} {number(lang, n)}" for what, n in one.counted)
    return Look(
        title=say(lang, "inside.title", format=apart(one.format)), note=count, wrong=" ".join(told), checks=tuple(_checks(lang, one)),
        tally=Tally(passed=len(having("passed")), failed=len(having("failed")), not_checked=len(having("not_checked"))),
        stated=tuple((said.where, said.words) for said in one.stated[:MOST_SHOWN]),
        more=say(lang, "inside.more", count=number(lang, len(one.stated) - MOST_SHOWN)) if len(one.stated) > MOST_SHOWN else "",
    )  # fmt: skip


def _checks(lang: Lang, one: Examination) -> Iterator[Check]:
    for check in one.verdict.checks[:MOST_SHOWN]:
        failed = check.verdict == "failed"
        data = (
            ((say(lang, "verify.expected"), retold(lang, check.expected)), (say(lang, "verify.found"), retold(lang, check.found)))
            if failed
            else ()
        )
        told = " · ".join(apart(retold(lang, words)) for words in (check.where, None if failed else check.found) if words)
        yield Check(answer=check.verdict, what=_named(lang, check), told=told, data=data)


def _named(lang: Lang, check: Checked) -> str:
    """What was compared, in words of ours; the name of a member or list stays as it is."""
    key = f"inside.check.{check.what.lower().replace(' ', '_')}"
    return say(lang, key) if key in vocabulary(lang) else apart(check.what)
