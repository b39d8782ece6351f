"""The sections of an urgent appeal: one function a field of the form (standards 3.2, fields 1 to 13).

Each gives sentences that rest on accepted claims or findings, or are marked as the drafter's own, and a gap for what nobody
documented. No field is left out silently.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from muniment.act.cover import Cover
from muniment.act.dates import phrase
from muniment.act.hedges import hedge, listed, titled, voiced
from muniment.act.membership import accusations
from muniment.act.people import Subject, isolated
from muniment.act.urgent_appeal.form import Field, form, phrases
from muniment.act.urgent_appeal.norms import written
from muniment.act.urgent_appeal.valued import valued
from muniment.act.urgent_appeal.wording import SAID, acts, sentence
from muniment.model.claim import Act, Claim, Words
from muniment.model.consent import Consent, Permission
from muniment.model.finding import Finding
from muniment.model.submission import Addressee, Gap, Section, Sentence
from muniment.protect.consent import YES
from muniment.warn import Case, Hint, State, hints
from muniment.warn.queue import DATED

ANSWERS = {
    "given": "Yes, given by the person", "next-of-kin": "Yes, given by next of kin", "lawyer": "Yes, given by a lawyer",
    "impossible": "The person cannot be asked", "refused": "No", "withdrawn": "Given and taken back",
}  # fmt: skip
DECISIVE = ("death_sentence", "sentence_upheld", "appeal_rejected")
ASKED = ("submit", "share-with-state", "name-in-letter", "name-in-public")


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the sections are made from."""

    case: Case
    cover: Cover
    subjects: tuple[Subject, ...]
    states: tuple[State, ...]
    addressees: tuple[Addressee, ...]
    on: date

    def state(self, subject: Subject) -> State:
        """Where this person's proceedings stand."""
        return next(state for state in self.states if state.entry == subject.entry)


def sections(work: Work) -> tuple[Section, ...]:
    """Every field of the form in its order; a field told for each person has one section a person."""
    return tuple(section for field in form().field for section in MAKERS[field.code](work, field))


def own(text: str, claims: Iterable[str] = ()) -> Sentence:
    """The drafter's own words, marked so; the claims they lean on, if any, are named all the same."""
    return Sentence(text=text, basis="own", claims=tuple(dict.fromkeys(claims)))


def _section(field: Field, sentences: Iterable[Sentence | None], gaps: Iterable[Gap | None], who: str = "") -> Section:
    heading = f"{field.heading}: {who}" if who else field.heading
    return Section(field=field.code, heading=heading, sentences=tuple(filter(None, sentences)), gaps=tuple(filter(None, gaps)))


def _said(text: str | None, gap: Gap) -> tuple[Sentence | None, Gap | None]:
    return (own(text.strip()), None) if text and text.strip() else (None, gap)


def _submitter(work: Work, field: Field) -> list[Section]:
    cover = work.cover
    told = ", ".join(part for part in (cover.submitter, cover.contact, cover.country) if part)
    text = f"{told}. The submitter asks that its identity be kept confidential." if cover.submitter else None
    said, gap = _said(text, field.gap("submitter"))
    return [_section(field, [said], [gap])]


def _relation(work: Work, field: Field) -> list[Section]:
    relation, no_relation = _said(work.cover.relation, field.gap("relation"))
    obtained, not_obtained = _said(work.cover.obtained, field.gap("obtained"))
    follows = own("The submitter is ready to follow up.") if work.cover.follow_up else None
    return [_section(field, [relation, obtained, follows], [no_relation, not_obtained])]


def _addressees(work: Work, field: Field) -> list[Section]:
    chosen = [a for a in work.addressees if a.is_chosen]
    concerned = f"This urgent appeal concerns the {_bare(work.cover.state)}." if work.cover.state else None
    state, no_state = _said(concerned, field.gap("state"))
    to = own("It is addressed to " + listed([f"the {a.name}" for a in chosen]) + ".") if chosen else None
    return [_section(field, [state, to], [no_state, None if chosen else field.gap("mandates")])]


def _victim(work: Work, field: Field) -> list[Section]:
    return [_person(work, field, subject) for subject in work.subjects]


def _person(work: Work, field: Field, subject: Subject) -> Section:
    case, who = work.case, subject.short
    named = sentence(f"the person concerned is {subject.full}.", subject.claims) if subject.claims else None
    age = valued(case, subject, "age", "{who} is{h} {value} years old", "the age of {who}") or valued(
        case, subject, "age_at_arrest", "{who} was{h} {value} years old when arrested", "the age of {who} at arrest"
    )
    born = valued(case, subject, "birth", "{who} was{h} born {when}", "when {who} was born")
    work_as = valued(case, subject, "occupation", "the occupation of {name} is{h} given as “{value}”", "the occupation of {who}")
    held = valued(case, subject, "prison", "{who} is{h} held at {value}", "where {who} is held")
    row = valued(case, subject, "status", "{who} is{h} on death row", "") if _on_row(case, subject) else ()
    gaps = [
        None if age or born else field.gap("age", who, subject.number),
        None if subject.pronoun else field.gap("sex", who, subject.number),
        None if held else field.gap("place_held", who, subject.number),
        None if work.cover.use_initials else _latin(work, field, subject),
    ]  # fmt: skip
    said = [named, *age, *born, *work_as, *held, *row, *_accused(work, subject)]
    return _section(field, said, gaps, who if len(work.subjects) > 1 else "")


def _latin(work: Work, field: Field, subject: Subject) -> Gap | None:
    has_latin = any(name.script == "latin" for name in work.case.names(subject.entry))
    return None if has_latin else field.gap("latin", subject.short, subject.number)


def _on_row(case: Case, subject: Subject) -> bool:
    said = [c for c in case.accepted(subject.entry) if c.property == "status" and isinstance(c.value, Words)]
    return bool(said) and all(isinstance(c.value, Words) and c.value.text.replace(" ", "_") == "on_death_row" for c in said)


def _accused(work: Work, subject: Subject) -> list[Sentence]:
    """Membership, in the one predicate that a State may read."""
    out = []
    for claim in accusations(work.case, subject.entry):
        assert isinstance(claim.value, Words)
        lead = hedge(work.case, [claim]).lead
        out.append(sentence(f"{lead}{subject.short} is accused of affiliation with “{isolated(claim.value.text)}”.", [claim]))
    return out


def _consent(work: Work, field: Field) -> list[Section]:
    return [_asked(work, field, subject) for subject in work.subjects]


def _asked(work: Work, field: Field, subject: Subject) -> Section:
    """The four questions, each with its own answer and basis; what nobody asked is a question."""
    said: list[Sentence | None] = []
    gaps: list[Gap | None] = []
    who = subject.short if work.cover.use_initials is False else "the person concerned"
    for purpose in ASKED:
        gap = field.gap(purpose, who, subject.number)
        answers = [(c, a) for c in work.case.consents if subject.entry in c.about for a in c.answers if a.purpose == purpose]
        said += [own(f"{gap.question} {_answered(consent, answer)}") for consent, answer in answers]
        gaps.append(None if answers else gap)
    return _section(field, said, gaps, subject.short if len(work.subjects) > 1 else "")


def _answered(consent: Consent, answer: Permission) -> str:
    """The answer, by whom in what capacity, how and when; never by name."""
    by = "" if answer.basis in YES else f", answered by {consent.capacity}"
    when = f", {phrase(consent.given_on)}" if consent.given_on else ""
    why = f" ({answer.why})" if answer.why else ""
    return f"{ANSWERS[answer.basis]}{by}, {consent.how}{when}{why}."


def _incident(work: Work, field: Field) -> list[Section]:
    return [_happened(work, field, subject) for subject in work.subjects]


def _happened(work: Work, field: Field, subject: Subject) -> Section:
    said = [*acts(work.case, subject, field.code), *_coerced(work, subject)]
    has_arrest = any(isinstance(c.value, Act) and c.value.type in ("arrest", "detention") for c in work.case.accepted(subject.entry))
    gap = field.gap("arrest" if said else "incident", subject.short, subject.number)
    return _section(field, said, [] if has_arrest else [gap], subject.short if len(work.subjects) > 1 else "")


def _coerced(work: Work, subject: Subject) -> list[Sentence]:
    """A statement alleged to be coerced proves only that it was made (CAT, article 15): said so, its content left out."""
    claims = [c for c in work.case.accepted(subject.entry) if c.is_coerced]
    if not claims:
        return []
    text = f"a statement attributed to {subject.short} exists that is alleged to have been obtained under coercion; "
    return [sentence(text + "its content is not relied on.", claims)]


def _perpetrator(work: Work, field: Field) -> list[Section]:
    said: list[Sentence | None] = []
    for subject in work.subjects:
        courts = [c for c in work.case.accepted(subject.entry) if c.property == "court" and isinstance(c.value, Words) and not c.is_coerced]
        if courts:
            found = hedge(work.case, courts)
            names = listed(tuple(dict.fromkeys(isolated(titled(c.value.text)) for c in courts if isinstance(c.value, Words))))
            said.append(sentence(f"{found.lead}the judicial decisions about {subject.short} were{found.adverb} taken by {names}.", courts))
    words, gap = _said(work.cover.perpetrator, field.gap("perpetrator"))
    return [_section(field, [*said, words], [gap])]


def _legal(work: Work, field: Field) -> list[Section]:
    return [_proceedings(work, field, subject) for subject in work.subjects]


def _proceedings(work: Work, field: Field, subject: Subject) -> Section:
    said = acts(work.case, subject, field.code)
    known = {c.property for c in work.case.accepted(subject.entry)}
    steps = work.state(subject).steps
    gaps = [
        *_undated(work, field, subject),
        None if "court" in known else field.gap("court", subject.short, subject.number),
        None if "charge" in known else field.gap("charge", subject.short, subject.number),
        None if "review_refused" in steps else field.gap("appeal", subject.short, subject.number),
    ]
    return _section(field, said, gaps, subject.short if len(work.subjects) > 1 else "")


def _undated(work: Work, field: Field, subject: Subject) -> list[Gap]:
    """A question for each decision that is told without its day."""
    out = []
    for type in DECISIVE:
        told = [c for c in work.case.accepted(subject.entry) if isinstance(c.value, Act) and c.value.type == type and c.modality in SAID]
        if told and not any(work.case.dates(c) for c in told):
            gap = field.gap("undated", f"the {phrases().act[type].noun} of {subject.short}", subject.number)
            out.append(msgspec.structs.replace(gap, field=f"{gap.field}.{type}"))
    return out


def _guarantees(work: Work, field: Field) -> list[Section]:
    said = [
        _guarantee(work, subject, hint)
        for subject in work.subjects
        for hint in hints(work.case, subject.entry)
        if hint.polarity == "asserted"
    ]
    return [_section(field, said, [])]


def _guarantee(work: Work, subject: Subject, hint: Hint) -> Sentence:
    """A question of law: a decided finding where there is one, else the drafter's own words, resting on the claims."""
    who = f" ({subject.short})" if len(work.subjects) > 1 else ""
    text = form().guarantee.format(norms=written(hint.norms), title=f"{hint.title} [{hint.code}]{who}")
    decided = _decided(work, subject.entry, f"due-process:{hint.code}")
    if decided:
        return Sentence(text=text, basis="finding", claims=hint.claims, findings=tuple(f.id for f in decided))
    return own(text, hint.claims)


def _decided(work: Work, entry: str, question: str, answer: str | None = None) -> list[Finding]:
    asked = [f for f in work.case.findings if f.about == entry and f.question == question and f.standing.state == "accepted"]
    return [f for f in asked if answer is None or f.answer == answer]


def _steps(work: Work, field: Field) -> list[Section]:
    said, gap = _said(work.cover.steps, field.gap("steps"))
    return [_section(field, [said], [gap])]


def _urgency(work: Work, field: Field) -> list[Section]:
    return [_danger(work, field, subject) for subject in work.subjects]


def _danger(work: Work, field: Field, subject: Subject) -> Section:
    state, who = work.state(subject), subject.short
    said = [*acts(work.case, subject, field.code), *_visits(work, subject)]
    conclusion = _conclusion(work, subject, state) if state.is_urgent else None
    feared = [d for r in state.reasons if r.code in DATED for d in r.dates]
    is_past = bool(feared) and all(d.last is not None and d.last < work.on for d in feared)
    gaps = [
        field.gap("since", who, subject.number) if is_past and state.is_urgent else None,
        None if state.is_urgent else field.gap("urgency", who, subject.number),
        None if feared or not state.is_urgent else field.gap("date", who, subject.number),
    ]
    return _section(field, [*said, conclusion], gaps, who if len(work.subjects) > 1 else "")


def _conclusion(work: Work, subject: Subject, state: State) -> Sentence:
    text = form().danger.format(who=subject.short, level=form().levels[state.level])
    decided = _decided(work, subject.entry, "danger", state.level)
    claims = tuple(dict.fromkeys(c for reason in state.reasons for c in reason.claims))
    if decided:
        return Sentence(text=text, basis="finding", claims=claims, findings=tuple(f.id for f in decided))
    return own(text, claims)


def _visits(work: Work, subject: Subject) -> list[Sentence]:
    visit = "the family of {name} was{h} called for a last visit {when}"
    illness = "{who} is{h} in a medical emergency: {value}"
    last = valued(work.case, subject, "last_visit", visit, "the last visit to {who}")
    return [*last, *valued(work.case, subject, "medical_emergency", illness, "the medical emergency of {who}")]


def _request(work: Work, field: Field) -> list[Section]:
    who = listed([s.short for s in work.subjects])
    asked = work.cover.requests or tuple(text.replace("{who}", who) for text in form().requests)
    protection, gap = _said(work.cover.protection, field.gap("protection"))
    return [_section(field, [*map(own, asked), protection], [gap])]


def _documents(work: Work, field: Field) -> list[Section]:
    claims = [c for s in work.subjects for c in work.case.accepted(s.entry)]
    kinds = [voiced(work.case.source(c)) for c in _one_each(claims)]
    if not kinds:
        return [_section(field, [], [])]
    count = f"{len(kinds)} sealed item{'s' if len(kinds) > 1 else ''}"
    text = f"The notes below name {count}, from: {listed(tuple(dict.fromkeys(kinds)))}. Copies can be shown on request, where the giver allows it."
    return [_section(field, [own(text)], [])]


def _one_each(claims: Sequence[Claim]) -> list[Claim]:
    return list({claim.evidence: claim for claim in claims}.values())


def _declaration(work: Work, field: Field) -> list[Section]:
    said, gap = _said(form().declaration if work.cover.good_faith else None, field.gap("declaration"))
    return [_section(field, [said], [gap])]


def _bare(state: str) -> str:
    return state.strip().removeprefix("the ").removeprefix("The ")


MAKERS: dict[str, Callable[[Work, Field], list[Section]]] = {
    "submitter": _submitter, "relation": _relation, "addressees": _addressees, "victim": _victim, "consent": _consent,
    "incident": _incident, "perpetrator": _perpetrator, "legal": _legal, "guarantees": _guarantees, "steps": _steps,
    "urgency": _urgency, "request": _request, "documents": _documents, "declaration": _declaration,
}  # fmt: skip
