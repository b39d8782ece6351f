"""The interface's own words, in English and Persian, written and not translated.

Promises the same keys in both languages, and refuses a key that is missing rather than showing nothing. Numbers take the
digits of the language; ids, digests and UTC do not pass through here.

    from muniment.web.words import say
    say("fa", "review.progress", done="۱۱", all="۴۲")
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from muniment.model.errors import BadInputError

LANGUAGES = ("en", "fa")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
PERSIAN = str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬")


class WordError(BadInputError):
    """A word was asked for that the language does not hold."""


@cache
def vocabulary(lang: str) -> dict[str, str]:
    """Every word of a language by its dotted key."""
    if lang not in LANGUAGES:
        raise WordError(f"There are no words in “{lang}”.", advice=f"Use one of {', '.join(LANGUAGES)}.")
    file = resources.files(__name__).joinpath(f"{lang}.toml")
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def say(lang: str, key: str, **parts: object) -> str:
    """The words for a key, with its parts put in.

    Raises:
        WordError: no such key, or a part that the words need was not given.
    """
    words = vocabulary(lang).get(key)
    if words is None:
        raise WordError(f"There are no words for “{key}” in “{lang}”.", advice="Add the key to both languages.")
    try:
        return words.format(**parts) if parts or "{" in words else words
    except (KeyError, IndexError) as exc:
        raise WordError(f"The words “{key}” need {exc}.", advice="Give every part named in braces.") from exc


def counted(lang: str, key: str, count: int, **parts: object) -> str:
    """`key_one` or `key_many`, with `count` in the digits of the language."""
    return say(lang, f"{key}_one" if count == 1 else f"{key}_many", count=number(lang, count), **parts)


def number(lang: str, value: int | str) -> str:
    """A whole number as the language writes it, thousands apart; other text has its digits turned."""
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text.translate(PERSIAN) if lang == "fa" else text


def decimal(lang: str, value: float, places: int) -> str:
    """A number with this many decimal places and the decimal sign of the language, its sign kept on its left (Unicode isolates)."""
    text = f"{value:.{places}f}".replace("-", "\u2212")
    return f"\u2066{text.replace('.', '٫').translate(PERSIAN)}\u2069" if lang == "fa" else text


def apart(text: str) -> str:
    """Words of another script or direction, kept apart from the sentence they stand in (Unicode isolates)."""
    return f"\u2068{text}\u2069" if text else ""


def lang_of(text: str) -> str:
    """The language that somebody's words are set in, told from the script of most of their letters; empty where there are none.

    What stands apart inside a sentence does not count for the sentence."""
    letters = [c for c in ISOLATED.sub("", text) or text if c.isalpha()]
    return "" if not letters else "fa" if 2 * sum("\u0600" <= c <= "\u06ff" for c in letters) > len(letters) else "en"


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return found
