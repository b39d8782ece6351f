"""Proof files: how one noun version is led to the ledger's signed head, one word and its value a line, each in its place.

    muniment-proof 1
    path, id, version                           the file in the package and which noun version it is
    form whole | shown                          with or without the names and identifiers of those who acted
    sha256, size, nonce, other                  what was committed to in this form; the commitment of the other form, or -
    effect-index, effect-count, effect-path …   its place among the effects of its act
    open NAME NONCE VALUE | closed NAME COMMITMENT   the six fields of the ledger entry, in the order of their names
    leaf-index, tree-size, log-path …           the entry's place under the head

Or how an earlier head, which witnesses cosigned or an authority stamped, is led to it (RFC 6962, section 2.1.2):

    muniment-consistency 1
    old, size                                   the sizes of the earlier and of the later head
    path …                                      a hash a line

A POSIX shell can read both. Which fields are opened, and which form is shown, is the disclosure's choice.
"""

from collections.abc import Callable, Collection

import msgspec

from muniment.model.canonical import digest
from muniment.model.ledger import LedgerEntry
from muniment.preserve.commitment import effect_leaves, fields, one_line, shown_nonce
from muniment.preserve.merkle import Hash, consistency, from_leaves, inclusion
from muniment.preserve.shown import shown

ALWAYS = frozenset({"effects", "type", "at"})
"""Fields a proof cannot do without, or that say nothing about a person."""


class Form(msgspec.Struct, frozen=True):
    """One noun version as it leaves: its file, its bytes in the form chosen, what that form was committed to with."""

    path: str
    payload: bytes
    is_whole: bool
    nonce: str


def form(path: str, payload: bytes, nonce: str, *, is_whole: bool) -> Form:
    """The form of a noun's payload that leaves, with the nonce that belongs to it and to it alone."""
    return Form(path, payload, True, nonce) if is_whole else Form(path, shown(payload).payload, False, shown_nonce(nonce))


class Act(msgspec.Struct, frozen=True):
    """A numbered entry with the tree over its effects, hashed once for all of them."""

    entry: LedgerEntry
    effects: Callable[[int, int], Hash]

    @classmethod
    def of(cls, entry: LedgerEntry) -> "Act":
        """This entry and its tree."""
        return cls(entry, from_leaves(effect_leaves(entry)))


def proof(form: Form, act: Act, index: int, size: int, subtree: Callable[[int, int], Hash], opened: Collection[str] = ALWAYS) -> str:
    """The proof file for effect `index` of an act, in a log of `size`."""
    entry, count = act.entry, len(act.entry.effects)
    effect = entry.effects[index]
    assert entry.seq is not None
    lines = [
        "muniment-proof 1", f"path {form.path}", f"id {effect.id}", f"version {effect.version}",
        f"form {'whole' if form.is_whole else 'shown'}", f"sha256 {digest(form.payload)}", f"size {len(form.payload)}",
        f"nonce {form.nonce}", f"other {(effect.shown if form.is_whole else effect.commitment) or '-'}",
        f"effect-index {index}", f"effect-count {count}",
        *(f"effect-path {step.hex()}" for step in inclusion(index, count, act.effects)),
        *_fields(entry, set(opened) | {"effects"}),
        f"leaf-index {entry.seq}", f"tree-size {size}",
        *(f"log-path {step.hex()}" for step in inclusion(entry.seq, size, subtree)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def way(old: int, size: int, subtree: Callable[[int, int], Hash]) -> str:
    """The file that leads from the head of `old` entries to that of `size`: the later log begins with the earlier.

    Raises:
        IndexError: there is no way from nothing, or from a larger head.
    """
    steps = consistency(old, size, subtree)
    return f"muniment-consistency 1\nold {old}\nsize {size}\n" + "".join(f"path {step.hex()}\n" for step in steps)


def _fields(entry: LedgerEntry, opened: Collection[str]) -> list[str]:
    return [
        f"open {name} {field.nonce} {one_line(field.value)}" if name in opened else f"closed {name} {field.commitment}"
        for name, field in sorted(fields(entry).items())
    ]
