"""The doors for packages: make one that proves itself offline."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.intake import custody_of, unsealed
from muniment.archive.register import part
from muniment.model.canonical import digest, encode
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import Noun
from muniment.model.package import Package as Made
from muniment.preserve import package as bags
from muniment.preserve import tiles
from muniment.preserve.proof import ALWAYS, proof

PROFILES = {
    "court": frozenset({"actor", "at", "clock", "reason", "type"}),
    "partner": frozenset({"actor", "at", "clock", "type"}),
    "public": ALWAYS,
}
"""Which fields of a ledger entry a disclosure opens."""
ENDINGS = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "text/html": "html", "text/plain": "txt",
    "message/rfc822": "eml", "text/csv": "csv",
}  # fmt: skip


class Package(msgspec.Struct, frozen=True):
    """A finished package: its files by path, as a zip too."""

    id: str
    bag: dict[str, bytes]
    items: int
    nouns: int

    @property
    def zip(self) -> bytes:
        """The stored zip."""
        return bags.zipped(self.bag)


@door("package", noun="package", permission="package.make", ledger=("package.made",))
def package(desk: Desk, *, ids: tuple[str, ...], profile: str = "partner", letters: dict[str, bytes] | None = None) -> Package:
    """Pack nouns with all they rest on, their proofs and their custody, so that a stranger can check them offline."""
    if profile not in PROFILES:
        raise BadInputError(f"There is no profile {profile!r}.", advice=f"Profiles are {', '.join(PROFILES)}.")
    if not ids:
        raise BadInputError("Nothing was named to pack.", advice="Name evidence, claims, entries or a submission.")
    desk.archive.log()
    nouns = _closure(desk, ids)
    items = [noun for noun in nouns if isinstance(noun, Evidence)]
    laid = bags.begun(_contents(desk, nouns, items, letters or {}))
    made = _made(desk, laid[bags.LIST], ids, profile)
    proofs = _proofs(desk, nouns, made, profile)
    info = {"Source-Organization": desk.archive.settings.title, "External-Identifier": made.id,
            "Bagging-Date": desk.archive.now().date().isoformat(), "Muniment-Profile": profile,
            "Muniment-Archive": desk.archive.settings.origin, "Muniment-Mode": desk.archive.settings.mode}  # fmt: skip
    sealed = desk.archive.shelf.payload(made.id)
    return Package(made.id, bags.finished(laid, sealed, proofs, desk.archive.ledger.checkpoint(), info), len(items), len(nouns))


def _closure(desk: Desk, ids: Iterable[str]) -> list[Noun]:
    """The nouns named and all they rest on, that this reader may see; register entries stand for their records."""
    found: dict[str, Noun] = {}
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        if id.startswith("en-"):
            entry = part(desk, [id]).entries[0]
            waiting += [*entry.records, *entry.judgements]
            continue
        noun = desk.get(id, Noun)
        found[id] = noun
        waiting += [to for _, to in noun.rests_on()]
    return [found[id] for id in sorted(found)]


def _contents(desk: Desk, nouns: list[Noun], items: list[Evidence], letters: dict[str, bytes]) -> bags.Contents:
    log = desk.archive.ledger
    kept = [item for item in items if not item.withdrawn]
    return bags.Contents(
        nouns={(noun.id, noun.version): desk.archive.shelf.payload(noun.id, noun.version) for noun in nouns},
        evidence={f"{item.id}.{ENDINGS.get(item.media_type, 'bin')}": unsealed(desk, item) for item in kept},
        custody={item.id: _custody(desk, item.id) for item in kept},
        letters=letters,
        pem=log.key(desk.archive.seals.ring).pem,
        vkey=log.key(desk.archive.seals.ring).vkey,
    )


def _custody(desk: Desk, id: str) -> bytes:
    events: list[CustodyEvent] = custody_of(desk.archive.shelf.resting_on(id, kind="custody", role="evidence"))
    return b"".join(encode(event) + b"\n" for event in events)


def _made(desk: Desk, listed: bytes, ids: tuple[str, ...], profile: str) -> Made:
    """Seal the noun of the package: it names the digest of the list of its files, and so the ledger does."""
    with desk.act("package.made") as act:
        made = Made(id=act.new("pk"), made_by=act.agent.id, made_at=act.at, files=digest(listed), holds=ids, profile=profile)
        act.add(made)
    desk.archive.log()
    return made


def _proofs(desk: Desk, nouns: list[Noun], made: Made, profile: str) -> dict[str, str]:
    archive = desk.archive
    size = archive.ledger.head().size
    tree = tiles.Tree(archive.ledger.read, size)
    proofs = {}
    for id, version, path in [(n.id, n.version, bags.noun_path(n.id, n.version)) for n in nouns] + [(made.id, 1, bags.NOUN)]:
        entry, index = _entry(archive.shelf.entries_of(id), id, version)
        effect = entry.effects[index]
        nonce = archive.seals.nonce(id, version, effect.roots, effect.compartment)
        name = "package" if id == made.id else f"{id}.v{version}"
        proofs[name] = proof(path, entry, index, nonce, size, tree.subtree, PROFILES[profile])
    return proofs


def _entry(entries: list[LedgerEntry], id: str, version: int) -> tuple[LedgerEntry, int]:
    for entry in entries:
        for index, effect in enumerate(entry.effects):
            if (effect.id, effect.version) == (id, version):
                return entry, index
    raise UnknownError(f"The ledger has no entry for {id}, version {version}.", advice="Run “muniment verify”.")
