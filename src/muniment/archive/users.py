"""The doors for people with accounts: who may sit down, in which roles. The administrator sees these and no content.

Nobody gives what they do not hold: who is to see a compartment is let in, or let back in, by someone who sees it. Else an
administrator could seat a reader of their own, or sit down as the owner with a new password.
"""

from __future__ import annotations

import re
import secrets

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.agent import Agent
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.noun import Version
from muniment.protect.roles import ROLES, reach
from muniment.store import accounts

WORDS = 4
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LOGIN = re.compile(r"[^\W_][\w.-]{0,63}")


class Welcome(msgspec.Struct, frozen=True):
    """A new account with its one-time password, shown once and stored nowhere."""

    agent: Agent
    password: str


def one_time_password() -> str:
    """Four groups of five letters and digits that cannot be mistaken for each other: 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(WORDS))


@door("users", noun="agent", permission="user.manage")
def users(desk: Desk) -> tuple[Agent, ...]:
    """The people with accounts."""
    return _people(desk)


@door("user-add", noun="agent", permission="user.manage", ledger=("user.added",))
def add(desk: Desk, *, login: str, name: str, roles: tuple[str, ...]) -> Welcome:
    """Give someone an account and a one-time password, to be changed at the first login."""
    _give(desk, roles)
    if not _LOGIN.fullmatch(login):
        raise BadInputError("A login is 1 to 64 letters, digits, “.”, “-” and “_”, beginning with a letter or digit.")
    if any(agent.login == login for agent in _people(desk)):
        raise BadInputError(f"There is an account named {login!r} already.", advice="Choose another login.")
    with desk.archive.shelf.transaction():
        with desk.act("user.added") as act:
            agent = Agent(id=act.new("ag"), made_by=act.agent.id, made_at=act.at, type="person", name=name, login=login, roles=roles)
            act.add(agent)
        password = one_time_password()
        accounts.create(login, agent.id, roles, password, must_change=True)
    return Welcome(agent, password)


@door("user-roles", noun="agent", permission="user.manage", ledger=("user.changed",))
def roles(desk: Desk, *, id: str, expected: Version, roles: tuple[str, ...]) -> Agent:
    """Change someone's roles; what they may see changes with the next page."""
    agent = _agent(desk, id)
    _give(desk, (*agent.roles, *roles))
    if "owner" not in roles and not any("owner" in other.roles for other in _people(desk) if other.id != id):
        raise BadInputError("An archive needs an owner, and this is the last one.", advice="Give somebody else the role first.")
    with desk.archive.shelf.transaction():
        with desk.act("user.changed") as act:
            changed = act.change(agent, expected, roles=roles)
        if accounts.of_agent(id) is not None:
            accounts.set_roles(id, roles)
    return changed


@door("user-password", noun="agent", permission="user.manage", ledger=("user.changed",))
def password(desk: Desk, *, id: str) -> Welcome:
    """A new one-time password for someone who lost theirs; their sessions end."""
    agent = _agent(desk, id)
    _give(desk, agent.roles)
    made = one_time_password()
    with desk.archive.shelf.transaction():
        accounts.set_password(agent.id, agent.login or "", agent.roles, made)
        desk.archive.note("user.changed", desk.agent, f"one-time password for {agent.id}")
    return Welcome(agent, made)


@door("user-active", noun="agent", permission="user.manage", ledger=("user.changed",))
def active(desk: Desk, *, id: str, is_active: bool) -> Agent:
    """Shut someone out at once, with their sessions and tokens, or let them in again."""
    agent = _agent(desk, id)
    if agent.id == desk.agent.id and not is_active:
        raise BadInputError("You cannot shut yourself out.", advice="Another administrator can.")
    with desk.archive.shelf.transaction():
        accounts.set_active(agent.id, is_active)
        desk.archive.note("user.changed", desk.agent, f"{agent.id} {'let in' if is_active else 'shut out'}")
    return agent


def _people(desk: Desk) -> tuple[Agent, ...]:
    found = desk.archive.shelf.find("agent", compartments=("open",))
    return tuple(agent for agent in found if isinstance(agent, Agent) and agent.login)


def _agent(desk: Desk, id: str) -> Agent:
    found = next((agent for agent in _people(desk) if agent.id == id), None)
    if found is None:
        raise UnknownError(f"{id} is nobody with an account.", advice="See “muniment users”.")
    return found


def _give(desk: Desk, roles: tuple[str, ...]) -> None:
    """Whether this person may hand out these roles.

    Raises:
        BadInputError: there is no such role.
        RefusedError: the roles see what this person does not.
    """
    if unknown := sorted({role for role in roles if role not in ROLES}):
        raise BadInputError(f"No such role: {', '.join(unknown)}.", advice=f"Roles are {', '.join(ROLES)}.")
    if beyond := reach(roles) - reach(desk.agent.roles):
        desk.archive.note("access.refused", desk.agent, f"{desk.permission} {' '.join(roles)}")
        raise RefusedError(
            f"{desk.agent.name} cannot give roles that see more than they do: {', '.join(sorted(beyond))}.",
            advice="Ask the owner of the archive.",
        )
