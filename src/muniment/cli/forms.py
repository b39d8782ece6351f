"""Forms and events for people: what a form asks, what it became, an event with its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muniment.archive.events import Event
from muniment.archive.forms import Filling
from muniment.cli.words import counted, said, statement, words
from muniment.document.form import Form


def form(value: Form) -> list[str]:
    """A form in a line."""
    return [f"{value.name:<14} {value.series:<20} {value.en}  ({counted(value.field, 'field')})"]


def filling(value: Filling) -> list[str]:
    """What a form became."""
    record = f", record {value.record}, entry en-{value.record[3:]}" if value.record else ""
    return [
        f"{value.form}: {counted(value.claims, 'claim')} on {value.evidence}, about {value.about}{record}",
        *(f"  {id}" for id in value.claims),
    ]


def event(value: Event) -> list[str]:
    """An event's titles, what is said of it, and its acts."""
    head = f"{value.entry.id}  {' / '.join(name.text for name in value.names)}"
    of_it = [f"  {claim.id}  {statement(claim)}" for claim in value.claims if claim.property != "name"]
    acts = [
        f"  {one.act.id}  {said(words(one.act.value))}: {one.name.text if one.name else 'someone'}"
        + "".join(f"; {statement(detail)}" for detail in one.details)
        for one in value.acts
    ]
    return [head, *of_it, *acts]


LINES: tuple[tuple[type, Callable[[Any], list[str]]], ...] = ((Filling, filling), (Form, form), (Event, event))
