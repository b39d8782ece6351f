"""The one interface to sealed bytes: the vault meets it, and what it says it keeps is what a copy needs."""

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.store import Blobs, Vault
from muniment.store.blobs import Kept


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault(tmp_path, loose_over=4000, close_at=8000)
    for n in range(9):
        made.put_many([os.urandom(1500 + n), os.urandom(5000)])
    yield made
    made.close()


def test_a_vault_is_a_place_for_blobs(vault: Vault) -> None:
    place: Blobs = vault  # what mypy compares in full
    asked = [name for name, what in vars(Blobs).items() if not name.startswith("_") and (callable(what) or isinstance(what, property))]
    assert len(asked) > 10
    for name in asked:
        theirs, ours = vars(Blobs)[name], inspect.getattr_static(place, name)
        if not isinstance(theirs, property):
            assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters), name


def test_a_copy_of_what_is_kept_is_the_same_vault(vault: Vault, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("copy")
    kept = list(vault.kept())
    for one in kept:
        (other / one.name).parent.mkdir(parents=True, exist_ok=True)
        (other / one.name).write_bytes((vault.root / one.name).read_bytes()[: one.size])
    copy = Vault(other)
    assert list(copy.check()) == []
    assert sorted(id for id, *_ in copy.ids()) == sorted(id for id, *_ in vault.ids())
    assert {one.name.split("/")[0] for one in kept if one.is_final} == {"packs", "objects"}
    assert [one.name for one in kept if not one.is_final] == ["packs/000003.tar"]


def test_a_pack_that_is_being_filled_is_kept_as_far_as_it_is_safe(vault: Vault) -> None:
    (growing,) = [one for one in vault.kept() if not one.is_final]
    with (vault.root / growing.name).open("ab") as torn:
        torn.write(b"half a header")
    assert growing in list(vault.kept())
    vault.put(b"more")
    (grown,) = [one for one in vault.kept() if not one.is_final]
    assert grown == Kept(growing.name, growing.size + 1024, False)


def test_looking_part_by_part_sees_all_that_looking_at_once_sees(vault: Vault) -> None:
    vault.close()
    packs = [part for part in vault.parts() if part.endswith(".tar")]
    for part, path in (("packs", vault.root / "packs" / "notes.txt"), ("objects", vault.root / "objects" / "zz")):
        path.write_bytes(b"strange")
        assert [fault.what for fault in vault.look(part).faults] == ["a foreign file"]
    damaged = vault.root / packs[0]
    damaged.chmod(0o600)
    damaged.write_bytes(damaged.read_bytes()[:600] + b"?" + damaged.read_bytes()[601:])
    assert [fault for part in vault.parts() for fault in vault.look(part).faults] == list(vault.check())
    assert {fault.where.split(" ")[0] for fault in vault.look(packs[0]).faults} >= {packs[0]}
    assert vault.look(packs[1]).faults == ()


def test_every_object_is_counted_once_over_all_parts(vault: Vault) -> None:
    seen = [vault.look(part) for part in vault.parts()]
    assert sum(one.objects for one in seen) == sum(1 for _ in vault.ids())
    assert sum(one.bytes for one in seen) == sum(
        one.size for one in vault.kept() if one.name.endswith(".tar") or one.name.startswith("objects")
    )


def test_a_part_that_went_away_meanwhile_is_empty(vault: Vault) -> None:
    assert vault.look("packs/999999.tar").objects == 0
