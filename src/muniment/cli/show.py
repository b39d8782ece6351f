"""Answers on the terminal: JSON for machines on standard output alone, plain lines for people."""

import sys
from collections.abc import Mapping

import msgspec

NOTHING = "Nothing to show yet."


def answer(value: object, *, is_json: bool, nothing: str = NOTHING) -> None:
    """Print an answer: one JSON object a line for a sequence, or lines for a person, `nothing` where there are none."""
    if isinstance(value, bytes):
        sys.stdout.buffer.write(value)
    elif is_json:
        plain = msgspec.to_builtins(value)
        for one in plain if isinstance(plain, list | tuple) else [plain]:
            print(msgspec.json.encode(one).decode())
    elif isinstance(value, list | tuple):
        print("\n".join(line for one in value for line in _one(one)) if value else nothing)
    else:
        from muniment.cli import plain

        print("\n".join(plain.page(value) or fields(msgspec.to_builtins(value))))


def _one(value: object) -> list[str]:
    """A value in the lines of its kind; without any, field by field."""
    from muniment.cli import plain

    if isinstance(value, tuple):  # an item with what belongs to it: its chain of custody, the two records of a pair
        return ["   ".join(value)] if all(isinstance(each, str) for each in value) else [line for each in value for line in _one(each)]
    return plain.lines(value) or fields(msgspec.to_builtins(value))


def fields(value: object, indent: str = "") -> list[str]:
    """A value as indented `name: value` lines; what is empty is left out."""
    if isinstance(value, Mapping):
        return [line for name, each in value.items() if each not in (None, "", [], {}) for line in _field(str(name), each, indent)]
    if isinstance(value, list | tuple):
        return [line for each in value for line in _item(each, indent)]
    return [f"{indent}{_word(value)}"]


def _field(name: str, value: object, indent: str) -> list[str]:
    heading = name.replace("_", " ")
    if isinstance(value, Mapping | list | tuple):
        return [f"{indent}{heading}:", *fields(value, indent + "  ")]
    return [f"{indent}{heading}: {_word(value)}"]


def _item(value: object, indent: str) -> list[str]:
    inner = fields(value, indent + "  ")
    return [f"{indent}- {inner[0].strip()}", *inner[1:]] if inner else []


def _word(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def note(sentence: str) -> None:
    """A message for people, on standard error."""
    print(sentence, file=sys.stderr)
