"""Any noun at all, for property tests: a hypothesis strategy read off the structs' own declarations."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect as kinds

from muniment.model.calendars import from_gregorian
from muniment.model.canonical import NOUNS, PREFIX
from muniment.model.when import When

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
HEX = "0123456789abcdef"


def nouns() -> st.SearchStrategy[Any]:
    """One noun of any kind, every field within its declared range."""
    return st.one_of([of(noun) for noun in NOUNS.values()])


def of(noun: type[Any]) -> st.SearchStrategy[Any]:
    """One noun of this kind."""
    info = kinds.type_info(noun)
    assert isinstance(info, kinds.StructType)
    fields = {f.name: value(f.type) for f in info.fields if f.name not in ("id", "schema")}
    ids = st.text(HEX, min_size=32, max_size=32).map(lambda hex: f"{PREFIX[noun.kind()]}-{hex}")
    return st.builds(noun, id=ids, **fields)


def value(kind: kinds.Type) -> st.SearchStrategy[Any]:
    """A value of a declared type."""
    match kind:
        case kinds.NoneType():
            return st.none()
        case kinds.BoolType():
            return st.booleans()
        case kinds.IntType(ge=low, le=high):
            return st.integers(low if low is not None else -(2**53) + 1, high if high is not None else 2**53 - 1)
        case kinds.StrType(pattern=None):
            return TEXT
        case kinds.StrType(pattern=pattern):
            return st.from_regex(pattern or "", fullmatch=True)
        case kinds.LiteralType(values=values):
            return st.sampled_from(sorted(values, key=str))
        case kinds.DateTimeType():
            moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
            return moments.map(lambda moment: moment.replace(tzinfo=UTC))
        case kinds.VarTupleType(item_type=item, min_length=least):
            return st.lists(value(item), min_size=least or 0, max_size=(least or 0) + 2).map(tuple)
        case kinds.TupleType(item_types=items):
            return st.tuples(*map(value, items))
        case kinds.UnionType(types=types):
            return st.one_of([value(each) for each in types])
        case kinds.StructType(cls=cls) if cls is When:
            return whens()
        case kinds.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{f.name: value(f.type) for f in fields})
    raise TypeError(f"no strategy for {kind}: nouns hold no such field")


@st.composite
def whens(draw: st.DrawFn) -> When:
    """A date of any precision in any calendar, with or without a clock: it checks itself, so it cannot be built from parts."""
    days = st.dates(date(1502, 1, 1), date(2500, 12, 31))
    if draw(st.booleans()):
        first, last = draw(st.none() | days), draw(st.none() | days)
        return When.between(*((last, first) if first and last and last < first else (first, last)), words=draw(st.none() | TEXT))
    calendar = draw(st.sampled_from(("gregorian", "solar-hijri", "islamic")))
    parts = from_gregorian(calendar, draw(days))[: draw(st.integers(1, 3))]
    when = When.of(*parts, calendar=calendar, words=draw(st.none() | TEXT), is_approximate=draw(st.booleans()))
    clock = draw(st.none() | st.times().map(lambda t: t.strftime("%H:%M")))
    return when.at(clock, draw(st.sampled_from(("Asia/Tehran", "UTC")))) if clock and when.earliest == when.latest else when


def struct_types(noun: type[msgspec.Struct]) -> list[kinds.Type]:
    """Every type that stands anywhere inside a noun."""
    seen: dict[str, kinds.Type] = {}

    def walk(kind: kinds.Type) -> None:
        if repr(kind) in seen:
            return
        seen[repr(kind)] = kind
        for attribute in ("item_type", "type"):
            if isinstance(inner := getattr(kind, attribute, None), kinds.Type):
                walk(inner)
        for attribute in ("types", "item_types"):
            for inner in getattr(kind, attribute, ()):
                walk(inner)
        for field in getattr(kind, "fields", ()):
            walk(field.type)

    walk(kinds.type_info(noun))
    return list(seen.values())
