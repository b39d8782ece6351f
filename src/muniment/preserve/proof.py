"""Proof files: how one noun version is led to the ledger's signed head, one word and its value a line.

    muniment-proof 1
    path, id, version, sha256, size, nonce      the file in the package and what was committed to
    effect-index, effect-count, effect-path …   its place among the effects of its act
    open NAME NONCE VALUE | closed NAME COMMITMENT   the fields of the ledger entry
    leaf-index, tree-size, log-path …           the entry's place under the head

A POSIX shell can read it. Which fields are opened is the disclosure's choice.
"""

from collections.abc import Callable, Collection

from muniment.model.ledger import LedgerEntry
from muniment.preserve.commitment import effect_leaves, fields, one_line
from muniment.preserve.merkle import Hash, from_leaves, inclusion

ALWAYS = frozenset({"effects", "type", "at"})
"""Fields a proof cannot do without, or that say nothing about a person."""


def proof(
    path: str, entry: LedgerEntry, index: int, nonce: str, size: int, subtree: Callable[[int, int], Hash],
    shown: Collection[str] = ALWAYS,
) -> str:  # fmt: skip
    """The proof file for effect `index` of a numbered entry, in a log of `size`."""
    effect, leaves = entry.effects[index], effect_leaves(entry)
    assert entry.seq is not None
    lines = [
        "muniment-proof 1", f"path {path}", f"id {effect.id}", f"version {effect.version}", f"sha256 {effect.sha256}",
        f"size {effect.size}", f"nonce {nonce}", f"effect-index {index}", f"effect-count {len(leaves)}",
        *(f"effect-path {step.hex()}" for step in inclusion(index, len(leaves), from_leaves(leaves))),
        *_fields(entry, set(shown) | {"effects"}),
        f"leaf-index {entry.seq}", f"tree-size {size}",
        *(f"log-path {step.hex()}" for step in inclusion(entry.seq, size, subtree)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _fields(entry: LedgerEntry, shown: Collection[str]) -> list[str]:
    return [
        f"open {name} {field.nonce} {one_line(field.value)}" if name in shown else f"closed {name} {field.commitment}"
        for name, field in sorted(fields(entry).items())
    ]
