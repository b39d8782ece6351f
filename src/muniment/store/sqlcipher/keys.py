"""The database keys of this process, in memory alone: never in settings, where an error page could print them."""

_KEYS: dict[str, bytes] = {}


def hold(path: str, key: bytes) -> None:
    """Keep the key of the database at this path until it is dropped."""
    _KEYS[path] = key


def drop(path: str) -> None:
    """Forget it."""
    _KEYS.pop(path, None)


def of(path: str) -> bytes | None:
    """The key, if one is held."""
    return _KEYS.get(path)
