"""The demonstration: builds an archive from the bundled sample through the ordinary doors, and tells what it does.

Everything is done by invented people, for an invented country; the chronicle of publicly reported facts is sealed and read, and
nobody grades or reviews it. Counts and times are those of this run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from muniment import sample
from muniment.archive.act import Drafted
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.archive.founding import found
from muniment.archive.link import Person
from muniment.archive.opened import Archive
from muniment.archive.users import Welcome, one_time_password
from muniment.link import skeleton
from muniment.model.agent import Agent
from muniment.model.claim import Claim
from muniment.model.errors import MunimentError, RefusedError
from muniment.model.name import Name
from muniment.model.text import key
from muniment.preserve.intake import Incoming
from muniment.store import accounts

OWNER, SECOND = "l.verrin", "t.okari"
PEOPLE = {OWNER: ("L. Verrin (invented)", ("owner", "analyst", "reviewer", "linker", "drafter", "releaser", "administrator")),
          SECOND: ("T. Okari (invented)", ("custodian", "reviewer", "releaser"))}  # fmt: skip


class Story:
    """Says each step with how long it took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say, self.began, self.step = say, time.monotonic(), 0

    def chapter(self, title: str) -> None:
        """A step of the story."""
        self.step += 1
        self.say(f"\n{self.step}. {title}   ({time.monotonic() - self.began:.1f} s)")

    def line(self, words: str) -> None:
        """What happened in it."""
        self.say(f"   {words}")


def tell(root: Path, story: Story) -> Welcome:
    """Build the demonstration in this folder; answers the account to log in with."""
    archive = found(root, passphrase=None, is_demonstration=True, title="Demonstration, invented data", owner_login=OWNER)
    try:
        return _told(archive, story)
    finally:
        archive.close()


def _told(archive: Archive, story: Story) -> Welcome:
    plan = sample.manifest()
    desk, second = _people(archive)
    story.chapter("Evidence is sealed on arrival")
    items = _take_in(desk, plan, story)
    story.chapter("Documents are read in a sandbox; claims are proposed on exact passages")
    _read(desk, plan, items, story)
    story.chapter("People decide: claims are reviewed, sources graded, records judged")
    _review(desk, plan, items, story)
    main = _judge(desk, plan, story)
    story.chapter(f"The register: {_name(main)}")
    _register(desk, main, story)
    story.chapter("An urgent appeal is drafted from reviewed claims")
    letter = _draft(desk, second, plan, main, story)
    story.chapter("A package proves itself without us")
    _package(desk, letter, story)
    return _welcome(archive)


def _people(archive: Archive) -> tuple[Desk, Desk]:
    """The owner and a second person, both invented."""
    founder = next(a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent))
    desk = archive.desk(founder)
    with desk.act("user.changed") as act:
        owner = act.change(founder, founder.version, name=PEOPLE[OWNER][0], roles=PEOPLE[OWNER][1])
    made = DOORS["user-add"].through(archive.desk(owner), {"login": SECOND, "name": PEOPLE[SECOND][0], "roles": PEOPLE[SECOND][1]})
    return archive.desk(owner), archive.desk(made.agent)


def _take_in(desk: Desk, plan: sample.Manifest, story: Story) -> dict[str, str]:
    """Seal every document and list of the sample; answers file -> evidence."""
    sources = {}
    for source in plan.sources:
        given = {"name": source.name, "type": source.type, "is_interested": source.is_interested}
        made = DOORS["source"].through(desk, given)
        if source.grade != "F":
            DOORS["grade"].through(desk, {"id": made.id, "expected": 1, "grade": source.grade, "credibility": source.credibility})
        sources[source.key] = made.id
    items = {}
    for document in (*plan.documents, *plan.lists):
        given = {"files": [Incoming(Path(document.file).name, data=sample.read(document.file))], "source": sources[document.source],
                 "title": document.title, "invented": document.is_invented}  # fmt: skip
        (receipt,) = DOORS["take-in"].through(desk, given)
        items[document.file] = receipt.id
        story.line(f"{document.title}: {receipt.size:,} bytes, sha256 {receipt.sha256[:16]}…")
    story.line(f"{len(items)} items under {desk.archive.log()} signed ledger entries")
    return items


def _read(desk: Desk, plan: sample.Manifest, items: dict[str, str], story: Story) -> None:
    for document in plan.documents:
        given: dict[str, Any] = {"ids": (items[document.file],)}
        if document.date:
            given["date"] = document.date
        (result,) = DOORS["read"].through(desk, given)
        story.line(f"{document.title}: " + (f"{result.claims} claims proposed" if result.claims else result.unread or "no claims"))
        if document.transcript:
            body = sample.read(document.transcript).decode()
            typed = DOORS["transcribe"].through(desk, {"evidence": items[document.file], "body": body, "language": document.language})
            story.line("   with a typed transcript beside the picture")
            if document.translation:
                given = {"evidence": items[document.file], "body": sample.read(document.translation).decode(), "language": "en",
                         "how": "translation", "of": typed.id}  # fmt: skip
                DOORS["transcribe"].through(desk, given)
    for one in plan.lists:
        made = DOORS["import-list"].through(desk, {"evidence": items[one.file], "mapping": one.mapping})
        story.line(f"{one.title}: {made.records} records from {made.rows} rows, {len(made.rejected)} cells not read")


def _review(desk: Desk, plan: sample.Manifest, items: dict[str, str], story: Story) -> None:
    """An invented reviewer accepts what is said of the people of the story; the chronicle is left as it was proposed."""
    wanted = {bones for person in plan.persons for name in person.names if (bones := skeleton(name))}
    accepted = left = 0
    for document in (*plan.documents, *plan.lists):
        claims = DOORS["claims"].through(desk, {"evidence": items[document.file]})
        mine = _of_people(claims, wanted) if document.is_invented else set()
        for claim in claims:
            if claim.id in mine:
                DOORS["review"].through(desk, {"id": claim.id, "expected": claim.version, "answer": "accepted"})
                accepted += 1
            else:
                left += 1
    coerced = _coerced(desk, plan, items)
    story.line(f"{accepted} claims accepted by {desk.agent.name}, {left} left for you to decide on the review desk")
    if coerced:
        story.line(f"{coerced} of them are statements alleged to be coerced: they prove only that they were made")


def _of_people(claims: Iterable[Claim], wanted: set[str]) -> set[str]:
    """Claims about the mentions whose name is that of someone in the story, and about their acts."""
    held = tuple(claims)
    mentions = {c.about for c in held if c.property == "name" and isinstance(c.value, Name) and skeleton(c.value.text) in wanted}
    acts = {c.id for c in held if c.about in mentions}
    return acts | {c.id for c in held if c.about in acts}


def _coerced(desk: Desk, plan: sample.Manifest, items: dict[str, str]) -> int:
    """Mark what the sample says was stated under alleged coercion."""
    marked = 0
    for file, words in plan.coerced:
        for claim in DOORS["claims"].through(desk, {"evidence": items[file]}):
            said = msgspec.json.encode(claim.value).decode()
            if key(words) in key(said) and not claim.is_coerced:
                DOORS["edit"].through(desk, {"id": claim.id, "expected": claim.version, "is_coerced": True})
                marked += 1
    return marked


def _judge(desk: Desk, plan: sample.Manifest, story: Story) -> Person:
    """Records of the main person are judged the same where nothing contradicts; the rest waits for you."""
    names = [skeleton(name) for name in plan.main.names]
    pairs = DOORS["link"].through(desk, {})
    people = {r.id: p for p in DOORS["people"].through(desk, {}) for r in p.records}
    same = 0
    for left, right in pairs:
        both = [people.get(left), people.get(right)]
        if all(p and any(skeleton(n.text) in names for n in p.names) for p in both) and _agree(both):
            reason = "same name in both scripts; father's name and dates do not contradict (invented judgement)"
            DOORS["judge"].through(desk, {"left": left, "right": right, "answer": "same", "reason": reason})
            same += 1
    story.line(f"{len(pairs)} pairs proposed as one person; {same} judged the same, {len(pairs) - same} left for you")
    found_ = [p for p in DOORS["people"].through(desk, {}) if any(skeleton(n.text) in names for n in p.names)]
    if not found_:
        raise MunimentError("The sample's main person did not reach the register.", advice="This is a fault of ours: please report it.")
    return max(found_, key=lambda p: len(p.claims))  # type: ignore[no-any-return]


def _agree(both: list[Person | None]) -> bool:
    """Whether fathers' names, where both are given, are the same."""
    fathers = [{skeleton(c.value.text) for c in p.claims if c.property == "father_name" and isinstance(c.value, Name)} for p in both if p]
    return not (fathers[0] and fathers[1]) or bool(fathers[0] & fathers[1])


def _name(person: Person) -> str:
    return " / ".join(n.text for n in person.names[:2])


def _register(desk: Desk, main: Person, story: Story) -> None:
    sources = {item.source for item in main.documents}
    story.line(f"{len(main.records)} records, {len(main.claims)} claims from {len(main.documents)} documents, {len(sources)} sources")
    for held in main.held:
        if held.is_contested:
            story.line(f"contested: {held.property}, shown side by side, none chosen")
    for finding in DOORS["find"].through(desk, {"id": main.entry.id}):
        DOORS["conclude"].through(desk, {"id": finding.id, "expected": finding.version, "answer": "accepted"})
        story.line(f"finding, decided by {desk.agent.name}: {finding.question} = {finding.answer}, on {len(finding.claims)} claims")


def _draft(desk: Desk, second: Desk, plan: sample.Manifest, main: Person, story: Story) -> Drafted:
    given = {"kind": "urgent-appeal", "ids": (main.entry.id,), "cover": msgspec.to_builtins(plan.cover)}
    made: Drafted = DOORS["draft"].through(desk, given)
    sentences, gaps = made.submission.sentences(), made.submission.gaps()
    story.line(f"{len(sentences)} sentences, {sum(bool(s.claims) for s in sentences)} footnoted to claims, {len(gaps)} open questions")
    _refused(desk, made, story, "before anyone was asked")
    DOORS["consent"].through(desk, {"about": (main.entry.id,), **msgspec.to_builtins(plan.consent)})
    story.line(f"consent recorded: {plan.consent.given_by}, {plan.consent.how}")
    made = _settled(desk, DOORS["redraft"].through(desk, {"id": made.submission.id, "expected": 1, "cover": given["cover"]}))
    id, version = made.submission.id, made.submission.version
    DOORS["weigh"].through(
        desk, {"id": id, "expected": version, "words": "The family asked for the letter; silence carries the greater risk."}
    )
    DOORS["approve"].through(second, {"id": id, "expected": version + 1, "what": "reprisal", "words": "I agree, having read the file."})
    DOORS["approve"].through(second, {"id": id, "expected": version + 2, "words": "Read against its claims, sentence by sentence."})
    story.line(f"second decision by {second.agent.name}")
    return _released(desk, id, version + 3, made, story)


def _settled(desk: Desk, letter: Any) -> Drafted:
    """Questions nobody can answer are left unknown, by decision."""
    for gap in letter.gaps():
        if not gap.left_unknown:
            letter = DOORS["settle"].through(desk, {"id": letter.id, "expected": letter.version, "field": gap.field})
    drafted: Drafted = DOORS["submission"].through(desk, {"id": letter.id, "with_files": False})
    return drafted


def _refused(desk: Desk, made: Drafted, story: Story, when: str) -> None:
    try:
        DOORS["release"].through(desk, {"id": made.submission.id, "expected": made.submission.version, "words": "try"})
    except RefusedError as exc:
        story.line(f"release refused {when}: {len(exc.missing)} things are missing, first “{exc.missing[0]}”")


def _released(desk: Desk, id: str, version: int, made: Drafted, story: Story) -> Drafted:
    try:
        sent: Drafted = DOORS["release"].through(desk, {"id": id, "expected": version, "words": "Demonstration: it goes nowhere."})
    except RefusedError as exc:
        story.line("still refused: " + "; ".join(exc.missing))
        return made
    sizes = ", ".join(f"{f.name.rsplit('.', 1)[-1]} {len(f.body):,} bytes" for f in sent.files)
    story.line(f"released and frozen: {sizes}")
    return sent


def _package(desk: Desk, letter: Drafted, story: Story) -> None:
    chain = DOORS["trace"].through(desk, {"id": letter.submission.id})
    deepest = _bottom(chain)
    story.line(f"trace: a sentence walks down to {len(deepest)} sealed items, the first sha256 {min(deepest)[:16]}…")
    made = DOORS["package"].through(desk, {"ids": (letter.submission.id,), "letters": {f.name: f.body for f in letter.files}})
    path = desk.archive.root.with_name(f"{desk.archive.root.name}-package.zip")
    path.write_bytes(made.zip)
    story.line(f"{path.name}: {made.items} items, {made.nouns} nouns, {len(made.bag)} files; try  python3 -I verify.py  inside it")
    verdict = DOORS["check"].through(desk, {})
    story.line(f"the whole archive checked: {verdict.answer.replace('_', ' ')}, {desk.archive.log()} ledger entries")


def _bottom(step: Any) -> set[str]:
    if step.sha256:
        return {step.sha256}
    return {digest for below in step.rests_on for digest in _bottom(below)}


def _welcome(archive: Archive) -> Welcome:
    agent = next(a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and a.login == OWNER)
    password = one_time_password()
    accounts.set_password(agent.id, OWNER, agent.roles, password)
    return Welcome(agent, password)
