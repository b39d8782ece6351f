"""Skeletons: the consonants of a name, the same in Latin and in Persian or Arabic script.

Vowels are mostly not written in Persian, and romanisations disagree about them: what is left after dropping them proposes that
two records may be one person. It proposes only: حسنی and حسینی share their bones, and a person tells them apart. و is a vowel as
often as a consonant, so that it counts at the beginning of a word alone, in both scripts.
"""

from muniment.model.text import key

_LATIN = {
    "kh": "x", "gh": "q", "sh": "S", "ch": "C", "zh": "Z", "ph": "f", "th": "t", "dh": "z", "ck": "k", "ts": "ts",
}  # fmt: skip
_ONE = {
    **dict.fromkeys("b", "b"), **dict.fromkeys("p", "p"), **dict.fromkeys("t", "t"), **dict.fromkeys("jg", "g"),
    **dict.fromkeys("h", "h"), **dict.fromkeys("d", "d"), **dict.fromkeys("r", "r"), **dict.fromkeys("z", "z"),
    **dict.fromkeys("sc", "s"), **dict.fromkeys("q", "q"), **dict.fromkeys("f", "f"), **dict.fromkeys("k", "k"),
    **dict.fromkeys("l", "l"), **dict.fromkeys("m", "m"), **dict.fromkeys("n", "n"), "x": "x",
}  # fmt: skip
_PERSIAN = {
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "g", "چ": "C", "ح": "h", "ه": "h",
    "خ": "x", "د": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ر": "r", "ژ": "Z", "ش": "S", "غ": "q", "ق": "q",
    "ف": "f", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip


_FIRST = {"v": "v", "w": "v", "و": "v"}


def skeleton(name: str) -> str:
    """The consonants of each word of a name, words in order; empty for a name without any."""
    return " ".join(filter(None, (_word(word) for word in key(name).replace("-", " ").split())))


def _word(word: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(word):
        pair, one = word[at : at + 2], word[at]
        if pair in _LATIN:
            out.append(_LATIN[pair])
            at += 2
            continue
        out.append(_PERSIAN.get(one) or _ONE.get(one) or ("" if at else _FIRST.get(one, "")))
        at += 1
    bones = "".join(out)
    return "".join(b for i, b in enumerate(bones) if i == 0 or bones[i - 1] != b).removesuffix("h")
