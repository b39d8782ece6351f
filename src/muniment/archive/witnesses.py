"""The doors to the witnesses: name them, ask them, take in what they answer, see who cosigned what, explain an alarm.

1 a witness is asked with the ledger's head and the proof from the size it saw last;
2 its cosignature is compared with what was asked, and kept under that checkpoint;
3 where it saw another size that this archive holds too (an answer got lost on the way), it is asked again from there;
4 where it saw more than is here, refuses the proof or the log's signature, or signs badly, then this archive was forked, cut, put
  back from an older copy, or its key was changed: request and reply are kept, and no package leaves until someone explains it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.opened import Archive
from muniment.archive.witnessed import Alarm, Cosigned, Why, Witnessed
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.noun import Moment
from muniment.preserve import policy
from muniment.preserve import witness as protocol
from muniment.preserve.policy import QUORUM, Policy, Witness

Quorum = Annotated[int, msgspec.Meta(ge=1, le=policy.MOST_WITNESSES)]
Status = Annotated[int, msgspec.Meta(ge=100, le=599)]
LATEST = 20
"""Checkpoints shown, newest first."""
WORDS: dict[int, tuple[Why, str]] = {
    403: ("key", "did not accept the signature of this archive: it knows another key under this name"),
    422: ("history", "saw another history of this ledger: what it cosigned is not the beginning of what was sent"),
}


class Seen(msgspec.Struct, frozen=True):
    """One witness: what it cosigned last, when by its own clock, and how many entries came since. None: nothing yet."""

    name: str
    key: str
    url: str
    size: int | None
    at: Moment | None
    behind: int


class Kept(msgspec.Struct, frozen=True):
    """A cosigned checkpoint: its size, who cosigned it and when, and whether they are enough."""

    size: int
    by: tuple[tuple[str, Moment], ...]
    is_enough: bool


class State(msgspec.Struct, frozen=True):
    """All that is known of the witnesses. `size` is the largest that enough of them cosigned."""

    quorum: int
    head: int
    size: int | None
    witnesses: tuple[Seen, ...]
    checkpoints: tuple[Kept, ...]
    alarm: Alarm | None


class Heard(msgspec.Struct, frozen=True):
    """What a reply came to."""

    answer: Literal["cosigned", "ask again", "refused", "alarm"]
    witness: str
    size: int
    told: str


def witnessed(archive: Archive) -> Witnessed:
    """The files about witnesses of an archive."""
    return Witnessed(archive.root, archive.ledger)


def state(archive: Archive) -> State:
    """Who cosigned what."""
    kept = witnessed(archive)
    trusted, head = kept.policy(), archive.ledger.head().size
    if trusted is None:
        return State(0, head, None, (), (), kept.alarm())
    found = list(kept.cosigned(trusted))
    enough = [one.size for one in found if trusted.holds(one.by)]
    shown = tuple(_kept(trusted, one) for one in reversed(found) if one.by)[:LATEST]
    return State(
        trusted.quorum, head, max(enough, default=None), tuple(_seen(w, found, head) for w in trusted.witnesses), shown, kept.alarm()
    )


def _kept(trusted: Policy, one: Cosigned) -> Kept:
    names = {w.key: w.name for w in trusted.witnesses}
    return Kept(one.size, tuple(sorted((names[by.key], _moment(by.at)) for by in one.by)), trusted.holds(one.by))


def _seen(witness: Witness, found: list[Cosigned], head: int) -> Seen:
    last = max(((one.size, by.at) for one in found for by in one.by if by.key == witness.key), default=None)
    size, at = (None, None) if last is None else (last[0], _moment(last[1]))
    return Seen(witness.name, witness.key.vkey, witness.url, size, at, head - (size or 0))


def _moment(seconds: int) -> Moment:
    """A witness's time; one that no calendar holds is the last that does."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def unalarmed(archive: Archive) -> None:
    """Go on with what leaves the house.

    Raises:
        RefusedError: a witness's refusal is not explained yet.
    """
    if alarm := witnessed(archive).alarm():
        raise RefusedError(
            f"No package leaves: on {alarm.at:%Y-%m-%d} the witness {alarm.witness} {alarm.told}. The proof is kept in {alarm.evidence}.",
            advice="Run “muniment verify”, compare with a backup, ask the witness. Who has explained it writes “muniment witness settle”.",
        )


@door("witnesses", noun="ledger", permission="ledger.see")
def witnesses(desk: Desk) -> State:
    """Who cosigned which size of the ledger, and when; who is behind; and the alarm, if a witness refused."""
    desk.archive.log()
    return state(desk.archive)


@door("witness-trust", noun="ledger", permission="witness.manage", ledger=("witness.trusted",))
def trust(desk: Desk, *, witnesses: tuple[str, ...], quorum: Quorum = QUORUM) -> State:
    """Say whose cosignatures count, all anew, and how many of them are needed.

    A line each: the name it has here, its key, and perhaps the address it answers at.
    """
    made = [_line(line) for line in witnesses]
    archive, kept = desk.archive, witnessed(desk.archive)
    trusted = policy.policy(archive.ledger.key(archive.seals.ring), quorum, made)
    with archive.ledger.alone():
        kept.trust(trusted)
    names = ", ".join(one.name for one in made)
    archive.note("witness.trusted", desk.agent, f"{quorum} of {len(made)}: {names}; {digest(trusted.text.encode())}")
    archive.log()
    return state(archive)


def _line(line: str) -> Witness:
    words = line.split()
    if not 2 <= len(words) <= 3:
        raise BadInputError(
            f"“{line[:60]}” is not “name key”.", advice="Write the name you give the witness, a space, and the line of its witness.vkey."
        )
    return policy.witness(*words)


@door("witness-request", noun="ledger", permission="witness.ask", ledger=("witness.asked",))
def request(desk: Desk, *, witness: str, fresh: bool = False) -> bytes:
    """Write what to carry to a witness: the ledger's size and root with a proof, and nothing of what it holds.

    Witnesses asked in a row sign one checkpoint, until enough have; `fresh` asks for the newest all the same.
    """
    archive, kept = desk.archive, witnessed(desk.archive)
    named = kept.needed().named(witness)
    archive.log()
    with archive.ledger.alone():
        size, asked = kept.request(named, archive.seals.ring, is_fresh=fresh)
    archive.note("witness.asked", desk.agent, f"{named.name}: {size} entries")
    return asked.body.encode()


@door("witness-accept", noun="ledger", permission="witness.ask", ledger=("witness.cosigned", "witness.alarmed"))
def accept(desk: Desk, *, reply: str, witness: str | None = None, status: Status | None = None) -> Heard:
    """Take in a witness's reply: keep its cosignature, or raise the alarm.

    A reply without a signature needs the witness's name; `status` is that of HTTP, where it came so.
    """
    archive, kept = desk.archive, witnessed(desk.archive)
    trusted = kept.needed()
    try:
        heard = protocol.reply(reply.encode(), status)
    except protocol.RequestError as exc:
        raise BadInputError(str(exc), advice="Choose the reply as the witness wrote it; nothing was changed.") from exc
    named = _who(trusted, heard, witness)
    archive.log()
    with archive.ledger.alone():
        answer = _heard(archive, kept, named, heard, reply.encode())
    if answer.answer in ("cosigned", "alarm"):
        type = "witness.cosigned" if answer.answer == "cosigned" else "witness.alarmed"
        lines = [digest(line.encode()) for line in heard.lines if answer.answer == "cosigned" and named.wrote(line)]
        told = f"{answer.told}; lines {' '.join(lines)}" if lines else answer.told
        archive.note(type, desk.agent, f"{answer.witness}: {answer.size} entries; {told}")
        archive.log()
    return answer


def _who(trusted: Policy, heard: protocol.Reply, name: str | None) -> Witness:
    """Which witness answered: as named, else by the name its signature bears."""
    if name is not None:
        return trusted.named(name)
    for one in trusted.witnesses:
        if any(one.wrote(line) for line in heard.lines):
            return one
    raise BadInputError("It does not say which witness of this archive answered.", advice="Name it: --from NAME.")


def _heard(archive: Archive, kept: Witnessed, named: Witness, heard: protocol.Reply, raw: bytes) -> Heard:
    head, ring = archive.ledger.head().size, archive.seals.ring
    if heard.lines:  # (2)
        size = kept.fitting(named, heard.lines, ring)
        if size is None:
            return _alarm(archive, kept, named, head, ("signature", "signed something else than what it was asked"), raw)
        made = kept.keep(size, named, heard.lines, ring)
        return Heard("cosigned", named.name, size, f"at {_moment(made.at):%Y-%m-%dT%H:%M:%SZ} by its clock")
    if heard.size is not None and heard.size <= head and heard.size in kept.offered(named):  # (3)
        kept.told(named, heard.size)
        return Heard("ask again", named.name, heard.size, f"it saw {heard.size} entries last: write a new request, it begins there")
    if heard.size is not None:  # (4)
        told = f"saw {heard.size} entries of this ledger, which never offered it so many"
        return _alarm(archive, kept, named, heard.size, ("size", told), raw)
    if heard.status in WORDS:
        return _alarm(archive, kept, named, head, WORDS[heard.status], raw)
    return Heard("refused", named.name, head, heard.words)


def _alarm(archive: Archive, kept: Witnessed, named: Witness, size: int, what: tuple[Why, str], raw: bytes) -> Heard:
    made = kept.alarmed(named.name, *what, raw, archive.now())
    return Heard("alarm", named.name, size, f"{made.told}; kept in {made.evidence}")


@door("witness-settle", noun="ledger", permission="witness.manage", ledger=("witness.settled",))
def settle(desk: Desk, *, reason: str) -> bool:
    """Say what was behind a witness's refusal, so that packages may leave again; the evidence stays. Answers whether there was an alarm."""
    kept = witnessed(desk.archive)
    if not reason.strip():
        raise BadInputError("An alarm is settled with a reason.", advice="Write what was found, in your words.")
    if kept.alarm() is None:
        return False
    desk.archive.note("witness.settled", desk.agent, reason)
    desk.archive.log()
    with desk.archive.ledger.alone():
        kept.settled()
    return True
