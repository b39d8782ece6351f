"""Recording consent: who answered for a person, and what, purpose by purpose."""

from muniment.web.sheets.parts import Named, Option, Part


class Question(Part, frozen=True, kw_only=True):
    """One purpose with its possible answers, and why it was answered so."""

    purpose: str
    words: str
    options: tuple[Option, ...]
    why: str = ""


class ConsentSheet(Part, frozen=True, kw_only=True):
    """The form for one person. `asked` a letter needs, `others` it does not; `held` is on file already; `typed` is kept."""

    id: str
    name: Named
    asked: tuple[Question, ...]
    others: tuple[Question, ...] = ()
    held: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    error: str = ""
