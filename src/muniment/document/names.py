"""People's names in Latin script: runs of capitals that are no body, place, month, title or opening word.

A single capital word is a name only after a title, before an age, or where the same document gives it in full. What stands
before a name (judge, lawyer, brother of) and after it (said) tells what its bearer is.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from muniment.document.lexicon import alternatives, cities, countries, given, phrases, words
from muniment.document.numbers import WORDS_EN, value
from muniment.document.parts import Bearing, Seen
from muniment.model.text import plain

_TOKEN = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*\.?")
_AGE = re.compile(
    r"\s?\(\s?(?:aged? )?(\d{1,3})(?: years? old)?\s?[,;)]|,? aged? (\d{1,3})\b|, (?:an? |the )?(\d{1,3})(?:-year-old| years? old)?\s?(?=[,.;)]|$| and\b| from\b| was\b| of\b)"
    r"|\s?\((?:born|b\.) \d{4}, (?:aged? )?(\d{1,3})\)|, who (?:is|was) (\d{1,3})(?: years old)?\b|,? (\d{1,3}) years (?:old|of age)\b|,? (?:an? |the )?(\d{1,3})-year-old\b"
    r"|(?: is| was) (\d{1,3}) years old|, (?:an?|the) (?:[\w-]+ ){1,4}?(?:of|aged) (\d{2})\b|, who (?:is|was) (?:aged )?(\d{2})(?=,|\.| and\b)"
)  # fmt: skip
_AGE_BEFORE = re.compile(r"(\d{1,3})-year-old(?: [\w-]+){0,5}? $|(\d{1,3}) years? old (?:\w+ ){0,3}$")
_ALIAS = re.compile(
    r"\s?(?:,? ?(?:also |better |widely |commonly )?(?:known as|nicknamed|called|alias|a\.k\.a\.?|aka)) [\"']?((?:[A-Z][\w'-]+ ?){1,3})|\s?\((?:also |better )?(?:known as |nicknamed |alias )[\"']?((?:[A-Z][\w'-]+ ?){1,3})[\"']?\)|\s?\(([\u0600-\u06ff ]{3,40})\)"
)
_SINGLE_AGE = re.compile(r"\s?\(\d{1,2}\)|, (?:aged )?\d{1,2}[,.]|, an? \d{1,2}-year-old")


_FACILITY = re.compile(
    rf"\s(?:{alternatives(frozenset(phrases('matters', 'facilities')))})(?!\w)(?! (?:director|guard|warden|officer|chief))"
)


class Token(msgspec.Struct, frozen=True):
    """A word of a sentence, without its possessive ending."""

    start: int
    end: int
    text: str
    possessive: bool

    @property
    def low(self) -> str:
        """Without case and stop."""
        return self.text.casefold().rstrip(".")


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


class Latin:
    """Finds names in one document; what the document writes in small letters is no name at a sentence's beginning."""

    def __init__(self, text: str) -> None:
        self.small = set(re.findall(r"(?<![\w'-])[a-z]{3,}(?![\w'-])", text))
        self.bodies = frozenset(phrases("names_en", "known_bodies"))

    def find(self, text: str, start: int, end: int) -> tuple[Seen, ...]:
        """The names between two offsets of the folded text."""
        sentence = text[start:end].replace("\n", " ")
        tokens = _tokens(sentence)
        inverted = self._inverted(sentence)
        found = [self._seen(sentence, run, titles) for run, titles in self._runs(sentence, tokens)]
        if inverted is not None:
            found = [inverted, *(s for s in found if s is not None and s.start >= inverted.end)]
        return tuple(_moved(seen, start) for seen in found if seen is not None)

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
        return Seen(start, end, match["name"], _age(sentence, start, end), reach=_reach(sentence, end))

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
        name = sentence[run[0].start : run[-1].end]
        low = plain(name).casefold()
        start, end = run[0].start, run[-1].end
        bearing = self._bearing(sentence, run, titles)
        if len(run) == 1:
            token = run[0]
            shaped = len(token.text) > 2 and not token.text.isupper() and (token.low not in self.small)
            if not shaped or self._is_place(sentence, low, start, run):
                return None
            title = (
                bool(titles)
                and titles[-1].end >= start - 2
                and titles[-1].low in words("names_en", "courtesies") | words("names_en", "offices")
            )
            aged = _SINGLE_AGE.match(sentence[end:]) is not None
            named = bool(titles) and titles[-1].low in ("named", "called")
            full = title or aged or named
            return Seen(
                start,
                end,
                name,
                _age(sentence, start, end),
                bearing,
                run[-1].possessive,
                None if full else "?",
                None,
                reach=_reach(sentence, end),
            )
        if (
            len(run) > 6
            or self._is_place(sentence, low, start, run)
            or (
                run[0].low in ("la", "le", "el", "los", "las")
                and run[0].low == run[0].text.lower()
                and len(run) == 2
                and run[1].low not in given()
            )
        ):
            return None
        alias = _ALIAS.match(sentence[end : end + 80])
        said_alias = next((g.strip(" \"'") for g in alias.groups() if g), None) if alias else None
        sex = _sex(titles, run)
        held = any(t.low in words("names_en", "held") for t in titles if start - t.end <= 45)
        return Seen(
            start, end, name, _age(sentence, start, end), bearing, run[-1].possessive, said_alias, sex, held, reach=_reach(sentence, end)
        )

    def _is_place(self, sentence: str, low: str, start: int, run: list[Token]) -> bool:
        if low in countries() or low in words("names_en", "demonyms"):
            return True
        if low in cities() and not (run[0].low in given() and len(run) > 1):
            return True
        lead = re.search(r"(\w+)(?: \w+)?(?: ['\"])?\s$", sentence[max(0, start - 30) : start])
        if (
            lead
            and run[0].low not in given()
            and (
                re.search(r"\b[Tt]he $", sentence[max(0, start - 4) : start]) or set(lead.group().split()) & words("names_en", "body_leads")
            )
        ):
            return True
        if _FACILITY.match(sentence[run[-1].end : run[-1].end + 30]):
            return True
        before = sentence[max(0, start - 14) : start].casefold()
        located = re.search(r"\b(?:in|near|at|outside|around) (?:the )?$|\b(?:city|town|village|province|prison|jail) of $", before)
        return located is not None and run[0].low not in given() and not run[-1].possessive

    def _bearing(self, sentence: str, run: list[Token], titles: list[Token]) -> Bearing:
        after = sentence[run[-1].end : run[-1].end + 90]
        near = [t.low for t in titles if run[0].start - t.end <= 45]
        gap = sentence[titles[-1].end : run[0].start] if titles else ""
        close = [t.low for t in titles[-3:]] if gap.strip(" ,'\"") == "" else []
        if any(word in words("names_en", "offices") for word in close) and not _member(close):
            return "office"
        if close and close[-1] in words("names_en", "relatives") and _possessed(sentence, titles[-1].start):
            return "relative"
        apposed = re.match(
            r"(?:\s?\([^)]{0,30}\))?, (?:(?:the|an?|his|her|their|who is|then|former|acting|deputy|chief|head of|executive|country|[\w-]+'s|[\w-]+)\s){0,5}?([\w-]+)",
            after,
        )
        if apposed:
            heads = set(re.findall(r"[\w-]+", after[: apposed.end() + 25].split(",", 2)[1] if "," in after else ""))
            folded = {h.casefold() for h in heads}
            lead = re.match(r"(?:\s?\([^)]{0,30}\))?, (?:the|an?|his|her|their|then|former|acting|chief|head|director|deputy)\b", after)
            if lead and folded & (words("names_en", "offices") - {"leader", "head", "lawyer", "attorney", "professor", "chair"}):
                return "office"
            if lead and folded & {"lawyer", "attorney"} and folded & {"representing", "representative", "his", "her", "their", "who"}:
                return "office"
            if re.match(r"(?:\s?\([^)]{0,30}\))?, (?:his|her|their) ", after) and folded & words("names_en", "relatives"):
                return "relative"
        spoke = re.match(r"(?:\s?\([^)]{0,30}\))?(?:,[^,.;]{1,80},)? ?(?:has |have |had |also |then |later |who )?(\w+)", after)
        if spoke and spoke[1].casefold() in words("names_en", "speakers"):
            return "speaker"
        back = sentence[max(0, run[0].start - 30) : run[0].start].casefold()
        if re.search(r"\b(?:said|says|told|wrote|added|according to|warned|stated)(?: by| to)? (?:the )?(?:[\w-]+ ){0,2}$", back):
            return "speaker"
        return "office" if near and near[-1] in words("names_en", "offices") else "neutral"


def _member(close: list[str]) -> bool:
    return bool(close) and close[-1] in words("names_en", "describers") - words("names_en", "offices")


def _possessed(sentence: str, start: int) -> bool:
    return re.search(r"(?:\b(?:his|her|their|my|our)|'s?|\bthe) (?:\w+ )?$", sentence[max(0, start - 24) : start].casefold()) is not None


def _shouted(sentence: str) -> bool:
    letters = [c for c in sentence if c.isalpha()]
    return sum(c.isupper() for c in letters) * 2 > len(letters)


_WORDED = re.compile(
    rf"\s?[,(]?\s?(?:an? |the )?(?:aged )?(?P<n>{WORDS_EN})(?:-year-old| years? old| years of age|(?=\s?[,).;]|$))|\s?(?:who )?(?:is|was) (?P<m>{WORDS_EN}) years old"
)
_WORDED_BEFORE = re.compile(rf"(?P<n>{WORDS_EN})-year-old(?: [\w-]+){{0,5}} $")


def _age(sentence: str, start: int, end: int) -> int | None:
    worded = _WORDED.match(sentence[end : end + 60].casefold())
    before = _WORDED_BEFORE.search(sentence[max(0, start - 80) : start].casefold())
    said = (worded["n"] or worded["m"]) if worded else before["n"] if before else None
    worded_years = value(said) if said else None
    if worded_years is not None and 5 < worded_years < 120:
        return worded_years
    after = _AGE.match(sentence[end : end + 60])
    if after is None:
        alias = _ALIAS.match(sentence[end : end + 80])
        after = _AGE.match(sentence[end + alias.end() : end + alias.end() + 60]) if alias else None
    before = _AGE_BEFORE.search(sentence[max(0, start - 70) : start])
    found = after or before
    years = next((int(g) for g in found.groups() if g), None) if found else None
    return years if years is not None and 0 < years < 120 else None


def _reach(sentence: str, end: int) -> int:
    match = _ALIAS.match(sentence[end : end + 80])
    end += match.end() if match else 0
    match = _AGE.match(sentence[end : end + 60])
    return end + (match.end() if match else 0)


def _sex(titles: list[Token], run: list[Token]) -> str | None:
    near = {t.low for t in titles[-2:]}
    near |= {t.low for t in titles[-4:] if t.low in words("names_en", "relatives")}
    if near & {"mr", "sir", "brother", "father", "husband", "man", "son", "imam", "sheikh", "uncle", "nephew", "grandfather", "boy"}:
        return "m"
    if near & {
        "ms",
        "mrs",
        "miss",
        "woman",
        "mother",
        "wife",
        "sister",
        "daughter",
        "daw",
        "aunt",
        "niece",
        "widow",
        "girl",
        "lady",
        "nun",
        "grandmother",
    }:
        return "f"
    return given().get(run[0].low)


def _moved(seen: Seen, by: int) -> Seen:
    return msgspec.structs.replace(seen, start=seen.start + by, end=seen.end + by, reach=seen.reach + by)


def known(seen: Iterable[Seen]) -> frozenset[str]:
    """Names seen in full."""
    return frozenset(s.name for s in seen if s.alias != "?")
