"""Makers for tests of the archive: a founded archive, people in it, and things they have put there. All invented."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from muniment.archive import DOORS, Archive, Desk, found
from muniment.model.agent import Agent
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.evidence import Evidence
from muniment.preserve.intake import Incoming

WORDS = "Nader Kelarud, 34, a teacher of Korsha, was arrested on 3 October 2024. His sister said that he was moved."
WEEK = 7 * 24 * 60


def make_archive(folder: Path) -> Archive:
    """A demonstration archive: its keys lie open, so that no test waits for a passphrase to be stretched."""
    return found(folder, passphrase=None, is_demonstration=True, owner_login="owner")


def owner_of(archive: Archive) -> Desk:
    """The founder's desk, in every role but the two that would make an archive of one."""
    people = archive.shelf.find("agent", compartments=("open",))
    return Desk(archive, next(a for a in people if isinstance(a, Agent) and "owner" in a.roles))


def seat(archive: Archive, *roles: str, login: str | None = None) -> Desk:
    """A desk for a new person with these roles, whatever they are."""
    desk = owner_of(archive)
    id = archive.new_id("ag")
    with desk.act("user.added") as act:
        person = Agent(id=id, made_by=desk.agent.id, made_at=act.at, type="person", name=f"{'-'.join(roles) or 'nobody'}",
                       login=login or f"u{id[3:13]}", roles=roles)  # fmt: skip
        act.add(person)
    return Desk(archive, person)


def take(desk: Desk, words: str | bytes = WORDS, name: str = "letter.txt", **given: Any) -> str:
    """Seal some words; answers the evidence's id."""
    data = words.encode() if isinstance(words, str) else words
    (receipt,) = through(desk, "take-in", files=[Incoming(name, data=data)], **given)
    assert receipt.id is not None, receipt.reason
    return str(receipt.id)


def through(desk: Desk, verb: str, **given: Any) -> Any:
    """Through a door with inputs as a stranger would give them; what it yields is gathered."""
    answer = DOORS[verb].through(desk, given)
    return list(answer) if hasattr(answer, "__next__") else answer


def transcribed(desk: Desk, evidence: str, body: str = WORDS) -> tuple[DerivedText, list[Claim]]:
    """A transcript with the claims proposed from it; no reader's sandbox is started."""
    text = through(desk, "transcribe", evidence=evidence, body=body, language="en")
    return text, list(through(desk, "claims", evidence=evidence))


def accepted(desk: Desk, claims: Iterable[Claim]) -> None:
    """Accept all of these."""
    for claim in claims:
        through(desk, "review", id=claim.id, expected=claim.version, answer="accepted")


def item(desk: Desk, id: str) -> Evidence:
    """Evidence by its id."""
    found, _ = through(desk, "show", id=id)
    assert isinstance(found, Evidence)
    return found


def entries(archive: Archive) -> list[tuple[str, str]]:
    """Every act so far, numbered or not: type and reason."""
    numbered = list(archive.shelf.entries())
    return [(e.type, e.reason) for e in (*numbered, *(e for _, e in archive.shelf.unnumbered(1 << 20)))]


def state(archive: Archive) -> tuple[int, int, list[str]]:
    """What must not move when a door refuses: rows, and the acts but for refusals, searches, views and replies that were refused and kept."""
    acts = [type for type, _ in entries(archive) if type not in ("access.refused", "search.run", "timestamp.unverified", "views.sealed")]
    return sum(1 for _ in archive.shelf.rows()), len(acts), acts[-5:]


class Clock:
    """An archive's clock that a test can move."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def on(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
