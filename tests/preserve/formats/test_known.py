"""Which bundle some names are those of, told by names alone."""

import time

from muniment.preserve.formats.known import bundles, candidates

HASH = "ab" * 32


def told(*names: str) -> list[tuple[str, str, str]]:
    return [(one.format, one.root, one.main) for one in bundles(names)]


def test_each_kind_is_known_by_its_names_and_by_its_own_list() -> None:
    assert told("in/bag/bagit.txt", "in/bag/manifest-md5.txt", "in/bag/manifest-sha256.txt", "in/bag/data/a") == [
        ("bagit", "in/bag/", "in/bag/manifest-sha256.txt")
    ]
    assert told("w/datapackage.json", "w/archive/x.warc.gz") == [("wacz", "w/", "w/datapackage.json")]
    assert told("p/a.jpg", f"p/{HASH}.proof.csv", f"p/{HASH}.proof.json") == [("proofmode", "p/", f"p/{HASH}.proof.csv")]
    assert told("bagit.txt", "data/x") == [("bagit", "", "bagit.txt")]


def test_a_table_of_other_data_is_no_web_archive() -> None:
    assert told("w/datapackage.json", "w/data/table.csv") == []


def test_the_outermost_bundle_of_each_branch_is_taken() -> None:
    names = ["a/bagit.txt", "a/data/w/datapackage.json", "a/data/w/archive/x.warc", "b/bagit.txt", "b2/letter.txt", "c/d/bagit.txt"]
    assert [(one.root, len(one.names)) for one in bundles(names)] == [("a/", 3), ("b/", 1), ("c/d/", 1)]


def test_plain_pages_are_candidates_only() -> None:
    assert bundles(["x/formattedABC.html"]) == []
    assert candidates(["x/formattedABC.html", "x/" + "a" * 24 + ".html", "x/report.html", "metadata.json"]) == [
        "x/formattedABC.html", "x/" + "a" * 24 + ".html", "metadata.json",
    ]  # fmt: skip


def test_a_hundred_thousand_names_take_no_time() -> None:
    names = [f"in/{n % 500}/{n}.txt" for n in range(100_000)] + [f"in/{n}/bagit.txt" for n in range(500)]
    start = time.monotonic()
    assert len(bundles(names)) == 500
    assert time.monotonic() - start < 5
