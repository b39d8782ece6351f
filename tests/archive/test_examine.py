"""Looking inside through the doors: sealed first and untouched, checked in the sandbox, bundles tied together, nothing blocked by a bad file."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from muniment.archive import examine as looking
from muniment.archive.desk import Desk
from muniment.archive.evidence import unsealed
from muniment.archive.examine import Inside, looked_into
from muniment.model.evidence import Evidence
from muniment.model.examination import Examination
from muniment.preserve.intake import Incoming, Receipt, walk
from muniment.protect.sandbox import Limits, SandboxError
from tests.archive.makers import chain, checked, faults, items, take, through
from tests.preserve.formats.makers import make_jpeg, make_mp4, make_wacz, make_warc, make_zip
from tests.preserve.formats.test_autoarchiver import FILM, PAGE, make_page
from tests.preserve.formats.test_bagit import make_bag


def taken(desk: Desk, folder: Path) -> list[Receipt]:
    return list(through(desk, "take-in", files=walk([folder])))


def written(folder: Path, members: dict[str, bytes]) -> Path:
    for name, data in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def inside(desk: Desk, id: str | None) -> Inside:
    found: Inside = through(desk, "inside", id=id)
    return found


def named(receipts: list[Receipt], ending: str) -> Receipt:
    return next(one for one in receipts if (one.name or "").endswith(ending))


def test_a_web_archive_is_sealed_untouched_and_looked_into(desk: Desk) -> None:
    data = make_zip(make_wacz())
    (receipt,) = take(desk, Incoming("page.wacz", data=data))
    (found,) = looked_into(desk, [receipt])
    assert (found.format, found.evidence, found.verdict.answer) == ("wacz", receipt.id, "not_checked")
    assert unsealed(desk, items(desk)[0]) == data
    (again,) = inside(desk, receipt.id).examinations
    assert again == found
    last = chain(desk, receipt.id or "")[-1]
    assert last.event == "examined"
    assert "as wacz: not checked; 4 records" in (last.detail or "")
    assert faults(checked(desk)) == []


def test_a_bag_that_came_as_a_folder_is_tied_to_its_list_and_checked(desk: Desk, tmp_path: Path) -> None:
    make_bag(tmp_path / "bag", ("md5", "sha256"))
    receipts = taken(desk, tmp_path / "bag")
    (found,) = looked_into(desk, receipts)
    assert (found.format, found.verdict.answer) == ("bagit", "passed"), found.verdict
    main = named(receipts, "bag/manifest-sha256.txt")
    assert found.evidence == main.id
    parts = inside(desk, main.id).parts
    assert {one.name for one in parts} == {(one.name or "").removeprefix("bag/") for one in receipts} - {"manifest-sha256.txt"}
    (part_of,) = inside(desk, named(receipts, "letter.txt").id).part_of
    assert (part_of.of, part_of.name) == (main.id, "data/letter.txt")
    assert faults(checked(desk)) == []


def test_a_bag_with_a_changed_file_fails_and_is_sealed_all_the_same(desk: Desk, tmp_path: Path) -> None:
    make_bag(tmp_path / "bag")
    (tmp_path / "bag" / "data" / "letter.txt").write_text("another letter")
    receipts = taken(desk, tmp_path / "bag")
    assert {one.state for one in receipts} == {"stored"}
    (found,) = looked_into(desk, receipts)
    assert {c.where for c in found.verdict.having("failed")} >= {"data/letter.txt"}


def test_the_same_folder_again_ties_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    make_bag(tmp_path / "bag")
    first = looked_into(desk, taken(desk, tmp_path / "bag"))
    before = inside(desk, first[0].evidence).parts
    looked_into(desk, taken(desk, tmp_path / "bag"))
    assert inside(desk, first[0].evidence).parts == before


def test_a_folder_of_auto_archiver_is_known_by_the_mark_in_its_page(desk: Desk, tmp_path: Path) -> None:
    import hashlib

    page = make_page({"film.mp4": f"SHA3-512:{hashlib.sha3_512(FILM).hexdigest()}"})
    written(tmp_path / "post", {PAGE: page, "film.mp4": FILM})
    written(tmp_path / "other", {PAGE: b"<html>no mark</html>"})
    receipts = [*taken(desk, tmp_path / "post"), *taken(desk, tmp_path / "other")]
    (found,) = looked_into(desk, receipts)
    assert (found.format, found.verdict.answer) == ("auto-archiver", "passed"), found.verdict
    assert [one.name for one in inside(desk, found.evidence).parts] == ["film.mp4"]


def test_an_unpacked_web_archive_is_checked_file_by_file(desk: Desk, tmp_path: Path) -> None:
    receipts = taken(desk, written(tmp_path / "w", make_wacz()))
    found, alone = looked_into(desk, receipts)
    assert (found.format, alone.format) == ("wacz", "warc")
    assert not found.verdict.having("failed")
    assert found.evidence == named(receipts, "datapackage.json").id


def test_all_that_nobody_looked_into_is_looked_into_once(desk: Desk) -> None:
    take(desk, Incoming("a.jpg", data=make_jpeg()), Incoming("b.mp4", data=make_mp4()), Incoming("c.txt", data=b"words"),
         Incoming("d.warc.gz", data=make_warc()))  # fmt: skip
    found = through(desk, "examine")
    assert sorted(one.format for one in found) == ["image", "mp4", "warc"]
    assert through(desk, "examine") == ()
    assert {said.where for one in found for said in one.stated} >= {"EXIF Make", "MP4 place", "warcinfo software"}


def test_what_breaks_off_is_sealed_and_said_to_be_damaged_and_where(desk: Desk) -> None:
    for name, data in (("a.mp4", make_mp4()), ("b.warc", make_warc(gzip=False)), ("c.wacz", make_zip(make_wacz())), ("d.jpg", make_jpeg())):
        (receipt,) = take(desk, Incoming(name, data=data[: len(data) * 2 // 3]))
        assert receipt.state == "stored"
        (found,) = through(desk, "examine", ids=[receipt.id])
        assert "byte" in (found.damaged or ""), name
        assert found.verdict.answer == "failed"
        assert "format damaged" in (chain(desk, receipt.id or "")[-1].detail or "")


def test_one_that_breaks_its_parser_costs_the_others_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = looking.run

    def breaking(parser: str, argument: str, data: bytes, limits: Limits) -> bytes:
        if b"POISON" in data:
            raise SandboxError("The parser needed more than 3072 MB of memory.")
        return real(parser, argument, data, limits)

    monkeypatch.setattr(looking, "run", breaking)
    take(desk, Incoming("a.jpg", data=make_jpeg()), Incoming("b.jpg", data=make_jpeg(ImageDescription="POISON")))
    found = {one.unread for one in through(desk, "examine")}
    assert found == {None, "The parser needed more than 3072 MB of memory."}


def test_an_answer_that_makes_no_sense_is_not_believed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "run", lambda *_: b'{"format": 7}')
    (receipt,) = take(desk, Incoming("a.jpg", data=make_jpeg()))
    (found,) = through(desk, "examine", ids=[receipt.id])
    assert "makes no sense" in (found.unread or "")


@pytest.mark.parametrize(
    ("name", "data", "why"), [("a.txt", b"words", "Nothing here looks inside"), ("a.jpg", b"", "Nothing here looks inside")]
)
def test_what_nothing_looks_into_says_so(name: str, data: bytes, why: str, desk: Desk) -> None:
    (receipt,) = take(desk, Incoming(name, data=data))
    (found,) = through(desk, "examine", ids=[receipt.id])
    assert why in (found.unread or "")


def test_what_is_too_large_is_not_even_unsealed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (receipt,) = take(desk, Incoming("a.jpg", data=make_jpeg()))
    monkeypatch.setattr(looking, "MOST_BYTES", 10)
    monkeypatch.setattr(looking, "unsealed", lambda *_: pytest.fail("unsealed"))
    (found,) = through(desk, "examine", ids=[receipt.id])
    assert "at most 10" in (found.unread or "")


def test_what_a_file_states_goes_with_the_file(desk: Desk) -> None:
    """A withdrawal takes away what was read out of it, and a part leaves its bundle."""
    (receipt,) = take(desk, Incoming("a.jpg", data=make_jpeg(ImageDescription="CANARY")))
    (found,) = through(desk, "examine", ids=[receipt.id])
    through(desk, "withdraw", id=receipt.id, expected=1, reason="asked back")
    with pytest.raises(Exception, match="erased"):
        desk.archive.shelf.get(found.id)


def test_a_withdrawn_part_leaves_the_rest_of_its_bundle(desk: Desk, tmp_path: Path) -> None:
    make_bag(tmp_path / "bag")
    receipts = taken(desk, tmp_path / "bag")
    (found,) = looked_into(desk, receipts)
    through(desk, "withdraw", id=named(receipts, "letter.txt").id, expected=1, reason="asked back")
    names = {one.name for one in inside(desk, found.evidence).parts}
    assert "data/letter.txt" not in names
    assert len(names) == len(receipts) - 2
    assert faults(checked(desk)) == []


def test_what_is_found_in_a_closed_item_is_closed_with_it(desk: Desk) -> None:
    (receipt,) = take(desk, Incoming("a.jpg", data=make_jpeg()), compartment="restricted")
    (found,) = through(desk, "examine", ids=[receipt.id])
    assert found.compartment == "restricted"


def test_a_folder_of_plain_files_is_no_bundle_and_costs_no_look(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receipts = taken(desk, written(tmp_path / "in", {f"{n}.txt": b"%d" % n for n in range(20)}))
    monkeypatch.setattr(looking, "run", lambda *_: pytest.fail("a sandbox was started"))
    assert looked_into(desk, receipts) == ()


def test_nothing_else_of_the_archive_depends_on_what_a_file_says(desk: Desk) -> None:
    """The name, the time and the type of an item are those of its arrival, whatever it states inside."""
    (receipt,) = take(desk, Incoming("a.jpg", data=make_jpeg(DateTime="1999:01:01 00:00:00")))
    before: Evidence = through(desk, "show", id=receipt.id)[0]
    through(desk, "examine", ids=[receipt.id])
    assert through(desk, "show", id=receipt.id)[0] == before


def test_examinations_come_back_after_a_rebuild(desk: Desk) -> None:
    (receipt,) = take(desk, Incoming("page.wacz", data=make_zip(make_wacz())))
    looked_into(desk, [receipt])
    before = through(desk, "dump")
    desk.archive.log()
    through(desk, "rebuild")
    assert msgspec.json.encode(before) == msgspec.json.encode(through(desk, "dump"))


def test_an_examination_is_one_noun_with_its_checks(desk: Desk) -> None:
    (receipt,) = take(desk, Incoming("a.jpg", data=make_jpeg()))
    (found,) = through(desk, "examine", ids=[receipt.id])
    plain: Any = msgspec.to_builtins(found)
    assert isinstance(found, Examination)
    assert plain["kind"] == "examination"
