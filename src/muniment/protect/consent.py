"""Consent decided purpose by purpose (standards of practice for documentation of violations).

1 the answer must have been asked: a missing answer is a refusal that names it, never a default yes;
2 refused, withdrawn or expired is no; the latest answer by time counts, and a withdrawal always;
3 an embargo (silence until) blocks every purpose;
4 *impossible* opens confidential recipients only, with the written life-at-stake decision of one person confirmed by another
  within 24 hours; it never opens naming in public or publication;
5 a provider's condition on an item that is used binds apart from any consent.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Literal

from muniment.model.consent import Condition, Consent, Permission
from muniment.model.submission import Decision
from muniment.model.terms import Purpose
from muniment.model.verdict import Check, Verdict

RecipientKind = Literal["un-confidential", "state", "public", "court", "partner"]
CONFIRMED = timedelta(hours=24)
YES = ("given", "next-of-kin", "lawyer")
NEVER_IMPOSSIBLE: tuple[Purpose, ...] = ("name-in-public", "publication")
CONFIDENTIAL: tuple[RecipientKind, ...] = ("un-confidential",)


def permits(
    consents: Sequence[Consent], conditions: Sequence[Condition], purpose: Purpose, recipient: RecipientKind, now: datetime,
    decisions: Sequence[Decision] = (),
) -> Verdict:  # fmt: skip
    """Whether what is on file allows this purpose towards this recipient now; every reason against is a failed check."""
    checks = [_answered(consents, purpose, recipient, now, decisions), *_embargo(consents, now), *_conditions(conditions, recipient, now)]
    return Verdict(checks=tuple(checks), does_not_prove=("that whoever answered understood what could follow",))


def _answered(
    consents: Sequence[Consent], purpose: Purpose, recipient: RecipientKind, now: datetime, decisions: Sequence[Decision]
) -> Check:
    what = f"consent: {purpose}"
    answers = [(consent, p) for consent in sorted(consents, key=lambda c: c.made_at) for p in consent.answers if p.purpose == purpose]
    if not answers:  # (1)
        return Check(what, "failed", found="this was never asked", advice="Ask, and record the answer with “muniment consent”.")
    if any(p.basis == "withdrawn" for _, p in answers):  # (2)
        return Check(what, "failed", found="it was given and taken back")
    consent, latest = answers[-1]
    if consent.expires and consent.expires <= now:
        return Check(what, "failed", found=f"it ended on {consent.expires:%Y-%m-%d}", advice="Ask again.")
    if latest.basis == "impossible":
        return _impossible(what, latest, purpose, recipient, decisions)
    if latest.basis in YES:
        return Check(what, "passed", found=f"{latest.basis}, by {consent.given_by}")
    return Check(what, "failed", found="the answer was no")


def _impossible(what: str, answer: Permission, purpose: Purpose, recipient: RecipientKind, decisions: Sequence[Decision]) -> Check:  # (4)
    why = f"nobody could be asked: {answer.why or 'no reason is written'}"
    if purpose in NEVER_IMPOSSIBLE or recipient not in CONFIDENTIAL:
        return Check(what, "failed", found=why, advice="Without consent only a confidential letter can be opened, never publication.")
    staked = [d for d in decisions if d.what == "life-at-stake" and d.answer == "yes"]
    if confirmed(staked):
        return Check(what, "passed", found="a life is at stake: decided by one person and confirmed by another")
    held = "one person decided; a second must confirm within 24 hours" if staked else "nobody has decided that a life is at stake"
    return Check(what, "failed", found=f"{why}; {held}", advice="Record the decision; a signed file from elsewhere serves too.")


def confirmed(decisions: Iterable[Decision]) -> bool:
    """Whether one person decided and another confirmed it within the time a confirmation has."""
    in_time = combinations(sorted(decisions, key=lambda decision: decision.at), 2)
    return any(first.by != second.by and second.at - first.at <= CONFIRMED for first, second in in_time)


def _embargo(consents: Sequence[Consent], now: datetime) -> Iterable[Check]:  # (3)
    until = max((c.silence_until for c in consents if c.silence_until and c.silence_until > now), default=None)
    if until is not None:
        yield Check("embargo", "failed", found=f"silence was asked until {until:%Y-%m-%d %H:%M} UTC", advice="Wait, or ask again.")


def _conditions(conditions: Sequence[Condition], recipient: RecipientKind, now: datetime) -> Iterable[Check]:  # (5)
    for condition in conditions:
        if condition.until is not None and condition.until <= now:
            continue
        words = condition.words or condition.rule.replace("-", " ")
        if condition.rule != "not-where-death-penalty" or recipient in ("state", "court"):
            yield Check(
                f"condition of {condition.provider}", "failed", found=words, where=condition.evidence,
                advice="Ask the provider, or leave out what rests on this item.",
            )  # fmt: skip
