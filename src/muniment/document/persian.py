"""People's names in Persian, which has no capitals: a given name or an introducing phrase begins one, grammar ends it.

Two kinds of evidence: words of the list of given names followed by what can be a surname; and frames after which a name
stands (به نام, «…»، ۳۴ ساله). Ambiguous given names need the second. Official and speaking roles are read from the words before.
"""

import re

from muniment.document.lexicon import alternatives, cities, countries, given, persian, phrases, table, words
from muniment.document.numbers import WORDS_FA, value
from muniment.document.parts import Bearing, Seen
from muniment.model.text import plain

_TOKEN = re.compile(r"[\u0621-\u06ef]+")
_AGE = re.compile(
    persian(
        r" ?\"?[،,]? ?\(? ?(?:(?:که|فعال|یک) )?(?:[\u0621-\u06cc]+ ){0,3}?(?:(\d{1,3}|AGE) (?:سال[هگ]|سال (?:دارد|داشت|سن))|(\d{2})\))"
    ).replace("AGE", WORDS_FA)
)
_PLAIN_AGE = re.compile(
    persian(r" ?[،,]? ?\(? ?(?:(?:که )?(\d{1,3}|AGE) (?:سال[هگ]|سال (?:دارد|داشت|سن))|(\d{2})\)|متولد |اهل |فرزند |ساکن )").replace(
        "AGE", WORDS_FA
    )
)
_AGE_BEFORE = re.compile(persian(r"(\d{1,3}|AGE) ساله (?:[\u0621-\u06cc]+ ){0,3}$").replace("AGE", WORDS_FA))
_ALIAS = re.compile(
    persian(r" ?[،,(]? ?(?:معروف|ملقب|مشهور|موسوم) به [\"']?([\u0621-\u06cc]+(?: [\u0621-\u06cc]+)?)|\s?\(([A-Z][A-Za-z' -]{3,40})\)")
)
_SPEECH = alternatives(frozenset(plain(w) for w in (
    "گفت", "گفته", "گفتند", "می گوید", "می گویند", "افزود", "نوشت", "اظهار داشت", "خبر داد", "گزارش داد", "مدعی شد", "هشدار داد", "تصریح کرد",
    "بیان کرد", "عنوان کرد", "اذعان کرد", "اضافه کرد", "اعلام کرد", "تاکید کرد", "ادعا کرد", "تایید کرد", "تکذیب کرد", "تکذیب کرده")), "fa")  # fmt: skip
_SPOKE = re.compile(r"\s?(?:،[^،.]{1,60}،)?\s?(?:در[^،.]{1,60}?\s)?(?:نیز\s|هم\s|روز\s[^،.]{1,30}?\s)?(?:" + _SPEECH + r")(?!\w)")
_INTRO = re.compile(r"(?:" + alternatives(frozenset(phrases("names_fa", "introducers")), "fa") + r")\s?[:،]?\s?[\"']?$")
_FRAME = re.compile(
    persian(
        r"(?:به نام|با نام|به نام های|به هویت|با هویت|هویت [^.،]{2,30}?|نام (?:وی|او|این زندانی)|موسوم به|آقای|اقای|خانم|سیده?) ?[:،]? ?[\"']?$"
    )
)
_QUOTED = re.compile(r"\"([\u0621-\u06cc]+(?:\s[\u0621-\u06cc]+){1,3})\"")
_SURNAME = re.compile(r"(?:زاده|پور|نژاد|فر|نیا|وند|لو|خواه|پرست|یان|دوست|مند|گر|چی|زهی|زایی|کیا|تبار|منش|راد|مهر|ی)$")


_AFTER_NAME = re.compile(r"\s?(?:[،.:؛()\"]|(?:را|به|در|از|که|و|توسط|بر|روز|با|نیز|هم|اعدام|بازداشت|دستگیر|محکوم|ازاد|منتقل)(?!\w)|$)")
_FAMILY = re.compile(r"(?:زاده|پور|نژاد|نیا|وند|زهی|زایی|تبار|منش|یان|خواه|پرست|چی)$")


def _set(name: str) -> frozenset[str]:
    return frozenset(words("names_fa", name))


class Arabic:
    """Finds names in the Persian parts of one document."""

    def __init__(self) -> None:
        self.stops = _set("stops")
        self.describers = _set("describers")
        self.offices = _set("offices")
        self.relatives = _set("relatives")
        self.joined = _set("joined")
        self.roles = frozenset(w for w in phrases("names_fa", "one_nouns") if " " not in w) | {
            "سیاسی",
            "عقیدتی",
            "اقای",
            "خانم",
            "مدنی",
            "کارگری",
            "صنفی",
        }
        self.families: frozenset[str] = frozenset()
        self.ended = 0
        self.ambiguous = _set("ambiguous")
        self.given = frozenset(name for name in given() if not name.isascii())
        self.doubles = frozenset(name for name in self.given if " " in name)

    def find(self, text: str, start: int, end: int) -> tuple[Seen, ...]:
        """The names between two offsets of the folded text."""
        sentence = text[start:end].replace("\n", " ")
        tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(sentence)]
        out: list[Seen] = []
        self.ended = 0
        at = 0
        while at < len(tokens):
            length = self._length(sentence, tokens, at)
            if not length and (shared := self._shared(sentence, tokens, at)):
                begin, stop = tokens[at][0], tokens[at][1]
                out.append(
                    Seen(begin + start, stop + start, f"{tokens[at][2]} {shared}", full=f"{tokens[at][2]} {shared}", reach=stop + start)
                )
            if not length and tokens[at][2] in self.families and tokens[at][2] not in self.stops:
                aged = _PLAIN_AGE.match(sentence[tokens[at][1] : tokens[at][1] + 40])
                years = next((value(g) for g in aged.groups() if g), None) if aged else None
                reach = tokens[at][1] + (aged.end() if aged and years else 0) + start
                out.append(Seen(tokens[at][0] + start, tokens[at][1] + start, tokens[at][2], years, alias="?", reach=reach))
                self.ended = tokens[at][1]
            if length:
                seen = self._seen(sentence, tokens, at, length)
                out.append(
                    Seen(
                        seen.start + start,
                        seen.end + start,
                        seen.name,
                        seen.age,
                        seen.bearing,
                        False,
                        seen.alias,
                        seen.sex,
                        seen.is_held,
                        reach=seen.reach + start,
                    )
                )
                self.ended = seen.reach or seen.end
                at += length
            else:
                at += 1
        return tuple(out)

    def _length(self, sentence: str, tokens: list[tuple[int, int, str]], at: int) -> int:
        """How many tokens from here are one name; none, mostly."""
        word = tokens[at][2]
        if word in ("های", "ها"):
            return 0
        before = sentence[max(0, tokens[at][0] - 40) : tokens[at][0]]
        framed = _FRAME.search(before) is not None or _INTRO.search(before) is not None
        counted = self._counted(sentence, tokens, at)
        quoted = sentence[tokens[at][0] - 1 : tokens[at][0]] == '"'
        prefixed = word in ("سید", "سیده", "حاج", "میرزا", "ملا", "شیخ", "مولوی", "عبد", "ماموستا")
        first = self._given(tokens, at) or prefixed
        unknown = not first and not framed and self._aged_only(sentence, tokens, at)
        if not (first or framed or unknown) or (word in self.stops and not (first and word in self.given)):
            return 0
        length = self._extent(sentence, tokens, at)
        if length < 2:
            titled = re.search(persian(r"(?:اقای|خانم|قاضی|ایت الله|حجت الاسلام) $"), before) is not None
            return 1 if titled and length == 1 and len(word) > 2 else 0
        said = sentence[tokens[at][0] : tokens[at + length - 1][1]]
        if said in cities() or said in countries():
            return 0
        aged = _PLAIN_AGE.match(sentence[tokens[at + length - 1][1] :]) is not None
        return length if self._credible(sentence, tokens, at, length, framed or quoted or aged or unknown or counted) else 0

    def _shared(self, sentence: str, tokens: list[tuple[int, int, str]], at: int) -> str | None:
        """The family name of the next person, where a given name stands alone before it («آرمین و آرش سالاروند»)."""
        if at + 3 >= len(tokens) or tokens[at + 1][2] != "و" or not self._given(tokens, at) or tokens[at][2] in self.ambiguous:
            return None
        length = self._length(sentence, tokens, at + 2)
        if length < 2 or sentence[tokens[at + 1][1] : tokens[at + 2][0]] != " ":
            return None
        return " ".join(t[2] for t in tokens[at + 3 : at + 2 + length])

    def learn(self, found: list[Seen]) -> None:
        """Family names that the document gives in full, so that they are known where they stand alone."""
        last = {seen.name.split()[-1] for seen in found if " " in seen.name}
        known = self.stops | self.describers | self.offices | self.relatives | self.ambiguous | self.given
        self.families = frozenset(w for w in last if len(w) > 3 and w not in known and w not in cities())

    def _counted(self, sentence: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
        """Whether this goes on a list of names ("A، B و C")."""
        gap = sentence[self.ended : tokens[at][0]] if self.ended else ""
        return bool(self.ended) and re.fullmatch(r"\s?(?:،|و|،\s?و)\s?", gap) is not None

    def _aged_only(self, sentence: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
        """Two or three unknown words before an age, after a pause or a role: a name that no list holds."""
        lead = sentence[: tokens[at][0]].rstrip(' "')
        role = at > 0 and tokens[at - 1][2] in self.roles and sentence[tokens[at - 1][1] : tokens[at][0]] == " "
        opened = role or not lead or lead[-1] in "،؛:.-—(" or (at > 0 and tokens[at - 1][2] in self.describers | {"و"})
        if not opened or at + 1 >= len(tokens):
            return False
        length = self._extent(sentence, tokens, at)
        run = [t[2] for t in tokens[at : at + length]]
        known = self.stops | self.describers | self.relatives | self.offices
        return (
            2 <= length <= 4 and not any(w in known for w in run) and _PLAIN_AGE.match(sentence[tokens[at + length - 1][1] :]) is not None
        )

    def _credible(self, sentence: str, tokens: list[tuple[int, int, str]], at: int, length: int, said_so: bool) -> bool:
        run = [t[2] for t in tokens[at : at + length]]
        clear = [w for w in run if w in self.given and w not in self.ambiguous]
        if said_so or (len(run) > 2 and run[1] in ("الدین", "الله")):
            return True
        if run[0] in self.ambiguous:
            described = at > 0 and tokens[at - 1][2] in self.describers | self.offices | self.relatives
            family = _SURNAME.search(run[-1])
            if run[-1].removesuffix("ی") in self.given and len(run) <= 3:
                return True
            told = _AGE.match(sentence[tokens[at + length - 1][1] :]) is not None
            return bool(family) and (described or told or bool(clear) or _FAMILY.search(" ".join(run[1:])) is not None)
        return bool(clear) or run[0] in ("سید", "سیده")

    def _given(self, tokens: list[tuple[int, int, str]], at: int) -> bool:
        word = tokens[at][2]
        if word in self.given:
            return True
        if at + 1 < len(tokens) and (
            f"{word} {tokens[at + 1][2]}" in self.doubles or (tokens[at + 1][2] in ("الدین", "الله") and word not in self.stops)
        ):
            return True
        return len(word) > 5 and any(
            word.startswith(p) and word[len(p) :] in self.given
            for p in ("محمد", "امیر", "علی", "سید", "عبدال", "غلام", "میر", "شاه", "گل", "نور")
        )

    def _extent(self, sentence: str, tokens: list[tuple[int, int, str]], at: int) -> int:
        length = 0
        for n in range(at, min(at + 5, len(tokens))):
            start = tokens[n][0]
            if n > at and sentence[tokens[n - 1][1] : start] not in (" ", "-", "  "):
                break
            if n > at and self._stops(sentence, tokens, n, n - at):
                break
            length += 1
        while length > 2 and tokens[at + length - 1][2] in self.describers and tokens[at + length - 1][2] not in self.given:
            length -= 1
        return length

    def _stops(self, sentence: str, tokens: list[tuple[int, int, str]], n: int, inside: int) -> bool:
        """Whether a name cannot go on with this word."""
        word = tokens[n][2]
        if word in self.joined or (
            n + 1 < len(tokens) and tokens[n + 1][2] in self.joined and tokens[n + 1][0] - tokens[n][1] == 1 and word not in self.stops
        ):
            return inside >= 4
        after = sentence[tokens[n][1] : tokens[n][1] + 1]
        if word in self.stops or word in self.offices:
            return not (word in self.given and inside == 1 and word not in ("امیر", "دی", "تیر") and after != "ه")
        if word in self.describers:
            return not (
                inside == 1
                and (
                    word in self.given
                    or (
                        _SURNAME.search(word)
                        and word
                        not in (
                            "سیاسی",
                            "مدنی",
                            "کارگری",
                            "عقیدتی",
                            "امنیتی",
                            "صنفی",
                            "بهایی",
                            "ایرانی",
                            "مسیحی",
                            "گنابادی",
                            "افغانستانی",
                            "سنی",
                            "زندانی",
                            "روحانی",
                            "بازداشتی",
                        )
                    )
                )
            )
        if word in self.relatives:
            return True
        if inside >= 2 and (word in self.given or word in cities()):
            return word not in self.given or inside >= 3 or not _both_given(tokens, n, self.given)
        if inside >= 2 and not _SURNAME.search(word):
            following = tokens[n + 1] if n + 1 < len(tokens) else None
            closes = following is None or sentence[tokens[n][1] : following[0]] != " " or following[2] in self.stops
            return not closes or inside >= 4
        return inside >= 4

    def _seen(self, sentence: str, tokens: list[tuple[int, int, str]], at: int, length: int) -> Seen:
        start, end = tokens[at][0], tokens[at + length - 1][1]
        alias = _ALIAS.match(sentence[end : end + 90])
        aliased = next((g for g in alias.groups() if g), None) if alias else None
        beyond = end + (alias.end() if alias else 0)
        age_after = _AGE.match(sentence[beyond : beyond + 24].lstrip('"')) or _AGE.match(sentence[end : end + 24].lstrip('"'))
        age_before = _AGE_BEFORE.search(sentence[max(0, start - 50) : start])
        told = age_after or age_before
        said = next((g for g in told.groups() if g), None) if told else None
        age = value(said) if said else None
        sex = given().get(tokens[at][2])
        held = any(t[2] in words("names_fa", "held") for t in tokens[max(0, at - 3) : at])
        reach = beyond + (age_after.end() if age_after else 0)
        return Seen(
            start,
            end,
            sentence[start:end],
            age if age and age < 120 else None,
            self._bearing(sentence, tokens, at, end),
            False,
            aliased,
            sex,
            held,
            reach=reach,
        )

    def _bearing(self, sentence: str, tokens: list[tuple[int, int, str]], at: int, end: int) -> Bearing:
        near = [t[2] for t in tokens[max(0, at - 6) : at]]
        last = near[-1] if near else ""
        before = sentence[max(0, tokens[at][0] - 60) : tokens[at][0]]
        if (
            re.search(persian(r"(?:به گفته|به نوشته|به نقل از|به روایت|ریاست|به ریاست|قضاوت|توسط)(?: [\u0600-\u06ff]+){0,3} $"), before)
            and "،" not in before[-30:]
        ):
            return "speaker"
        if re.search(persian(r"(?:وکیل|وکلای|وکیل مدافع) (?:[\u0600-\u06ff]+ ){0,2}$"), before):
            trailing = re.search(persian(r"(?:و|،) (?:[\u0600-\u06ff]+ ){0,1}$"), before)
            return "relative" if not trailing else "neutral"
        if re.search(
            persian(
                r"(?:وکیل|وکلای|وکیل مدافع|برادر|خواهر|پدر|مادر|همسر|پسر|دختر)(?:[شیم]|مان|شان| (?:وی|او|انها|انان|این زندانی))? ?،? ?\"?$"
            ),
            before,
        ):
            return "relative"
        if last in self.offices or (
            any(w in self.offices for w in near[-3:])
            and not re.search(r"[،.؛:]\s?[^،.؛:]*$", before[-30:])
            and last not in self.describers - self.offices
        ):
            return "office"
        if re.match(
            persian(
                r" ?، ?(?:[\u0600-\u06ff]+ ){0,2}?(?:قاضی|رییس|رئیس|وزیر|دادستان|سخنگوی|فرمانده|نماینده|گزارشگر|وکیل|مدیر|معاون|استاندار)"
            ),
            sentence[end : end + 60],
        ):
            return "office"
        if last in self.relatives:
            return "relative"
        if _SPOKE.match(sentence[end : end + 140]) and "را" not in sentence[end : end + 20].split():
            return "speaker"
        return "neutral"


def _both_given(tokens: list[tuple[int, int, str]], n: int, names: frozenset[str]) -> bool:
    return tokens[n - 1][2] in names and tokens[n][2] in names


assert table("names_fa")["version"]
