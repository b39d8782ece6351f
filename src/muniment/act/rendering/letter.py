"""The composed letter: what every rendering shows, with notes numbered and evidence listed. A plain value, also the JSON file.

A note stands for one sentence and names, for each piece of evidence below it: the source as a letter may show it, its
grades, the claims, the evidence, the digest. Full identifiers and digests stand in the annex.
"""

from collections.abc import Iterable

from muniment.act.hedges import described
from muniment.model.claim import Claim
from muniment.model.noun import Moment, Part
from muniment.model.submission import Section, Sentence, Submission
from muniment.warn import Case

SHORT = 11
"""Characters of an identifier that a note prints: its prefix and eight of its digits."""


class Basis(Part, frozen=True):
    """One piece of evidence under one sentence."""

    source: str
    grade: str
    evidence: str
    sha256: str
    claims: tuple[str, ...]

    @property
    def words(self) -> str:
        """As a note prints it."""
        claims = ", ".join(claim[:SHORT] for claim in self.claims)
        return f"{self.source} ({self.grade}); claims {claims}; evidence {self.evidence[:SHORT]}, SHA-256 begins {self.sha256[:12]}"


class Note(Part, frozen=True):
    """The numbered note of one sentence."""

    number: int
    rests_on: tuple[Basis, ...]
    findings: tuple[str, ...] = ()
    words: str = ""


class Line(Part, frozen=True):
    """One sentence as printed; `note` 0 where it rests on nothing but its writer."""

    text: str
    basis: str
    note: int = 0
    claims: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


class Question(Part, frozen=True):
    """An open question, whom to ask, and whether it was decided to leave it unknown."""

    field: str
    text: str
    ask: str
    left_unknown: bool


class Chapter(Part, frozen=True):
    """One section of the letter."""

    field: str
    heading: str
    lines: tuple[Line, ...]
    questions: tuple[Question, ...]


class Item(Part, frozen=True):
    """One piece of evidence in the annex."""

    evidence: str
    source: str
    grade: str
    sha256: str
    size: int
    media_type: str
    taken_at: Moment


class Letter(Part, frozen=True):
    """All that a rendering needs. `marks` are sentences that stand at the head: draft, invented data, second decision not held."""

    id: str
    version: int
    kind: str
    state: str
    title: str
    language: str
    as_of: Moment
    form: str
    to: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Item, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it has not been released."""
        return self.state == "draft"


def compose(submission: Submission, case: Case, *, is_alone: bool = False, is_demonstration: bool = False) -> Letter:
    """The letter with its notes, in the order of its sentences."""
    sentences = [s for s in submission.sentences() if s.claims or s.findings]
    notes = tuple(_note(case, number, s) for number, s in enumerate(sentences, 1))
    numbers = iter(range(1, len(notes) + 1))
    chapters = tuple(_chapter(section, numbers) for section in submission.sections if section.sentences or section.gaps)
    used = dict.fromkeys(basis.evidence for note in notes for basis in note.rests_on)
    return Letter(
        id=submission.id, version=submission.version, kind=submission.letter, state=submission.state, title=submission.title,
        language=submission.language, as_of=submission.as_of, form=submission.form, chapters=chapters, notes=notes,
        to=tuple((a.code, a.name) for a in submission.addressees if a.is_chosen),
        marks=_marks(submission, case, used, is_alone=is_alone, is_demonstration=is_demonstration), evidence=tuple(_item(case, id) for id in used if case.item(id)),
    )  # fmt: skip


def _chapter(section: Section, numbers: Iterable[int]) -> Chapter:
    feed = iter(numbers)
    lines = tuple(
        Line(text=s.text, basis=s.basis, note=next(feed) if s.claims or s.findings else 0, claims=s.claims, findings=s.findings)
        for s in section.sentences
    )
    asked = tuple(Question(field=g.field, text=g.question, ask=g.ask, left_unknown=g.left_unknown) for g in section.gaps)
    return Chapter(field=section.field, heading=section.heading, lines=lines, questions=asked)


def _note(case: Case, number: int, sentence: Sentence) -> Note:
    groups: dict[tuple[str, str], list[Claim]] = {}
    for id in sentence.claims:
        if claim := case.claim(id):
            groups.setdefault((claim.evidence, described(case.source(claim))), []).append(claim)
    bases = tuple(_basis(case, claims) for claims in groups.values())
    told = [basis.words for basis in bases] + [f"finding {id[:SHORT]}" for id in sentence.findings]
    return Note(number=number, rests_on=bases, findings=sentence.findings, words="; ".join(told) + ".")


def _basis(case: Case, claims: list[Claim]) -> Basis:
    first = claims[0]
    item = case.item(first.evidence)
    return Basis(
        source=described(case.source(first)), grade=_grade(case, first), evidence=first.evidence,
        sha256=item.sha256 if item else "", claims=tuple(c.id for c in claims),
    )  # fmt: skip


def _grade(case: Case, claim: Claim) -> str:
    source = case.source(claim)
    return f"{source.grade} {claim.credibility if claim.credibility != '6' else source.credibility}" if source else "F 6"


def _item(case: Case, id: str) -> Item:
    item = case.item(id)
    assert item is not None
    held = next((s for s in case.sources if s.id == item.source), None)
    grade = f"{held.grade} {held.credibility}" if held else "F 6"
    return Item(evidence=item.id, source=described(held), grade=grade, sha256=item.sha256, size=item.size,
                media_type=item.media_type, taken_at=item.taken_at)  # fmt: skip


def _marks(submission: Submission, case: Case, used: Iterable[str], *, is_alone: bool, is_demonstration: bool) -> tuple[str, ...]:
    marks = []
    if submission.state == "draft":
        open_ = sum(not gap.left_unknown for gap in submission.gaps())
        marks.append(f"Draft, not sent. {open_} question{'' if open_ == 1 else 's'} open." if open_ else "Draft, not sent.")
    if any((item := case.item(id)) and item.invented for id in used):
        marks.append("Invented data: no person, place or event here is real.")
    if is_demonstration:
        marks.append("Made in a demonstration archive: not a submission.")
    if is_alone:
        marks.append("Second decision not held: this archive is kept by one person.")
    return tuple(marks)
