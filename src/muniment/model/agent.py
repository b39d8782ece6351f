"""Agents: the persons, organisations and programs that act (PREMIS agent types)."""

from typing import Literal

from muniment.model.noun import Noun


class Agent(Noun, frozen=True, kw_only=True, tag="agent"):
    """Who acts, in which roles. A person may be known here under a pseudonym only."""

    type: Literal["person", "organization", "software"]
    name: str
    contact: str | None = None
    login: str | None = None
    roles: tuple[str, ...] = ()
