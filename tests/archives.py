"""Archives for tests: real ones, with keys, ledger and database in a temporary folder, and people to sit at them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.archive import DOORS, Archive, Desk, found, owner
from muniment.model.claim import Claim
from muniment.preserve.intake import Incoming

EVERYTHING = ("owner", "analyst", "reviewer", "linker", "drafter", "releaser", "administrator")


@contextmanager
def founded(folder: Path, *, roles: tuple[str, ...] = EVERYTHING) -> Iterator[Desk]:
    """A new archive and its owner's desk; keys lie beside it. Closed, and so logged, at the end."""
    before = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "home")
    try:
        archive = found(folder / "archive", passphrase=None, is_demonstration=True, title="Test, invented data", owner_login="l.verrin")
        yield _seated(archive, roles)
        archive.close()
    finally:
        os.environ.pop("XDG_CONFIG_HOME")
        if before is not None:
            os.environ["XDG_CONFIG_HOME"] = before


def _seated(archive: Archive, roles: tuple[str, ...]) -> Desk:
    desk = Desk(archive, owner(archive))
    with desk.act("user.changed") as act:
        person = act.change(desk.agent, 1, name="L. Verrin", roles=roles)
    return Desk(archive, person)


def colleague(desk: Desk, login: str, name: str, *roles: str) -> tuple[Desk, str]:
    """Another person with an account: their desk and their one-time password."""
    made = DOORS["user-add"].through(desk, {"login": login, "name": name, "roles": roles})
    return Desk(desk.archive, made.agent), made.password


def sealed(desk: Desk, name: str, body: str | bytes, *, title: str = "", source: str | None = None, compartment: str = "open") -> str:
    """Take one file in; answers its id."""
    data = body if isinstance(body, bytes) else body.encode()
    given = {"files": [Incoming(name, data=data)], "source": source, "title": title or name, "compartment": compartment, "invented": True}
    (receipt,) = DOORS["take-in"].through(desk, given)
    return str(receipt.id)


def source(desk: Desk, name: str, type: str = "organization", grade: str = "C", credibility: str = "2") -> str:
    """A graded source."""
    made = DOORS["source"].through(desk, {"name": name, "type": type})
    DOORS["grade"].through(desk, {"id": made.id, "expected": 1, "grade": grade, "credibility": credibility})
    return str(made.id)


def claims(desk: Desk, evidence: str) -> tuple[Claim, ...]:
    """The claims on one item."""
    found: tuple[Claim, ...] = DOORS["claims"].through(desk, {"evidence": evidence})
    return found


def accept(desk: Desk, evidence: str, *properties: str) -> None:
    """Accept every proposed claim on an item, or those of these properties."""
    for claim in claims(desk, evidence):
        if claim.standing.state == "proposed" and (not properties or claim.property in properties):
            DOORS["review"].through(desk, {"id": claim.id, "expected": claim.version, "answer": "accepted"})
