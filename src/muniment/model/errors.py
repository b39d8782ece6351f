"""The one error root. A room's errors form a family below it; a library's error never leaves the room that met it.

The message says what was asked, what was found, and what to do next. Exit codes are decided in `cli`, HTTP codes in `web`.
"""


class MunimentError(Exception):
    """Anything Muniment refuses or cannot do. `advice` is the sentence that says what to do next."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def __str__(self) -> str:
        said = super().__str__()
        return f"{said} {self.advice}".strip() if self.advice else said


class BadInputError(MunimentError):
    """What was given cannot be understood (usage, a file's shape, an unknown id)."""


class UnusableError(BadInputError):
    """The place named cannot be written: a full or read-only disk. What is there can still be read."""


class RefusedError(MunimentError):
    """Understood, and refused; `missing` names each thing that would be needed."""

    def __init__(self, message: str, *, missing: tuple[str, ...] = (), advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.missing = missing


class ChangedError(RefusedError):
    """*Changed meanwhile*: the version that was expected is no longer the current one."""


class UnknownError(BadInputError):
    """No such id, or none that this reader may know of: the answer is the same for both."""


class SchemaError(BadInputError):
    """Stored or received bytes do not have the shape their kind and schema number promise."""
