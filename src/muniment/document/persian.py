"""People's names in Persian, which has no capitals: a given name or an introducing phrase begins one, grammar ends it.

Evidence: words of the list of given names followed by what can be a family name; frames after which a name stands (به نام, «…»,
۳۴ ساله); and, for words of no list, what `unlisted_fa` asks for. Ambiguous given names need a second sign. Part of a name that
the document gives in full elsewhere is seen where it stands alone.
"""

import re
from typing import NamedTuple

import msgspec

from muniment.document import about_fa, given_fa
from muniment.document.lexicon import alternatives, cities, countries, given, persian, phrases, words
from muniment.document.parts import Seen
from muniment.document.unlisted_fa import FAMILY, SHAPED, is_kin, is_titled, is_unlisted, ordinary

_TOKEN = re.compile(r"[\u0621-\u06ef]+")
_INTRO = re.compile(r"(?:" + alternatives(frozenset(phrases("names_fa", "introducers")), "fa") + r")\s?[:،]?\s?[\"']?$")
_FRAME = re.compile(
    persian(r"(?:به نام|با نام|به نام های|بنام|بنام های|به هویت|با هویت|هویت [^.،]{2,30}?|نام (?:وی|او|این زندانی)) ?[:،]? ?[\"']?$")
)
_BOUND = re.compile(r"\s?(?:[،.:؛()\"!؟]|$)|\s(?:را|در|از|که|و|هم|نیز|به|با|بر)(?!\w)|\s\d")
_ENDING = frozenset(
    {"زاده", "پور", "نژاد", "نیا", "فر", "زهی", "زایی", "وند", "خواه", "پرست", "تبار", "راد", "منش", "فرد", "مند", "زی", "خیل"}
)
"""Parts that close a family name."""
_MAKING = frozenset(
    {"بان", "تراش", "روان", "چی", "فکر", "بیگی", "لو", "ساز", "دوز", "گر", "باف", "شناس", "پناه", "پرور", "نواز", "کوب", "پندار"}
)
"""Parts that close a family name whose first part may be any noun («دشت‌بان»)."""
_SITE = re.compile(r"(?<!\w)(?:زندان|بازداشتگاه|اردوگاه|ندامتگاه|حقوق)\s$")
_FATHER = re.compile(r"(?<!\w)(?:فرزند|ولد|نام\sپدر)\s?:?\s$")
_HELD_REACH = 3


class Token(NamedTuple):
    """A word of a sentence."""

    start: int
    end: int
    text: str


class Arabic:
    """Finds names in the Persian parts of one document."""

    def __init__(self) -> None:
        self.stops = words("names_fa", "stops")
        self.describers = words("names_fa", "describers")
        self.offices = words("names_fa", "offices")
        self.prefixes = words("names_fa", "prefixes")
        self.titles = words("names_fa", "titles")
        self.joined = words("names_fa", "joined")
        self.known: frozenset[str] = frozenset()
        self.ended = 0

    def learn(self, found: list[Seen]) -> None:
        """Given and family names that the document gives in full, so that they are known where they stand alone."""
        self.known = frozenset(part for seen in found if " " in seen.name for part in self._parts(seen.name))

    def find(self, text: str, start: int, end: int) -> tuple[Seen, ...]:
        """The names between two offsets of the folded text."""
        sentence = text[start:end].replace("\n", " ")
        tokens = [Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(sentence)]
        out: list[Seen] = []
        self.ended = at = 0
        while at < len(tokens):
            seen, used = self._at(sentence, tokens, at)
            if seen is not None:
                self.ended = max(seen.end, seen.reach)
                out.append(
                    msgspec.structs.replace(seen, start=seen.start + start, end=seen.end + start, reach=max(seen.end, seen.reach) + start)
                )
            at += max(used, 1)
        return tuple(_aged_in_turn(sentence, start, out))

    def _at(self, sentence: str, tokens: list[Token], at: int) -> tuple[Seen | None, int]:
        """The name that begins with this word, and how many words it takes."""
        length = self._length(sentence, tokens, at)
        if length:
            return self._seen(sentence, tokens, at, length), length
        if shared := self._shared(sentence, tokens, at):
            name = f"{tokens[at].text} {shared}"
            return Seen(tokens[at].start, tokens[at].end, name, full=name), 1
        return self._part(sentence, tokens, at)

    def _length(self, sentence: str, tokens: list[Token], at: int) -> int:
        """How many words from here are one name; none, mostly."""
        word = tokens[at].text
        if word in ("های", "ها", "ی") or is_kin(word) or word.endswith("اباد"):
            return 0
        if _SITE.search(sentence[max(0, tokens[at].start - 12) : tokens[at].start]):
            return 0
        if word in self.titles and at + 1 < len(tokens) and self._given(tokens, at + 1):
            return 0
        before = sentence[max(0, tokens[at].start - 40) : tokens[at].start]
        framed = _FRAME.search(before) is not None or _INTRO.search(before) is not None
        first = self._given(tokens, at) or (word in self.prefixes and at + 1 < len(tokens) and self._given(tokens, at + 1))
        length = self._extent(sentence, tokens, at)
        run = [t.text for t in tokens[at : at + length]]
        end = tokens[at + length - 1].end if length else tokens[at].end
        counted = self._counted(sentence, tokens[at].start)
        unlisted = not first and not framed and is_unlisted(sentence, run, tokens[at].start, end, counted)
        if not (first or framed or unlisted) or (word in self.stops and not first):
            return 0
        if word in self.stops and word not in given_fa.listed():
            return 0
        if length and self._in_list(sentence, tokens, at, length, counted):
            return length
        if length < 2 or " ".join(run) in given_fa.listed():
            whole = Token(tokens[at].start, end, " ".join(run))
            return length * int(self._stands_alone(sentence, whole, before))
        said = sentence[tokens[at].start : end]
        if said in cities() or said in countries():
            return 0
        aged = about_fa.PLAIN_AGE.match(sentence[end : end + 60]) is not None
        quoted = sentence[tokens[at].start - 1 : tokens[at].start] == '"'
        sure = framed or quoted or aged or unlisted or (counted and word not in ordinary()) or is_titled(before)
        return length if sure or self._credible(sentence, tokens, at, run) else 0

    @staticmethod
    def _stands_alone(sentence: str, token: Token, before: str) -> bool:
        """Whether one word is a name: after a courtesy or a relation, or a clear given name before an age."""
        if len(token.text) < 3:
            return False
        if _FATHER.search(before):
            return False
        titled = re.search(persian(r"(?:اقای|خانم|قاضی|ایت الله|حجت الاسلام|داکتر|دکتر|استاد) $"), before) is not None
        clear = given_fa.is_clear(token.text)
        aged = re.match(persian(r" ?[،(]? ?\d{1,2} ساله"), sentence[token.end :]) is not None
        related = about_fa.kin_before().search(before) is not None and _BOUND.match(sentence[token.end :]) is not None
        return titled or (clear and (aged or related))

    @staticmethod
    def _in_list(sentence: str, tokens: list[Token], at: int, length: int, counted: bool) -> bool:
        """One of several given names without family names («گل‌رحمان، بریالی و محمدظاهر»)."""
        last = at + length - 1
        if not given_fa.is_clear(" ".join(t.text for t in tokens[at : last + 1])):
            return False
        after = sentence[tokens[last].end :]
        ahead = tokens[last + 1 : last + 3]
        first = after.startswith("،") and any(given_fa.is_clear(" ".join(t.text for t in ahead[:n])) for n in (1, 2))
        closed = _BOUND.match(after) is not None or bool(ahead and ahead[0].text in ordinary())
        return first or (counted and closed)

    def _shared(self, sentence: str, tokens: list[Token], at: int) -> str | None:
        """The family name of the next person, where a given name stands alone before it («آرمین و آرش سالاروند»)."""
        if at + 3 >= len(tokens) or tokens[at + 1].text != "و" or not given_fa.is_clear(tokens[at].text):
            return None
        length = self._length(sentence, tokens, at + 2)
        if length < 2 or sentence[tokens[at + 1].end : tokens[at + 2].start] != " ":
            return None
        return " ".join(t.text for t in tokens[at + 3 : at + 2 + length])

    def _part(self, sentence: str, tokens: list[Token], at: int) -> tuple[Seen | None, int]:
        """A family name, or a given name between pauses, that the document gives in full elsewhere."""
        for size in (2, 1):
            run = tokens[at : at + size]
            said = " ".join(t.text for t in run)
            if len(run) < size or said not in self.known or (size == 1 and said in self.stops):
                continue
            bare = given_fa.begins(said, None)
            if bare and (_BOUND.match(sentence[run[-1].end :]) is None or said in given_fa.ambiguous()):
                continue
            age, reach = about_fa.age_near(sentence, run[0].start, run[-1].end)
            near = [t.text for t in tokens[max(0, at - 6) : at]]
            bearing = about_fa.bearing(sentence, near, run[0].start, run[-1].end)
            return Seen(run[0].start, run[-1].end, said, age, bearing, alias="?", reach=reach), size
        return None, 1

    def _parts(self, name: str) -> list[str]:
        """The given name and the family name of a full name, as they may stand alone."""
        run = name.split()
        at = 1 if run[0] in self.prefixes and len(run) > 2 else 0
        first = run[at]
        while at < len(run) - 1 and (given_fa.begins(run[at], run[at + 1]) or run[at] in given_fa.ENDS):
            at += 1
        family = " ".join(run[at:])
        common = ordinary() | given_fa.ambiguous() | cities()
        return [p for p in (family, first) if len(p) > 3 and p not in common and (p == family or given_fa.is_clear(p))]

    def _counted(self, sentence: str, start: int) -> bool:
        """Whether this goes on a list of names ("A، B و C")."""
        gap = sentence[self.ended : start] if self.ended else ""
        return bool(self.ended) and re.fullmatch(r"\s?(?:،|؛|و|[،؛]\s?و)\s?(?:همچنین\s)?", gap) is not None

    def _counted_kin(self, sentence: str, start: int) -> bool:
        """Whether a relation goes on a list of names («A ۶۲ ساله و پسرش B»)."""
        gap = (
            re.fullmatch(r"\s?(?:،|و|،\s?و)\s(?P<kin>[\u0621-\u06cc]+(?:\s(?:اش|او|وی))?)\s?،?\s", sentence[self.ended : start])
            if self.ended
            else None
        )
        return gap is not None and is_kin(gap["kin"].split()[0])

    def _credible(self, sentence: str, tokens: list[Token], at: int, run: list[str]) -> bool:
        """Whether a run that begins with a given name is a person's name on its own strength."""
        clear = [w for w in run if given_fa.is_clear(w)]
        if len(run) > 2 and run[1] in given_fa.ENDS:
            return True
        if run[0] not in given_fa.ambiguous():
            return bool(clear) or run[0] in ("سید", "سیده") or given_fa.begins(run[0], run[1])
        if run[-1].removesuffix("ی") in given_fa.listed() and len(run) <= 3:
            return True
        end = tokens[at + len(run) - 1].end
        lead = sentence[: tokens[at].start].rstrip()
        opened = not lead or lead[-1] in "،؛:—" or tokens[at - 1].text in self.describers | {"و"}
        if opened and not set(run) & (ordinary() | _RARELY) and _BOUND.match(sentence[end:]) and run[-1] not in cities():
            return True
        described = at > 0 and tokens[at - 1].text in self.describers | self.offices | words("names_fa", "relatives")
        told = about_fa.AGE.match(sentence[tokens[at + len(run) - 1].end :]) is not None
        shaped = SHAPED.search(run[-1]) is not None
        return shaped and (described or told or bool(clear) or FAMILY.search(" ".join(run[1:])) is not None)

    @staticmethod
    def _given(tokens: list[Token], at: int) -> bool:
        return given_fa.begins(tokens[at].text, tokens[at + 1].text if at + 1 < len(tokens) else None)

    def _extent(self, sentence: str, tokens: list[Token], at: int) -> int:
        """How many words may belong to a name that begins here."""
        length = 0
        for n in range(at, min(at + 5, len(tokens))):
            if n > at and sentence[tokens[n - 1].end : tokens[n].start] not in (" ", "-", "  "):
                break
            if n > at and self._stops(sentence, tokens, n, n - at):
                break
            length += 1
        while length > 2 and tokens[at + length - 1].text in self.describers and tokens[at + length - 1].text not in given_fa.listed():
            length -= 1
        return length

    def _stops(self, sentence: str, tokens: list[Token], n: int, inside: int) -> bool:
        """Whether a name cannot go on with this word."""
        word, last = tokens[n].text, tokens[n - 1].text
        following = tokens[n + 1] if n + 1 < len(tokens) else None
        if inside == 1 and word not in self.stops and following is not None and self._closes(sentence, word, following):
            return False
        if inside == 2 and last not in self.stops and self._closes(sentence, last, tokens[n]):
            return False
        if word in self.joined or (inside == 1 and f"{last} {word}" in given_fa.listed()):
            return inside >= 4
        if inside >= 2 and last in _ENDING:
            return True
        if following is not None and following.text in _ENDING and following.start - tokens[n].end == 1 and inside == 1:
            return False
        if following is not None and following.text in self.joined and following.start - tokens[n].end == 1 and word not in self.stops:
            return inside >= 4
        if word in self.stops or word in self.offices:
            is_name = word in given_fa.listed() and inside == 1 and word not in ("امیر", "دی", "تیر", "ولی", "داد")
            return not is_name or sentence[tokens[n].end : tokens[n].end + 1] == "ه"
        if word in self.describers:
            return not (inside == 1 and (word in given_fa.listed() or (SHAPED.search(word) and word not in _CALLED)))
        if word in ordinary() or is_kin(word):
            return not (inside == 1 and word in given_fa.listed())
        return self._is_too_long(sentence, tokens, n, inside)

    @staticmethod
    def _closes(sentence: str, first: str, part: Token) -> bool:
        """Whether a part makes one family name with the noun before it («سنگ‌تراش»)."""
        whole = FAMILY.search(first) is not None or first.endswith("ی")
        return part.text in _MAKING and not whole and sentence[part.start - 1] == " "

    def _is_too_long(self, sentence: str, tokens: list[Token], n: int, inside: int) -> bool:
        """Whether a third or later word belongs to no name: a town, another given name, or no shape of a family name."""
        word = tokens[n].text
        if inside < 2:
            return False
        if word in given_fa.listed() or word in cities():
            return word not in given_fa.listed() or inside >= 3 or tokens[n - 1].text not in given_fa.listed()
        before = tokens[n - inside : n]
        headed = before[0].text in self.prefixes or any(t.text in given_fa.ENDS or given_fa.begins(t.text, None) for t in before[1:])
        if SHAPED.search(word) and headed:
            return inside >= 4
        return _BOUND.match(sentence[tokens[n].end :]) is None or inside >= 4

    def _seen(self, sentence: str, tokens: list[Token], at: int, length: int) -> Seen:
        start, end = tokens[at].start, tokens[at + length - 1].end
        age, reach = about_fa.age_near(sentence, start, end)
        near = [t.text for t in tokens[max(0, at - 6) : at]]
        bearing = about_fa.bearing(sentence, near, start, end)
        if bearing == "relative" and self._counted_kin(sentence, start):
            bearing = "neutral"
        held = any(t.text in words("names_fa", "held") for t in tokens[max(0, at - _HELD_REACH) : at])
        return Seen(
            start, end, sentence[start:end], age, bearing, about_fa.owner().search(sentence[max(0, start - 40) : start]) is not None,
            about_fa.alias_after(sentence, end), given().get(tokens[at].text), held, reach=reach,
        )  # fmt: skip


_RARELY = words("names_fa", "rarely")
_CALLED = words("names_fa", "called")


_IN_TURN = re.compile(r"\s?،?\s?(?:هر\sدو\s|به\sترتیب\s)?(?:[\u0621-\u06cc]+\s){0,3}?(?P<a>\d{1,2})\sو\s(?P<b>\d{1,2})\s?سال[هگ]")


def _aged_in_turn(sentence: str, base: int, found: list[Seen]) -> list[Seen]:
    """«A و B، ۲۶ و ۲۳ ساله»: the ages of two people named together, in their order."""
    for n in range(1, len(found)):
        one, two = found[n - 1], found[n]
        joined = re.fullmatch(r"\sو\s", sentence[max(one.end, one.reach) - base : two.start - base])
        said = _IN_TURN.match(sentence, two.end - base) if joined and one.age is None else None
        if said is not None:
            found[n - 1] = msgspec.structs.replace(one, age=int(said["a"]))
            found[n] = msgspec.structs.replace(two, age=int(said["b"]), reach=base + said.end())
    return found
