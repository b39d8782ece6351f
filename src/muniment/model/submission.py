"""Submissions and demands: what we send, to whom, sentence by sentence. Frozen once released, and then itself evidence."""

from typing import Literal

from muniment.model.noun import Digest, Edge, Id, Moment, Noun, Part


class Sentence(Part, frozen=True):
    """One sentence and what it stands on: claims, a finding, or the drafter's own words (marked so)."""

    text: str
    basis: Literal["claims", "finding", "own"]
    claims: tuple[Id, ...] = ()
    findings: tuple[Id, ...] = ()


class Gap(Part, frozen=True):
    """A question the draft cannot answer, and whom to ask. `left_unknown` records that this was decided."""

    field: str
    question: str
    ask: str
    left_unknown: bool = False


class Section(Part, frozen=True):
    """One field of the form, in its order."""

    field: str
    heading: str
    sentences: tuple[Sentence, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Addressee(Part, frozen=True):
    """A mandate proposed, why, and whether a person chose it."""

    code: str
    name: str
    why: str
    is_chosen: bool = True


class Decision(Part, frozen=True):
    """A decision by a named person that a release needs (approval, life at stake, reprisal, second decision)."""

    what: Literal["approve", "life-at-stake", "reprisal", "mosaic", "release"]
    by: str
    at: Moment
    words: str
    answer: Literal["yes", "no"] = "yes"


class Submission(Noun, frozen=True, kw_only=True, tag="submission"):
    """A letter in the making or sent. `letter` is its kind, such as `urgent-appeal`; `files` the digests that left."""

    letter: str
    title: str
    about: tuple[Id, ...]
    language: str = "en"
    state: Literal["draft", "released"] = "draft"
    addressees: tuple[Addressee, ...] = ()
    sections: tuple[Section, ...] = ()
    consents: tuple[Id, ...] = ()
    decisions: tuple[Decision, ...] = ()
    files: tuple[tuple[str, Digest], ...] = ()
    form: str
    as_of: Moment

    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order."""
        return tuple(s for section in self.sections for s in section.sentences)

    def gaps(self) -> tuple[Gap, ...]:
        """Every open question in order."""
        return tuple(g for section in self.sections for g in section.gaps)

    def rests_on(self) -> tuple[Edge, ...]:
        claims = dict.fromkeys(c for s in self.sentences() for c in s.claims)
        findings = dict.fromkeys(f for s in self.sentences() for f in s.findings)
        return (
            *(("entry", e) for e in self.about),
            *(("claim", c) for c in claims),
            *(("finding", f) for f in findings),
            *(("consent", c) for c in self.consents),
        )


class Demand(Noun, frozen=True, kw_only=True, tag="demand"):
    """What is asked of whom, followed from a source's words or a submission into what was decided."""

    addressee: str
    action: str
    claim: Id | None = None
    submission: Id | None = None
    status: Literal["open", "met", "partly-met", "refused", "lapsed"] = "open"

    def rests_on(self) -> tuple[Edge, ...]:
        claim = (("claim", self.claim),) if self.claim else ()
        return (*claim, *((("submission", self.submission),) if self.submission else ()))
