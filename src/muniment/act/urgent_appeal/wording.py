"""Sentences from claims: one act or value, all who say so, hedged by who they are, every claim it rests on beside it.

Claims of one kind of act whose dates can be the same day are one sentence. Where an act happens once and two origins give
dates within a year of each other that exclude each other, both are given, none chosen. A denial is a sentence of its own.
Charges, conditions and places keep the source's words; charges and conditions stand in quotation marks.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from muniment.act.dates import bare, phrase
from muniment.act.hedges import QUOTING, hedge, listed, titled, voices
from muniment.act.people import Subject, isolated
from muniment.act.urgent_appeal.form import phrases
from muniment.link import contradict
from muniment.model.claim import Act, Claim, Words
from muniment.model.place import Place
from muniment.model.submission import Sentence
from muniment.model.text import key
from muniment.model.when import When
from muniment.warn import Case

SAID = ("asserted", "alleged")
YEAR = 366
QUOTES = "“”«»\"'"
MODAL = {
    "planned": "the {noun} of {who} is{h} planned",
    "averted": "the {noun} of {who} was{h} averted or put off",
    "hypothetical": "the {noun} of {who} is{h} feared",
}


def sentence(text: str, claims: Iterable[Claim | str]) -> Sentence:
    """A sentence that rests on claims, its first letter made a capital."""
    ids = tuple(dict.fromkeys(claim if isinstance(claim, str) else claim.id for claim in claims))
    return Sentence(text=text[:1].upper() + text[1:], basis="claims", claims=ids)


def acts(case: Case, subject: Subject, field: str) -> tuple[Sentence, ...]:
    """The sentences of one field of the form about one person, in the order of proceedings and dates."""
    said = [c for c in case.accepted(subject.entry) if isinstance(c.value, Act) and not c.is_coerced]
    out: list[Sentence] = []
    for type, words in phrases().act.items():
        if words.field == field:
            alike = [c for c in said if isinstance(c.value, Act) and c.value.type == type]
            out += _told(case, subject, type, alike, first=not out)
    return tuple(out)


def _told(case: Case, subject: Subject, type: str, claims: Sequence[Claim], *, first: bool) -> list[Sentence]:
    out: list[Sentence] = []
    for told in _events(case, [c for c in claims if c.modality in SAID], once=phrases().act[type].once):
        out.append(
            _contested(case, subject, type, told) if len(told) > 1 else _event(case, subject, type, told[0], first=first and not out)
        )
    for modality in MODAL:
        if alike := [c for c in claims if c.modality == modality]:
            out.append(_modal(case, subject, type, alike, modality))
    if denied := [c for c in claims if c.modality == "denied"]:
        out.append(_denial(case, subject, type, denied))
    return out


def _events(case: Case, claims: Sequence[Claim], *, once: bool) -> list[list[list[Claim]]]:
    """Events in order of date; each a list of sides, one where all agree, several where dates exclude each other."""
    sides: list[list[Claim]] = []
    for claim in claims:
        side = next((s for s in sides if not any(_apart(case, claim, other) for other in s)), None)
        if side is None:
            sides.append([claim])
        else:
            side.append(claim)
    events: list[list[list[Claim]]] = []
    for side in sorted(sides, key=lambda s: _first(case, s)):
        rival = next((e for e in events if once and _is_rival(case, e, side)), None)
        if rival is None:
            events.append([side])
        else:
            rival.append(side)
    return events


def _apart(case: Case, one: Claim, other: Claim) -> bool:
    return any(contradict(a, b) for a in case.dates(one) for b in case.dates(other))


def _is_rival(case: Case, event: Sequence[Sequence[Claim]], side: Sequence[Claim]) -> bool:
    near = abs(_first(case, event[0]).toordinal() - _first(case, side).toordinal()) <= YEAR
    origins = [case.origins(s) for s in event]
    return near and all(not (case.origins(side) & known) for known in origins)


def _first(case: Case, claims: Iterable[Claim]) -> date:
    return min((w.first or w.last or date.max for c in claims for w in case.dates(c)), default=date.max)


def _event(case: Case, subject: Subject, type: str, claims: Sequence[Claim], *, first: bool) -> Sentence:
    found = hedge(case, claims)
    tail, details = _tail(case, type, claims)
    return sentence(f"{found.lead}{_clause(type, subject, found.adverb, first=first)}{tail}.", (*claims, *details))


def _contested(case: Case, subject: Subject, type: str, sides: Sequence[Sequence[Claim]]) -> Sentence:
    """Both dates, each with whose word it is."""
    leading, *rest = sides
    tail, details = _tail(case, type, leading)
    text = f"According to {voices(case, leading)}, {_clause(type, subject)}{tail}"
    rivals: list[Claim] = []
    for side in rest:
        dated = [d for c in side for d in case.details(c.id) if isinstance(d.value, When)]
        given = listed(tuple(dict.fromkeys(bare(d.value) for d in dated if isinstance(d.value, When))))
        text += f"; {voices(case, side)} {'gives' if len(_speakers(case, side)) == 1 else 'give'} {given}"
        rivals += [*side, *dated]
    return sentence(text + ".", (*leading, *details, *rivals))


def _speakers(case: Case, claims: Iterable[Claim]) -> set[str]:
    return {voices(case, [claim]) for claim in claims}


def _modal(case: Case, subject: Subject, type: str, claims: Sequence[Claim], modality: str) -> Sentence:
    found = hedge(case, claims)
    tail, details = _tail(case, type, claims)
    text = MODAL[modality].format(noun=phrases().act[type].noun, who=subject.short, h=found.adverb)
    return sentence(f"{found.lead}{text}{tail}.", (*claims, *details))


def _denial(case: Case, subject: Subject, type: str, claims: Sequence[Claim]) -> Sentence:
    tail, details = _tail(case, type, claims)
    who, verb = voices(case, claims), "denies" if len(_speakers(case, claims)) == 1 else "deny"
    lead = f"according to {who}, it is denied that" if QUOTING in who else f"{who} {verb} that"
    return sentence(f"{lead} {_clause(type, subject)}{tail}.", (*claims, *details))


def _tail(case: Case, type: str, claims: Sequence[Claim]) -> tuple[str, list[Claim]]:
    """Court, date, place, charges and conditions of an act, and the claims that give them."""
    details = [d for c in claims for d in case.details(c.id) if not d.is_coerced and d.modality in SAID]
    court = [d for d in details if d.property == "court" and isinstance(d.value, Words)]
    when = [d for d in details if isinstance(d.value, When)]
    where = [d for d in details if isinstance(d.value, Place)]
    charges = [d for d in details if d.property == "charge" and isinstance(d.value, Words)]
    conditions = [d for d in details if d.property == "condition" and isinstance(d.value, Words)]
    courts, charged, conditioned = _each(court), _each(charges), _each(conditions)
    text = f" {phrases().act[type].court or 'before'} {listed([isolated(titled(c)) for c in courts])}" if courts else ""
    text += f" {phrase(_finest([d.value for d in when if isinstance(d.value, When)]))}" if when else ""
    text += "".join(f" {_placed(place)}" for place in _each(where))
    text += f" on the charge{'s' if len(charged) > 1 else ''} of {listed([_quoted(c) for c in charged])}, as given" if charged else ""
    text += f" ({listed([_quoted(c) for c in conditioned])})" if conditioned else ""
    return text, [*court, *when, *where, *charges, *conditions]


def _finest(dates: Sequence[When]) -> When:
    """The narrowest of dates that agree: the finer reading of the same day."""
    return min(dates, key=lambda w: (w.last - w.first).days if w.first and w.last else 10**6)


def _each(claims: Iterable[Claim]) -> list[str]:
    """The texts of some claims, each once however it is spelled."""
    texts = [c.value.words if isinstance(c.value, Place) else c.value.text for c in claims if isinstance(c.value, Words | Place)]
    return list({key(text): text for text in texts}.values())


def _placed(place: str) -> str:
    words = key(place)
    return f"{'at' if any(key(word) in words for word in phrases().at) else 'in'} {isolated(place)}"


def _quoted(text: str) -> str:
    return f"“{isolated(text.strip(QUOTES))}”"


def _clause(type: str, subject: Subject, adverb: str = "", *, first: bool = True) -> str:
    """Subject and verb: by name where the person is first met, by pronoun after, where the sex is documented."""
    said = phrases().act[type].said.replace("|", adverb)
    if "{who}" in said:
        return said.replace("{who}", subject.short)
    return f"{subject.short if first or not subject.pronoun else subject.pronoun} {said}"
