"""Why do we believe this? From the register's entry down to the sealed bytes, for one value; then what speaks against it.

Each node says who, when and how sure. What only repeats another source is named and not counted again. What was checked is
said with its verdict, what nobody checked as *not checked*, and what the proof does not prove stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.link import contradict
from muniment.link.values import SINGLE
from muniment.model.claim import Act, Claim
from muniment.model.derived import DerivedText
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.judgement import Judgement
from muniment.model.passage import Cell, Stretch
from muniment.model.record import Record
from muniment.model.verdict import Verdict
from muniment.protect.roles import allows
from muniment.warn import Case
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.told import chain, deciders, kind_of, listed, people_of, sense, title_of
from muniment.web.pages.values import sources, told
from muniment.web.sheets import people as sheets
from muniment.web.sheets.parts import Check, Lang, Link, Marked
from muniment.web.words import apart, counted, lang_of, number, say

AROUND = 48


def why(lang: Lang, desk: Desk, known: Case, entry: str, judgements: Sequence[Judgement], asked: str) -> sheets.WhySheet | None:
    """The panel for one claim of this person; None when there is no such claim of theirs."""
    claim = known.claim(asked)
    if claim is None or claim not in known.said(entry):
        return None
    alike = _alike(lang, known, entry, claim)
    item = known.item(claim.evidence)
    if item is None:
        return None
    against = [c for c in known.accepted(entry) if _is_against(known, claim, c, alike)]
    repeats = _repeats(known, alike)
    found = len(known.origins(alike))
    return sheets.WhySheet(
        entry=entry, key=claim.id, asked=f"{kind_of(lang, claim)}{say(lang, 'colon')}{told(lang, known, claim)}",
        answer=f"{counted(lang, 'why.claims', len(alike))}{say(lang, 'comma')}{counted(lang, 'why.origins', found)}",
        nodes=_nodes(lang, desk, known, entry, judgements, claim, item), sha256=item.sha256, checks=_checked(lang, desk, item),
        not_proved=say(lang, "why.not_proved", when=dates.day(lang, item.taken_at.date()).lead),
        beside=tuple(_counter(lang, known, c, entry) for c in alike if c is not claim and c not in repeats),
        against=tuple(_counter(lang, known, c, entry) for c in against), repeats=tuple(_counter(lang, known, c, entry) for c in repeats),
        history=Link(words=counted(lang, "why.history", claim.version), href=f"/review/{claim.evidence}/history/{claim.id}"),
        correct=_correct(lang, desk, claim),
    )  # fmt: skip


def _correct(lang: Lang, desk: Desk, claim: Claim) -> Link | None:
    if not allows(desk.agent.roles, "claim.review"):
        return None
    return Link(words=say(lang, "why.correct"), href=f"/review/{claim.evidence}?claim={claim.id}&change=1")


def _alike(lang: Lang, known: Case, entry: str, claim: Claim) -> list[Claim]:
    """The accepted claims that say the same in the same sense, this one first."""
    words = told(lang, known, claim)
    same = [c for c in known.accepted(entry) if c.property == claim.property and c.modality == claim.modality and told(lang, known, c) == words
            and type(c.value) is type(claim.value) and (not isinstance(c.value, Act) or c.value == claim.value)]  # fmt: skip
    return [claim, *(c for c in same if c.id != claim.id)]


def _is_against(known: Case, claim: Claim, other: Claim, alike: list[Claim]) -> bool:
    if other in alike or other.property != claim.property or other.about.startswith("cl-") != claim.about.startswith("cl-"):
        return False
    if isinstance(claim.value, Act) and isinstance(other.value, Act):
        if claim.value.type != other.value.type:
            return False
        dated = [(a, b) for a in known.dates(claim) for b in known.dates(other)]
        return (claim.modality == "denied") != (other.modality == "denied") or any(contradict(a, b) for a, b in dated)
    return claim.property in SINGLE and contradict(claim.value, other.value)


def _repeats(known: Case, claims: list[Claim]) -> list[Claim]:
    """Claims whose origins another claim before them has already."""
    repeated, counted_ = [], claims[:1]
    for claim in claims[1:]:
        if len(known.origins([*counted_, claim])) > len(known.origins(counted_)):
            counted_.append(claim)
        else:
            repeated.append(claim)
    return repeated


def _counter(lang: Lang, known: Case, claim: Claim, entry: str) -> sheets.Counter:
    title = " · ".join(filter(None, (told(lang, known, claim), sense(lang, claim))))
    source = known.source(claim)
    graded = say(lang, "why.grade", grade=source.grade, credibility=number(lang, source.credibility)) if source else ""
    link = Link(words=say(lang, "why.its_thread"), href=f"/people/{entry}?why={claim.id}#why")
    return sheets.Counter(title=title, told=" · ".join(filter(None, (sources(known, [claim]), graded))), link=link)


def _nodes(
    lang: Lang, desk: Desk, known: Case, entry: str, judgements: Sequence[Judgement], claim: Claim, item: Evidence
) -> tuple[sheets.Node, ...]:  # fmt: skip
    source = known.source(claim)
    graded = say(lang, "why.grade", grade=source.grade, credibility=number(lang, source.credibility)) if source else ""
    voices = chain(lang, claim.stated_by)
    said = " · ".join(filter(None, (say(lang, f"modality.{claim.modality}"), graded, _decided(lang, claim), voices)))
    return (
        sheets.Node(noun="register", title=say(lang, "why.entry"), id=entry, told=_judged(lang, known, entry, judgements)),
        sheets.Node(noun="record", title=say(lang, "why.record", title=_list_of(lang, _record(known, claim), item)), told=apart(source.name) if source else ""),
        sheets.Node(noun="claim", title=say(lang, "why.claim", what=kind_of(lang, claim)), id=claim.id, told=said),
        _passage(lang, known, claim, item),
        sheets.Node(noun="evidence", title=apart(title_of(item).words), id=item.id, href=f"/evidence/{item.id}", told=_taken(lang, desk, item)),
    )  # fmt: skip


def _judged(lang: Lang, known: Case, entry: str, judgements: Sequence[Judgement]) -> str:
    """How many records, and who judged them to be one person."""
    held = known.entry(entry)
    records = say(lang, "person.records", records=counted(lang, "evidence.records", len(held.records)),
                  documents=counted(lang, "home.documents", len({r.evidence for r in known.records})))  # fmt: skip
    same = [j for j in judgements if j.id in held.judgements]
    if not same:
        return records
    who = listed(lang, people_of(j.made_by for j in same))
    return f"{records} · " + say(lang, "why.judged_by", names=who, when=dates.day(lang, max(j.made_at for j in same).date()).lead)


def _record(known: Case, claim: Claim) -> Record | None:
    act = known.claim(claim.about) if claim.about.startswith("cl-") else claim
    return next((r for r in known.records if claim.id in r.claims or (act and act.about in r.mentions)), None)


def _list_of(lang: Lang, record: Record | None, item: Evidence) -> str:
    if record is not None and record.list:
        return say(lang, "why.list_row", list=apart(record.list), row=number(lang, str(record.row or "")))
    return apart(title_of(item).words)


def _decided(lang: Lang, claim: Claim) -> str:
    if claim.standing.state == "proposed":
        return say(lang, "why.proposed_by", rule=apart((claim.rule or "").split(" ")[0]))
    return say(lang, f"why.{claim.standing.state}_by", names=deciders(lang, claim))


def _taken(lang: Lang, desk: Desk, item: Evidence) -> str:
    """Who took it in and when; how long its chain of custody is, and whether it is whole."""
    taken = say(lang, "why.taken", who=apart(item.collector or "–"), when=dates.moment(lang, item.taken_at))
    if not allows(desk.agent.roles, "evidence.see"):
        return taken
    chain: list[CustodyEvent] = DOORS["show"].through(desk, {"id": item.id})[1]
    is_whole = all(event.previous == (chain[i - 1].id if i else None) for i, event in enumerate(chain))
    return f"{taken}. {counted(lang, 'evidence.chain' if is_whole else 'evidence.broken_chain', len(chain))}."


def _passage(lang: Lang, known: Case, claim: Claim, item: Evidence) -> sheets.Node:
    """The words themselves, with a little of what stands around them."""
    passage = next((p for p in known.passages if p.id == claim.passages[0]), None)
    where = next((w for w in passage.where if isinstance(w, Stretch | Cell)), None) if passage else None
    href = f"/review/{item.id}?claim={claim.id}"
    title = say(lang, "why.open_passage")
    if isinstance(where, Stretch) and passage and passage.text:
        told_ = say(lang, "why.characters", start=number(lang, str(where.start)), end=number(lang, str(where.end)))
        return sheets.Node(noun="passage", title=title, quote=_around(passage.text, where), told=told_, href=href)
    if isinstance(where, Cell):
        told_ = say(lang, "why.cell", row=number(lang, str(where.row)), column=number(lang, str(where.column or "–")))
        quote = Marked(mark=where.quote or "", lang=lang_of(where.quote or ""))
        return sheets.Node(noun="passage", title=title, quote=quote, told=told_, href=href)
    return sheets.Node(noun="passage", title=title, href=href)


def _around(text: str, where: Stretch) -> Marked:
    noun = archive().shelf.get(text)
    body = noun.body if isinstance(noun, DerivedText) else where.quote
    start, end = max(0, where.start - AROUND), where.end + AROUND
    before, after = body[start : where.start].replace("\n", " "), body[where.end : end].replace("\n", " ")
    return Marked(
        before=("…" if start else "") + before, mark=where.quote, after=after + ("…" if end < len(body) else ""), lang=lang_of(where.quote)
    )


def _checked(lang: Lang, desk: Desk, item: Evidence) -> tuple[Check, ...]:
    """What can be said of the bytes here and now, and what nobody has looked at."""
    if not allows(desk.agent.roles, "evidence.see"):
        return (Check(answer="not_checked", what=say(lang, "proof.bytes")),)
    verdict: Verdict = DOORS["prove"].through(desk, {"id": item.id})
    made = []
    for check in verdict.checks:
        what = say(lang, f"proof.{check.what}")
        if check.what == "ledger" and check.verdict == "passed":
            what = say(lang, "why.in_ledger", seq=number(lang, check.where or "–"))
        made.append(Check(answer=check.verdict, what=what))
    return tuple(made)
