"""Answers on the terminal: JSON for machines on standard output alone, plain lines for people."""

import sys
from collections.abc import Mapping

import msgspec


def answer(value: object, *, is_json: bool) -> None:
    """Print an answer: one JSON object a line for a sequence, or indented lines."""
    if isinstance(value, bytes):
        sys.stdout.buffer.write(value)
        return
    plain = msgspec.to_builtins(value)
    if is_json:
        for one in plain if isinstance(plain, list | tuple) else [plain]:
            print(msgspec.json.encode(one).decode())
        return
    for one in plain if isinstance(plain, list | tuple) else [plain]:
        print("\n".join(lines(one)))


def lines(value: object, indent: str = "") -> list[str]:
    """A value as indented `name: value` lines; what is empty is left out."""
    if isinstance(value, Mapping):
        return [line for name, each in value.items() if each not in (None, "", [], {}) for line in _field(str(name), each, indent)]
    if isinstance(value, list | tuple):
        return [line for each in value for line in _item(each, indent)]
    return [f"{indent}{value}"]


def _field(name: str, value: object, indent: str) -> list[str]:
    if isinstance(value, Mapping | list | tuple):
        return [f"{indent}{name}:", *lines(value, indent + "  ")]
    return [f"{indent}{name}: {value}"]


def _item(value: object, indent: str) -> list[str]:
    inner = lines(value, indent + "  ")
    return [f"{indent}- {inner[0].strip()}", *inner[1:]] if inner else []


def note(sentence: str) -> None:
    """A message for people, on standard error."""
    print(sentence, file=sys.stderr)
