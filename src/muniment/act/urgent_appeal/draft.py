"""The draft of an urgent appeal: every field of the form, every sentence with what it rests on, every gap as a question.

1. Nobody whom an accepted claim calls dead is drafted for: refused, naming the claims; an allegation letter fits.
2. Only accepted claims are told; hedged by who says them, contradictions side by side.
3. Mandates are proposed with their reason. Fields nobody can fill become questions, with whom to ask.
4. Membership is told in one predicate alone; third persons are masked until somebody decides.
A draft always renders. What may leave is decided at release, never here.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import msgspec

from muniment.act.cover import Cover
from muniment.act.hedges import listed
from muniment.act.mandates import propose
from muniment.act.masking import MASK, masked, others
from muniment.act.people import subject
from muniment.act.urgent_appeal.form import form
from muniment.act.urgent_appeal.sections import Work, sections
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.noun import RANK, Compartment
from muniment.model.submission import Gap, Section, Submission
from muniment.warn import Case, State, state

KIND = "urgent-appeal"


def draft(
    case: Case, people: Sequence[str], cover: Cover, *, made_by: str, at: datetime, new_id: Callable[[str], str]
) -> Submission:  # fmt: skip
    """An urgent appeal for these register entries, from what is accepted of them as of `at`.

    Raises:
        RefusedError: one of them is dead, so an accepted claim says; `missing` names person and claims.
        BadInputError: nobody is named, or someone twice.
        UnknownError: an entry is not in this case.
    """
    if not people or len(set(people)) != len(people):
        raise BadInputError("An urgent appeal is for one or several people, each named once.", advice="Give their identifiers.")
    states = tuple(state(case, person, at) for person in people)
    _refuse_the_dead(case, states)  # (1)
    numbers = range(1, len(people) + 1) if len(people) > 1 else (0,)
    subjects = tuple(subject(case, p, initials=cover.use_initials, number=n) for p, n in zip(people, numbers, strict=True))
    addressees = propose(case, states, cover.state, at.date())  # (3)
    told = sections(Work(case=case, cover=cover, subjects=subjects, states=states, addressees=addressees, on=at.date()))  # (2)
    return Submission(
        id=new_id("su"), made_by=made_by, made_at=at, as_of=at, letter=KIND, about=tuple(people), language="en",
        title=f"Urgent appeal for {listed([s.short for s in subjects])}", form=f"{form().code}@{form().version}",
        addressees=addressees, sections=mask(told, others(case, people, cover.reveal)),  # (4)
        consents=tuple(c.id for c in case.consents if set(c.about) & set(people)), compartment=_compartment(case, people),
    )  # fmt: skip


def mask(told: Sequence[Section], names: Collection[str]) -> tuple[Section, ...]:
    """The sections with the names of third persons masked, and a question where that happened."""
    return tuple(_masked(section, names) for section in told)


def _masked(section: Section, names: Collection[str]) -> Section:
    sentences = tuple(msgspec.structs.replace(s, text=masked(s.text, names)) for s in section.sentences)
    hidden = sum(s.text.count(MASK) for s in sentences) - sum(s.text.count(MASK) for s in section.sentences)
    if hidden <= 0:
        return section
    gap = Gap(
        field=f"{section.field}.third-person", ask="the person named, or whoever can decide for them",
        question="Somebody else is named here, without a basis for naming them. May the name stand?",
    )  # fmt: skip
    return msgspec.structs.replace(section, sentences=sentences, gaps=(*section.gaps, gap))


def _refuse_the_dead(case: Case, states: Sequence[State]) -> None:
    dead = [state for state in states if state.outcome == "dead"]
    if not dead:
        return
    claims = tuple(f"{state.entry}: {claim}" for state in dead for claim in state.reasons[0].claims)
    names = listed([subject(case, state.entry).short for state in dead])
    raise RefusedError(
        f"An urgent appeal is asked for {names}, but accepted claims say that {'they are' if len(dead) > 1 else 'the person is'} dead "
        f"({', '.join(c.split(': ')[1] for c in claims)}).",
        missing=claims, advice="An allegation letter fits; or review those claims if they are wrong.",
    )  # fmt: skip


def _compartment(case: Case, people: Sequence[str]) -> Compartment:
    """The most closed compartment of anything the letter may rest on."""
    used = [case.entry(p).compartment for p in people] + [c.compartment for p in people for c in case.accepted(p)]
    return max(used, key=RANK.index)
