"""The manifest: sources, documents, lists, and what an invented reviewer reads in them, statement by statement.

Every statement names the exact words it rests on, so that it can be found again in the text of its document, whatever software
proposed. It promises plain values; what a value means is decided where claims are made.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from muniment.model.errors import BadInputError
from muniment.model.source import Credibility, Grade
from muniment.model.terms import Basis, Modality, Property, Purpose


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the manifest."""


class Source(Part, frozen=True, kw_only=True):
    """Who stands behind a document. Grades are given for invented sources alone."""

    key: str
    name: str
    type: str
    connection: str | None = None
    derived_from: tuple[str, ...] = ()
    is_interested: bool = False
    grade: Grade | None = None
    credibility: Credibility = "6"


class Document(Part, frozen=True, kw_only=True):
    """One file to seal and read; a picture has its typed transcript and translation beside it."""

    file: str
    title: str
    source: str
    language: str
    date: str
    is_invented: bool = True
    transcript: str | None = None
    translation: str | None = None


class List(Part, frozen=True, kw_only=True):
    """A list of people and the mapping of its columns to ours (TOML, as `import-list` takes it)."""

    file: str
    title: str
    source: str
    mapping: str


class Statement(Part, frozen=True, kw_only=True):
    """One thing a document says, at its exact words; what is said of an act stands inside it."""

    says: Property = "act"
    value: str
    at: str
    modality: Modality = "asserted"
    is_coerced: bool = False
    details: tuple["Statement", ...] = ()


class Reading(Part, frozen=True, kw_only=True):
    """What the reviewer reads of one person in one document. `name` is as the document writes it."""

    file: str
    name: str
    statements: tuple[Statement, ...]


class Person(Part, frozen=True, kw_only=True):
    """Someone of the story: every spelling, and whether the letter is for them or is refused."""

    names: tuple[str, ...]
    role: Literal["main", "in-danger", "executed"]


class Answer(Part, frozen=True, kw_only=True):
    """One answer of a consent."""

    purpose: Purpose
    basis: Basis
    why: str | None = None


class Consent(Part, frozen=True, kw_only=True):
    """What the invented sister allowed."""

    given_by: str
    capacity: str
    how: str
    language: str
    given_on: str
    answers: tuple[Answer, ...]


class Manifest(Part, frozen=True, kw_only=True):
    """The whole sample. `cover` holds what only the drafter can say."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    lists: tuple[List, ...]
    persons: tuple[Person, ...]
    readings: tuple[Reading, ...]
    cover: dict[str, Any]
    consent: Consent

    def person(self, role: str) -> Person:
        """The first person with this role."""
        return next(person for person in self.persons if person.role == role)


@cache
def manifest() -> Manifest:
    """The manifest that ships with Muniment."""
    return msgspec.convert(tomllib.loads(read("manifest.toml").decode()), Manifest)


def read(file: str) -> bytes:
    """The bytes of one file of the sample.

    Raises:
        BadInputError: the sample has no such file.
    """
    found = files(__package__).joinpath(file)
    if not found.is_file():
        raise BadInputError(f"The sample has no file {file!r}.", advice="Install Muniment anew.")
    return found.read_bytes()
