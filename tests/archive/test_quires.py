"""Quires: what one act brings about under the same keys is one object, and one destroyed key reaches exactly what rests on it."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from muniment.archive import quires
from muniment.archive.desk import Desk
from muniment.archive.quires import NotInQuireError, Quires, bound
from muniment.model.canonical import decode, digest
from muniment.model.ledger import Effect, LedgerEntry
from tests.archive.makers import checked, faults, take, through, told


def acts(desk: Desk) -> list[LedgerEntry]:
    desk.archive.log()
    return list(desk.archive.shelf.entries())


def effects(desk: Desk) -> list[Effect]:
    return [effect for act in acts(desk) for effect in act.effects]


def test_an_item_and_its_custody_share_one_object_and_no_two_items_do(desk: Desk) -> None:
    take(desk, b"one", b"two")
    act = next(act for act in acts(desk) if act.type == "evidence.taken-in")
    shared = Counter(effect.object for effect in act.effects)
    assert sorted(shared.values()) == [2, 2]
    for object in shared:
        assert len({effect.roots for effect in act.effects if effect.object == object}) == 1


@pytest.mark.needs("age")
def test_the_stock_program_prints_a_quire_line_by_line(desk: Desk, tmp_path: Path) -> None:
    (receipt,) = take(desk, b"one")
    effect = next(e for e in effects(desk) if e.id == receipt.id)
    key = tmp_path / "key"
    key.write_text(f"{desk.archive.seals.sheets.find(receipt.id or '')}\n")
    sealed = desk.archive.vault.get(effect.object or "")
    opened = subprocess.run(["age", "-d", "-i", key], input=sealed, capture_output=True, check=True).stdout
    assert [decode(line).kind() for line in opened.split(b"\n")] == ["evidence", "custody"]


def test_every_noun_version_is_found_again_by_its_digest(desk: Desk) -> None:
    told(desk)
    take(desk, b"identity", compartment="sealed-identity")
    opened = Quires(desk.archive.vault, desk.archive.seals)
    for effect in effects(desk):
        stored = opened.stored(effect)
        assert digest(stored) == effect.sha256
        assert stored == desk.archive.shelf.payload(effect.id, effect.version)
    with pytest.raises(NotInQuireError, match="other bytes"):
        opened.stored(Effect(**{f: getattr(effect, f) for f in effect.__struct_fields__} | {"sha256": "0" * 64}))


def test_nothing_shares_a_quire_with_what_rests_on_other_evidence(desk: Desk) -> None:
    """Else a withdrawal would reach too far, or not far enough."""
    told(desk)
    told(desk, "Another report.")
    take(desk, b"closed", compartment="restricted")
    closed: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for effect in effects(desk):
        closed.setdefault(effect.object or "", set()).add((effect.roots, effect.compartment))
    assert all(len(keys) == 1 for keys in closed.values())


def test_a_withdrawal_reaches_its_own_quires_alone(desk: Desk) -> None:
    one, two = take(desk, b"one", b"two")
    before = effects(desk)
    through(desk, "withdraw", id=one.id, expected=1, reason="asked for by the giver")
    opened = Quires(desk.archive.vault, desk.archive.seals)
    assert not desk.archive.seals.is_readable((one.id or "",))
    for effect in before:
        if two.id in effect.roots:
            assert digest(opened.stored(effect)) == effect.sha256
        elif one.id in effect.roots:
            with pytest.raises(Exception, match="was destroyed"):
                opened.stored(effect)
    assert faults(checked(desk)) == []


def test_a_quire_is_full_at_its_size(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    act = next(act for act in acts(desk) if act.effects)
    effect = act.effects[0]
    many = [Effect(**{f: getattr(effect, f) for f in effect.__struct_fields__} | {"version": n, "size": 40}) for n in range(1, 8)]
    monkeypatch.setattr(quires, "FULL", 100)
    made = bound(many, {(effect.id, n): b"x" * 40 for n in range(1, 8)}, desk.archive.seals)
    assert [len(quire.versions) for quire in made] == [2, 2, 2, 1]
