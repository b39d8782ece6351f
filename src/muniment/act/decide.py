"""What people decide about a draft: which mandates, what stays unknown, who approves. Each gives a new submission."""

from collections.abc import Collection

import msgspec

from muniment.model.errors import BadInputError, RefusedError
from muniment.model.submission import Decision, Section, Submission


def choose(submission: Submission, codes: Collection[str]) -> Submission:
    """The draft going to these of its proposed mandates and no others.

    Raises:
        BadInputError: a code that is not among those proposed.
        RefusedError: the letter has left.
    """
    _still(submission)
    known = {addressee.code for addressee in submission.addressees}
    if stray := sorted(set(codes) - known):
        raise BadInputError(f"No mandate {', '.join(stray)} is proposed.", advice=f"Proposed are {', '.join(sorted(known))}.")
    chosen = tuple(msgspec.structs.replace(a, is_chosen=a.code in codes) for a in submission.addressees)
    return msgspec.structs.replace(submission, addressees=chosen)


def settle(submission: Submission, field: str) -> Submission:
    """The draft with one question left unknown, by decision.

    Raises:
        BadInputError: there is no such question.
        RefusedError: the letter has left.
    """
    _still(submission)
    if field not in {gap.field for gap in submission.gaps()}:
        raise BadInputError(f"This draft asks no question “{field}”.")
    return msgspec.structs.replace(submission, sections=tuple(_settled(section, field) for section in submission.sections))


def decide(submission: Submission, decision: Decision) -> Submission:
    """The draft with one more decision written under it.

    Raises:
        RefusedError: the letter has left, or its drafter would approve it.
        BadInputError: the decision has no words.
    """
    _still(submission)
    if not decision.words.strip():
        raise BadInputError("A decision needs a sentence in words.")
    if decision.what == "approve" and decision.by == submission.made_by:
        raise RefusedError("Whoever drafts a letter cannot give the second decision on it.", missing=("second decision",),
                           advice="Ask another person.")  # fmt: skip
    return msgspec.structs.replace(submission, decisions=(*submission.decisions, decision))


def _settled(section: Section, field: str) -> Section:
    gaps = tuple(msgspec.structs.replace(gap, left_unknown=True) if gap.field == field else gap for gap in section.gaps)
    return msgspec.structs.replace(section, gaps=gaps)


def _still(submission: Submission) -> None:
    if submission.state != "draft":
        raise RefusedError("This letter has left; it cannot be changed.", advice="Draft a new one.")
