"""The house: the one archive that this process serves."""

from muniment.archive import Archive

HOUSE: list[Archive] = []


def archive() -> Archive:
    """The archive being served."""
    return HOUSE[0]
