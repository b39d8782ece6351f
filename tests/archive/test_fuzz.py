"""Fuzzed doors: whatever a stranger sends, only errors of ours come out, in words, and a refusal leaves nothing behind.

Inputs are drawn from the doors' own declarations and from what breaks programs: wrong types, unknown and sealed ids, half letters,
NULs, numbers beyond every bound, lists in lists. The default run is a seeded tenth of the slow one.
"""

import math
import types
import typing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from muniment.archive import DOORS, Archive, Desk
from muniment.model.errors import MunimentError
from muniment.preserve.intake import Incoming
from tests.archive.furnished import ASK, COMPARTMENTS, Things, furnish
from tests.archive.office import owner_of, seat, state

FEW, MANY = 12, 120
HOSTILE = st.sampled_from(
    ["", " ", "\x00", "\ud800", "\udcff'", "' OR 1=1 --", "%s%(x)s", "../../etc/passwd", "{{7*7}}", "<script>", "ev-", "ev-" + "0" * 32,
     "EV-" + "0" * 32, "ev-" + "0" * 32 + "\n", "en-" + "f" * 32, "نادر\u202e", "-1", "NaN", "1e309", "2026-13-45", "9" * 40,
     "open", "owner", "urgent-appeal", "court", "approve", '"', "NEAR(", "*", "2026-11-22T00:00:00Z", "[", "list = 1"]
)  # fmt: skip
LONG = st.integers(1_000, 10_000).map(lambda length: "a" * length)
NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from([2**31, 2**53, 2**63, -(2**63) - 1, 10**40, 1.5, math.inf, math.nan, True]))
SCALARS = st.one_of(st.none(), st.booleans(), HOSTILE, LONG, NUMBERS, st.text(max_size=30), st.binary(max_size=8))
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3), max_leaves=6)
SLOW = ("read", "rebuild", "check", "draft", "redraft", "submission", "view")
"""Doors that start a sandbox, write a letter or look at every byte: fewer examples."""


def fitting(kind: Any) -> st.SearchStrategy[Any]:
    """Values that a declared type may well let through, to get behind the first check."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is typing.Literal:
        return st.sampled_from(parts)
    if origin is typing.Annotated:
        return fitting(parts[0])
    if origin is tuple:
        return st.lists(fitting(parts[0]), max_size=3)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([fitting(part) for part in parts])
    simple: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(), int: NUMBERS, str: HOSTILE | LONG | st.text(max_size=30), type(None): st.none(),
        datetime: st.datetimes(timezones=st.just(UTC)),
    }  # fmt: skip
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = {f.encode_name: fitting(f.type) | SCALARS for f in msgspec.structs.fields(kind)}
        tag = kind.__struct_config__.tag
        return st.fixed_dictionaries({}, optional=fields).map(lambda d: {**d, **({kind.__struct_config__.tag_field: tag} if tag else {})})
    return ANYTHING


def series() -> st.SearchStrategy[Any]:
    """What may stand where files belong."""
    files = st.builds(Incoming, name=HOSTILE | st.text(max_size=20), path=st.none() | st.just(Path("/no/such/file")),
                      data=st.none() | st.binary(max_size=50))  # fmt: skip
    return ANYTHING | st.lists(files, max_size=3) | st.lists(st.dictionaries(st.just("path"), st.just("/etc/passwd")), max_size=2)


@pytest.fixture(scope="module")
def things(shared: Archive) -> tuple[Things, ...]:
    return tuple(furnish(shared, compartment) for compartment in COMPARTMENTS)


@pytest.fixture(scope="module")
def desks(shared: Archive) -> tuple[Desk, ...]:
    """Two who may do nearly everything, one who may do little."""
    every = ("analyst", "reviewer", "linker", "drafter", "releaser", "custodian")
    return owner_of(shared), seat(shared, *every), seat(shared, "auditor", "administrator")


def inputs(verb: str, things: tuple[Things, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Real inputs of a door with some of them replaced, left out, or added to."""
    real = st.sampled_from(things).map(ASK.get(verb, lambda _: {}))
    ids = st.sampled_from([id for one in things for id in (one.evidence, one.text, one.claim, one.source, one.entry, one.submission)])
    wild = {
        p.name: series() if p.name == "files" else ids | fitting(p.annotation) | ANYTHING
        for p in DOORS[verb].inputs
    }  # fmt: skip
    stray = st.dictionaries(st.sampled_from(["desk", "self", "permission", "archive", "", "id"]), SCALARS, max_size=1)
    return st.tuples(real, st.fixed_dictionaries({}, optional=wild), st.just({}) | stray).map(lambda parts: parts[0] | parts[1] | parts[2])


def walk(desk: Desk, verb: str, given: dict[str, Any]) -> bool:
    """Through the door; whether it let in. Anything but an error of ours is a finding, and so is one without a sentence."""
    try:
        answer = DOORS[verb].through(desk, given)
        if hasattr(answer, "__next__"):
            list(answer)
    except MunimentError as refused:
        said = str(refused)
        assert said.strip() and "Traceback" not in said and said[0] != "<", said
        said.encode("utf-8", "surrogateescape")
        return False
    return True


def pounded(verb: str, examples: int, shared: Archive, desks: tuple[Desk, ...], things: tuple[Things, ...]) -> None:
    kept = settings(max_examples=max(3, examples // (10 if verb in SLOW else 1)), deadline=None, derandomize=True, database=None,
                    phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip

    @kept
    @given(st.sampled_from(desks), inputs(verb, things))
    def once(desk: Desk, given: dict[str, Any]) -> None:
        before = state(shared)
        if not walk(desk, verb, given):
            assert state(shared) == before, "a refusal left something behind"

    once()


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_only_our_own_errors_come_out_and_a_refusal_leaves_nothing(
    verb: str, shared: Archive, desks: tuple[Desk, ...], things: tuple[Things, ...]
) -> None:
    pounded(verb, FEW, shared, desks, things)


@pytest.mark.slow
@pytest.mark.parametrize("verb", sorted(DOORS))
def test_only_our_own_errors_come_out_whatever_is_sent(
    verb: str, shared: Archive, desks: tuple[Desk, ...], things: tuple[Things, ...]
) -> None:
    pounded(verb, MANY, shared, desks, things)


def test_after_all_that_everything_can_still_be_read_and_checked(shared: Archive, desks: tuple[Desk, ...]) -> None:
    """The last word on what the doors let in above: no row that cannot be read, no entry that does not fit."""
    shared.log()
    for verb in ("dump", "people", "sources", "submissions", "watch"):
        DOORS[verb].through(desks[0], {})
    verdict = DOORS["check"].through(desks[0], {})
    assert [f"{c.what}: {c.where}: {c.found}" for c in verdict.having("failed")] == []
