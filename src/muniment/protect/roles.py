"""Roles: sets of (permission, compartment), closed by default. The table is `roles.toml`, for people to read and change.

An unknown role opens nothing; an unknown permission is refused. The administrator looks after people and health and sees no
content. Nobody holds both halves of an act of two, but in an archive of one, which says so.
"""

import tomllib
from collections.abc import Collection
from importlib.resources import files

import msgspec

from muniment.model.noun import RANK, Compartment


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a role may do, and in which compartments."""

    says: str
    permissions: tuple[str, ...]
    compartments: tuple[Compartment, ...] = ()


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: every permission with its meaning, every role, and the acts that need two people."""

    permissions: dict[str, str]
    roles: dict[str, Role]
    two_people: tuple[tuple[str, str], ...]


def _table() -> Table:
    text = files("muniment.protect").joinpath("roles.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Table)


TABLE = _table()
ROLES = TABLE.roles
PERMISSIONS = TABLE.permissions


def allows(roles: Collection[str], permission: str, compartment: str | None = None) -> bool:
    """Whether any of these roles opens this permission, in this compartment if one is named."""
    if permission not in PERMISSIONS:
        return False
    held = (ROLES[role] for role in roles if role in ROLES)
    return any(permission in r.permissions and (compartment is None or compartment in r.compartments) for r in held)


def compartments(roles: Collection[str], permission: str) -> tuple[str, ...]:
    """The compartments in which these roles open this permission."""
    held = (ROLES[role] for role in roles if role in ROLES)
    found = {c for role in held if permission in role.permissions for c in role.compartments}
    return tuple(c for c in RANK if c in found)


def reach(roles: Collection[str]) -> frozenset[str]:
    """Every compartment that these roles look into, through whatever door."""
    return frozenset(c for role in roles if role in ROLES for c in ROLES[role].compartments)
