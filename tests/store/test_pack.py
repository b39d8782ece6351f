"""The index of a pack: lines of one width, behind the pack at worst, never believed against it."""

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from muniment.model import digest
from muniment.store import Vault
from muniment.store.pack import WIDTH, Gap, Pack, line, unlined, walk
from muniment.store.tar import Member, whole
from tests.store.makers import other_process

MEMBERS = st.builds(Member, st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 10**11 - 1), st.integers(0, 10**8 - 1))


@given(MEMBERS)
def test_a_line_is_json_of_one_width_and_read_back(member: Member) -> None:
    import json

    text = line(member)
    assert len(text) == WIDTH and unlined(text) == member
    assert json.loads(text) == {"id": member.id, "offset": member.offset, "size": member.size}


@given(st.binary(min_size=WIDTH, max_size=WIDTH))
def test_other_bytes_are_no_line(data: bytes) -> None:
    assert unlined(data) is None


@given(st.lists(st.binary(max_size=900), max_size=4), st.integers(0, 2000))
def test_walking_names_members_and_the_gaps_between(tmp_path_factory: object, contents: list[bytes], junk: int) -> None:
    path = tmp_path_factory.mktemp("walk") / "p.tar"  # type: ignore[attr-defined]
    first, second = contents[: len(contents) // 2], contents[len(contents) // 2 :]
    start = b"".join(piece for c in first for piece in whole(digest(c), c))
    foreign = b"\xff" * (junk // 512 * 512)
    path.write_bytes(start + foreign + b"".join(piece for c in second for piece in whole(digest(c), c)))
    found = list(walk(path))
    assert [piece.id for piece in found if isinstance(piece, Member)] == [digest(c) for c in contents]
    assert [piece for piece in found if isinstance(piece, Gap)] == ([Gap(len(start), len(start) + len(foreign))] if foreign else [])


def test_an_index_that_is_behind_or_torn_is_made_good_from_the_pack(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    ids = vault.put_many([b"one", b"two", b"three"])
    vault.close()
    pack = Pack(tmp_path / "packs" / "000001.tar")
    assert pack.is_tidy()
    data = pack.index_path.read_bytes()
    for index in (data[:WIDTH], data[: WIDTH + 9], b"", data[:WIDTH] + b"\0" * WIDTH):
        pack.index_path.write_bytes(index)
        assert not pack.is_tidy()
        reader = Vault(tmp_path)
        assert [reader.get(id) for id in ids] == [b"one", b"two", b"three"]
        assert reader.recover() == []
        assert pack.index_path.read_bytes() == data
        reader.close()


def test_an_index_that_lies_is_not_believed(tmp_path: Path) -> None:
    """Two members' places swapped: the bytes read are not those of the name."""
    import pytest

    from muniment.store.errors import DamagedError

    vault = Vault(tmp_path)
    one, two = vault.put_many([b"aaa", b"bbb"])
    vault.close()
    index = tmp_path / "packs" / "000001.idx.jsonl"
    members = {id: member for id in (one, two) if (member := _member(index, id))}
    index.write_bytes(line(Member(two, members[one].offset, 3)) + line(Member(one, members[two].offset, 3)))
    reader = Vault(tmp_path)
    with pytest.raises(DamagedError):
        reader.get(one)
    assert any("index" in fault.what for fault in reader.check())


def _member(index: Path, id: str) -> Member | None:
    data = index.read_bytes()
    lines = [data[at : at + WIDTH] for at in range(0, len(data), WIDTH)]
    return next((member for text in lines if (member := unlined(text)) and member.id == id), None)


def test_a_large_pack_is_walked_in_little_memory(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    for _ in range(8):
        vault.put_many([os.urandom(1 << 20) for _ in range(16)])
    script = """if 1:
        import resource, sys
        from pathlib import Path
        from muniment.store.fixity import check
        from muniment.store.pack import walk
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        members = list(walk(Path(sys.argv[1]) / "packs" / "000001.tar"))
        faults = list(check(Path(sys.argv[1])))
        print(len(members), len(faults), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    with other_process(script, str(vault.root)) as process:
        members, faults, grown = map(int, process.communicate()[0].split())
    assert (members, faults) == (128, 0)
    assert grown < 60_000, f"{grown} kB more for a pack of 128 MB"
