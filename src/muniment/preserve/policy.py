"""Whose cosignatures count, and how many of them (C2SP tlog-policy): `keys/policy.txt`, in the archive and in every package.

    log <verifier key>
    witness <name> <verifier key> [<address>]      a line for each
    group witnesses <k> <name> ...
    quorum witnesses

The specification allows groups within groups; here there is one group of all witnesses, “k of n”, which a shell can read too. A
witness counts once, by its key. No address is ever called unless someone asks for it.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from muniment.model.errors import BadInputError
from muniment.preserve.note import COSIGNATURE, Cosignature, Key, NoteError, parse_vkey

QUORUM = 2
"""Of three, unless someone decides otherwise."""
MOST_WITNESSES = 32
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_PLAIN = re.compile(r"[!-*,-~]{1,200}")
_URL = re.compile(r"https?://[!-~]+")


class Witness(msgspec.Struct, frozen=True):
    """A witness under the name that this archive gives it, with its key and, if it has one, the address it answers at."""

    name: str
    key: Key
    url: str = ""

    @property
    def line(self) -> str:
        """Its line in the policy."""
        return " ".join(filter(None, ("witness", self.name, self.key.vkey, self.url)))

    def wrote(self, line: str) -> bool:
        """Whether a signature line bears its key's name."""
        return line.startswith(f"— {self.key.name} ")


class Policy(msgspec.Struct, frozen=True):
    """k of n."""

    log: Key
    quorum: int
    witnesses: tuple[Witness, ...]

    @property
    def text(self) -> str:
        """The policy file."""
        names = " ".join(one.name for one in self.witnesses)
        lines = [
            f"log {self.log.vkey}",
            *(one.line for one in self.witnesses),
            f"group witnesses {self.quorum} {names}",
            "quorum witnesses",
        ]
        return "".join(f"{line}\n" for line in lines)

    @property
    def keys(self) -> list[Key]:
        """The keys of all witnesses."""
        return [one.key for one in self.witnesses]

    def named(self, name: str) -> Witness:
        """The witness of that name.

        Raises:
            BadInputError: the policy names none.
        """
        found = [one for one in self.witnesses if one.name == name]
        if not found:
            raise BadInputError(
                f"No witness is called {name!r}.", advice=f"This archive's are {', '.join(w.name for w in self.witnesses)}."
            )
        return found[0]

    def holds(self, given: Iterable[Cosignature]) -> bool:
        """Whether these cosignatures are enough."""
        return len({one.key for one in given} & set(self.keys)) >= self.quorum


def witness(name: str, vkey: str, url: str = "") -> Witness:
    """A witness from what it handed over.

    Raises:
        BadInputError: not a name, not the key of a witness, or not an address.
    """
    if not NAME.fullmatch(name) or name in ("none", "witnesses"):
        raise BadInputError(f"A witness cannot be called {name!r} here.", advice="Use small letters, digits and dashes: north-desk.")
    try:
        key = parse_vkey(vkey)
    except NoteError as exc:
        raise BadInputError(f"The key of {name} cannot be read. {exc}", advice="Ask the witness for its file witness.vkey.") from exc
    if not _PLAIN.fullmatch(key.name):
        raise BadInputError(
            f"The key of {name} is called {key.name!r}: more than a shell can read.", advice="Letters, digits, dots, slashes."
        )
    if key.type != COSIGNATURE:
        raise BadInputError(
            f"The key of {name} is that of a log, not of a witness.",
            advice="A witness's file is witness.vkey, made by “muniment witness init”.",
        )
    if url and not _URL.fullmatch(url):
        raise BadInputError(f"{url!r} is not an address a witness answers at.", advice="Write it as https://… without spaces.")
    return Witness(name, key, url)


def policy(log: Key, quorum: int, witnesses: Sequence[Witness]) -> Policy:
    """A policy that can be met, and in which nobody counts twice.

    Raises:
        BadInputError: it is none.
    """
    names, keys = {one.name for one in witnesses}, {one.key.public for one in witnesses}
    if len(names) < len(witnesses) or len(keys) < len(witnesses):
        raise BadInputError(
            "Two of these witnesses have one name or one key.", advice="Each witness counts once: a name and a key of its own."
        )
    if not 1 <= quorum <= len(witnesses) <= MOST_WITNESSES:
        raise BadInputError(
            f"{quorum} of {len(witnesses)} witnesses cannot be asked for.",
            advice=f"Name 1 to {MOST_WITNESSES}, and ask for one to all of them.",
        )
    if log.public in keys:
        raise BadInputError("One of these keys is the archive's own.", advice="A witness is someone else, with a key of their own.")
    return Policy(log, quorum, tuple(witnesses))


def parse(text: str) -> Policy:
    """The policy in this file.

    Raises:
        BadInputError: it is none, or of a form that this program does not write.
    """
    wrong = BadInputError(
        "keys/policy.txt is not “log, witness …, group witnesses K NAME …, quorum witnesses”.", advice="Restore it from a backup."
    )
    lines = [line.split(" ") for line in text.split("\n")]
    if len(lines) < 5 or lines[-1] != [""] or lines[0][:1] != ["log"] or len(lines[0]) != 2 or lines[-2] != ["quorum", "witnesses"]:
        raise wrong
    group = lines[-3]
    if (
        len(group) < 4
        or group[:2] != ["group", "witnesses"]
        or not re.fullmatch(r"[1-9][0-9]?", group[2])
        or any(w[0] != "witness" for w in lines[1:-3])
    ):
        raise wrong
    try:
        made = policy(parse_vkey(lines[0][1]), int(group[2]), [witness(*words[1:]) for words in lines[1:-3]])
    except (NoteError, TypeError) as exc:
        raise wrong from exc
    if made.text != text:
        raise wrong
    return made
