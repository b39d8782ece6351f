"""The press: a shell and a sheet go in, a page comes out.

Promises that nothing is printed unescaped, that a field a template asks for and does not find is an error and not a blank,
and that every word of the interface comes from `words`. It reads nothing but its own templates.
"""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from muniment.model.noun import short
from muniment.web.sheets.parts import Lang, Part, Shell
from muniment.web.words import lang_of, number, say

STATIC = "/static/"


def press(template: str, shell: Shell, page: Part) -> str:
    """The page as HTML."""
    return environment(shell.lang).get_template(f"{template}.html").render(shell=shell, page=page)


@cache
def environment(lang: Lang) -> Environment:
    """The templates in one language: `t` gives words, `n` numbers, `lang_of` the language of
    somebody's words, `short` an id for the eye, `static` an address."""
    made = Environment(
        loader=PackageLoader("muniment.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )

    def words(key: str, **parts: Any) -> str:
        return say(lang, key, **parts)

    def digits(value: int | str) -> str:
        return number(lang, value)

    made.globals.update(t=words, n=digits, short=short, static=static, lang_of=lang_of)
    return made


def static(name: str) -> str:
    """The address of a file of the interface."""
    return STATIC + name
