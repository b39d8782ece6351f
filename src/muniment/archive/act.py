"""The doors of `warn` and `act`: who is in danger, findings, consent, drafts, decisions, release."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec
from msgspec.structs import replace

from muniment.act import Cover, File, choose, compose, decide, draft, lint, render, settle
from muniment.act.release import gate, release
from muniment.act.rendering import Letter
from muniment.archive.acts import Acting
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.register import Register, claims_of_property, items_of, part, sources_of, spoken_of, voices_of, whole_register
from muniment.model.canonical import digest
from muniment.model.claim import Claim
from muniment.model.consent import Condition, Consent, Permission
from muniment.model.entry import Entry
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.evidence import Evidence
from muniment.model.finding import Finding
from muniment.model.noun import Limit, Moment, Version
from muniment.model.passage import Passage
from muniment.model.standing import Answer, Reading
from muniment.model.submission import Decision, Submission
from muniment.model.verdict import Verdict
from muniment.model.when import When
from muniment.protect.roles import allows
from muniment.warn import Case, Queue, findings, queue, state, weighed, weighs

DECISIONS = ("approve", "life-at-stake", "reprisal", "mosaic")


class Drafted(msgspec.Struct, frozen=True):
    """A draft with what stands between it and its release, and its files."""

    submission: Submission
    gate: Verdict
    files: tuple[File, ...] = ()


def case(desk: Desk, people: Iterable[str] | None = None) -> Case:
    """The nouns of these register entries (or of all), as far as this reader may see them.

    Of all, without passages: what is asked of everybody reads claims, not quotations.
    """
    return _case(desk, whole_register(desk) if people is None else part(desk, people), is_whole=people is None)


def endangered(desk: Desk) -> Case:
    """The case of everyone who may stand in the queue, of whom an accepted claim speaks of danger or of its end, without passages.
    Who only was arrested, charged or tried is not read."""
    said = (claim for name in sorted(weighed()) for claim in claims_of_property(desk, name))
    about = {claim.about for claim in said if claim.standing.state == "accepted" and weighs(claim)}
    return _case(desk, spoken_of(desk, about), is_whole=True)


def _case(desk: Desk, held: Register, *, is_whole: bool) -> Case:
    mentions = {m for record in held.records.values() for m in record.mentions}
    acts = {c.id for c in held.claims.values() if c.about in mentions}
    claims = {c.id: c for c in held.claims.values() if c.about in mentions or c.about in acts}
    items = {item.id: item for item in items_of(desk, claims.values())}
    sources = sources_of(desk, voices_of(claims.values(), items.values()))
    if not is_whole:
        claims |= _named_beside(desk, items)
    places = () if is_whole else desk.archive.shelf.many([p for c in claims.values() for p in c.passages])
    return Case(
        entries=held.entries, records=tuple(held.records.values()), claims=tuple(claims.values()),
        passages=tuple(p for p in places if isinstance(p, Passage)), evidence=tuple(items.values()), sources=sources,
        findings=_findings(desk, held.entries), consents=_consents(desk, held.entries),
        conditions=tuple(c for c in desk.find(Condition) if c.evidence in items),
    )  # fmt: skip


def quoted(desk: Desk, known: Case, people: Collection[str]) -> Case:
    """A case of everybody, with the passages of these people's claims beside it."""
    wanted = {passage for person in people for claim in known.said(person) for passage in claim.passages}
    found = desk.archive.shelf.many(sorted(wanted))
    return replace(known, passages=tuple(noun for noun in found if isinstance(noun, Passage) and desk.sees(noun)))


def _named_beside(desk: Desk, items: Collection[str]) -> dict[str, Claim]:
    """Names of others in the same documents: a letter masks them."""
    found = [*claims_of_property(desk, "name"), *claims_of_property(desk, "alias")]
    return {c.id: c for c in found if c.evidence in items}


def _findings(desk: Desk, entries: Iterable[Entry]) -> tuple[Finding, ...]:
    return tuple(desk.about((entry.id for entry in entries), Finding))


def _consents(desk: Desk, entries: Iterable[Entry]) -> tuple[Consent, ...]:
    ids = {entry.id for entry in entries}
    return tuple(c for c in desk.find(Consent) if ids & set(c.about))


@door("watch", noun="finding", permission="finding.see")
def watch(desk: Desk) -> Queue:
    """Imminent cases: who is in danger now, how long is left, what is missing to act."""
    return queue(endangered(desk), desk.archive.now())


@door("find", noun="finding", permission="finding.decide", ledger=("finding.proposed",))
def find(desk: Desk, *, id: str) -> tuple[Finding, ...]:
    """Propose where a person's proceedings stand, over accepted claims; a named person decides it."""
    about = case(desk, [id])
    known = {(f.question, f.answer): f for f in about.findings}
    with desk.act("finding.proposed") as act:
        made = findings(state(about, id, act.at), made_by=act.agent.id, at=act.at, new_id=act.new)
        fresh = tuple(f for f in made if (f.question, f.answer) not in known)
        act.add(*fresh)
    return fresh


@door("conclude", noun="finding", permission="finding.decide", ledger=("finding.decided",))
def conclude(desk: Desk, *, id: str, expected: Version, answer: Answer, note: str | None = None) -> Finding:
    """Accept, reject or doubt a proposed finding, in your name."""
    known = desk.get(id, Finding)
    with desk.act("finding.decided") as act:
        reading = Reading(act.agent.id, act.at, answer, note)
        return act.change(known, expected, standing=known.standing.read(reading))


@door("consent", noun="consent", permission="consent.record", ledger=("consent.recorded",))
def consent(
    desk: Desk, *, about: tuple[str, ...], given_by: str, capacity: str, how: str, language: str, answers: tuple[Permission, ...],
    given_on: str | None = None, silence_until: Moment | None = None, expires: Moment | None = None, evidence: tuple[str, ...] = (),
) -> Consent:  # fmt: skip
    """Write down what a person allows, purpose by purpose: by whom, in what capacity, how, in which language."""
    if not about or not answers:
        raise BadInputError("Consent is somebody's answer for somebody.", advice="Name whom it is about, and each purpose answered.")
    part(desk, about)
    with desk.act("consent.recorded") as act:
        made = Consent(
            id=act.new("co"), made_by=act.agent.id, made_at=act.at, about=about, given_by=given_by, capacity=capacity, how=how,
            language=language, given_on=When.parse(given_on) if given_on else None, answers=answers, silence_until=silence_until,
            expires=expires, evidence=evidence, compartment="restricted" if "restricted" in desk.compartments else "open",
        )  # fmt: skip
        act.add(made)
    return made


@door("consents", noun="consent", permission="consent.see")
def consents(desk: Desk, *, id: str) -> tuple[Consent, ...]:
    """What was allowed for a person, oldest first."""
    return tuple(sorted((c for c in desk.find(Consent) if id in c.about), key=lambda c: c.made_at))


@door("condition", noun="condition", permission="consent.record", ledger=("condition.recorded",))
def condition(desk: Desk, *, evidence: str, provider: str, rule: str, words: str | None = None, until: Moment | None = None) -> Condition:
    """Write down a provider's condition on an item, apart from consent."""
    desk.get(evidence, Evidence)
    with desk.act("condition.recorded") as act:
        fields = {"kind": "condition", "id": act.new("cn"), "made_by": act.agent.id, "made_at": act.at, "evidence": evidence,
                  "provider": provider, "rule": rule, "words": words, "until": until}  # fmt: skip
        try:
            made = msgspec.convert(fields, Condition)
        except msgspec.ValidationError as exc:
            raise BadInputError(f"This is not a condition: {exc}.") from exc
        act.add(made)
    return made


@door("draft", noun="submission", permission="submission.draft", ledger=("submission.drafted",))
def draft_letter(desk: Desk, *, kind: str, ids: tuple[str, ...], cover: Cover = Cover()) -> Drafted:  # noqa: B008 - frozen
    """Draft a letter from accepted claims; it always renders, and what is not known stands in it as questions."""
    if kind != "urgent-appeal":
        raise BadInputError(f"No letter of the kind {kind!r} can be drafted here.", advice="There is urgent-appeal.")
    about = case(desk, ids)
    with desk.act("submission.drafted") as act:
        made = draft(about, ids, cover, made_by=act.agent.id, at=act.at, new_id=act.new)
        act.add(made)
    return _drafted(desk, made, about)


@door("submissions", noun="submission", permission="submission.see")
def submissions(desk: Desk, *, after: str | None = None, limit: Limit = 50) -> list[Submission]:
    """Drafts and letters that left."""
    return desk.find(Submission, after=after, limit=limit)


@door("submission", noun="submission", permission="submission.see")
def submission(desk: Desk, *, id: str, with_files: bool = True) -> Drafted:
    """One letter with its files and what stands between it and its release."""
    known = desk.get(id, Submission)
    about = case(desk, known.about)
    return _drafted(desk, known, about, with_files=with_files)


def _drafted(desk: Desk, letter: Submission, about: Case, *, with_files: bool = True) -> Drafted:
    is_alone = desk.archive.settings.is_alone
    now = desk.archive.now()
    checks = gate(letter, about, now, is_alone=is_alone)
    others = tuple(remark.check for remark in lint(letter, about, now) if not remark.blocks)
    files = render(_composed(desk, letter, about), letter.made_at) if with_files else ()
    return Drafted(letter, replace(checks, checks=(*checks.checks, *others)), files)


def _composed(desk: Desk, letter: Submission, about: Case) -> Letter:
    """The letter as it is printed, with the marks of the archive it was made in."""
    mode = desk.archive.settings
    return compose(letter, about, is_alone=mode.is_alone, is_demonstration=mode.mode == "demonstration")


def files_sent(desk: Desk, ids: Iterable[str]) -> dict[str, bytes]:
    """The files of the letters among these that left, by name, so that they travel in a package with what they rest on."""
    letters = [id for id in ids if id.startswith("su-")] if allows(desk.agent.roles, "submission.see") else []
    seen = [submission(desk.through("submission.see"), id=id) for id in letters]
    return {file.name: file.body for one in seen if one.submission.state == "released" for file in one.files}


@door("settle", noun="submission", permission="submission.draft", ledger=("submission.changed",))
def settle_gap(desk: Desk, *, id: str, expected: Version, field: str) -> Submission:
    """Decide that one question of a draft stays unknown."""
    return _changed(desk, id, expected, lambda letter: settle(letter, field))


@door("choose", noun="submission", permission="submission.draft", ledger=("submission.changed",))
def choose_mandates(desk: Desk, *, id: str, expected: Version, codes: tuple[str, ...]) -> Submission:
    """Decide which of the proposed mandates a draft goes to."""
    return _changed(desk, id, expected, lambda letter: choose(letter, codes))


@door("redraft", noun="submission", permission="submission.draft", ledger=("submission.changed",))
def redraft(desk: Desk, *, id: str, expected: Version, cover: Cover) -> Submission:
    """Draft a letter anew from what is accepted now, under another cover; earlier decisions fall."""
    known = desk.get(id, Submission)
    if known.state == "released":
        raise RefusedError("This letter has left; it cannot be changed.", advice="Draft a new one.")
    about = case(desk, known.about)

    def anew(letter: Submission) -> Submission:
        made = draft(about, letter.about, cover, made_by=desk.agent.id, at=desk.archive.now(), new_id=lambda _: letter.id)
        return replace(made, version=letter.version)

    return _changed(desk, id, expected, anew)


@door("approve", noun="submission", permission="submission.approve", ledger=("submission.approved",), is_two_person=True)
def approve(desk: Desk, *, id: str, expected: Version, words: str, what: str = "approve", answer: str = "yes") -> Submission:
    """Give a decision a release needs, in words: approve, life-at-stake, reprisal, mosaic."""
    if what not in DECISIONS:
        raise BadInputError(f"No decision is called {what!r}.", advice=f"They are {', '.join(DECISIONS)}.")
    return _changed(desk, id, expected, lambda letter: decide(letter, _decision(desk, what, words, answer)), "submission.approved")


@door("weigh", noun="submission", permission="submission.draft", ledger=("submission.approved",))
def weigh(desk: Desk, *, id: str, expected: Version, words: str, what: str = "reprisal", answer: str = "yes") -> Submission:
    """The drafter's half of a decision of two: reprisal, life-at-stake, mosaic. Approving is another person's."""
    if what not in DECISIONS[1:]:
        raise BadInputError(f"A drafter cannot decide {what!r}.", advice=f"There are {', '.join(DECISIONS[1:])}.")
    return _changed(desk, id, expected, lambda letter: decide(letter, _decision(desk, what, words, answer)), "submission.approved")


def _decision(desk: Desk, what: str, words: str, answer: str) -> Decision:
    fields = {"what": what, "by": desk.agent.id, "at": desk.archive.now(), "words": words, "answer": answer}
    try:
        return msgspec.convert(fields, Decision)
    except msgspec.ValidationError as exc:
        raise BadInputError(f"This is not a decision: {exc}.", advice="Answer yes or no.") from exc


def _changed(
    desk: Desk, id: str, expected: Version, step: Callable[[Submission], Submission], type: str = "submission.changed"
) -> Submission:
    known = desk.get(id, Submission)
    desk.archive.expect(known, expected)
    following = step(known)
    with desk.act(type) as act:
        return _stored(act, known, following)


def _stored(act: Acting, known: Submission, following: Submission) -> Submission:
    """The next version; who drafted stays the drafter, so that nobody approves their own draft."""
    made = replace(following, version=known.version + 1, made_at=act.at)
    act.add(made)
    return made


@door("release", noun="submission", permission="submission.release", ledger=("submission.released",), is_two_person=True)
def release_letter(desk: Desk, *, id: str, expected: Version, words: str) -> Drafted:
    """Release a letter: refused, naming everything missing, until consent, second decision and linter are satisfied."""
    known = desk.get(id, Submission)
    desk.archive.expect(known, expected)
    about = case(desk, known.about)
    is_alone = desk.archive.settings.is_alone
    with desk.act("submission.released", words) as act:
        let = release(known, about, by=act.agent.id, words=words, now=act.at, is_alone=is_alone)
        let = replace(let, version=known.version + 1, made_at=act.at)
        files = render(_composed(desk, let, about), act.at)
        listed = tuple((file.name, digest(file.body)) for file in files)
        sent = _stored(act, known, replace(let, files=listed))
    return Drafted(sent, gate(sent, about, desk.archive.now(), is_alone=is_alone), files)
