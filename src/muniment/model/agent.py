"""Agents: the persons, organisations and programs that act (PREMIS agent types)."""

from typing import Literal

from muniment.model.noun import Noun


class Agent(Noun, frozen=True, kw_only=True, tag="agent"):
    """Who acts. A person may be known here under a pseudonym only; `contact` is for people who must be reached."""

    type: Literal["person", "organization", "software"]
    name: str
    contact: str | None = None
