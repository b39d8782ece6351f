"""The linter: what a reader at the other end would send back, found before it leaves (standards 3.2, last row, and 12).

Rules that block: an empty field that the form requires; a sentence that rests on nothing, or on a claim no longer accepted;
someone out of danger, or dead by any claim that nobody rejected, decided or not; a third person named; membership told to a State;
a coerced statement relied on. Rules that warn: a name inside a place's that nobody decided on, loaded words, one origin stated
flatly, media alone, old news, dates that differ unshown.
Each answer is passed, failed or not checked. The form itself is *not checked* until a person has compared it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from muniment.act.hedges import TOKENS
from muniment.act.impartial import loaded
from muniment.act.masking import found, others, unsettled
from muniment.act.membership import restricted
from muniment.act.people import subject
from muniment.act.urgent_appeal.form import form
from muniment.model.claim import Claim
from muniment.model.name import Name
from muniment.model.noun import Part
from muniment.model.submission import Sentence, Submission
from muniment.model.text import key
from muniment.model.verdict import Check, Verdict
from muniment.warn import Case, state
from muniment.warn.ladder import ladder

STALE = timedelta(days=30)
ASIDE = "not relied on"


class Remark(Part, frozen=True):
    """One rule's answer. `blocks` says whether a failure keeps the letter from leaving."""

    rule: str
    blocks: bool
    check: Check


def lint(submission: Submission, case: Case, now: datetime) -> tuple[Remark, ...]:
    """Every rule's answer on a letter, as of a moment, in the order of `RULES`."""
    return tuple(Remark(rule=rule, blocks=blocks, check=run(submission, case, now)) for rule, (blocks, run) in RULES.items())


def verdict(remarks: Iterable[Remark]) -> Verdict:
    """The checks of some remarks as a verdict."""
    return Verdict(checks=tuple(remark.check for remark in remarks))


def _answer(what: str, wrong: Iterable[str], advice: str = "", where: str | None = None) -> Check:
    listed = list(dict.fromkeys(wrong))
    if not listed:
        return Check(what=what, verdict="passed")
    return Check(what=what, verdict="failed", found="; ".join(listed), where=where, advice=advice or None)


def _fields(submission: Submission, _case: Case, _now: datetime) -> Check:
    return _answer("Every field that the form requires is answered", _empty(submission), "Answer the questions, or leave them unknown.")


def _empty(submission: Submission) -> list[str]:
    """Required fields with neither a sentence nor questions that somebody decided to leave unknown."""
    empty = []
    for field in form().field:
        sections = [s for s in submission.sections if s.field == field.code]
        for section in sections if field.must else ():
            told = bool(section.sentences) and not _named_only(field.code, section.sentences)
            unknown = field.code == "perpetrator" and section.gaps and all(gap.left_unknown for gap in section.gaps)
            if not told and not unknown:
                empty.append(f"{field.number}. {section.heading}")
        if field.must and not sections:
            empty.append(f"{field.number}. {field.heading}")
    return empty


def _named_only(code: str, sentences: Iterable[Sentence]) -> bool:
    """Danger needs a claim, not the drafter's word alone."""
    return code == "urgency" and not any(s.claims or s.findings for s in sentences)


def _chosen(submission: Submission, _case: Case, _now: datetime) -> Check:
    wrong = [] if any(a.is_chosen for a in submission.addressees) else ["no mandate is chosen"]
    return _answer("A person chose to which mandates it goes", wrong, "Choose at least one mandate.")


def _rests(submission: Submission, case: Case, _now: datetime) -> Check:
    findings = {f.id: f for f in case.findings}
    wrong = []
    for s in submission.sentences():
        if s.basis == "claims" and not s.claims:
            wrong.append(f"“{_short(s)}” rests on nothing")
        if s.basis == "finding" and not s.findings:
            wrong.append(f"“{_short(s)}” names no finding")
        wrong += [f"{id} is not an accepted claim" for id in s.claims if not _is_accepted(case.claim(id))]
        wrong += [f"{id} is not a decided finding" for id in s.findings if id not in findings or findings[id].standing.state != "accepted"]
    return _answer("Every sentence rests on a claim, or is marked yours", wrong, "Draft again, or take the sentence out.")


def _is_accepted(claim: Claim | None) -> bool:
    return claim is not None and claim.standing.state == "accepted"


def _alive(submission: Submission, case: Case, now: datetime) -> Check:
    """Nobody who was executed is drafted for as urgent: a claim of a death counts before anybody has decided on it."""
    dead = next(rung for rung in ladder().outcome if rung.code == "dead")
    said = [claim for person in submission.about for claim in case.said(person) if dead.counts(claim)]
    accepted = ", ".join(claim.id for claim in said if claim.standing.state == "accepted")
    undecided = ", ".join(claim.id for claim in said if claim.standing.state != "accepted")
    wrong = f"decide first: {undecided}" if undecided else f"accepted: {accepted}"
    if undecided and accepted:
        wrong = f"to decide first: {undecided}; accepted: {accepted}"
    advice = "It can leave once each of these claims is rejected. If the person is dead, an allegation letter fits."
    what = "No claim, decided or not, says that a person concerned is dead"
    return _answer(what, [wrong] if said else [], advice, where=f"looked at {now:%Y-%m-%d %H:%M} UTC")


def _urgent(submission: Submission, case: Case, now: datetime) -> Check:
    calm = [p for p in submission.about if not state(case, p, now).is_urgent]
    wrong = [f"{subject(case, p).short} is not documented to be in danger" for p in calm]
    return _answer("Everyone it is for is in danger, so accepted claims say", wrong, "An allegation letter or a follow-up may fit.")


def _third(submission: Submission, case: Case, _now: datetime) -> Check:
    names = others(case, submission.about, _revealed(submission, case))
    wrong = [f"in “{s.heading}”" for s in submission.sections for t in s.sentences if found(t.text, names)]
    return _answer("No third person is named without a basis", wrong, "Mask the name, or decide that it may stand.")


def _revealed(submission: Submission, case: Case) -> list[str]:
    """Names a person decided to let stand: the decision's words hold the name."""
    said = " ".join(d.words for d in submission.decisions if d.what == "mosaic" and d.answer == "yes")
    names = [c.value.text for c in case.claims if isinstance(c.value, Name)]
    return [name for name in names if said and key(name) in key(said)]


def _inside(submission: Submission, case: Case, _now: datetime) -> Check:
    names = unsettled(case, submission.about)
    wrong = [f"“{name}” in “{s.heading}”" for s in submission.sections for t in s.sentences for name in names if found(t.text, [key(name)])]
    advice = "Decide on that name: accepted it is masked, rejected it is the place's alone."
    return _answer("No name inside the name of a place or body is undecided", wrong, advice)


def _membership(submission: Submission, case: Case, _now: datetime) -> Check:
    kept = [c for p in submission.about for c in restricted(case, p)]
    cited = {id for s in submission.sentences() for id in s.claims}
    wrong = [c.id for c in kept if c.id in cited]
    return _answer(
        "Membership is told as an accusation or not at all", wrong, "Take it out: what a person or a group says of it stays here."
    )


def _coerced(submission: Submission, case: Case, _now: datetime) -> Check:
    wrong = [
        id for s in submission.sentences() for id in s.claims if (claim := case.claim(id)) and claim.is_coerced and ASIDE not in s.text
    ]
    return _answer("A coerced statement proves only that it was made", wrong, "Take its content out.")


def _impartial(submission: Submission, _case: Case, _now: datetime) -> Check:
    wrong = [f"“{word}”: write {instead}" for s in submission.sentences() for word, instead in loaded(s.text)]
    return _answer("The words are impartial", wrong, "Write what happened, or mark the words as a quotation.")


def _hedged(submission: Submission, case: Case, _now: datetime) -> Check:
    wrong = []
    for s in submission.sentences():
        claims = [c for id in s.claims if (c := case.claim(id))]
        flat = not any(token in s.text.lower() for token in TOKENS)
        if s.basis == "claims" and flat and len(case.origins(claims)) < 2 and not all(c.property == "name" for c in claims):
            wrong.append(f"“{_short(s)}”")
    return _answer(
        "What one origin alone says is said to be its word", wrong, "Write “according to” or “reportedly”, or add a second origin."
    )


def _differ(submission: Submission, case: Case, now: datetime) -> Check:
    wrong = []
    for person in submission.about:
        for contested in state(case, person, now).contested:
            told = [set(s.claims) for s in submission.sentences()]
            shown = all(any(set(side) & claims for claims in told) for side in contested.sides)
            if not shown:
                wrong.append(f"{contested.about}: {contested.property}")
    return _answer("Sources that contradict each other are both shown", wrong, "Draft again: a side is left out.")


def _media(submission: Submission, case: Case, _now: datetime) -> Check:
    sources = {source.id: source for s in submission.sentences() for id in s.claims if (c := case.claim(id)) and (source := case.source(c))}
    only = sources and all(source.type == "publication" for source in sources.values())
    wrong = ["every source is a publication"] if only else []
    return _answer("It does not rest on media reports alone", wrong, "Add a source with direct knowledge.")


def _fresh(submission: Submission, case: Case, now: datetime) -> Check:
    cited = (case.claim(id) for s in submission.sentences() for id in s.claims)
    times = [item.taken_at for claim in cited if claim and (item := case.item(claim.evidence))]
    if not times:
        return Check(what="The newest source is recent", verdict="not_checked", found="no evidence is cited")
    age = now - max(times)
    wrong = [f"the newest source is {age.days} days old"] if age > STALE else []
    return _answer("The newest source is recent", wrong, "Ask again before sending: the danger may have changed.")


def _open(submission: Submission, _case: Case, _now: datetime) -> Check:
    open_ = [gap.question for gap in submission.gaps() if not gap.left_unknown]
    if not open_:
        return Check(what="No question is open", verdict="passed")
    return Check(what="No question is open", verdict="not_checked", found=f"{len(open_)} open", advice="Ask, or leave them unknown.")


def _form(_submission: Submission, _case: Case, _now: datetime) -> Check:
    what = "The form and the list of mandates are those in force"
    found_ = f"listed on {form().version}, not yet compared with {form().source}"
    return Check(what=what, verdict="not_checked" if form().verify else "passed", found=found_ if form().verify else None)


def _short(sentence: Sentence) -> str:
    return sentence.text if len(sentence.text) <= 60 else sentence.text[:57] + "…"


RULES: dict[str, tuple[bool, Callable[[Submission, Case, datetime], Check]]] = {
    "fields": (True, _fields), "mandates": (True, _chosen), "rests": (True, _rests), "alive": (True, _alive),
    "urgent": (True, _urgent), "third-persons": (True, _third), "membership": (True, _membership), "coerced": (True, _coerced),
    "inside": (False, _inside), "impartial": (False, _impartial), "hedged": (False, _hedged), "contradictions": (False, _differ), "media": (False, _media),
    "fresh": (False, _fresh), "questions": (False, _open), "form": (False, _form),
}  # fmt: skip
