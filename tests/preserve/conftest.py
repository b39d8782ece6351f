"""Good packages, made once by a real archive: evidence alone, a letter with all it rests on, and many items of one act."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive.package import Package
from tests.archive.makers import founded, packed, packed_letter, take, through
from tests.preserve.authorities import served
from tests.preserve.packages import Page


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Package]:
    """Packages by name."""
    home = pytest.MonkeyPatch()
    home.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("home")))
    desk = founded(tmp_path_factory.mktemp("office") / "archive")
    many = [receipt.id or "" for receipt in take(desk, *(f"item {n}".encode() for n in range(5)), b"", bytes(range(256)) * 40)]
    take(desk, b"item 1")
    made = {
        "court": packed_letter(desk, profile="court"),
        "letter": packed_letter(desk),
        "many": packed(desk, *many, profile="public"),
        "one": packed(desk, many[1]),
    }
    desk.archive.close()
    home.undo()
    return made


@pytest.fixture(scope="session")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with time stamps, as a folder: two heads, two authorities and one whose certificates are out of order, a renewal."""
    from muniment.preserve.package import unpacked

    home = pytest.MonkeyPatch()
    home.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("home")))
    desk = founded(tmp_path_factory.mktemp("stamped") / "archive")
    with served(tmp_path_factory.mktemp("authorities")) as house:
        for called in ("alpha", "loose"):
            through(desk, "timestamp-authority", name=called, url=house.url(called), via="direct", roots=house.root(called))
        (early,) = take(desk, b"an early item")
        through(desk, "timestamp")
        through(desk, "timestamp-renew", size=desk.archive.stamps.sizes()[0])
        take(desk, *(f"later item {n}".encode() for n in range(20)))
        (late,) = take(desk, b"a late item")
        through(desk, "timestamp")
        (last,) = take(desk, b"an item after the last stamp")
        made = packed(desk, *(one.id or "" for one in (early, late, last)), profile="court")
    desk.archive.close()
    home.undo()
    folder = tmp_path_factory.mktemp("packages") / "stamped"
    unpacked(made.bag, folder)
    return folder


@pytest.fixture(scope="session")
def good(made: dict[str, Package], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same as folders. Whoever damages one takes a copy."""
    from muniment.preserve.package import unpacked

    place = tmp_path_factory.mktemp("packages")
    for name, package in made.items():
        unpacked(package.bag, place / name)
    return {name: place / name for name in made}


@pytest.fixture(scope="session")
def page() -> Iterator[Page]:
    """One open verify.html for all packages. At the end: it complained of nothing, and asked for nothing but itself."""
    opened = Page()
    yield opened
    opened.close()
    assert opened.said == []
    assert [address for address in opened.asked if not address.endswith("/verify.html")] == []
