"""`muniment review`: one claim decided by its id, or all proposed claims walked through by keyboard, as on the review desk.

Every decision is written when its key is pressed; nothing waits for the end. A claim that someone else decided meanwhile is
told as such and left as they left it.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from msgspec.structs import replace

from muniment.archive import DOORS, Desk
from muniment.cli import keyboard, session, show
from muniment.cli.door import inputs
from muniment.cli.words import marked, statement, words
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, ChangedError
from muniment.model.evidence import Evidence
from muniment.model.passage import Passage, Stretch

ANSWERS = {"a": "accepted", "r": "rejected", "u": "unsure"}
KEYS = "a accept   r reject   u unsure   s or j skip   k back   z undo   q quit"
AROUND = 160


def review(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", show_default=False,
                                                    help="A claim (cl-…) to decide, or evidence (ev-…) to walk through; all of it without.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", metavar="accepted|rejected|unsure")] = None,
    expected: Annotated[int | None, typer.Option("--expected", metavar="N", help="The version you read; without it, the version of now.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="TOML or JSON with the inputs by name: note.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Decide on proposed claims: one by its id, or all of them in turn, a key each."""
    named = ids or []
    if len(named) == 1 and named[0].startswith("cl-"):
        given = {"id": named[0], "expected": expected, "answer": answer}
        with session.desk(archive, passphrase_fd) as desk:
            claim = DOORS["review"].through(desk, inputs(DOORS["review"], desk, given, file))
        show.answer(claim, is_json=is_json)
        return
    if answer or not keyboard.is_there():
        raise BadInputError(
            "Without a terminal, and with --answer, review takes one claim.", advice="Name it: muniment review cl-… --answer accepted."
        )
    with session.desk(archive, passphrase_fd) as desk:
        walked(desk, list(waiting(desk, named)))


class Waiting(msgspec.Struct, frozen=True):
    """A claim with its document, and what it is about: the name its mention goes by, and the act it details."""

    item: Evidence
    claim: Claim
    about: str


def waiting(desk: Desk, named: list[str]) -> Iterator[Waiting]:
    """Proposed claims, document by document, in the order of their passages."""
    items = [desk.through("claim.see").get(id, Evidence) for id in named] or _all(desk)
    for item in items:
        claims = {claim.id: claim for claim in DOORS["claims"].through(desk, {"evidence": item.id})}
        for claim in claims.values():
            if claim.standing.is_open(desk.agent.id):
                yield Waiting(item, claim, " / ".join(filter(None, _about(claim, claims))))


def _about(claim: Claim, claims: dict[str, Claim]) -> tuple[str, str]:
    act = claims.get(claim.about)
    mention = act.about if act else claim.about
    name = next((c for c in claims.values() if c.about == mention and c.property == "name" and c.id != claim.id), None)
    return words(name.value) if name else "", statement(act) if act else ""


def _all(desk: Desk) -> list[Evidence]:
    found: list[Evidence] = []
    while page := DOORS["evidence"].through(desk, {"after": found[-1].id if found else None, "limit": 200}):
        found += page
    return [item for item in found if not item.withdrawn]


def walked(desk: Desk, claims: list[Waiting]) -> None:
    """One claim after the other until the last or `q`."""
    decided: list[int] = []
    at = 0
    while at < len(claims):
        print(f"\n{at + 1} of {len(claims)}   {claims[at].item.title or claims[at].item.name or claims[at].item.id}\n")
        print("\n".join(_shown(desk, claims[at])))
        key = keyboard.pressed(KEYS, {*ANSWERS, "s", "j", "k", "z", "q"})
        if key == "q":
            break
        if key == "z" and decided:
            at = decided.pop()
            claims[at] = _undone(desk, claims[at])
            continue
        if key in ANSWERS:
            claims[at] = _decided(desk, claims[at], ANSWERS[key])
            decided.append(at)
        at = max(0, at - 1) if key in "kz" else at + 1
    done = len(set(decided))
    print(f"\n{done} decided, {len(claims) - done} left." if claims else "No claim waits for review.")


def _decided(desk: Desk, one: Waiting, answer: str) -> Waiting:
    try:
        given = {"id": one.claim.id, "expected": one.claim.version, "answer": answer}
        following = DOORS["review"].through(desk, given)
    except ChangedError as exc:
        print(f"  {exc}")
        following = desk.through("claim.see").get(one.claim.id, Claim)
    print(f"  {following.standing.state}")
    return replace(one, claim=following)


def _undone(desk: Desk, one: Waiting) -> Waiting:
    print("  taken back")
    return replace(one, claim=DOORS["undo"].through(desk, {"id": one.claim.id, "expected": one.claim.version}))


def _shown(desk: Desk, one: Waiting) -> list[str]:
    """The claim, what it is about, and its passage with the words around it."""
    claim = one.claim
    quotes = [line for id in claim.passages for line in _around(desk, id)]
    about = [f"  about  {one.about}"] if one.about else []
    return [*quotes, "", f"  {statement(claim)}", *about, f"  {claim.id}  {claim.standing.state}  {claim.rule or 'made by a person'}"]


def _around(desk: Desk, id: str) -> list[str]:
    seeing = desk.through("claim.see")
    passage = seeing.get(id, Passage)
    if passage.text is None or not isinstance(passage.where[0], Stretch):
        return [f"  | {passage.quote}"]
    first, last = passage.where[0], passage.where[-1]
    end = last.end if isinstance(last, Stretch) else first.end
    body = seeing.get(passage.text, DerivedText).body
    start = max(0, first.start - AROUND)
    marks = [(w.start - start, w.end - start) for w in passage.where if isinstance(w, Stretch)]
    text = marked(body[start : end + AROUND], marks)
    width = min(shutil.get_terminal_size((100, 24)).columns, 100) - 6
    return textwrap.wrap(("…" if start else "") + text, width, initial_indent="  | ", subsequent_indent="  | ")
