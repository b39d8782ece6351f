"""What may be proposed from a page whose order is not sure: names and acts, but no number, age or date.

A digit out of its place looks like any other. What is left out here a person can still add, with the page before them.
"""

import msgspec

from muniment.document.extraction import Act, Extraction, Person

Span = tuple[int, int]


def sure(found: Extraction, doubtful: tuple[Span, ...]) -> Extraction:
    """The extraction without the numbers, ages and dates that stand in doubtful stretches."""
    if not doubtful:
        return found
    return msgspec.structs.replace(
        found,
        people=tuple(_person(person, doubtful) for person in found.people),
        quantities=tuple(q for q in found.quantities if not _within(q.span, doubtful)),
    )


def _person(person: Person, doubtful: tuple[Span, ...]) -> Person:
    acts = tuple(_act(act, doubtful) for act in person.acts)
    if _within(person.age_span or person.span, doubtful):
        return msgspec.structs.replace(person, acts=acts, age=None, age_span=None, age_at_arrest=None)
    return msgspec.structs.replace(person, acts=acts)


def _act(act: Act, doubtful: tuple[Span, ...]) -> Act:
    if _within(act.date_span or act.span, doubtful):
        return msgspec.structs.replace(act, date=None, date_words=None, date_span=None)
    return act


def _within(span: Span, doubtful: tuple[Span, ...]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in doubtful)
