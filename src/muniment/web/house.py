"""The house: the one archive that this process serves, and what fails in it while nobody looks."""

from muniment.archive import Archive

HOUSE: list[Archive] = []
FAULTS: dict[str, str] = {}
"""What does not get done in the background: whose work it is -> the kind of the last fault. Gone once it gets done again."""


def archive() -> Archive:
    """The archive being served."""
    return HOUSE[0]
