"""Recording consent: who answered for a person, and what, purpose by purpose."""

from muniment.web.sheets.parts import Named, Part


class ConsentSheet(Part, frozen=True, kw_only=True):
    """The form for one person. `purposes` and `bases` are (code, words); `held` says what is on file already."""

    id: str
    name: Named
    purposes: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]
    held: tuple[str, ...] = ()
