"""`muniment judge`: one pair of records by their ids, or every proposed pair side by side, a key and a reason each.

Nothing is merged by itself, and each judgement is one person's, with a reason, reversible. A false merge erases a person: when
in doubt the key is `u`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS, Desk
from muniment.cli import keyboard, session, show
from muniment.cli.door import inputs
from muniment.cli.words import clipped, statement
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.record import Record

ANSWERS = {"s": "same", "d": "different", "u": "unsure"}
KEYS = "s same   d different   u unsure   j skip   q quit"
WIDE = 48


def judge(
    records: Annotated[list[str] | None, typer.Argument(metavar="[RECORD RECORD]", show_default=False,
                                                        help="Two records (re-…); without them every proposed pair in turn.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", metavar="same|different|unsure", help="Without it a judgement is taken back.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="TOML or JSON with the inputs by name: reason.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Say whether two records are the same person, with a reason: one pair by its ids, or every proposed pair in turn."""
    named = records or []
    if len(named) not in (0, 2):
        raise BadInputError("A judgement is about two records.", advice="Name both (re-…), or none to walk through the proposed pairs.")
    if not named and not keyboard.is_there():
        raise BadInputError(
            "Without a terminal, judge takes two records.", advice="See “muniment link”, then judge re-… re-… --answer same."
        )
    with session.desk(archive, passphrase_fd) as desk:
        if not named:
            _walked(desk)
            return
        door = DOORS["judge"]
        made = door.through(
            desk, {"answer": None, **inputs(door, desk, {"left": named[0], "right": named[1], "answer": answer}, file, {"answer"})}
        )
    show.answer(made, is_json=is_json)


def _walked(desk: Desk) -> None:
    pairs = DOORS["link"].through(desk, {})
    decided = 0
    for number, (left, right) in enumerate(pairs, start=1):
        print(f"\n{number} of {len(pairs)}\n")
        print("\n".join(_beside(_told(desk, left), _told(desk, right))))
        key = keyboard.pressed(KEYS, {*ANSWERS, "j", "q"})
        if key == "q":
            break
        if key in ANSWERS:
            reason = session.ask("why")
            DOORS["judge"].through(desk, {"left": left, "right": right, "answer": ANSWERS[key], "reason": reason})
            decided += 1
    print(f"\n{decided} judged, {len(pairs) - decided} left." if pairs else "No pair waits for a judgement.")


def _told(desk: Desk, id: str) -> list[str]:
    """What one record says, and where it stands; a claim that this reader may not see is not there."""
    seeing = desk.through("record.see")
    record = seeing.get(id, Record)
    item = seeing.get(record.evidence, Evidence)
    place = f", row {record.row}" if record.row else ""
    return [id, f"{record.list or item.title or item.name or item.id}{place}", *(f"  {line}" for line in _claims(seeing, record))]


def _claims(desk: Desk, record: Record) -> list[str]:
    found = []
    for id in record.claims:
        try:
            claim = desk.get(id, Claim)
        except UnknownError:
            continue
        if claim.standing.state != "rejected":
            found.append(statement(claim))
    return list(dict.fromkeys(found))


def _beside(left: list[str], right: list[str]) -> list[str]:
    """Two columns; what is too long for the left one is clipped."""
    height = max(len(left), len(right))
    rows = zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True)
    return [f"  {_cell(a):<{WIDE}}  {_cell(b)}".rstrip() for a, b in rows]


def _cell(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return indent + clipped(line, WIDE - len(indent))
