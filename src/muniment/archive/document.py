"""The doors of `document`: read, transcribe, grade a source, review and make claims."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from muniment.archive.acts import Acting
from muniment.archive.custody import custody, linked
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import unsealed
from muniment.archive.examine import examinable, examine
from muniment.archive.second_reader import is_read_twice, whole
from muniment.document.claims import Proposal, propose
from muniment.document.doubt import sure
from muniment.document.readers import guard
from muniment.document.reading import Reading
from muniment.model.claim import FORMS, Claim, Content
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.noun import Count, Limit, Version
from muniment.model.passage import Cell, Passage, Stretch
from muniment.model.record import Record
from muniment.model.source import Credibility, Grade, Source
from muniment.model.standing import Answer, Standing
from muniment.model.standing import Reading as Decision
from muniment.model.terms import Modality, Property

Also = tuple[tuple[str, Version], ...]


class ReadResult(msgspec.Struct, frozen=True):
    """What reading one item brought."""

    evidence: str
    text: str
    claims: int
    records: int
    unread: str | None = None


@door("read", noun="evidence", permission="evidence.read", ledger=("evidence.read",))
def read(desk: Desk, *, ids: tuple[str, ...] = (), date: str | None = None) -> tuple[ReadResult, ...]:
    """Read evidence in the sandbox: a derived text, and claims proposed on its passages. Without ids, all unread items.

    What nobody has looked into yet is looked into as well (`examine`).
    """
    items = [desk.get(id, Evidence) for id in ids] if ids else _unread(desk, None)
    return tuple(_read_one(desk, item, date) for item in items)


@door("unread", noun="evidence", permission="evidence.see")
def unread(desk: Desk, *, limit: Limit = 50) -> list[Evidence]:
    """Evidence no reader, transcriber or translator has touched yet, oldest first.

    A list that was imported was read.
    """
    return _unread(desk, limit)


def _unread(desk: Desk, limit: int | None) -> list[Evidence]:
    found = desk.archive.shelf.unread(compartments=desk.compartments, limit=limit)
    return [item for item in found if isinstance(item, Evidence)]


def _read_one(desk: Desk, item: Evidence, date: str | None) -> ReadResult:
    reading = _reading(desk, item)
    act = desk.act("evidence.read")
    text = DerivedText(
        id=act.new("tx"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=item.id,
        how="ocr" if "ocr" in reading.flags else "extracted", tool=reading.tool, language=reading.lang,
        body=reading.text, pages=reading.pages, flags=reading.flags, unread=reading.unread,
    )  # fmt: skip
    act.add(text)
    found = _propose(act, text, date, reading.doubtful)
    with linked(act, [item.id]):
        act.add(custody(act, item.id, "read", detail=reading.unread))
    if examinable(desk, item):
        examine(desk, ids=(item.id,))
    return ReadResult(item.id, text.id, len(found.claims), len(found.records), reading.unread)


def _reading(desk: Desk, item: Evidence) -> Reading:
    """What the sandboxed reader makes of the bytes, which are not even unsealed where no reader takes them."""
    refused = guard.refusal(item.media_type, item.size)
    return Reading(text="", unread=refused) if refused else guard.read(item.media_type, unsealed(desk, item))


def _propose(act: Acting, text: DerivedText, date: str | None, doubtful: tuple[tuple[int, int], ...] = ()) -> Proposal:
    from muniment.document.rules import extract  # compiles the word lists: not for those who only look

    found = propose(sure(extract(text.body, date=date), doubtful), text, maker=act.agent.id, at=act.at, new_id=act.new)
    act.add(*found.passages)
    acts = [claim for claim in found.claims if not claim.about.startswith("cl-")]
    act.add(*acts)
    act.add(*(claim for claim in found.claims if claim.about.startswith("cl-")))
    act.add(*found.records)
    return found


@door("transcribe", noun="text", permission="text.make", ledger=("text.made",))
def transcribe(desk: Desk, *, evidence: str, body: str, language: str, how: str = "transcript", of: str | None = None) -> DerivedText:
    """Add a typed transcript or a human translation beside the original; claims are proposed from a transcript."""
    item = desk.get(evidence, Evidence)
    if of is not None and desk.get(of, DerivedText).evidence != evidence:
        raise BadInputError(f"{of} is not a text of {evidence}.", advice="Name the text that this one was made from, or none.")
    if how not in ("transcript", "translation"):
        raise BadInputError(f"A text made by hand is a transcript or a translation, not {how!r}.")
    with desk.act("text.made") as act:
        text = DerivedText(
            id=act.new("tx"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=item.id,
            how="translation" if how == "translation" else "transcript", tool=f"typed by {act.agent.name}",
            language=language, body=body, pages=((0, len(body)),), of=of,
        )  # fmt: skip
        act.add(text)
        if how == "transcript":
            _propose(act, text, None)
    return text


@door("source", noun="source", permission="source.make", ledger=("source.made",))
def source(desk: Desk, *, name: str, type: str = "unknown", connection: str | None = None, derived_from: tuple[str, ...] = (),
           is_interested: bool = False, note: str | None = None, compartment: str = "open") -> Source:  # fmt: skip
    """Write down who stands behind a document. A new source is graded F, its information 6."""
    with desk.act("source.made") as act:
        fields = {"kind": "source", "id": act.new("so"), "made_by": act.agent.id, "made_at": act.at, "name": name, "type": type,
                  "connection": connection, "derived_from": derived_from, "is_interested": is_interested, "note": note,
                  "compartment": desk.may_fill(compartment)}  # fmt: skip
        try:
            made = msgspec.convert(fields, Source)
        except msgspec.ValidationError as exc:
            raise BadInputError(f"This is not a source: {exc}.") from exc
        act.add(made)
    return made


@door("sources", noun="source", permission="source.see")
def sources(desk: Desk) -> list[Source]:
    """The sources written down so far."""
    return desk.find(Source)


@door("grade", noun="source", permission="source.grade", ledger=("source.graded",))
def grade(desk: Desk, *, id: str, expected: Version, grade: Grade, credibility: Credibility, note: str | None = None) -> Source:
    """Grade a source (A to F) and its information (1 to 6), each on its own axis."""
    known = desk.get(id, Source)
    with desk.act("source.graded") as act:
        fields = {"grade": grade, "credibility": credibility, "graded_by": act.agent.name, "note": note or known.note}
        return act.change(known, expected, **fields)


@door("review", noun="claim", permission="claim.review", ledger=("claim.reviewed",))
def review(desk: Desk, *, id: str, expected: Version, answer: Answer, note: str | None = None, also: Also = ()) -> Claim:
    """Decide on a proposed claim: accepted, rejected or unsure, in your name.

    `also` are claims decided with it, each in the version that was seen: an act and its date are one act of yours.
    """
    return _decide(desk, id, expected, answer, note, also)


@door("undo", noun="claim", permission="claim.review", ledger=("claim.reviewed",))
def undo(desk: Desk, *, id: str, expected: Version, also: Also = ()) -> Claim:
    """Take your own last decision on a claim back. Both remain written."""
    return _decide(desk, id, expected, None, None, also)


def _decide(desk: Desk, id: str, expected: Version, answer: Answer | None, note: str | None, also: Also) -> Claim:
    seen = {id: expected} | dict(also)
    claims = [desk.get(one, Claim) for one in seen]
    if answer is None and not claims[0].standing.current().get(desk.agent.id):
        raise BadInputError("You have decided nothing on this claim.", advice="There is nothing to take back.")
    with desk.act("claim.reviewed") as act:
        decision = Decision(act.agent.id, act.at, answer, note)
        stands = [whole(desk, claim).read(decision, is_read_twice=is_read_twice(desk.archive, claim)) for claim in claims]
        made = [act.change(claim, seen[claim.id], standing=stand) for claim, stand in zip(claims, stands, strict=True)]
    return desk.shown(made[0])


@door("edit", noun="claim", permission="claim.review", ledger=("claim.edited",))
def edit(
    desk: Desk, *, id: str, expected: Version, value: Content | None = None, modality: Modality | None = None,
    is_coerced: bool | None = None, is_exculpatory: bool | None = None, credibility: Credibility | None = None,
    note: str | None = None,
) -> Claim:  # fmt: skip
    """Correct a claim and accept it as corrected; the proposal stays readable as the version before."""
    claim = desk.get(id, Claim)
    if value is not None:
        _fits(claim.property, value)
    given = {"value": value, "modality": modality, "is_coerced": is_coerced, "is_exculpatory": is_exculpatory,
             "credibility": credibility}  # fmt: skip
    with desk.act("claim.edited") as act:
        changed = {name: what for name, what in given.items() if what is not None}
        is_twice = is_read_twice(desk.archive, replace(claim, **changed))
        standing = Standing().read(Decision(act.agent.id, act.at, "accepted", note), is_read_twice=is_twice)
        return act.change(claim, expected, standing=standing, **changed)


@door("claim", noun="claim", permission="claim.make", ledger=("claim.made",))
def claim(
    desk: Desk, *, text: str, start: Count, end: Count, property: Property, value: Content, about: str | None = None,
    modality: Modality = "asserted",
) -> Claim:  # fmt: skip
    """Make a claim from selected words. Without `about` it begins a new mention, which becomes a record."""
    derived = desk.get(text, DerivedText)
    _fits(property, value)
    if not 0 <= start < end <= len(derived.body):
        raise BadInputError(f"The passage {start}-{end} is outside the text (0-{len(derived.body)}).")
    with desk.act("claim.made") as act:
        passage = Passage(
            id=act.new("pa"), made_by=act.agent.id, made_at=act.at, compartment=derived.compartment,
            evidence=derived.evidence, text=text, where=(Stretch(start=start, end=end, quote=derived.body[start:end]),),
        )  # fmt: skip
        mention = _about(desk, derived.evidence, about) or act.new("me")
        made = Claim(
            id=act.new("cl"), made_by=act.agent.id, made_at=act.at, compartment=derived.compartment,
            evidence=derived.evidence, about=mention, property=property, value=value, modality=modality,
            passages=(passage.id,),
        )  # fmt: skip
        decision = Decision(act.agent.id, act.at, "accepted")
        made = replace(made, standing=Standing().read(decision, is_read_twice=is_read_twice(desk.archive, made)))
        act.add(passage)
        act.add(made)
        _into_record(desk, act, mention, made)
    return made


def _fits(property: Property, value: Content) -> None:
    """Whether a value has a form that its property takes."""
    if not isinstance(value, FORMS[property]):
        takes = " or ".join(str(form.__struct_config__.tag) for form in FORMS[property])
        raise BadInputError(
            f"“{property}” was given as {value.__struct_config__.tag}, and it takes {takes}.",
            advice="Nothing was stored: correct the value.",
        )


def _about(desk: Desk, evidence: str, about: str | None) -> str | None:
    """What a claim may be about: a mention or an act of the same document."""
    if about is None:
        return None
    known = desk.resting_on(evidence, Claim)
    if about not in {c.about for c in known} | {c.id for c in known if c.property == "act"}:
        raise UnknownError(f"There is no mention and no act {about} in this document.", advice="Leave it out to begin a new mention.")
    return about


def _into_record(desk: Desk, act: Acting, mention: str, made: Claim) -> None:
    """A claim about a mention, or about one of its acts, joins its record; a new mention begins one when a person is named."""
    known = next((r for r in desk.resting_on(made.evidence, Record) if mention in r.mentions or mention in r.claims), None)
    if known is not None:
        act.change(known, known.version, claims=(*known.claims, made.id))
    elif made.property == "name":
        act.add(Record(id=act.new("re"), made_by=act.agent.id, made_at=act.at, compartment=made.compartment,
                       evidence=made.evidence, mentions=(mention,), claims=(made.id,)))  # fmt: skip


@door("claims", noun="claim", permission="claim.see")
def claims(desk: Desk, *, evidence: str) -> tuple[Claim, ...]:
    """The claims that rest on one piece of evidence, in the order of their passages."""
    desk.get(evidence, Evidence)
    return placed(desk, evidence)[0]


def placed(desk: Desk, evidence: str) -> tuple[tuple[Claim, ...], dict[str, Passage]]:
    """The claims that rest on one piece of evidence, in the order of their passages, and these by their identifiers."""
    found = desk.resting_on(evidence, Claim)  # in the order they first came, which no decision changes
    places = {p.id: p for p in desk.resting_on(evidence, Passage)}
    mentions = {about: place for place, about in enumerate(dict.fromkeys(claim.about for claim in found))}
    return tuple(sorted(found, key=lambda claim: (_start(places.get(claim.passages[0])), mentions[claim.about]))), places


def _start(passage: Passage | None) -> tuple[int, int]:
    """Where a passage begins: offset in its text, or row and column of its list."""
    if passage is None:
        return 0, 0
    places = [(w.start, 0) if isinstance(w, Stretch) else (w.row, w.column or 0) for w in passage.where if isinstance(w, Stretch | Cell)]
    return min(places, default=(0, 0))


@door("history", noun="claim", permission="claim.see")
def history(desk: Desk, *, id: str) -> tuple[Claim, ...]:
    """Every version of a claim, oldest first."""
    desk.get(id, Claim)
    return tuple(desk.versions(id, Claim))
