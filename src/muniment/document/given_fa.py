"""Whether a Persian word is a given name: by the list, or by how such names are made (عبدال…, …الدین, محمد…, …الله).

A word that is also a common word is `ambiguous`: it begins a name only where something else says so.
"""

from functools import cache

from muniment.document.lexicon import given, words

FRONTS = ("محمد", "امیر", "علی", "سید", "غلام", "میر", "شاه", "گل", "نور", "احمد", "حسین", "ملک", "شیر", "خدا", "یار", "جان", "عبد")
BACKS = (
    "الدین",
    "الله",
    "اله",
    "الحق",
    "الرحمن",
    "محمد",
    "احمد",
    "خان",
    "جان",
    "علی",
    "رضا",
    "حسین",
    "بخش",
    "داد",
    "گل",
    "شاه",
    "مراد",
    "نظر",
    "السادات",
)
ENDS = frozenset({"الدین", "الله", "الحق", "الرحمن", "الحسین", "الزهرا", "السادات", "الرضا", "العابدین"})
"""Words that make a given name of the word before them."""


@cache
def listed() -> frozenset[str]:
    """Given names in Arabic letters, folded."""
    return frozenset(name for name in given() if not name.isascii())


@cache
def ambiguous() -> frozenset[str]:
    """Given names that are also common words."""
    return words("names_fa", "ambiguous")


@cache
def is_made(word: str) -> bool:
    """Whether a word is put together as given names are, of parts that are names themselves."""
    if word in words("names_fa", "stops") | words("names_fa", "ordinary"):
        return False
    if word.startswith("عبدال") and len(word) > 7:
        return True
    if len(word) < 6:
        return False
    front = next((word[len(p) :] for p in FRONTS if word.startswith(p) and word[len(p) :] in listed()), None)
    back = next((word[: -len(p)] for p in BACKS if word.endswith(p) and len(word) - len(p) > 2), None)
    ended = back is not None and (back in listed() or word.endswith(("الدین", "الحق", "الرحمن", "السادات")))
    return front is not None or ended


def begins(word: str, following: str | None) -> bool:
    """Whether a given name begins here, of one word or two."""
    if word in listed() or is_made(word):
        return True
    if following is None or word in words("names_fa", "stops"):
        return False
    return f"{word} {following}" in listed() or following in ENDS


def is_clear(word: str) -> bool:
    """Whether a word is a given name and hardly anything else."""
    return (word in listed() or is_made(word)) and word not in ambiguous()
