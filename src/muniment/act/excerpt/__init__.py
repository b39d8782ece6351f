"""Excerpts: what may be known of claims, records and people, as files that other programs open.

The room promises that no cell can run as a formula, that every line is a claim by its source with the passage it stands at, that
reviewers are words good in one excerpt alone, and that a file is written line by line, never held whole. Who may see what, and
who agreed to what, is decided before it is asked.

    >>> from muniment.act.excerpt import safe
    >>> safe("=1+1")
    "'=1+1"
"""

from muniment.act.excerpt.annotations import annotated
from muniment.act.excerpt.cells import bare, safe
from muniment.act.excerpt.entities import entities
from muniment.act.excerpt.manifest import Manifest
from muniment.act.excerpt.naming import Naming
from muniment.act.excerpt.rows import CLAIM, PERSON, RECORD, Reviewers, claim_row, person_row, record_row
from muniment.act.excerpt.tables import comma, lines
from muniment.act.excerpt.told import Person, Told
from muniment.act.excerpt.workbook import workbook

__all__ = [
    "CLAIM", "PERSON", "RECORD", "Manifest", "Naming", "Person", "Reviewers", "Told", "annotated", "bare", "claim_row", "comma",
    "entities", "lines", "person_row", "record_row", "safe", "workbook",
]  # fmt: skip
