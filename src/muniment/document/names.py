"""People's names in Latin script: runs of capitals that are no body, place, month, title or opening word.

A single capital word is a name only after a title, before an age, or where the same document gives it in full. What stands
before a name (judge, lawyer, brother of) and after it (said) tells what its bearer is.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from muniment.document import ages, bearings
from muniment.document.bearings import Token
from muniment.document.lexicon import alternatives, cities, countries, given, phrases, words
from muniment.document.parts import Seen
from muniment.model.text import plain

_TOKEN = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*\.?")
LONGEST = 6
"""No name has more words than this."""
MANY = 4000
"""In a text with more single capitals than this nobody goes by one name."""
_FACILITY = re.compile(
    rf"\s(?:{alternatives(frozenset(phrases('matters', 'facilities')))})(?!\w)(?! (?:director|guard|warden|officer|chief))"
)


def _tokens(text: str) -> list[Token]:
    out = []
    for match in _TOKEN.finditer(text):
        word, end = match.group(), match.end()
        if word.endswith(".") and not (len(word) <= 2 or word.casefold().rstrip(".") in words("names_en", "courtesies")):
            word, end = word[:-1], end - 1
        possessive = word.endswith(("'s", "'S"))
        if possessive:
            word, end = word[:-2], end - 2
        elif text[end : end + 2] in ("' ", "',") and word.endswith("s") and "'" not in text[max(0, match.start() - 60) : match.start()]:
            possessive = True
        out.append(Token(match.start(), end, word, possessive))
    return out


_RANKS = frozenset({"general", "major", "private", "brigade"})
"""Ranks that are also words of bodies ("General Omar Reth", "General Assembly")."""


class Latin:
    """Finds names in one document; what the document writes in small letters is no name at a sentence's beginning."""

    def __init__(self, text: str) -> None:
        self.text = text
        runs = {part for m in _CAPITALS.finditer(text) for part in m.group().split()}
        alone = re.findall(r"(?<![\w'-])[A-Z][a-z]{3,}(?![\w-])", text)
        self.mononyms = (
            frozenset(w for w in alone if w.casefold() in given() and w not in runs and alone.count(w) > 1)
            if len(alone) < MANY
            else frozenset()
        )
        """Given names that the text uses as whole ones, again and again."""
        capitals = [m.group().casefold().split() for m in _CAPITALS.finditer(text)]
        self.families = frozenset(said[-1] for said in capitals if len(said) < 4 and said[0] not in words("names_en", "place_heads"))
        self.small = set(re.findall(r"(?<![\w'-])[a-z]{3,}(?![\w'-])", text))
        self.bodies = frozenset(phrases("names_en", "known_bodies")) | _learned(text)

    def find(self, text: str, start: int, end: int) -> tuple[Seen, ...]:
        """The names between two offsets of the folded text."""
        sentence = text[start:end].replace("\n", " ")
        tokens = _tokens(sentence)
        inverted = self._inverted(sentence)
        found = [self._seen(sentence, run, titles) for run, titles in self._runs(sentence, tokens)]
        if inverted is not None:
            found = [inverted, *(s for s in found if s is not None and s.start >= inverted.end)]
        named = ages.dealt(sentence, [seen for seen in found if seen is not None])
        return tuple(_moved(seen, start) for seen in _shared(sentence, named))

    @staticmethod
    def _inverted(sentence: str) -> Seen | None:
        """ "MOREN, Elias": a family name in capitals before the given one, at the head of a line of a list."""
        match = re.match(
            r"\W*(?:\d{1,3}\W{1,3})?(?P<name>[A-Z][A-Z'-]{2,}(?: [A-Z][A-Z'-]{2,})?, [A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?)(?=[,;:.( —-]|$)",
            sentence,
        )
        numbered = re.match(r"\W*\d", sentence)
        if match is None or not (numbered or match["name"].split(", ")[-1].split()[0].casefold() in given()):
            return None
        start, end = match.span("name")
        return Seen(start, end, match["name"], ages.age(sentence, start, end), reach=ages.reach(sentence, end))

    def _runs(self, sentence: str, tokens: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
        run: list[Token] = []
        before: list[Token] = []
        for at, token in enumerate(tokens):
            if run and not self._joined(sentence, run[-1], token):
                yield from self._cut(sentence, run, before)
                run, before = [], tokens[max(0, at - 4) : at]
            if self._in_name(tokens, at, bool(run)):
                if not run:
                    before = tokens[max(0, at - 4) : at]
                run.append(token)
                if token.possessive:
                    yield from self._cut(sentence, run, before)
                    run, before = [], []
            elif run:
                yield from self._cut(sentence, run, before)
                run, before = [], []
        if run:
            yield from self._cut(sentence, run, before)

    @staticmethod
    def _joined(sentence: str, left: Token, right: Token) -> bool:
        return sentence[left.end : right.start] in (" ", ". ", "-")

    def _in_name(self, tokens: list[Token], at: int, open_run: bool) -> bool:
        token = tokens[at]
        if token.text[0].isupper():
            return True
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return open_run and token.low in words("names_en", "particles") and following is not None and following.text[0].isupper()

    def _cut(self, sentence: str, run: list[Token], before: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
        """Parts of a run between the words that belong to no name; titles go to the part after them."""
        if self._is_body(run):
            return
        titles = list(before)
        part: list[Token] = []
        for token in run:
            if self._ends_name(token, sentence, bool(part), token is run[0]):
                if part:
                    yield part, titles
                    part, titles = [], []
                titles = [*titles, token]
            else:
                part.append(token)
        while part and part[-1].low in words("names_en", "particles") and not part[-1].text[0].isupper():
            part.pop()
        if part:
            yield part, titles

    def _is_body(self, run: list[Token]) -> bool:
        said = " ".join(token.low for token in run)
        if said in self.bodies or any(b in said for b in self.bodies if " " in b):
            return True
        bodies = words("names_en", "bodies")
        if any(t.low in _RANKS for t in run[:2]) and len(run) >= 2:
            run = [t for t in run if t.low not in _RANKS]
        return any(t.low in bodies for t in run) and not any(t.low in words("names_en", "offices") for t in run[:1])

    def _ends_name(self, token: Token, sentence: str, inside: bool, first: bool) -> bool:
        low = token.low
        if low in words("names_en", "stops"):
            return not (inside and low in ("may", "an", "mehr", "jan", "us", "bahman", "april", "june", "so", "do", "van", "my"))
        if low in words("names_en", "offices") or low in words("names_en", "courtesies"):
            return not (inside and len(low) <= 3)
        if low in words("names_en", "demonyms") or low in words("names_en", "bodies"):
            return not (inside and low in ("german", "french", "english", "scott", "moore", "hall", "park", "west", "church"))
        if low in words("names_en", "describers") and low in self.small | {"activist", "protester", "journalist"}:
            return True
        if (len(token.text) >= 2 and token.text.isupper() and not any(c in "aeiou" for c in low[1:])) or (
            token.text.isupper() and len(token.text) > 2 and not _shouted(sentence)
        ):
            return True
        opening = not sentence[: token.start].strip("\"'([- ") or sentence[: token.start].rstrip()[-1:] in ':"'
        return opening and first and low in self.small and low not in given()

    def _seen(self, sentence: str, run: list[Token], titles: list[Token]) -> Seen | None:
        low = plain(sentence[run[0].start : run[-1].end]).casefold()
        family = len(run) == 1 and run[0].low in self.families and not _PUT.search(sentence[max(0, run[0].start - 8) : run[0].start])
        if (not family and self._is_place(sentence, low, run[0].start, run)) or len(run) > LONGEST:
            return None
        return self._single(sentence, run[0], titles) if len(run) == 1 else self._several(sentence, run, titles)

    def _single(self, sentence: str, token: Token, titles: list[Token]) -> Seen | None:
        """A single capital word: a whole name after a title, a relative or before an age; else perhaps a part of one."""
        if len(token.text) < 2 or token.text.isupper() or token.low in self.small:
            return None
        title = bool(titles) and titles[-1].end >= token.start - 2
        titled = title and titles[-1].low in words("names_en", "courtesies") | words("names_en", "offices")
        aged = ages.SINGLE.match(sentence[token.end :]) is not None
        named = bool(titles) and titles[-1].low in ("named", "called")
        kin = title and titles[-1].low in words("names_en", "relatives") and bearings.possessed(sentence, titles[-1].start)
        return Seen(
            token.start, token.end, token.text, ages.age(sentence, token.start, token.end), bearings.bearing(sentence, [token], titles),
            token.possessive, None if titled or aged or named or kin or token.text in self.mononyms else "?", bearings.sex(titles, [token]) if kin else None,
            reach=ages.reach(sentence, token.end),
        )  # fmt: skip

    def _several(self, sentence: str, run: list[Token], titles: list[Token]) -> Seen | None:
        start, end = run[0].start, run[-1].end
        article = run[0].text in ("la", "le", "el", "los", "las") and len(run) == 2 and run[1].low not in given()
        if article or self._is_shouted(sentence, run) or self._is_title_case(sentence, run, titles):
            return None
        alias = ages.ALIAS.match(sentence[end : end + 80])
        said_alias = next((g.strip(" \"'") for g in alias.groups() if g), None) if alias else None
        held = any(t.low in words("names_en", "held") for t in titles if start - t.end <= 45)
        return Seen(
            start, end, sentence[start:end], ages.age(sentence, start, end), bearings.bearing(sentence, run, titles), run[-1].possessive,
            said_alias, bearings.sex(titles, run), held, reach=ages.reach(sentence, end),
        )  # fmt: skip

    def _is_shouted(self, sentence: str, run: list[Token]) -> bool:
        """Whether a line in capitals alone gives the only sight of these words: a heading, not a name."""
        name = sentence[run[0].start : run[-1].end]
        return name.isupper() and _shouted(sentence) and not any(t.low in given() for t in run) and name.title() not in self.text

    def _is_title_case(self, sentence: str, run: list[Token], titles: list[Token]) -> bool:
        """Whether capitals only dress words that the document writes small: the words of a heading, no given name among them."""
        if any(t.low in given() for t in run) or (titles[-1:] and titles[-1].low in words("names_en", "courtesies")):
            return False
        if ages.age(sentence, run[0].start, run[-1].end) is not None:
            return False
        return any(len(t.text) > 3 and t.low in self.small for t in run) or (run[0].low.endswith("ing") and len(run[0].text) > 7)

    def _is_place(self, sentence: str, low: str, start: int, run: list[Token]) -> bool:
        if low in countries() or low in words("names_en", "demonyms"):
            return True
        if low in cities() and not (run[0].low in given() and len(run) > 1):
            return True
        if len(run) > 1 and run[0].low in words("names_en", "place_heads") and run[1].low not in given():
            return True
        if run[0].low not in given() and _is_body_noun(sentence[run[-1].end : run[-1].end + 60]):
            return True
        lead = re.search(r"(\w+)(?: \w+)?(?: ['\"])?\s$", sentence[max(0, start - 30) : start])
        if (
            lead
            and run[0].low not in given()
            and (
                re.search(r"\b[Tt]he $", sentence[max(0, start - 4) : start])
                or lead.group().split()[-1].strip("'\"") in words("names_en", "body_leads")
            )
        ):
            return True
        if _FACILITY.match(sentence[run[-1].end : run[-1].end + 30]):
            return True
        before = sentence[max(0, start - 14) : start].casefold()
        located = re.search(r"\b(?:in|near|at|outside|around) (?:the )?$|\b(?:city|town|village|province|prison|jail) of $", before)
        return located is not None and run[0].low not in given() and not run[-1].possessive


def _is_body_noun(after: str) -> bool:
    """Whether the words after a name make it a body or a place ("..., a monitoring group in exile")."""
    match = re.match(r"(?:,| is| was) (?:an?|the) ((?:[\w'-]+ ?){1,4})", after.casefold())
    if match is None:
        return False
    said = re.split(r" (?:in|of|for|from|with|at|on|that|which|who|run|based|led)\b", match[1])[0].split()
    return bool(said) and said[-1] in words("names_en", "body_nouns")


_CAPITALS = re.compile(r"(?<![\w'-])[A-Z][\w'-]+(?: (?:of |the |for )?[A-Z][\w'-]+){1,3}(?!\w)")
_PUT = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside) $")


def _learned(text: str) -> frozenset[str]:
    """Runs of capitals that the document itself says are bodies or places: described as one, abbreviated, or where something is."""
    out = set()
    for match in _CAPITALS.finditer(text):
        after = text[match.end() : match.end() + 60].replace("\n", " ")
        put = _PUT.search(text[max(0, match.start() - 8) : match.start()]) and not after.startswith("'")
        if match.group().split()[0].casefold() not in given() and (put or _is_body_noun(after) or re.match(r" \([A-Z][A-Z-]+\)", after)):
            out.add(plain(match.group()).casefold())
    return frozenset(out)


@cache
def _pairs() -> re.Pattern[str]:
    kin = "|".join(sorted(words("names_en", "kin_pairs")))
    return re.compile(
        rf"\b(?i:{kin})(?:, |,? (?:aged [\w ]{{1,20}} )?)(?P<first>[A-Z][\w'-]+)(?:, (?P<second>[A-Z][\w'-]+),?)? and (?P<whole>[A-Z][\w'-]+ [A-Z][\w'-]+)"
    )


_COUPLE = re.compile(
    r"(?:^|(?<=[.;:(*•] )|(?<=[a-z] ))(?P<first>[A-Z][a-z'-]+)(?P<second>(?!))? and (?P<whole>[A-Z][a-z'-]+ [A-Z][a-z'-]+)(?![\w'-]| [A-Z])"
)


def _shared(sentence: str, seen: list[Seen]) -> list[Seen]:
    """Names with those that leave their family name to the last of them ("the brothers Idris and Salim Bako")."""
    out = list(seen)
    for match in [
        *_pairs().finditer(sentence),
        *(
            m
            for m in _COUPLE.finditer(sentence)
            if not sentence[: m.start()].strip(" *-•–.0123456789)")
            or m["first"].casefold() in given()
            or (m.end() < len(sentence) and sentence[m.end()] == ":")
        ),
    ]:
        whole = next((s for s in seen if s.start == match.start("whole")), None)
        longer = next((s for s in seen if s.start < match.start("first") < s.end), None)
        is_kin = longer is not None and longer.name.split()[0].casefold() in words("names_en", "kin_pairs")
        if whole is None or (longer is not None and not is_kin):
            continue  # “Hassan Ali and Karim Saleh”: the first has a family name of his own
        out = [s for s in out if s is not longer]
        family = whole.name.split()[-1]
        for group in ("first", "second"):
            if match[group]:
                start, end = match.span(group)
                out = [s for s in out if s.start != start]
                name = f"{match[group]} {family}"
                out.append(Seen(start, end, name, None, whole.bearing, full=name, sex=whole.sex, reach=end))
    return ages.dealt(sentence, sorted(out, key=lambda s: s.start)) if len(out) != len(seen) or out != seen else out


def _shouted(sentence: str) -> bool:
    letters = [c for c in sentence if c.isalpha()]
    return sum(c.isupper() for c in letters) * 2 > len(letters)


def _moved(seen: Seen, by: int) -> Seen:
    return msgspec.structs.replace(seen, start=seen.start + by, end=seen.end + by, reach=seen.reach + by)


def known(seen: Iterable[Seen]) -> frozenset[str]:
    """Names seen in full."""
    return frozenset(s.name for s in seen if s.alias != "?")
