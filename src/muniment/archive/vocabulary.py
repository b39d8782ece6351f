"""The ledger's vocabulary: what an entry may say was done. The list is `vocabulary.toml`; a type not in it is refused."""

import tomllib
from importlib.resources import files

from muniment.model.errors import BadInputError


def _types() -> dict[str, str]:
    text = files("muniment.archive").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    types: dict[str, str] = tomllib.loads(text)["types"]
    return types


TYPES = _types()
OWN = (
    "access.refused", "archive.backed-up", "archive.drilled", "archive.founded", "archive.restored-from", "compartment.unsealed",
    "key.copied", "key.rotated", "views.sealed", "settings.found",
)  # fmt: skip
"""Types that no door writes."""


def known(type: str) -> str:
    """This type, if it is one.

    Raises:
        BadInputError: the ledger has no such word.
    """
    if type not in TYPES:
        raise BadInputError(f"The ledger has no entries of the type {type!r}.", advice="Add it to vocabulary.toml, with its meaning.")
    return type
