"""The doors for packages: make one that proves itself offline.

What leaves: the nouns named and all they rest on, with proofs and custody. What never leaves: consents and conditions (they say
who asked for silence), accounts, anything of a sealed identity. Who acted is named only where the profile says so; elsewhere
each person is a word that holds in this package alone, and two packages by one person share no name or identifier of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from muniment.archive.custody import chained, custody, custody_of
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import unsealed
from muniment.archive.register import part
from muniment.archive.stamps import Stamped, authority_pem, by
from muniment.archive.witnesses import unalarmed, witnessed
from muniment.model.agent import Agent
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.examination import Examination
from muniment.model.noun import HIDDEN, Noun
from muniment.model.package import Package as Made
from muniment.model.submission import Submission
from muniment.preserve import package as bags
from muniment.preserve import tiles
from muniment.preserve.note import checkpoint
from muniment.preserve.proof import ALWAYS, Act, Form, form, proof, way
from muniment.preserve.shown import shown


class Profile(msgspec.Struct, frozen=True):
    """What a disclosure opens: fields of the ledger's entries, whether those who acted are named, and whether what was found inside
    items leaves with them: a place or the number of a camera can give away who took a picture."""

    opened: frozenset[str]
    names_actors: bool = False
    looks_inside: bool = False


PROFILES = {
    "court": Profile(frozenset({"actor", "at", "clock", "reason", "type"}), names_actors=True, looks_inside=True),
    "partner": Profile(frozenset({"at", "clock", "type"})),
    "public": Profile(ALWAYS),
}
STAYS = ("ag", "cn", "co")
"""Kinds, by the prefix of their ids, that a package never holds: agents, conditions, consents."""
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
    unalarmed(desk.archive)
    desk.archive.log()
    nouns = _closure(desk, ids)
    _letters_named(nouns, letters or {})
    items = [noun for noun in nouns if isinstance(noun, Evidence) and not noun.withdrawn]
    if PROFILES[profile].looks_inside:
        nouns += [look for item in items for look in desk.resting_on(item.id, Examination)]
    chains = {item.id: custody_of(desk.archive.shelf.resting_on(item.id, kind="custody", role="evidence")) for item in items}
    leaving = [*nouns, *(event for chain in chains.values() for event in chain)]
    ledgered = Ledgered(desk)
    forms = {(n.id, n.version): _form(ledgered, n.id, n.version, bags.noun_path(n.id, n.version), profile) for n in leaving}
    id = desk.archive.new_id("pk")
    log = desk.archive.ledger
    cosigned = _cosigned(desk)
    stamped = _stamped(desk, [ledgered.place(item.id, 1)[0].entry.seq or 0 for item in items])
    laid = bags.begun(
        bags.Contents(
            nouns={key: one.payload for key, one in forms.items()},
            evidence={f"{item.id}.{ENDINGS.get(item.media_type, 'bin')}": unsealed(desk, item) for item in items},
            custody={id: tuple(forms[event.id, event.version].payload for event in chain) for id, chain in chains.items()},
            letters=letters or {},
            actors=_actors(desk, leaving, profile),
            pem=log.key(desk.archive.seals.ring).pem,
            vkey=log.key(desk.archive.seals.ring).vkey,
            info=_info(desk, id, profile),
            policy=cosigned.policy,
            cosigned=cosigned.note,
            notes={head.size: desk.archive.stamps.note(head.size) for head in stamped},
            tokens=tuple(
                bags.Token(head.size, one.chain, desk.archive.stamps.reply(head.size, one.chain), one.at)
                for head in stamped
                for one in head.stamps
            ),
            certificates=_certificates(desk, stamped),
        )
    )
    _made(desk, id, laid[bags.LIST], ids, profile, items)
    forms[id, 1] = _form(ledgered, id, 1, bags.NOUN, profile)
    note = log.checkpoint()  # of one head with the proofs, though others may sign meanwhile
    size = checkpoint(note.partition("\n\n")[0]).size
    proofs, ways = _proofs(ledgered, forms, profile, size), _ways(desk, size, cosigned, stamped)
    bag = bags.finished(laid, forms[id, 1].payload, proofs, note, ways)
    return Package(id, bag, len(items), len(nouns))


class _Cosigned(msgspec.Struct, frozen=True):
    """What leaves of the witnesses: the policy, and the last checkpoint that enough of them cosigned, or as many as did."""

    policy: str = ""
    note: str = ""
    size: int = 0


def _cosigned(desk: Desk) -> _Cosigned:
    kept = witnessed(desk.archive)
    trusted = kept.policy()
    if trusted is None:
        return _Cosigned()
    found = [one for one in kept.cosigned(trusted) if one.by and one.size]
    best = max(found, key=lambda one: (trusted.holds(one.by), one.size), default=None)
    return _Cosigned(trusted.text, best.note, best.size) if best else _Cosigned(trusted.text)


def _stamped(desk: Desk, places: Iterable[int]) -> tuple[Stamped, ...]:
    """The heads that tell by when each item existed: for each the first that was stamped with it; and the newest that was stamped."""
    heads = sorted((head for head in desk.archive.stamps.records() if head.stamps), key=lambda head: (head.first, head.size))
    firsts = {next((head.size for head in heads if place < head.size), None) for place in places}
    newest = max((head.size for head in heads), default=None)
    return tuple(head for head in heads if head.size in firsts | {newest})


def _certificates(desk: Desk, heads: Iterable[Stamped]) -> dict[str, bytes]:
    """The roots and intermediates of the authorities that stamped these heads, by file."""
    names = {by(stamp.chain) for head in heads for stamp in head.stamps}
    found = {
        f"tsa-{name}{end}.pem": text
        for name in sorted(names)
        for end, text in zip(("", ".chain"), authority_pem(desk.archive.root, name), strict=True)
    }
    return {name: text.encode() for name, text in found.items() if text}


def _ways(desk: Desk, size: int, cosigned: _Cosigned, stamped: Iterable[Stamped]) -> dict[str, str]:
    """By file, the proofs that the heads which witnesses cosigned and authorities stamped are the beginning of one of `size`."""
    olds = {bags.stamped_way(head.size): head.size for head in stamped} | ({bags.COSIGNED_WAY: cosigned.size} if cosigned.note else {})
    subtree = tiles.Tree(desk.archive.ledger.read, size).subtree
    return {path: way(old, size, subtree) for path, old in olds.items()}


def _closure(desk: Desk, ids: Iterable[str]) -> list[Noun]:
    """The nouns named and all they rest on, that this reader may see; register entries stand for their records."""
    found: dict[str, Noun] = {}
    waiting = [(id, True) for id in ids]
    while waiting:
        id, is_named = waiting.pop()
        if id in found or (id[:2] in STAYS and not is_named):
            continue
        if id.startswith("en-"):
            waiting += [(below, False) for below in _of_entry(desk, id)]
            continue
        found[id] = _leaving(desk, id)
        waiting += [(to, False) for _, to in found[id].rests_on()]
    return [found[id] for id in sorted(found)]


def _of_entry(desk: Desk, id: str) -> tuple[str, ...]:
    entry = part(desk, [id]).entries[0]
    return (*entry.records, *entry.judgements)


def _leaving(desk: Desk, id: str) -> Noun:
    """A noun that may leave.

    Raises:
        RefusedError: one that never does.
    """
    noun = desk.get(id, Noun)
    if noun.compartment == HIDDEN or id[:2] in STAYS:
        raise RefusedError(
            f"{id} does not leave in a package: consents, conditions, accounts and sealed identities stay here.",
            advice="Name evidence, claims, entries or a submission that does not rest on it.",
        )
    return noun


def _letters_named(nouns: Iterable[Noun], letters: dict[str, bytes]) -> None:
    """A letter leaves in a package only as the file that its released submission names."""
    named = {file for noun in nouns if isinstance(noun, Submission) for file in noun.files}
    for name, data in letters.items():
        if (name, digest(data)) not in named:
            raise BadInputError(f"No released submission in this package names the file {name!r}.", advice="Release the letter first.")


def _form(ledgered: Ledgered, id: str, version: int, path: str, profile: str) -> Form:
    act, index = ledgered.place(id, version)
    effect, archive = act.entry.effects[index], ledgered.desk.archive
    nonce = archive.seals.nonce(id, version, effect.roots, effect.compartment)
    return form(path, archive.shelf.payload(id, version), nonce, is_whole=PROFILES[profile].names_actors)


def _actors(desk: Desk, nouns: Iterable[Noun], profile: str) -> str:
    """Who is who among those who acted, in words that hold in this package alone: “file actor person”, a line each."""
    if PROFILES[profile].names_actors:
        return ""
    people = {agent.name: agent.id for agent in desk.archive.shelf.find("agent", compartments=("open",)) if isinstance(agent, Agent)}
    words: dict[str, str] = {}
    lines = []
    for noun in nouns:
        for number, actor in enumerate(shown(desk.archive.shelf.payload(noun.id, noun.version)).actors, 1):
            word = words.setdefault(people.get(actor, actor), f"person-{len(words) + 1}")
            lines.append(f"{bags.noun_path(noun.id, noun.version)} actor-{number} {word}\n")
    return "".join(sorted(lines))


def _info(desk: Desk, id: str, profile: str) -> dict[str, str]:
    known = desk.archive.settings
    return {
        "Source-Organization": known.title, "External-Identifier": id, "Bagging-Date": desk.archive.now().date().isoformat(),
        "Muniment-Profile": profile, "Muniment-Archive": known.origin, "Muniment-Mode": known.mode,
    }  # fmt: skip


def _made(desk: Desk, id: str, listed: bytes, ids: tuple[str, ...], profile: str, items: list[Evidence]) -> None:
    """Seal the noun of the package: it names the digest of the list of its files, and so the ledger does. Each item's chain of
    custody says that it left, after the links that left with it."""
    with chained(desk, [item.id for item in items], "package.made") as act:
        act.add(Made(id=id, made_by=act.agent.id, made_at=act.at, files=digest(listed), holds=ids, profile=profile))
        act.add(*(custody(act, item.id, "disclosed", detail=f"in the package {id}") for item in items))
    desk.archive.log()


def _proofs(ledgered: Ledgered, forms: dict[tuple[str, int], Form], profile: str, size: int) -> dict[str, str]:
    tree = tiles.Tree(ledgered.desk.archive.ledger.read, size)
    proofs = {}
    for (id, version), one in forms.items():
        act, index = ledgered.place(id, version)
        name = "package" if one.path == bags.NOUN else f"{id}.v{version}"
        proofs[name] = proof(one, act, index, size, tree.subtree, PROFILES[profile].opened)
    return proofs


class Ledgered:
    """Where in the ledger each noun version stands; an act with many effects is read and hashed once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._places: dict[tuple[str, int], tuple[Act, int]] = {}

    def place(self, id: str, version: int) -> tuple[Act, int]:
        """The act that brought this version about, and which of its effects it is.

        Raises:
            UnknownError: no act did.
        """
        if (id, version) not in self._places:
            for entry in self.desk.archive.shelf.entries_of(id):
                act = Act.of(entry)
                self._places |= {(effect.id, effect.version): (act, n) for n, effect in enumerate(entry.effects)}
        if (id, version) not in self._places:
            raise UnknownError(f"The ledger has no entry for {id}, version {version}.", advice="Run “muniment verify”.")
        return self._places[id, version]
