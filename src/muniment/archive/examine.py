"""The doors that look inside evidence: what it is, what of it can be checked, what it says of itself; and bundles that came as folders.

The bytes were sealed before anybody looked, and stay as they are. Every parser runs in the sandbox; one that stops leaves its words on
the examination, and stops nothing else. What a file states is written down as stated by the file, and is no claim and no fact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from muniment.archive.acts import Acting
from muniment.archive.custody import custody, linked
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import unsealed
from muniment.model.evidence import Evidence
from muniment.model.examination import Belonging, Examination
from muniment.preserve.formats.contents import SMALL, Member
from muniment.preserve.formats.found import Found
from muniment.preserve.formats.known import JSON, MANIFEST, PAGE, Bundle, bundles, candidates, is_page, root_of
from muniment.preserve.formats.offered import KNOWN
from muniment.preserve.intake import Receipt
from muniment.protect.roles import allows
from muniment.protect.sandbox import Limits, SandboxError, run

ITEM, ITEMS, FOLDER = (f"muniment.preserve.formats:{name}" for name in ("item", "items", "folder"))
LIMITS = Limits(seconds=120, memory=3 << 30, output=16 << 20)
MOST_BYTES, MOST_SENT, MOST_PAGE = 512 << 20, 256 << 20, 4 << 20
"""Of one item that is looked into; of all members of a folder that are sent along; of a page that is looked at for its mark."""
TOGETHER, TOGETHER_BYTES = 64, 32 << 20
"""So many small items go through one sandbox at a time."""
TOOL = "muniment"
TEXT = re.compile(r"^[^/]*\.txt$")
PACKED = re.compile(r"\.(?:zip|wacz|warc|gz)$", re.IGNORECASE)
"""Names of files that may be a bundle by themselves."""
HASHED = {"autoarchiver": ("sha3_512",)}
MOST_LINKS = 1000


class Inside(msgspec.Struct, frozen=True):
    """What is known of an item's inside: the latest look of each format, its parts if it is a bundle's list, what it is part of."""

    examinations: tuple[Examination, ...]
    parts: tuple[Belonging, ...]
    part_of: tuple[Belonging, ...]


@door("examine", noun="evidence", permission="evidence.read", ledger=("evidence.examined",))
def examine(desk: Desk, *, ids: tuple[str, ...] = ()) -> tuple[Examination, ...]:
    """Look inside evidence in the sandbox: its format, what can be checked, what it says of itself. Without ids, all not looked into."""
    if ids:
        items = [desk.get(id, Evidence) for id in ids]
    else:
        found = desk.archive.shelf.unexamined(compartments=desk.compartments)
        items = [item for item in found if isinstance(item, Evidence) and not item.withdrawn and item.media_type in KNOWN]
    return tuple(one for some in _together(items) for one in _examined(desk, some))


@door("inside", noun="evidence", permission="evidence.see")
def inside(desk: Desk, *, id: str) -> Inside:
    """What was found inside an item: its format, what could be checked, what it says of itself, and the bundle it is part of."""
    desk.get(id, Evidence)
    latest = {one.format: one for one in desk.resting_on(id, Examination)}
    held = desk.resting_on(id, Belonging)
    return Inside(tuple(latest.values()), tuple(b for b in held if b.of == id), tuple(b for b in held if b.evidence == id))


@door("bundle", noun="evidence", permission="evidence.read", ledger=("evidence.examined",))
def bundle(desk: Desk, *, members: tuple[tuple[str, str], ...]) -> tuple[Examination, ...]:
    """Find bundles among files that came together (name and id of each), tie their files to the bundle's own list, and check it.

    Bags, unpacked WACZ, ProofMode folders, folders that auto-archiver wrote.
    """
    ids = dict(members)
    known = bundles(ids)
    taken = {name for one in known for name in one.names}
    known += _pages(desk, {name: id for name, id in ids.items() if name not in taken})
    return tuple(_bundled(desk, one, {name: desk.get(ids[name], Evidence) for name in one.names}) for one in known)


def looked_into(desk: Desk, receipts: Iterable[Receipt]) -> tuple[Examination, ...]:
    """Look into the bundles among files just taken in: those that came as one file, and those that came as a folder. Whoever may
    take in and not read leaves it to others."""
    if not allows(desk.agent.roles, "evidence.read"):
        return ()
    taken = [(receipt.name, receipt.id) for receipt in receipts if receipt.id and receipt.name]
    inside_read = desk.through("evidence.read")
    alone = [item for name, id in taken if PACKED.search(name) and examinable(inside_read, item := inside_read.get(id, Evidence))]
    found = bundle(desk, members=tuple(taken))
    return (*found, *(examine(desk, ids=tuple(item.id for item in alone)) if alone else ()))


def _together(items: Sequence[Evidence]) -> Iterator[list[Evidence]]:
    """Small items in groups, a large one by itself."""
    group: list[Evidence] = []
    size = 0
    for item in items:
        if group and (len(group) >= TOGETHER or size + item.size > TOGETHER_BYTES):
            yield group
            group, size = [], 0
        group.append(item)
        size += item.size
    if group:
        yield group


def _examined(desk: Desk, items: list[Evidence]) -> list[Examination]:
    """1 what is not even opened says why; 2 the rest goes through the sandbox; 3 one act for all."""
    refused = {item.id: _refusal(item) for item in items}
    looked = [item for item in items if refused[item.id] is None]
    found = dict(zip((item.id for item in looked), _looks(desk, looked), strict=True))
    act = desk.act("evidence.examined")
    made = [_made(act, item, found.get(item.id) or Found(item.media_type, unread=refused[item.id])) for item in items]
    with linked(act, [item.id for item in items]):
        for one in made:
            _write(act, one)
    return made


def _refusal(item: Evidence) -> str | None:
    if item.withdrawn:
        return "The item was withdrawn: its bytes are gone."
    if item.media_type not in KNOWN:
        return f"Nothing here looks inside {item.media_type}."
    if item.size > MOST_BYTES:
        return f"It holds {item.size:,} bytes; at most {MOST_BYTES:,} are looked into."
    return None if item.size else "The file is empty."


def _looks(desk: Desk, items: list[Evidence]) -> list[Found]:
    """All in one sandbox; where that one breaks down, each in one of its own, so that one bad file costs the others nothing."""
    data = [unsealed(desk, item) for item in items]
    if len(items) > 1:
        try:
            answer = run(ITEMS, " ".join(item.media_type for item in items), msgspec.msgpack.encode(data), LIMITS)
            return msgspec.json.decode(answer, type=list[Found])
        except (SandboxError, msgspec.MsgspecError):
            pass
    return [_look(ITEM, item.media_type, one) for item, one in zip(items, data, strict=True)]


def _look(parser: str, argument: str, data: bytes) -> Found:
    try:
        return msgspec.json.decode(run(parser, argument, data, LIMITS), type=Found)
    except SandboxError as exc:
        return Found(argument, unread=str(exc))
    except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
        return Found(argument, unread=f"The parser's answer makes no sense: {exc}.")


def _made(act: Acting, item: Evidence, found: Found) -> Examination:
    return Examination(
        id=act.new("ex"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=item.id, format=found.format,
        tool=TOOL, verdict=found.verdict, stated=found.stated, counted=found.counted, damaged=found.damaged, unread=found.unread,
    )  # fmt: skip


def _write(act: Acting, made: Examination) -> None:
    act.add(made)
    told = [f"as {made.format}: {made.verdict.answer.replace('_', ' ')}", "format damaged" if made.damaged else ""]
    counted = [f"{count} {what}" for what, count in made.counted if what in ("records", "pages", "payload files", "proofs", "media")]
    act.add(custody(act, made.evidence, "examined", detail="; ".join(filter(None, [*told, *counted]))))


def _pages(desk: Desk, ids: dict[str, str]) -> list[Bundle]:
    """Folders that auto-archiver wrote: those whose page carries its mark."""
    roots: dict[str, list[str]] = {}
    for name in candidates(ids):
        if root_of(name) not in roots and _has_mark(desk, ids[name]):
            roots[root_of(name)] = []
    for name in sorted(ids):
        if root_of(name) in roots:
            roots[root_of(name)].append(name)
    return [Bundle("autoarchiver", root, tuple(names)) for root, names in roots.items()]


def _has_mark(desk: Desk, id: str) -> bool:
    page = desk.get(id, Evidence)
    return not page.withdrawn and page.size <= MOST_PAGE and is_page(unsealed(desk, page))


def _bundled(desk: Desk, known: Bundle, named: dict[str, Evidence]) -> Examination:
    main = named[known.main]
    sent = msgspec.msgpack.encode(_members(desk, known, named))
    found = _look(FOLDER, known.format, sent)
    act = desk.act("evidence.examined")
    made = _made(act, main, found)
    with linked(act, [main.id]):
        _write(act, made)
    _tie(desk, known, main, named)
    return made


def _tie(desk: Desk, known: Bundle, main: Evidence, named: dict[str, Evidence]) -> None:
    """Each file of the bundle belongs to its list; what was tied before is not tied again."""
    tied = {(one.evidence, one.name) for one in desk.resting_on(main.id, Belonging)}
    parts = [(named[name], name[len(known.root) :]) for name in known.names if named[name].id != main.id]
    new = [(item, name) for item, name in parts if (item.id, name) not in tied and not item.withdrawn]
    for at in range(0, len(new), MOST_LINKS):
        with desk.act("evidence.examined") as act:
            act.add(*(Belonging(id=act.new("be"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment,
                                evidence=item.id, of=main.id, name=name) for item, name in new[at : at + MOST_LINKS]))  # fmt: skip


def _members(desk: Desk, known: Bundle, named: dict[str, Evidence]) -> dict[str, Member]:
    """What the sandbox is told of each file: size and digests, and the bytes of those that its format wants to read."""
    algorithms = _algorithms(known)
    left = MOST_SENT
    made: dict[str, Member] = {}
    for name in known.names:
        item = named[name]
        wanted = item.size <= min(left, SMALL) and _is_wanted(known, name)
        data = unsealed(desk, item) if item.size <= MOST_BYTES and not item.withdrawn and (wanted or algorithms) else None
        digests = {"sha256": item.sha256}
        if data is not None:
            digests |= {algorithm: hashlib.new(algorithm, data, usedforsecurity=False).hexdigest() for algorithm in algorithms}
        left -= item.size if wanted else 0
        made[name] = Member(item.size, digests, data if wanted else None)
    return made


def _algorithms(known: Bundle) -> tuple[str, ...]:
    """Digests other than our own that the bundle's lists are written in."""
    listed = {match[1] for name in known.names if (match := MANIFEST.search(name.replace("tagmanifest-", "manifest-")))}
    return tuple(sorted(listed & {"md5", "sha1", "sha224", "sha384", "sha512"})) or HASHED.get(known.format, ())


def _is_wanted(known: Bundle, name: str) -> bool:
    below = name[len(known.root) :]
    if known.format == "bagit":
        return TEXT.match(below) is not None
    return known.format != "autoarchiver" or bool(PAGE.search(name) or JSON.search(name))


def examinable(desk: Desk, item: Evidence) -> bool:
    """Whether something here looks inside this item, and nobody has yet."""
    return item.media_type in KNOWN and not item.withdrawn and not desk.resting_on(item.id, Examination)
