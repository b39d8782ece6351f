"""Custodians: any two of three, with nothing but their own keys and the stock program; one alone never."""

import subprocess
from itertools import combinations, permutations
from pathlib import Path

import pytest

from muniment.model.errors import BadInputError, RefusedError
from muniment.protect.custodians import FOLDER, checked, recover, wrap
from muniment.protect.keyring import KeyMissingError, Keyring, decoded, encoded, new_keyring
from muniment.protect.sealing import NotAKeyError, SealError, fresh, unseal

PEOPLE = [fresh() for _ in range(3)]
PUBLIC = [str(one.to_public()) for one in PEOPLE]


@pytest.fixture(scope="module")
def ring() -> Keyring:
    return new_keyring("0" * 16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, ring: Keyring) -> Path:
    made = tmp_path_factory.mktemp("keys")
    wrap(made, ring, PUBLIC)
    return made


@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_any_two_in_any_order_bring_back_all_of_it(folder: Path, ring: Keyring, pair: tuple[int, int]) -> None:
    found = recover(folder, PEOPLE[pair[0]], PEOPLE[pair[1]])
    assert found == ring
    assert found.opens("sealed-identity")


def test_there_is_a_wrap_for_each_pair_and_none_shows_anything(folder: Path, ring: Keyring) -> None:
    wraps = sorted((folder / FOLDER).glob("*.age"))
    assert len(wraps) == 3
    for path in wraps:
        assert path.stat().st_mode & 0o777 == 0o600
        assert ring.database.encode() not in path.read_bytes()


def test_one_alone_opens_none_of_them_not_even_the_layer_that_is_theirs(folder: Path, ring: Keyring) -> None:
    for person in PEOPLE:
        for path in (folder / FOLDER).iterdir():
            try:
                opened = unseal(path.read_bytes(), [person])
            except SealError:
                continue
            assert opened.startswith(b"age-encryption.org/v1"), "another layer, closed"
            assert ring.database.encode() not in opened
        with pytest.raises(RefusedError, match="twice"):
            recover(folder, person, person)


def test_a_stranger_with_a_custodian_is_refused_and_told_where_to_look(folder: Path) -> None:
    with pytest.raises(RefusedError, match="two of its custodians"):
        recover(folder, PEOPLE[0], fresh())


def test_a_swapped_wrap_opens_for_nobody(folder: Path, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    names = sorted(path.name for path in (folder / FOLDER).iterdir())
    for name, other in zip(names, names[1:] + names[:1], strict=True):
        (tmp_path / FOLDER / name).write_bytes((folder / FOLDER / other).read_bytes())
    for one, two in combinations(PEOPLE, 2):
        with pytest.raises(RefusedError):
            recover(tmp_path, one, two)


def test_no_wraps_at_all_is_told_apart_from_wrong_keys(tmp_path: Path) -> None:
    with pytest.raises(KeyMissingError, match=r"Copy the folder “custodians”.*sheets"):
        recover(tmp_path, PEOPLE[0], PEOPLE[1])


@pytest.mark.parametrize("keys", [[], PUBLIC[:2], [*PUBLIC[:2], PUBLIC[0]], [*PUBLIC, PUBLIC[2]], [*PUBLIC[:2], f" {PUBLIC[1]}\n"]])
def test_fewer_than_three_different_people_are_not_custodians(tmp_path: Path, ring: Keyring, keys: list[str]) -> None:
    with pytest.raises(BadInputError, match="Three different custodians"):
        wrap(tmp_path, ring, keys)
    assert not list(tmp_path.iterdir())


def test_one_wrong_key_among_three_writes_nothing(tmp_path: Path, ring: Keyring) -> None:
    with pytest.raises(NotAKeyError):
        wrap(tmp_path, ring, [*PUBLIC[:2], "age1something"])
    assert not list(tmp_path.iterdir())


def test_more_than_three_may_hold_it_still_two_by_two(tmp_path: Path, ring: Keyring) -> None:
    fourth = fresh()
    wrap(tmp_path, ring, checked([*PUBLIC, str(fourth.to_public())]))
    assert recover(tmp_path, fourth, PEOPLE[2]) == ring
    assert len(list((tmp_path / FOLDER).glob("*.age"))) == 6


@pytest.mark.needs("age")
@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_two_custodians_need_no_program_of_ours(folder: Path, ring: Keyring, tmp_path: Path, pair: tuple[int, int]) -> None:
    """`age -d -i SECOND wrap | age -d -i FIRST`: the outer layer belongs to the one whose key sorts last."""
    one, two = sorted((PEOPLE[i] for i in pair), key=lambda person: str(person.to_public()))
    path = folder / FOLDER / f"{str(one.to_public())[-12:]}+{str(two.to_public())[-12:]}.age"
    opened = path.read_bytes()
    for person in (two, one):
        key = tmp_path / "key"
        key.write_text(f"{person}\n")
        opened = subprocess.run(["age", "-d", "-i", key], input=opened, capture_output=True, check=True).stdout
    assert opened == encoded(ring)
    assert decoded(opened) == ring
