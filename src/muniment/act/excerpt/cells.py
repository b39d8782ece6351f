"""Cells that no program runs: the rule against formulas in what others wrote (OWASP, CSV injection), made so that it can be undone.

1 A cell, or what follows `;`, a tab or a new line in it (where a program may begin a new cell), that begins with `=`, `+`, `-`,
  `@` or their full-width forms gets an apostrophe before that sign. Spaces, quotation marks and invisible signs before it do not
  make it safe, and so do not count.
2 What begins with an apostrophe gets one more; taking one away at the same places gives the words back.
3 A tab or carriage return at the beginning gets an apostrophe too.
"""

import re

_START = r"(^|[;\t\r\n])"
_SKIP = r"([ \"\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*)"
_RUNS = re.compile(rf"{_START}{_SKIP}(?=[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b'\t\r])")
_KEPT = re.compile(rf"{_START}{_SKIP}'")


def safe(words: str) -> str:
    """The words as a cell that no spreadsheet takes for a formula."""
    return _RUNS.sub(r"\1\2'", words)


def bare(cell: str) -> str:
    """The words that `safe` made this cell of."""
    return _KEPT.sub(r"\1\2", cell)
