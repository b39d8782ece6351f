"""The demonstration: builds an archive from the bundled sample through the ordinary doors, and tells what it does.

It promises that nothing here goes round a door, and that every count and time is that of this run. Decisions are those of two
invented people, about invented papers; the chronicle of publicly reported facts is sealed and read, and nobody grades or reviews it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from muniment import sample
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.archive.founding import found
from muniment.archive.opened import Archive
from muniment.archive.story.intake import read_all, take_in_all
from muniment.archive.story.letter import appeal, disclose, refused_dead
from muniment.archive.story.register import judge_all, look
from muniment.archive.story.reviewer import review_all
from muniment.archive.story.telling import Story
from muniment.archive.users import Welcome, one_time_password
from muniment.model.agent import Agent
from muniment.store import accounts

__all__ = ["Story", "tell"]

OWNER, SECOND = "l.verrin", "t.okari"
PEOPLE = {OWNER: ("L. Verrin (invented)", ("owner", "analyst", "reviewer", "linker", "drafter", "releaser", "administrator")),
          SECOND: ("T. Okari (invented)", ("custodian", "reviewer", "releaser"))}  # fmt: skip
OPENING = """A demonstration. The Republic of Tavrin, its people and its papers are invented; one text beside
them is a chronicle of publicly reported facts. What follows is done now, on this machine, through
the same doors that any user has."""


def tell(root: Path, say: Callable[[str], None]) -> Welcome:
    """Build the demonstration in this folder; answers the account to log in with."""
    archive = found(root, passphrase=None, is_demonstration=True, title="Demonstration, invented data", owner_login=OWNER)
    try:
        say(OPENING)
        _told(archive, Story(say))
        return _welcome(archive)
    finally:
        archive.close()


def _told(archive: Archive, story: Story) -> None:
    plan = sample.manifest()
    desk, second = _people(archive)
    story.chapter("Evidence is sealed on arrival")
    items = take_in_all(desk, plan, story)
    story.chapter("Documents are read in a sandbox; software proposes claims on exact words")
    texts = read_all(desk, plan, items, story)
    story.chapter("People decide what each document says")
    review_all(desk, plan, items, texts, story)
    story.chapter("Records become one register")
    people = judge_all(desk, plan, story)
    main = people["main"]
    look(desk, main, story)
    story.chapter("An urgent appeal is drafted, questioned, refused, released")
    refused_dead(desk, people["executed"], story)
    letter = appeal(desk, second, plan, main, story)
    story.chapter("A package proves itself without us")
    disclose(desk, letter, story)
    story.end()


def _people(archive: Archive) -> tuple[Desk, Desk]:
    """The owner and a second person, both invented."""
    founder = next(a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent))
    desk = Desk(archive, founder)
    with desk.act("user.changed") as act:
        owner = act.change(founder, founder.version, name=PEOPLE[OWNER][0], roles=PEOPLE[OWNER][1])
    made = DOORS["user-add"].through(Desk(archive, owner), {"login": SECOND, "name": PEOPLE[SECOND][0], "roles": PEOPLE[SECOND][1]})
    return Desk(archive, owner), Desk(archive, made.agent)


def _welcome(archive: Archive) -> Welcome:
    agent = next(a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and a.login == OWNER)
    password = one_time_password()
    accounts.set_password(agent.id, OWNER, agent.roles, password)
    return Welcome(agent, password)
