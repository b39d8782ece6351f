"""The doors of casework: who is to read an item, and what colleagues say to each other about it.

Where two people read a claim, each without knowing what the other found, the first one's comments are not told to the second
before they have read it too.
"""

from __future__ import annotations

from typing import Literal

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.agent import Agent
from muniment.model.casework import Assignment, Comment, Remark
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.noun import HIDDEN, Version, is_id
from muniment.protect.roles import compartments

ASSIGN = "review.assign"
READ = "claim.review"


@door("assign", noun="assignment", permission=ASSIGN, ledger=("review.assigned",))
def assign(desk: Desk, *, evidence: str, to: str, note: str | None = None) -> Assignment:
    """Ask somebody (their login, or the identifier of their agent) to read an item. Several may be asked, each once."""
    item = desk.get(evidence, Evidence)
    reader = _reader(desk, to, item)
    if any(one.to == reader.id and one.progress == "open" for one in desk.resting_on(evidence, Assignment)):
        raise BadInputError(f"{reader.name} was asked to read this already.", advice="Nothing was changed.")
    with desk.act("review.assigned") as act:
        made = Assignment(id=act.new("as"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=evidence, to=reader.id,
                          note=note or None)  # fmt: skip
        act.add(made)
    return made


def _reader(desk: Desk, to: str, item: Evidence) -> Agent:
    """Whom these words name, if they may decide on claims of that item."""
    found = next((agent for agent in readers(desk, item) if to in (agent.id, agent.login)), None)
    if found is None:
        raise BadInputError(f"Nobody who may review this is called “{to}” here.", advice="Give a login, or the identifier of an agent.")
    return found


def readers(desk: Desk, item: Evidence) -> list[Agent]:
    """The people with accounts who may decide on claims of an item, by name."""
    found = desk.archive.shelf.find("agent", compartments=("open",))
    may = (a for a in found if isinstance(a, Agent) and a.login and item.compartment in compartments(a.roles, READ))
    return sorted(may, key=lambda agent: agent.name)


@door("assignments", noun="assignment", permission="claim.see")
def assignments(
    desk: Desk, *, evidence: str | None = None, to: str | None = None, progress: Literal["open", "all"] = "open"
) -> list[Assignment]:
    """Who was asked to read what: of one item, of one person (`me`, a login or an agent), those still open or all."""
    if evidence is not None:
        desk.get(evidence, Evidence)
        found = desk.resting_on(evidence, Assignment)
    else:
        found = _all(desk, progress)
    whom = _whom(desk, to) if to else None
    return [one for one in found if (whom is None or one.to == whom) and (progress == "all" or one.progress == "open")]


def _all(desk: Desk, progress: str) -> list[Assignment]:
    """Open ones by their column; what is sealed has none, and is looked through."""
    if progress == "all":
        return desk.find(Assignment)
    found = desk.archive.shelf.lookup("state", progress, kind=Assignment.kind(), compartments=desk.compartments)
    sealed = desk.archive.shelf.find(Assignment.kind(), compartments=(HIDDEN,)) if HIDDEN in desk.compartments else []
    return [desk.shown(one) for one in (*found, *sealed) if isinstance(one, Assignment)]


def _whom(desk: Desk, to: str) -> str:
    if to == "me" or is_id(to):
        return desk.agent.id if to == "me" else to
    found = desk.archive.shelf.lookup("tag", to, kind=Agent.kind(), compartments=("open",))
    if not found:
        raise BadInputError(f"Nobody is called “{to}” here.", advice="Give a login, the identifier of an agent, or “me”.")
    return found[0].id


@door("hand-in", noun="assignment", permission=READ, ledger=("review.assigned",))
def hand_in(desk: Desk, *, id: str, expected: Version, progress: Literal["done", "returned"], note: str | None = None) -> Assignment:
    """Say that somebody who was asked to read an item is done, or give it back with a reason."""
    known = desk.get(id, Assignment)
    if progress == "returned" and not note:
        raise BadInputError("What is given back needs a reason.", advice="Say in a few words why it was not read.")
    if known.progress != "open":
        raise BadInputError("This was handed in already.", advice="Nothing was changed.")
    with desk.act("review.assigned") as act:
        return act.change(known, expected, progress=progress, note=note or None)  # the asker's note stays theirs, in the version before


@door("comment", noun="comment", permission="comment.make", ledger=("comment.made",))
def comment(desk: Desk, *, on: str, words: Remark) -> Comment:
    """Say something to colleagues about an item or a claim. It is no evidence, leaves in no package, and cannot be changed."""
    noun = _subject(desk, on)
    evidence, claim = (noun.evidence, noun.id) if isinstance(noun, Claim) else (noun.id, None)
    if not words.strip():
        raise BadInputError("Nothing was said.", advice="Type what the others should know.")
    with desk.act("comment.made") as act:
        made = Comment(id=act.new("cm"), made_by=act.agent.id, made_at=act.at, compartment=noun.compartment, evidence=evidence, claim=claim,
                       words=words.strip())  # fmt: skip
        act.add(made)
    return made


@door("comments", noun="comment", permission="claim.see")
def comments(desk: Desk, *, on: str) -> list[Comment]:
    """What colleagues said about an item and its claims, or about one claim, oldest first."""
    noun = _subject(desk, on)
    evidence = noun.evidence if isinstance(noun, Claim) else noun.id
    unheard = desk.unheard(evidence)
    found = [one for one in desk.resting_on(evidence, Comment) if one.made_by not in unheard]
    return [one for one in found if one.claim == noun.id] if isinstance(noun, Claim) else found


def _subject(desk: Desk, on: str) -> Claim | Evidence:
    """The item or the claim that is spoken of.

    Raises:
        UnknownError: it is neither, or does not exist for this person.
    """
    return desk.get(on, Claim) if on.startswith("cl-") else desk.get(on, Evidence)
