"""One of everything in each compartment, and for each door inputs that ask it for those things."""

from collections.abc import Callable
from typing import Any

import msgspec

from muniment.archive import Archive, Desk
from muniment.model.name import Name
from muniment.preserve.handover import Receiver, countersigned
from muniment.preserve.intake import Incoming
from tests.archive.office import accepted, owner_of, seat, take, through, transcribed
from tests.preserve.authorities import root_of_an_authority
from tests.preserve.test_handover import pem
from tests.preserve.witnesses import Watcher

COMPARTMENTS = ("open", "restricted", "sealed-identity")
RECEIVER = Receiver(pem(), "court.example")
NEVER = 99
"""A version nothing has reached: a door that changes something lets in, looks, and says *changed meanwhile*."""


class Things(msgspec.Struct):
    """The ids of one of everything in one compartment, all resting on one item; `word` stands in its text alone."""

    compartment: str
    word: str
    evidence: str
    text: str
    claim: str
    source: str
    records: tuple[str, str]
    entry: str
    finding: str
    consent: str
    submission: str
    agent: str
    untouched: str
    sheet: str
    event: str
    act: str
    assignment: str
    files: int = 0


def furnish(archive: Archive, compartment: str) -> Things:
    """Put one of everything into a compartment, through the doors, as the owner."""
    desk = owner_of(archive)
    word = {"open": "Tavrin", "restricted": "Selmand", "sealed-identity": "Korsha"}[compartment]
    source = through(desk, "source", name=f"a source in {word}", compartment=compartment)
    body = f"Nader {word} was arrested on 3 October 2024 and sentenced to death. Sahar {word} was arrested on 4 October 2024."
    evidence = take(desk, f"{body}\n", name=f"{word}.txt", compartment=compartment, source=source.id)
    text, claims = transcribed(desk, evidence, body)
    accepted(desk, claims)
    event = through(desk, "form-fill", form="event", evidence=evidence, answers={"title": f"a day in {word}"})
    act = next(c.id for c in through(desk, "claims", evidence=evidence) if c.property == "act")
    names = [c for c in through(desk, "claims", evidence=evidence) if isinstance(c.value, Name) and c.property == "name"]
    records = [r.id for r in archive.shelf.resting_on(evidence, kind="record")][:2]
    entry = f"en-{records[0][3:]}"
    findings = through(desk, "find", id=entry)
    answers = [{"purpose": purpose, "basis": "next-of-kin"} for purpose in ("submit", "name-in-letter")]
    consent = through(desk, "consent", about=[entry], given_by="a sister", capacity="next of kin", how="by telephone", language="fa",
                      answers=answers, evidence=[evidence])  # fmt: skip
    letter = through(desk, "draft", kind="urgent-appeal", ids=[entry])
    through(desk, "witness-trust", witnesses=[f"north {Watcher().key.vkey}"], quorum=1)
    agent = seat(archive, "auditor").agent.id
    untouched = take(desk, f"nobody has read this one in {word}", name="more.txt", compartment=compartment)
    assignment = through(desk, "assign", evidence=evidence, to=seat(archive, "owner").agent.id)
    sheet = countersigned(through(desk, "hand-over", ids=[evidence], receiver="a court", reason="asked for").decode(), RECEIVER)
    return Things(compartment, word, evidence, text.id, names[0].id, source.id, (records[0], records[1]), entry, findings[0].id,
                  consent.id, letter.submission.id, agent, untouched, sheet, f"en-{event.record[3:]}", act, assignment.id)  # fmt: skip


Ask = Callable[[Things], dict[str, Any]]
Seen = Callable[[Any, Things], bool]


def _file(things: Things) -> list[Incoming]:
    things.files += 1
    return [Incoming("letter.txt", data=f"{things.word} {things.files}".encode())]


def _letter(**more: Any) -> Ask:
    return lambda t: {"id": t.submission, "expected": NEVER, **more}


def _holds(kind: str) -> Seen:
    return lambda answer, t: getattr(t, kind) in {one.id for one in answer}


BULK = {"by_rule": "none muniment-rules@1", "property": "act", "seed": 1}
ASK: dict[str, Ask] = {
    "bulk-accept": lambda _: BULK,
    "bulk-rules": lambda _: {},
    "bulk-sample": lambda _: BULK,
    "bulk-undo": lambda _: BULK,
    "sample": lambda _: {"seed": 1},
    "read-twice": lambda _: {"of": ["none"]},
    "approve": _letter(words="read"),
    "bundle": lambda t: {"members": [["bag/bagit.txt", t.evidence]]},
    "choose": _letter(codes=[]),
    "claim": lambda t: {"text": t.text, "start": 0, "end": 5, "property": "role", "value": {"is": "words", "text": "teacher"}},
    "claims": lambda t: {"evidence": t.evidence},
    "assign": lambda t: {"evidence": t.evidence, "to": t.agent},
    "assignments": lambda t: {"evidence": t.evidence},
    "hand-in": lambda t: {"id": t.assignment, "expected": NEVER, "progress": "done"},
    "comment": lambda t: {"on": t.claim, "words": "the day is not clear"},
    "comments": lambda t: {"on": t.evidence},
    "corrections": lambda _: {},
    "conclude": lambda t: {"id": t.finding, "expected": NEVER, "answer": "accepted"},
    "condition": lambda t: {"evidence": t.evidence, "provider": "a sister", "rule": "not-where-death-penalty"},
    "consent": lambda t: {"about": [t.entry], "given_by": "a sister", "capacity": "sister", "how": "by letter", "language": "fa",
                          "answers": [{"purpose": "count", "basis": "given"}]},
    "consents": lambda t: {"id": t.entry},
    "custody": lambda t: {"id": t.evidence},
    "custody-pdf": lambda t: {"id": t.evidence},
    "dump": lambda t: {},
    "witness-accept": lambda t: {"reply": "404 Not Found: it watches another\n", "witness": "north"},
    "witness-request": lambda t: {"witness": "north"},
    "witness-settle": lambda t: {"reason": "nothing was wrong"},
    "witness-trust": lambda t: {"witnesses": ["north no-key"]},
    "witnesses": lambda t: {},
    "people": lambda t: {},
    "sources": lambda t: {},
    "submissions": lambda t: {"limit": 1000},
    "watch": lambda t: {},
    "draft": lambda t: {"kind": "urgent-appeal", "ids": [t.entry]},
    "edit": lambda t: {"id": t.claim, "expected": NEVER, "modality": "alleged"},
    "evidence": lambda t: {"limit": 1000},
    "examine": lambda t: {"ids": [t.evidence]},
    "excerpt": lambda t: {"form": "jsonl", "purpose": "submit", "reason": "for a court", "evidence": t.evidence},
    "events": lambda _: {},
    "event-join": lambda t: {"about": t.act, "event": t.event},
    "event-show": lambda t: {"id": t.event},
    "form-blank": lambda _: {"form": "arrest"},
    "form-fill": lambda t: {"form": "person", "evidence": t.evidence, "answers": {"name": "someone"}},
    "find": lambda t: {"id": t.entry},
    "fixity": lambda t: {"id": t.evidence},
    "grade": lambda t: {"id": t.source, "expected": NEVER, "grade": "B", "credibility": "2"},
    "hand-over": lambda t: {"ids": [t.evidence], "receiver": "a court", "reason": "asked for"},
    "handed-over": lambda t: {"sheet": t.sheet, "key": RECEIVER.key.vkey},
    "history": lambda t: {"id": t.claim},
    "difference": lambda t: {"id": t.claim},
    "play": lambda t: {"id": t.evidence},
    "preview-list": lambda t: {"evidence": t.evidence},
    "import-list": lambda t: {"evidence": t.evidence, "dry_run": True},
    "inside": lambda t: {"id": t.evidence},
    "judge": lambda t: {"left": t.records[0], "right": t.records[1], "answer": "different", "reason": "two names"},
    "open": lambda t: {"id": t.evidence, "reason": "to compare"},
    "package": lambda t: {"ids": [t.evidence]},
    "person": lambda t: {"id": t.entry},
    "prove": lambda t: {"id": t.evidence},
    "queue": lambda t: {"ids": [t.evidence]},
    "read": lambda t: {"ids": [t.evidence]},
    "receipt": lambda t: {"ids": [t.evidence], "form": "json"},
    "redraft": _letter(cover={}),
    "release": _letter(words="let go"),
    "rests": lambda t: {"id": t.evidence},
    "review": lambda t: {"id": t.claim, "expected": NEVER, "answer": "accepted"},
    "search": lambda t: {"query": t.word},
    "settle": _letter(field="court"),
    "show": lambda t: {"id": t.evidence},
    "source": lambda t: {"name": "someone", "compartment": t.compartment},
    "stated": lambda t: {"sheet": t.untouched, "items": [[t.evidence, [["url", "https://tavrin.example/"]]]]},
    "submission": lambda t: {"id": t.submission, "with_files": False},
    "take-in": lambda t: {"files": _file(t), "compartment": t.compartment},
    "timestamp-accept": lambda t: {"reply": b"no reply"},
    "timestamp-authority": lambda t: {"name": "alpha", "roots": root_of_an_authority()},
    "trace": lambda t: {"id": t.claim},
    "transcribe": lambda t: {"evidence": t.evidence, "body": "words", "language": "en", "how": "translation"},
    "undo": lambda t: {"id": t.claim, "expected": NEVER},
    "unread": lambda t: {"limit": 1000},
    "user-active": lambda t: {"id": t.agent, "is_active": True},
    "user-add": lambda t: {"login": f"new{t.files}{t.word}".lower(), "name": "someone new", "roles": []},
    "user-password": lambda t: {"id": t.agent},
    "user-roles": lambda t: {"id": t.agent, "expected": NEVER, "roles": []},
    "view": lambda t: {"id": t.evidence},
    "weigh": _letter(words="weighed"),
    "withdraw": lambda t: {"id": t.evidence, "expected": NEVER, "reason": "asked for"},
}  # fmt: skip
WHOLE = (
    *("forms", "form-blank"),
    *("bulk-accept", "bulk-rules", "bulk-sample", "bulk-undo"),
    *("agreement", "corrections", "read-twice", "sample", "second-reader"),
    *("check", "doctor", "fixity-passes", "fixity-run", "ledger", "link", "rebuild", "work"),
    *("users", "user-active", "user-add", "user-password", "user-roles"),
    *("timestamp", "timestamps", "timestamp-accept", "timestamp-authority", "timestamp-renew", "timestamp-request"),
    *("witnesses", "witness-accept", "witness-request", "witness-settle", "witness-trust"),
)
"""Doors that are not asked for a thing of one compartment."""
SEEN: dict[str, Seen] = {
    "consents": lambda answer, t: bool(answer),
    "dump": lambda answer, t: f"a source in {t.word}".encode() in answer,
    "events": lambda answer, t: t.event in str(answer),
    "evidence": _holds("evidence"),
    "link": lambda answer, t: any(t.records[0] in pair for pair in answer),
    "people": lambda answer, t: t.entry in {person.entry.id for person in answer},
    "search": lambda answer, t: bool(answer.items),
    "sources": lambda answer, t: t.source in str(answer),
    "submissions": _holds("submission"),
    "unread": _holds("untouched"),
    "watch": lambda answer, t: t.entry in str(answer),
}
"""Doors that show a list: whether the thing is in it."""


def ask(desk: Desk, verb: str, things: Things) -> Any:
    """Through a door, asking it for these things."""
    return through(desk, verb, **(ASK[verb](things) if verb in ASK else {}))
