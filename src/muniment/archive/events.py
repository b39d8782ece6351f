"""The doors of events: what happened as sources tell it, and the acts on persons that belong to it.

An event is an entry of the register like a person: records of one event are judged the same. That an act belongs to an event is
a claim too, on the act's own passages, and is rejected like any other.
"""

from __future__ import annotations

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.register import Register, all_entries, part, spoken_of
from muniment.archive.second_reader import is_read_twice
from muniment.model.claim import Act, Claim, Reference
from muniment.model.entry import Entry
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.name import Name
from muniment.model.record import Record
from muniment.model.standing import Reading, Standing

BELONGS = "event"
"""The field of a claim that an act belongs to an event."""


class Joined(msgspec.Struct, frozen=True):
    """An act of an event, with what is said of it, whom it was done to (an entry, where this reader knows one), and the claim that joins it."""

    act: Claim
    details: tuple[Claim, ...]
    by: Claim
    person: str | None
    name: Name | None


class Event(msgspec.Struct, frozen=True):
    """One event: its titles, what sources say of it, and its acts."""

    entry: Entry
    names: tuple[Name, ...]
    claims: tuple[Claim, ...]
    acts: tuple[Joined, ...]


@door("events", noun="entry", permission="register.see")
def events(desk: Desk) -> tuple[Event, ...]:
    """The events in the register, earliest first, with their titles alone."""
    held = all_entries(desk)
    return tuple(Event(entry, _names(held.claims_of(entry)), (), ()) for entry in held.entries if entry.about == "event")


@door("event-show", noun="entry", permission="register.see")
def event(desk: Desk, *, id: str) -> Event:
    """One event: what every source says of it, and the acts on persons that belong to it."""
    held = part(desk, [id])
    entry = held.entries[0]
    if entry.about != "event":
        raise UnknownError(f"There is no event {id} here.", advice="Check the identifier with “muniment event list”.")
    claims = held.claims_of(entry)
    return Event(entry, _names(claims), claims, _joined(desk, entry))


@door("event-join", noun="claim", permission="claim.make", ledger=("event.joined",))
def join(desk: Desk, *, about: str, event: str) -> Claim:
    """Say that an act belongs to an event, in your name: a claim on the act's own words. Reject the claim to take it back."""
    act_claim = desk.get(about, Claim)
    if not isinstance(act_claim.value, Act):
        raise BadInputError(f"{about} is no act.", advice="Name the claim that says what was done.")
    record = desk.get(f"re-{event[3:]}", Record)
    if record.about != "event":
        raise BadInputError(f"{event} is no event.", advice="Fill in the form “event” first.")
    with desk.act("event.joined") as act:
        made = Claim(
            id=act.new("cl"), made_by=act.agent.id, made_at=act.at, compartment=act_claim.compartment, evidence=act_claim.evidence,
            about=about, property="other", value=Reference(record=record.id), passages=act_claim.passages, field=BELONGS,
        )  # fmt: skip
        decision = Reading(act.agent.id, act.at, "accepted")
        made = msgspec.structs.replace(made, standing=Standing().read(decision, is_read_twice=is_read_twice(desk.archive, made)))
        act.add(made)
    return made


def _names(claims: tuple[Claim, ...]) -> tuple[Name, ...]:
    said = [c.value for c in claims if c.property == "name" and isinstance(c.value, Name) and c.standing.state == "accepted"]
    return tuple(dict.fromkeys(said))


def _joined(desk: Desk, entry: Entry) -> tuple[Joined, ...]:
    """The acts that accepted claims join to any record of the event, each once."""
    ties = [claim for record in entry.records for claim in desk.resting_on(record, Claim) if isinstance(claim.value, Reference)]
    held = {tie.about: tie for tie in reversed(ties) if tie.standing.state == "accepted" and tie.value.record in entry.records}  # type: ignore[union-attr]
    acts = desk.those(held, Claim)
    details = desk.about(list(acts), Claim)
    people = _people(spoken_of(desk, acts)) if acts else {}
    return tuple(
        Joined(act, tuple(d for d in details if d.about == id and not isinstance(d.value, Reference) and d.standing.state != "rejected"),
               held[id], *people.get(act.about, (None, None)))
        for id, act in acts.items()
        if act.standing.state != "rejected"
    )  # fmt: skip


def _people(held: Register) -> dict[str, tuple[str, Name | None]]:
    """Mention -> the entry it belongs to, and a name of it."""
    return {
        mention: (entry.id, next(iter(_names(held.claims_of(entry))), None))
        for entry in held.entries
        for id in entry.records
        for mention in held.records[id].mentions
    }
