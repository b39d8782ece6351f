"""Numbers in figures and in words, English and Persian."""

import re

from muniment.document.lexicon import persian
from muniment.model.text import plain

_EN = {word: n for n, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
)}  # fmt: skip
_EN |= {word: 10 * n for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_EN_SCALE = {"hundred": 100, "thousand": 1000, "million": 10**6}
_FA = {plain(word): n for n, word in enumerate(
    ["صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده"]
)}  # fmt: skip
_FA |= {plain(word): 10 * n for n, word in enumerate(["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"], 2)}
_FA |= {plain(word): 100 * n for n, word in enumerate(["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"], 1)}
_FA |= {"هیجده": 18, "یکصد": 100, "شیش": 6}
_FA_SCALE = {"هزار": 1000, "میلیون": 10**6}

DIGITS = r"\d{1,3}(?:[,٬،]\d{3})+|\d{1,7}"
_ONE_EN = "|".join(sorted([*_EN, *_EN_SCALE], key=len, reverse=True))
WORDS_EN = rf"(?:a (?:hundred|thousand|million)|(?:{_ONE_EN}))(?:[- ](?:and )?(?:{_ONE_EN}))*"
_ONE_FA = "|".join(sorted([*_FA, *_FA_SCALE], key=len, reverse=True))
WORDS_FA = rf"(?:{_ONE_FA})(?:(?:\s?و\s?|\s)(?:{_ONE_FA}))*"
FIGURE = {"en": rf"(?:{DIGITS}|{WORDS_EN})", "fa": rf"(?:(?:{DIGITS})(?: (?:هزار|میلیون))?|{WORDS_FA})"}
_SPLIT = re.compile(r"[-\s]+")
_FA_GLUED = re.compile(persian("(\\d+) (هزار|میلیون)"))


def value(said: str) -> int | None:
    """What a number in figures or words comes to, or None."""
    said = said.strip().casefold()
    bare = re.sub(r"[,٬،]", "", said)
    if bare.isdecimal():
        return int(bare)
    if (glued := _FA_GLUED.fullmatch(bare)) is not None:
        return int(glued[1]) * _FA_SCALE[glued[2]]
    return _words(said)


def _words(said: str) -> int | None:
    total = part = 0
    seen = False
    for word in _SPLIT.split(said):
        if word in ("and", "و", "a", ""):
            continue
        if word not in _FA and word not in _FA_SCALE and word.removeprefix("و") in {*_FA, *_FA_SCALE}:
            word = word.removeprefix("و")
        scale = _EN_SCALE.get(word) or _FA_SCALE.get(word)
        unit = _EN.get(word, _FA.get(word))
        if scale == 100:
            part = max(part, 1) * 100
        elif scale:
            total, part = total + max(part, 1) * scale, 0
        elif unit is not None:
            part += unit
        else:
            return None
        seen = True
    return total + part if seen else None
