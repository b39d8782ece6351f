"""Sizes: how large a file may be that enters through the browser, and a number of bytes in words."""

from muniment.web.sheets.parts import Lang
from muniment.web.words import number, say

LARGEST_REQUEST = 65_000_000
"""All of one request. What enters here is held in memory and never spooled to disk; larger files enter by the command line."""
LARGEST_FILE = 64_000_000
UNITS = ("bytes", "kb", "mb", "gb")


def bytes_in_words(lang: Lang, size: int) -> str:
    """A size as people say it: whole bytes, else thousands of them with one digit after the point."""
    power = 0
    rest = float(size)
    while rest >= 1000 and power < len(UNITS) - 1:
        rest, power = rest / 1000, power + 1
    said = f"{rest:.0f}" if power == 0 or rest >= 100 else f"{rest:.1f}".removesuffix(".0")
    return say(lang, f"size.{UNITS[power]}", count=number(lang, said).replace(".", "٫" if lang == "fa" else "."))
