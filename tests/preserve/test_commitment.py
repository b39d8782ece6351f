"""Commitments: what a shell can compute again, what a guess cannot test, and forms that do not give each other away."""

import hashlib
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.ledger import Effect, LedgerEntry
from muniment.preserve.commitment import (
    Closed,
    effect_leaf,
    effect_leaves,
    effects_value,
    entry_commitment,
    fields,
    leaf_of,
    object_commitment,
    one_line,
    shown_commitment,
    shown_nonce,
)  # fmt: skip
from muniment.preserve.merkle import root

NONCE, SHA = "0f" * 32, "ab" * 32
AT = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)


def entry(**changed: object) -> LedgerEntry:
    effect = Effect(id="cl-" + "1" * 32, version=1, commitment="c" * 64, sha256=SHA, size=3, shown="d" * 64)
    given = {
        "id": "le-" + "0" * 32, "made_by": "ag-" + "2" * 32, "made_at": AT, "type": "claim.reviewed", "clock": "system clock",
        "reason": "as the passage says", "salt": "5a" * 32, "effects": (effect,),
    }  # fmt: skip
    return LedgerEntry(**given | changed)  # type: ignore[arg-type]


@pytest.mark.needs("openssl3")
def test_a_shell_computes_the_same_commitment() -> None:
    said = f"printf 'muniment/object/1\\n{NONCE}\\n{SHA}\\n3\\n' | openssl dgst -sha256 -r"
    ran = subprocess.run(["sh", "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.split()[0] == object_commitment(NONCE, SHA, 3)


def test_the_preimages_are_those_that_the_format_names() -> None:
    inner = hashlib.sha256(f"muniment/shown-nonce/1\n{NONCE}\n".encode()).hexdigest()
    assert shown_nonce(NONCE) == inner
    assert shown_commitment(NONCE, SHA, 3) == hashlib.sha256(f"muniment/shown/1\n{inner}\n{SHA}\n3\n".encode()).hexdigest()
    assert effect_leaf("cl-1", 2, "c", None) == b"muniment/effect/1\ncl-1\n2\nc\n-\n"


def test_a_leaf_is_a_version_and_one_digest_and_nothing_that_can_be_read() -> None:
    leaf = leaf_of(entry())
    assert len(leaf) == 33
    assert leaf[:1] == b"\x01"


CHANGES = {
    "made_by": "ag-" + "3" * 32, "made_at": AT.replace(minute=21), "type": "claim.edited", "clock": "another", "reason": "",
    "salt": "5b" * 32, "effects": (),
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_each_field_is_bound(field: str) -> None:
    assert leaf_of(entry(**{field: CHANGES[field]})) != leaf_of(entry())


@pytest.mark.parametrize(("field", "value"), [("id", "cl-" + "2" * 32), ("version", 2), ("commitment", "e" * 64), ("shown", "e" * 64)])
def test_each_effect_is_bound_in_both_its_forms(field: str, value: object) -> None:
    given = {"id": "cl-" + "1" * 32, "version": 1, "commitment": "c" * 64, "sha256": SHA, "size": 3, "shown": "d" * 64}
    changed = Effect(**given | {field: value})  # type: ignore[arg-type]
    assert leaf_of(entry(effects=(changed,))) != leaf_of(entry())


@given(st.sets(st.sampled_from(["actor", "at", "clock", "effects", "reason", "type"])))
def test_any_fields_may_be_closed_and_the_entry_is_the_same(closed: set[str]) -> None:
    opened = fields(entry())
    parts = {name: Closed(name, one.commitment) if name in closed else one for name, one in opened.items()}
    assert entry_commitment(parts) == leaf_of(entry())[1:].hex()


def test_no_two_fields_of_one_entry_share_a_nonce() -> None:
    assert len({field.nonce for field in fields(entry()).values()}) == 6


def test_the_field_of_effects_is_their_number_and_the_root_of_their_tree() -> None:
    leaves = effect_leaves(entry())
    assert fields(entry())["effects"].value == effects_value(leaves) == f"1 {root(leaves).hex()}"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_value_is_one_printable_line_and_no_two_values_are_the_same_line(one: str, two: str) -> None:
    lines = one_line(one), one_line(two)
    assert not any(ord(c) < 32 or ord(c) == 127 for c in lines[0])
    assert (lines[0] == lines[1]) == (one == two)
