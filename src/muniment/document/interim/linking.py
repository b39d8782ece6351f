"""Linking: who did what to whom. Acts to people by grammar and focus; dates, places, courts and charges to the nearest act.

Focus is a stack of groups a paragraph: “they”, “both”, “his” go back to the last people something was done to. A field belongs to
the nearest act that can take it; a field two acts could take goes to one, or to none. An unlinked date is left out.
"""

import re
from datetime import date as Day
from typing import Any

import msgspec

from muniment.document.interim import speech
from muniment.document.interim.acting import Deed, deeds
from muniment.document.interim.dates import Dated, dates
from muniment.document.interim.extraction import Act, Attribution, Person, Quantity, Recommendation
from muniment.document.interim.lexicon import Lexicon, lexicon
from muniment.document.interim.mentions import Group, Mention, charges, courts, groups, people, sites
from muniment.document.interim.quantities import quantities
from muniment.document.interim.sentences import Sentence, sentences
from muniment.model.text import Folded, fold, key

TRIALS = frozenset({"death_sentence", "prison_sentence", "trial", "conviction", "sentence_upheld", "appeal_rejected", "acquittal", "charge"})
CHARGED = ("death_sentence", "prison_sentence", "conviction", "trial", "charge", "arrest", "detention", "sentence_upheld", "execution")
PLACED = frozenset({"execution", "arrest", "detention", "transfer", "solitary_confinement", "torture", "death_in_custody", "killing", "release", "enforced_disappearance", "execution_risk"})
STATUS = (("executed", {"execution"}), ("dead", {"death_in_custody", "killing"}))


class Found(msgspec.Struct):
    """A person as the document builds them up."""

    name: str
    first: tuple[int, int]
    heads: list[str] = []
    age: int | None = None
    age_at: tuple[int, int] | None = None
    acts: list[tuple[Deed, int, dict[str, Any]]] = []
    aliases: list[str] = []
    is_on_row: tuple[int, int] | None = None


class Line(msgspec.Struct):
    """One sentence with all that stands in it, offsets in the sentence."""

    sentence: Sentence
    groups: list[Group]
    deeds: list[Deed]
    dates: list[Dated]
    courts: list[Mention]
    sites: list[Mention]
    charges: list[Mention]


def linked(text: str, language: str, today: Day | None) -> dict[str, Any]:
    """People, quantities, recommendations and attributions of a raw text, spans in it."""
    folded = fold(text)
    grammar = lexicon(language)
    every = sentences(folded.text)
    cast = _cast(folded.text, every, grammar)
    lines = [_line(sentence, grammar, today, cast) for sentence in every]
    _assign(lines, cast, grammar)
    taken = [(l.sentence.start + c.start, l.sentence.start + c.end) for l in lines for c in l.charges]
    said = speech.speech(folded.text, every, grammar, taken)
    return {
        "people": tuple(_person(found, folded, text, grammar) for found in cast.values()),
        "quantities": tuple(_quantities(lines, folded, text, grammar)),
        "recommendations": tuple(_asked(a, folded, text) for a in speech.recommendations(folded.text, every, grammar)),
        "attributions": tuple(_said(s, folded, text) for s in said),
    }


def _cast(text: str, every: list[Sentence], grammar: Lexicon) -> dict[str, Found]:
    """Everyone named in full, in order; later short forms go back to them."""
    cast: dict[str, Found] = {}
    for sentence in every:
        if sentence.is_heading:
            continue
        for one in people(sentence.text, grammar):
            name = _whole_name(one.text, cast)
            found = cast.setdefault(name, Found(name=name, first=(sentence.start + one.start, sentence.start + one.end)))
            found.heads.append(one.head)
            if one.age is not None and found.age is None:
                assert one.age_at is not None
                found.age, found.age_at = one.age, (sentence.start + one.age_at[0], sentence.start + one.age_at[1])
    return cast


def _whole_name(words: str, cast: dict[str, Found]) -> str:
    """The full name that a name or a part of one goes back to."""
    k = key(words)
    for name in cast:
        whole = key(name)
        if k == whole or (len(k) > 2 and (whole.endswith(" " + k) or whole.startswith(k + " "))):
            return name
    return words


def _line(sentence: Sentence, grammar: Lexicon, today: Day | None, cast: dict[str, Found]) -> Line:
    text = sentence.text
    if sentence.is_heading:
        return Line(sentence, [], [], [], [], [], [])
    known = frozenset(part.lower() for name in cast for part in (name.split()[-1], name.split()[0]) if len(part) > 2)
    found = people(text, grammar, known)
    in_courts = courts(text, grammar.language)
    when = [d for d in dates(text, grammar.language, today) if not any(m.age_at and m.age_at[0] < d.end and d.start < m.age_at[1] for m in found)]
    where = [s for s in sites(text, grammar.language, grammar) if not any(c.start <= s.start < c.end for c in in_courts)]
    return Line(sentence, groups(text, found, grammar.language), deeds(text, grammar), when, in_courts, where, charges(text, grammar.language))


def _assign(lines: list[Line], cast: dict[str, Found], grammar: Lexicon) -> None:
    focus: list[list[str]] = []
    paragraph = -1
    for line in lines:
        if line.sentence.paragraph != paragraph:
            focus, paragraph = focus[-1:], line.sentence.paragraph
        taken: dict[int, dict[str, Any]] = {}
        _fields(line, taken, grammar)
        for i, deed in enumerate(line.deeds):
            names = _patients(line, deed, focus, cast, grammar)
            for name in names:
                cast[name].acts.append((deed, line.sentence.start, _own(taken.get(i, {}), names.index(name), len(names), line, deed)))
            if names and names not in focus[-1:]:
                focus.append(names)
        subjects = [[_whole_name(m.text, cast) for m in g.members] for g in line.groups if not _is_other(g, line.sentence.text, grammar)]
        for names in subjects:
            if all(n in cast for n in names) and names not in focus[-1:]:
                focus.append(names)


def _own(fields: dict[str, Any], at: int, count: int, line: Line, deed: Deed) -> dict[str, Any]:
    """With “respectively”, the n-th field goes to the n-th person."""
    if "dates" in fields and len(fields["dates"]) == count and re.search(r"respectively|به ترتیب", line.sentence.text):
        return {**fields, "date": fields["dates"][at]}
    return fields


def _is_other(group: Group, text: str, grammar: Lexicon) -> bool:
    """Whether these are people who speak, judge or rule."""
    head = group.members[0].head.lower()
    titles = grammar.words("official_titles")
    if grammar.language == "fa":
        before = text[max(0, group.start - 30) : group.start].rstrip()
        return any(before.endswith(t) for t in titles) or bool(re.search(r"(?:به گفته|به ریاست|توسط قاضی|به نقل از)[^،.]{0,20}$", before))
    words = re.findall(r"[\w'-]+", head)
    if any(w in titles for w in words[-3:]):
        return True
    before, after = text[max(0, group.start - 40) : group.start].lower(), text[group.end : group.end + 40].lower()
    if re.search(r"(?:according to|said|told|by|headed by|presided over by|chaired by|signed by)\s+(?:[\w']+\s){0,2}$", before) and not re.search(r"(?:sentenced|imposed on)\s", before):
        return not re.search(r"(?:told|said) $", before) or True
    return bool(re.match(r"(?:,[^,]{3,60},)?\s*(?:said|says|told|stated|warned|wrote|added|announced|confirmed|denied|declared|claimed|who (?:heads|leads|chairs)|'s (?:lawyer|sister|brother|mother|father|wife|husband|family))", after)) and not re.match(r"'s (?:lawyer|sister|brother|mother|father|wife|husband|family)", after)


def _patients(line: Line, deed: Deed, focus: list[list[str]], cast: dict[str, Found], grammar: Lexicon) -> list[str]:
    text = line.sentence.text
    able = [g for g in line.groups if not _is_other(g, text, grammar)]
    chosen = _by_grammar(text, deed, able, grammar)
    if chosen is not None:
        names = [n for n in dict.fromkeys(_whole_name(m.text, cast) for m in chosen.members) if n in cast]
        if names:
            return names
    if able and not _goes_back(text, deed, able, grammar):
        return []
    return _back(text, deed, focus, grammar, bool(able))


def _by_grammar(text: str, deed: Deed, able: list[Group], grammar: Lexicon) -> Group | None:
    before = [g for g in able if g.end <= deed.start]
    after = [g for g in able if g.start >= deed.end]
    if grammar.language == "fa":
        inside = [g for g in able if deed.start <= g.start < deed.end]
        joined = [g for g in after if len(text[deed.end : g.start]) < 25 and not re.search(r"[.؛]", text[deed.end : g.start])]
        return before[-1] if before else inside[0] if inside else joined[0] if joined else None
    if deed.voice in ("active", "bare"):
        near = [g for g in after if g.start - deed.end < 60 and not re.search(r"\b(?:for|after|by|with|in|because)\b|[.;]", re.sub(r"\b(?:three|four|five|two|political|prisoners?|activists?|the|and|opposition)\b", "", text[deed.end : g.start]))]
        if near:
            return near[0]
    if deed.voice == "noun":
        of = [g for g in after if re.match(r"\s+of\s+(?:[\w'-]+\s+){0,5}$", text[deed.end : g.start]) or re.match(r"\s+of\s*$", text[deed.end : g.start])]
        if of:
            return of[0]
        owner = [g for g in before if text[g.end : g.end + 2] in ("'s", "' ") and deed.start - g.end < 30]
        if owner:
            return owner[-1]
        if deed.start and re.search(r"\b(?:his|her|their|the|both|whose)\s(?:\w+\s){0,2}$", text[: deed.start], re.I):
            return before[-1] if before and not re.search(r"[;.]", text[before[-1].end : deed.start]) else None
        return None
    if not before:
        return after[0] if after and re.match(r"[\s,—-]*(?:(?:were|was|are|is)\s+)?(?:[\w'-]+\s+){0,6}[—:,-]*\s*$", text[deed.end : after[0].start]) and deed.voice == "passive" else None
    last = before[-1]
    gap = text[last.end : deed.start]
    if re.search(r"\bof (?:the )?$", text[: last.start][-9:]) and len(before) > 1 and re.search(r"\b(?:sister|brother|mother|father|wife|husband|lawyer|friend|son|daughter)\b", text[before[-2].end : last.start]):
        return last
    return None if re.search(r"\b(?:anyone|nobody|no one|others|hundreds|dozens|thousands)\b", gap, re.I) else last


def _goes_back(text: str, deed: Deed, able: list[Group], grammar: Lexicon) -> bool:
    words = re.escape("|".join(grammar.words("pronouns"))).replace(r"\|", "|").replace(r"\ ", " ")
    return bool(re.search(rf"(?:^|\W)(?:{words})(?:\W|$)", text[: deed.end], re.I))


def _back(text: str, deed: Deed, focus: list[list[str]], grammar: Lexicon, has_names: bool) -> list[str]:
    """Through a pronoun, a number of people, or a sentence without a subject."""
    if not focus:
        return []
    lower = text.lower() if grammar.language == "en" else text
    said = [w for w in grammar.words("pronouns") | grammar.words("several") if re.search(rf"(?:^|[^\w]){re.escape(w)}(?:[^\w]|$)", lower)]
    if grammar.language == "fa":
        if not said and not re.match(r"^(?:او|وی|حکم|این حکم|در|به|پس|سپس|\d|پیش|روز|ماموران|دادگاه|دیوان|شعبه|خانواده|نیرو)", text):
            return []
    elif not said:
        return []
    several = any(w in grammar.words("several") for w in said)
    only_one = [w for w in said if w in ("he", "she", "him", "her", "his", "او", "وی", "نامبرده")]
    if several and not only_one:
        wanted = next((n for words, n in (("both", 2), ("the two", 2), ("the pair", 2), ("the three", 3), ("all three", 3), ("the four", 4), ("all four", 4), ("هر دو", 2), ("این دو", 2), ("هر سه", 3), ("هر چهار", 4)) if words in said), None)
        return next((names for names in reversed(focus) if (len(names) == wanted if wanted else len(names) > 1)), [] if wanted is None else _gathered(focus, wanted))
    if only_one or grammar.language == "fa":
        return next((names for names in reversed(focus) if len(names) == 1), focus[-1] if grammar.language == "fa" else [])
    return focus[-1]


def _gathered(focus: list[list[str]], wanted: int) -> list[str]:
    """The last `wanted` people, when they were named one by one."""
    names = list(dict.fromkeys(n for group in reversed(focus) for n in group))
    return names[:wanted][::-1] if len(names) >= wanted else []


def _fields(line: Line, taken: dict[int, dict[str, Any]], grammar: Lexicon) -> None:
    """Each date, court, place and charge of a sentence to the nearest act that can take it."""
    text, acts = line.sentence.text, line.deeds
    for when in line.dates:
        i = _nearest(text, when.start, when.end, acts, taken, "date", None, grammar)
        if i is not None:
            taken.setdefault(i, {})["date"] = when
    if line.dates and re.search(r"respectively|به ترتیب", text):
        for i, _ in enumerate(acts):
            taken.setdefault(i, {})["dates"] = line.dates
    for court in line.courts:
        i = _nearest(text, court.start, court.end, acts, taken, "court", TRIALS, grammar)
        if i is not None:
            taken.setdefault(i, {})["court"] = court
    for place in line.sites:
        i = _nearest(text, place.start, place.end, acts, taken, "place", PLACED, grammar)
        if i is not None:
            taken.setdefault(i, {})["place"] = place
    if line.charges:
        able = [i for kind in CHARGED for i, deed in enumerate(acts) if deed.type == kind]
        if able:
            taken.setdefault(able[0], {})["charges"] = line.charges


def _nearest(text: str, start: int, end: int, acts: list[Deed], taken: dict[int, dict[str, Any]], field: str, able: frozenset[str] | None, grammar: Lexicon) -> int | None:
    """The act a field belongs to: one that leads straight to it, else the one it opens, else the nearest in its clause."""
    best: tuple[float, int] | None = None
    for i, deed in enumerate(acts):
        if (able is not None and deed.type not in able) or (field in taken.get(i, {}) and field != "charges"):
            continue
        if able is None and deed.type in ("denial_of_counsel", "denial_of_contact", "forced_confession", "charge"):
            continue
        if deed.end <= start:
            between, cost = text[deed.end : start], 0.0
        elif deed.start >= end:
            between, cost = text[end : deed.start], 12.0 if grammar.language != "fa" else 0.0
        else:
            between, cost = "", 0.0
        cost += len(between) / 10
        cost += 14 * len(re.findall(r"[;:؛]|, (?:and|but|who|which)\b|\bbut\b|\bafter\b|\bfollowing\b|\bbefore\b|\band (?:was|were|then|later)\b", between))
        if deed.end <= start:
            cost += 14 * sum(1 for other in acts if deed.end <= other.start and other.end <= start and (able is None or other.type in able))
        elif _opens(text, start):
            cost -= 10
            cost += 14 * sum(1 for other in acts if end <= other.start and other.end <= deed.start and (able is None or other.type in able))
        if deed.voice == "noun" and able is None:
            cost += 4
        if best is None or cost < best[0]:
            best = (cost, i)
    return best[1] if best and best[0] < 40 else None


def _opens(text: str, start: int) -> bool:
    """Whether a field stands at the head of its sentence."""
    return len(re.sub(r"[\"'\s]|\b(?:on|in|at|the|early|late|by|since|در|روز|تاریخ|سال|بامداد|صبح)\b", "", text[:start], flags=re.I)) < 4


def _raw(folded: Folded, start: int, end: int) -> tuple[int, int]:
    return folded.raw(start, end)


def _person(found: Found, folded: Folded, text: str, grammar: Lexicon) -> Person:
    span = _raw(folded, *found.first)
    acts = _merged(found, folded, text, grammar)
    status, at = _status(found, acts)
    is_subject = bool(acts) or any(re.search(r"prisoner|detainee|inmate|زندانی", head, re.I) for head in found.heads[:1])
    return Person(
        quote=text[slice(*span)], span=span, rule=f"{grammar.language}-person", name=text[slice(*span)] if grammar.language == "fa" else found.name,
        role="subject" if is_subject else "other", age=found.age, age_span=_raw(folded, *found.age_at) if found.age_at else None,
        status=status, status_span=at, acts=acts,
    )  # fmt: skip


def _merged(found: Found, folded: Folded, text: str, grammar: Lexicon) -> tuple[Act, ...]:
    """One act of a type, or several where their dates or senses differ; what a later mention adds is kept."""
    made: list[Act] = []
    for deed, base, fields in found.acts:
        new = _act(deed, base, fields, folded, text, grammar)
        same = next((i for i, a in enumerate(made) if a.type == new.type and a.modality == new.modality and _agree(a, new)), None)
        if same is None:
            made.append(new)
        else:
            made[same] = _filled(made[same], new)
    real = {a.type for a in made if a.modality == "asserted"}
    return tuple(a for a in made if not (a.type == "execution_risk" and "execution" in real))


def _agree(one: Act, other: Act) -> bool:
    return one.date is None or other.date is None or one.date.startswith(other.date) or other.date.startswith(one.date)


def _filled(one: Act, other: Act) -> Act:
    names = ("date", "date_words", "date_span", "place", "place_span", "court", "court_span", "charges", "charge_spans")
    gained = {n: getattr(other, n) for n in names if getattr(one, n) in (None, ()) and getattr(other, n) not in (None, ())}
    return msgspec.structs.replace(one, **gained)


def _act(deed: Deed, base: int, fields: dict[str, Any], folded: Folded, text: str, grammar: Lexicon) -> Act:
    span = _raw(folded, base + deed.start, base + deed.end)
    out: dict[str, Any] = {}
    for name in ("date", "court", "place"):
        if name in fields:
            at = _raw(folded, base + fields[name].start, base + fields[name].end)
            words = text[slice(*at)]
            out[name], out[f"{name}_span"] = (fields[name].value if name == "date" else words), at
            if name == "date":
                out["date_words"] = words
    if "charges" in fields and deed.type in CHARGED:
        spans = tuple(_raw(folded, base + c.start, base + c.end) for c in fields["charges"])
        out["charges"], out["charge_spans"] = tuple(text[slice(*s)] for s in spans), spans
    return Act(type=deed.type, modality=deed.modality, quote=text[slice(*span)], span=span, rule=f"{grammar.language}-{deed.type}", **out)


def _status(found: Found, acts: tuple[Act, ...]) -> tuple[str | None, tuple[int, int] | None]:
    """What the asserted acts come to; death ends the story, else the last one told."""
    real = [a for a in acts if a.modality in ("asserted", "alleged")]
    for status, types in STATUS:
        hit = next((a for a in real if a.type in types), None)
        if hit:
            return status, hit.span
    later = {"release": "released", "acquittal": "released", "enforced_disappearance": "disappeared"}
    ended = next((a for a in reversed(real) if a.type in later), None)
    condemned = next((a for a in real if a.type == "death_sentence"), None)
    if ended and not (condemned and condemned.span > ended.span):
        return later[ended.type], ended.span
    averted = any(a.modality == "averted" and a.type in ("death_sentence",) for a in acts)
    if condemned and not averted:
        return "on_death_row", condemned.span
    risk = next((a for a in real if a.type == "execution_risk"), None)
    if risk and not averted:
        return "on_death_row", risk.span
    for status, types in (("imprisoned", ("prison_sentence",)), ("detained", ("detention", "solitary_confinement", "arrest", "transfer"))):
        hit = next((a for a in real if a.type in types), None)
        if hit:
            return status, hit.span
    return None, None


def _quantities(lines: list[Line], folded: Folded, text: str, grammar: Lexicon) -> list[Quantity]:
    found: list[Quantity] = []
    for line in lines:
        if line.sentence.is_heading:
            continue
        taken = [(d.start, d.end) for d in line.dates if not d.is_period] + [(c.start, c.end) for c in line.courts]
        taken += [m.age_at for g in line.groups for m in g.members if m.age_at]
        for start, end, quantity in quantities(line.sentence.text, grammar, None, taken):
            if _is_named(line, end):
                continue
            span = _raw(folded, line.sentence.start + start, line.sentence.start + end)
            made = msgspec.structs.replace(quantity, quote=text[slice(*span)], span=span)
            if not any((q.subject, q.number, q.comparator) == (made.subject, made.number, made.comparator) for q in found):
                found.append(made)
    return found


def _is_named(line: Line, end: int) -> bool:
    """Whether the number only announces people whose names follow or stand before."""
    return any(len(g.members) > 1 and -4 <= g.start - end < 40 for g in line.groups)


def _asked(found: speech.Asked, folded: Folded, text: str) -> Recommendation:
    span = _raw(folded, found.start, found.end)
    return Recommendation(addressee=found.addressee, action=found.action, quote=text[slice(*span)], span=span, rule="recommendation")


def _said(found: speech.Said, folded: Folded, text: str) -> Attribution:
    span = _raw(folded, found.start, found.end)
    kind = "quote" if found.kind == "quote" else "reported"
    return Attribution(speaker=found.speaker, quote_prefix=found.words[: speech.PREFIX], kind=kind, quote=text[slice(*span)], span=span, rule="speech")
