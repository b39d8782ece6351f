"""Casework for people: who was asked to read what, and what colleagues said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muniment.cli.words import moment
from muniment.model.casework import Assignment, Comment


def assignment(value: Assignment) -> list[str]:
    """Who was asked to read what, when, and how far it is."""
    note = f": {value.note}" if value.note else ""
    return [f"{value.id}  version {value.version}  {value.evidence}  asked of {value.to}  {value.progress}, {moment(value.made_at)}{note}"]


def comment(value: Comment) -> list[str]:
    """Who said what, about what, and when."""
    return [f"{value.id}  {moment(value.made_at)}  {value.made_by} on {value.claim or value.evidence}", f"  {value.words}"]


LINES: tuple[tuple[type, Callable[[Any], list[str]]], ...] = ((Assignment, assignment), (Comment, comment))
