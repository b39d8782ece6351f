"""Release: the only way a letter leaves. It refuses, naming everything that is missing at once (standards 12).

1. Consent, by purpose and basis, for every person: to submit, to send to the Government, to name where the letter names.
2. Providers' conditions on the evidence cited, and no embargo running.
3. A second decision, given after the draft was made, by someone other than its drafter.
4. The reprisal check where anyone is named: written by one person, confirmed by another within 24 hours.
5. Every rule of the linter that blocks.
An archive of one person is a declared mode: (3) and (4) then hold one name, and every file says *second decision not held*.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from muniment.act.masking import found
from muniment.act.people import subject
from muniment.act.urgent_appeal.linter import lint
from muniment.model.errors import RefusedError
from muniment.model.submission import Decision, Submission
from muniment.model.terms import Purpose
from muniment.model.text import key
from muniment.model.verdict import Check, Verdict
from muniment.protect.consent import confirmed, permits
from muniment.warn import Case

RECIPIENT: Final = "un-confidential"
ALWAYS: tuple[Purpose, ...] = ("submit", "share-with-state")
PURPOSES: dict[str, str] = {
    "submit": "to submit", "share-with-state": "to send it to the Government", "name-in-letter": "to name the person in the letter",
}  # fmt: skip


def gate(submission: Submission, case: Case, now: datetime, *, is_alone: bool = False) -> Verdict:
    """Everything a release needs, each passed or failed; nothing is decided and nothing leaves."""
    checks = [
        *(check for person in submission.about for check in _consented(submission, case, person, now)),  # (1)
        *_conditioned(submission, case, now),  # (2)
        *_embargoed(submission, case, now),
        _seconded(submission, is_alone=is_alone),  # (3)
        _weighed(submission, case, is_alone=is_alone),  # (4)
        *(remark.check for remark in lint(submission, case, now) if remark.blocks),  # (5)
    ]
    return Verdict(checks=tuple(checks), does_not_prove=("that what the sources say is true",))


def release(submission: Submission, case: Case, *, by: str, words: str, now: datetime, is_alone: bool = False) -> Submission:
    """The letter as it leaves, with the decision that let it. Frozen from then on.

    Raises:
        RefusedError: something is missing; `missing` names each thing.
    """
    if submission.state == "released":
        raise RefusedError("This letter was released before.", advice="Draft a new one.")
    found_ = gate(submission, case, now, is_alone=is_alone)
    if lacking := tuple(_told(check) for check in found_.checks if check.verdict != "passed"):
        raise RefusedError("This letter cannot leave yet.", missing=lacking, advice="What is missing: " + "; ".join(lacking) + ".")
    decision = Decision(what="release", by=by, at=now, words=words)
    return msgspec.structs.replace(submission, state="released", decisions=(*submission.decisions, decision))


def purposes(submission: Submission, case: Case, person: str) -> tuple[Purpose, ...]:
    """What consent is needed for, for one person of this letter."""
    return (*ALWAYS, "name-in-letter") if is_named(submission, case, person) else ALWAYS


def is_named(submission: Submission, case: Case, person: str) -> bool:
    """Whether any name of this person stands anywhere in the letter."""
    names = [key(name.text) for name in case.names(person)]
    texts = [submission.title, *(s.heading for s in submission.sections), *(s.text for s in submission.sentences())]
    texts += [gap.question for gap in submission.gaps()]
    return any(found(text, names) for text in texts)


def _consented(submission: Submission, case: Case, person: str, now: datetime) -> Iterable[Check]:
    """One answer a purpose, for one person."""
    consents = tuple(c for c in case.consents if person in c.about)
    for purpose in purposes(submission, case, person):
        said = permits(consents, (), purpose, RECIPIENT, now, submission.decisions).checks[0]
        yield msgspec.structs.replace(said, what=f"Consent {PURPOSES[purpose]}: {subject(case, person).short}")


def _conditioned(submission: Submission, case: Case, now: datetime) -> Iterable[Check]:
    """The providers' conditions on the evidence that the letter cites, those that bind."""
    cited = {claim.evidence for s in submission.sentences() for id in s.claims if (claim := case.claim(id))}
    conditions = tuple(c for c in case.conditions if c.evidence in cited)
    binding = [c for c in permits((), conditions, "submit", RECIPIENT, now).checks if c.where in cited]
    return binding or [Check(what="No provider's condition stands against it", verdict="passed")]


def _embargoed(submission: Submission, case: Case, now: datetime) -> Iterable[Check]:
    waiting = [c for c in case.consents if set(c.about) & set(submission.about) and c.silence_until and c.silence_until > now]
    until = max((c.silence_until for c in waiting if c.silence_until), default=None)
    found_ = f"silence was asked until {until:%Y-%m-%d %H:%M} UTC" if until else None
    yield Check(what="No embargo is running", verdict="failed" if until else "passed", found=found_)


def _seconded(submission: Submission, *, is_alone: bool) -> Check:
    what = "A second decision by another person"
    standing = {d.by: d.answer for d in submission.decisions if d.what == "approve" and d.at >= submission.as_of}
    others = {by for by, answer in standing.items() if answer == "yes" and by != submission.made_by}
    if "no" in standing.values():
        return Check(what=what, verdict="failed", found="somebody said no", advice="Draft again, or ask that person.")
    if others:
        return Check(what=what, verdict="passed")
    if is_alone:
        return Check(what=what, verdict="passed", found="second decision not held: this archive is kept by one person")
    return Check(
        what=what, verdict="failed", found="nobody else has approved this draft", advice="Ask another person to read and approve it."
    )


def _weighed(submission: Submission, case: Case, *, is_alone: bool) -> Check:
    """Anyone detained is at high risk: two names are needed, the second within a day of the first."""
    what = "Reprisals were weighed before anyone is named"
    if not any(is_named(submission, case, person) for person in submission.about):
        return Check(what=what, verdict="passed", found="nobody is named")
    weighed = [d for d in submission.decisions if d.what == "reprisal" and d.at >= submission.as_of]
    if any(d.answer == "no" for d in weighed):
        return Check(what=what, verdict="failed", found="somebody found the risk too high", advice="Use initials, or weigh again.")
    if is_alone and weighed:
        return Check(what=what, verdict="passed", found="second decision not held: this archive is kept by one person")
    if confirmed(weighed):
        return Check(what=what, verdict="passed")
    found_ = "one person decided; nobody confirmed it within 24 hours" if weighed else "nobody has decided"
    return Check(what=what, verdict="failed", found=found_, advice="Write down what could happen to whom; a second person confirms.")


def _told(check: Check) -> str:
    return f"{check.what} ({check.found})" if check.found else check.what
