"""A small office: an archive, someone at the desk, and what they do there. Everyone and everything is invented."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from muniment.archive import DOORS, found, open_archive, owner
from muniment.archive.desk import Desk
from muniment.archive.opened import Archive
from muniment.archive.package import Package
from muniment.model.agent import Agent
from muniment.model.canonical import digest
from muniment.model.claim import Claim, Words
from muniment.model.derived import DerivedText
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.passage import Passage, Stretch
from muniment.model.source import Source
from muniment.model.standing import Reading, Standing
from muniment.model.submission import Section, Sentence, Submission
from muniment.model.verdict import Verdict
from muniment.preserve.intake import Incoming, Receipt
from muniment.protect.roles import ROLES
from tests.preserve.witnesses import Watcher

OWNER = "Verrin Ashdale"
REOPENED: list[Archive] = []
LETTER = b"To whom it concerns: Nader Kelarud, teacher, was taken from his school.\n"


def founded(root: Path, **how: Any) -> Desk:
    """A new archive, and its owner in every role at the desk."""
    archive = found(root, passphrase=None, is_demonstration=True, title="Test office", owner_login="v.ashdale", **how)
    founder = owner(archive)
    with Desk(archive, founder).act("user.changed") as act:
        act.change(founder, 1, name=OWNER, roles=tuple(ROLES))
    return seated(archive)


def reopened(root: Path) -> Desk:
    """The archive again, as a new process would open it; let go of when the file of tests ends, if not before."""
    archive = open_archive(root, lambda: "")
    REOPENED.append(archive)
    return seated(archive)


def seated(archive: Archive) -> Desk:
    return Desk(archive, owner(archive))


def again(desk: Desk) -> Desk:
    """Close and open: nothing is left but what is on the disk."""
    desk.archive.close()
    return reopened(desk.archive.root)


def through(desk: Desk, verb: str, **given: Any) -> Any:
    return DOORS[verb].through(desk, given)


def take(desk: Desk, *files: "bytes | Path | Incoming", **given: Any) -> list[Receipt]:
    """Take in bytes, paths, or files with a name."""
    incoming = [_incoming(n, one) for n, one in enumerate(files)]
    return list(through(desk, "take-in", files=incoming, **given))


def _incoming(number: int, one: "bytes | Path | Incoming") -> Incoming:
    if isinstance(one, bytes):
        return Incoming(f"note {number}.txt", data=one)
    return one if isinstance(one, Incoming) else Incoming(one.name, one)


def chain(desk: Desk, id: str) -> list[CustodyEvent]:
    return list(through(desk, "show", id=id)[1])


def checked(desk: Desk) -> Verdict:
    verdict: Verdict = through(desk, "check")
    return verdict


def faults(verdict: Verdict) -> list[str]:
    """What failed, a line each, as a reader sees it."""
    return [f"{c.what}: {c.where}: {c.found}" for c in verdict.having("failed")]


def told(desk: Desk, words: str = "Nader Kelarud, teacher, was taken from his school.", **source: Any) -> dict[str, str]:
    """One item with everything that can stand on it: source, text, passage, a reviewed claim, a released letter."""
    archive = desk.archive
    with desk.act("source.made") as act:
        made = Source(id=act.new("so"), made_by=act.agent.id, made_at=act.at, **{"name": "Harbour Gazette"} | source)
        act.add(made)
    (receipt,) = take(desk, words.encode(), source=made.id)
    assert receipt.id is not None
    head = {"made_by": desk.agent.id, "made_at": archive.now()}
    with desk.act("evidence.read") as act:
        text = DerivedText(id=act.new("tx"), evidence=receipt.id, how="extracted", tool="text@1", body=words, **head)
        where = (Stretch(start=0, end=len(words), quote=words),)
        passage = Passage(id=act.new("pa"), evidence=receipt.id, text=text.id, where=where, **head)
        accepted = Standing(readings=(Reading(by=desk.agent.id, at=archive.now(), answer="accepted"),))
        claim = Claim(
            id=act.new("cl"), evidence=receipt.id, about=act.new("me"), property="occupation", value=Words(text="teacher"),
            passages=(passage.id,), standing=accepted, **head,
        )  # fmt: skip
        act.add(text, passage, claim)
    with desk.act("submission.released", "sent") as act:
        sentence = Sentence(text="He is a teacher.", basis="claims", claims=(claim.id,))
        letter = Submission(
            id=act.new("su"), letter="urgent-appeal", title="An appeal", about=(), state="released", form="test@1",
            as_of=archive.now(), sections=(Section(field="facts", heading="Facts", sentences=(sentence,)),),
            files=(("letter.txt", digest(LETTER)),), **head,
        )  # fmt: skip
        act.add(letter)
    return {"evidence": receipt.id, "source": made.id, "text": text.id, "passage": passage.id, "claim": claim.id, "letter": letter.id}


def packed(desk: Desk, *ids: str, **given: Any) -> Package:
    made: Package = through(desk, "package", ids=ids, **given)
    return made


def packed_letter(desk: Desk, **given: Any) -> Package:
    """A package with something of everything in it."""
    return packed(desk, told(desk)["letter"], letters={"letter.txt": LETTER}, **given)


WATCHERS = {name: Watcher(f"witness.example/{name}", 7 + n) for n, name in enumerate(("north", "south", "west"))}


def packed_witnessed(desk: Desk, id: str, cosigning: tuple[str, ...], quorum: int = 2) -> Package:
    """A package of an archive with three witnesses, of whom these have just cosigned its ledger."""
    through(desk, "witness-trust", witnesses=[f"{name} {one.key.vkey}" for name, one in WATCHERS.items()], quorum=quorum)
    for name in cosigning:
        watcher = Watcher(WATCHERS[name].key.name, 7 + list(WATCHERS).index(name)).watch(desk.archive.ledger.key(desk.archive.seals.ring))
        through(desk, "witness-accept", reply=watcher.asked(through(desk, "witness-request", witness=name)).body)
    take(desk, b"after the witnesses")
    return packed(desk, id)


def items(desk: Desk) -> list[Evidence]:
    return [one for one in desk.archive.shelf.find("evidence", compartments=("open", "restricted")) if isinstance(one, Evidence)]


def people(desk: Desk) -> list[Agent]:
    return [one for one in desk.archive.shelf.find("agent", compartments=("open",)) if isinstance(one, Agent)]


def files_below(root: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def json_of(payloads: Iterable[bytes]) -> list[Any]:
    return [msgspec.json.decode(one) for one in payloads]


PYTHON = sys.executable
