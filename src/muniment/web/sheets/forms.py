"""The sheets of forms and events."""

from __future__ import annotations

from typing import Literal

from muniment.web.sheets.parts import Dated, Link, Named, Option, Part, Text


class Picker(Part, frozen=True, kw_only=True):
    """A date by its parts: a calendar, from, and perhaps until; any month and day may stay open. Works without scripts."""

    calendars: tuple[Option, ...]
    months: tuple[Option, ...]
    days: tuple[Option, ...]
    until_months: tuple[Option, ...]
    until_days: tuple[Option, ...]
    year: str = ""
    until_year: str = ""
    words: str = ""
    is_approximate: bool = False


class Asked(Part, frozen=True, kw_only=True):
    """One field: how it is filled in, what was typed, and what is wrong with it."""

    name: str
    label: str
    help: str = ""
    tag: str = ""
    kind: Literal["line", "long", "several", "choice", "choices", "date", "number"] = "line"
    typed: str = ""
    options: tuple[Option, ...] = ()
    picker: Picker | None = None


class FormSheet(Part, frozen=True, kw_only=True):
    """A form about something: `told` says what its claims will stand on and be about; `hidden` travels with it."""

    name: str
    title: str
    series: str
    help: str = ""
    told: tuple[Text, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    fields: tuple[Asked, ...] = ()
    modalities: tuple[Option, ...] = ()
    compartments: tuple[Option, ...] = ()
    sources: tuple[Option, ...] = ()
    speaker: str = ""
    is_coerced: bool = False
    is_exculpatory: bool = False
    is_note: bool = True
    error: str = ""
    done: tuple[Link, ...] = ()


class FormLine(Part, frozen=True, kw_only=True):
    """One form to choose; without `href`, it has to be begun where its act or person stands."""

    name: str
    title: str
    help: str = ""
    series: str = ""
    href: str = ""


class FormsSheet(Part, frozen=True, kw_only=True):
    """The forms, and where the claims will stand."""

    forms: tuple[FormLine, ...]
    told: tuple[Text, ...] = ()


class EventRow(Part, frozen=True, kw_only=True):
    """One event of the list."""

    id: str
    name: Named


class EventsSheet(Part, frozen=True, kw_only=True):
    """The events of the register."""

    rows: tuple[EventRow, ...] = ()
    count: str = ""
    may_add: bool = False


class Said(Part, frozen=True, kw_only=True):
    """One value of an event: label, words, the other calendar, and the document that says it."""

    label: str
    words: str
    second: str = ""
    by: str = ""
    href: str = ""


class ActLine(Part, frozen=True, kw_only=True):
    """An act that belongs to the event."""

    id: str
    who: Text
    what: str
    told: str = ""
    when: Dated | None = None
    href: str = ""
    person: str = ""


class EventSheet(Part, frozen=True, kw_only=True):
    """One event as its sources tell it, with its acts; `acts_of` are acts that may be joined."""

    id: str
    name: Named
    values: tuple[Said, ...] = ()
    acts: tuple[ActLine, ...] = ()
    records: str = ""
    may_join: bool = False
    error: str = ""
