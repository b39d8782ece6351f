"""The doors for people with accounts: who may sit down, in which roles. The administrator sees these and no content."""

from __future__ import annotations

import secrets

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.agent import Agent
from muniment.model.errors import BadInputError
from muniment.protect.roles import ROLES
from muniment.store import accounts

WORDS = 4
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


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
    return tuple(a for a in desk.archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and a.login)


@door("user-add", noun="agent", permission="user.manage", ledger=("user.added",))
def add(desk: Desk, *, login: str, name: str, roles: tuple[str, ...]) -> Welcome:
    """Give someone an account and a one-time password, to be changed at the first login."""
    _known(roles)
    if not login.isidentifier() and not login.replace("-", "").replace(".", "").isalnum():
        raise BadInputError(f"The login {login!r} has signs other than letters, digits, “.”, “-” and “_”.")
    if any(agent.login == login for agent in desk.archive.shelf.find("agent", compartments=("open",)) if isinstance(agent, Agent)):
        raise BadInputError(f"There is an account named {login!r} already.", advice="Choose another login.")
    with desk.act("user.added") as act:
        agent = Agent(id=act.new("ag"), made_by=act.agent.id, made_at=act.at, type="person", name=name, login=login, roles=roles)
        act.add(agent)
    password = one_time_password()
    accounts.create(login, agent.id, roles, password, must_change=True)
    return Welcome(agent, password)


@door("user-roles", noun="agent", permission="user.manage", ledger=("user.changed",))
def roles(desk: Desk, *, id: str, expected: int, roles: tuple[str, ...]) -> Agent:
    """Change someone's roles; what they may see changes with the next page."""
    _known(roles)
    agent = _agent(desk, id)
    with desk.act("user.changed") as act:
        changed = act.change(agent, expected, roles=roles)
    assert isinstance(changed, Agent)
    return changed


@door("user-password", noun="agent", permission="user.manage", ledger=("user.changed",))
def password(desk: Desk, *, id: str) -> Welcome:
    """A new one-time password for someone who lost theirs; their sessions end."""
    agent = _agent(desk, id)
    made = one_time_password()
    accounts.set_password(agent.id, agent.login or "", agent.roles, made)
    desk.archive.note("user.changed", desk.agent, f"one-time password for {agent.id}")
    return Welcome(agent, made)


@door("user-active", noun="agent", permission="user.manage", ledger=("user.changed",))
def active(desk: Desk, *, id: str, is_active: bool) -> Agent:
    """Shut someone out at once, with their sessions and tokens, or let them in again."""
    agent = _agent(desk, id)
    if agent.id == desk.agent.id and not is_active:
        raise BadInputError("You cannot shut yourself out.", advice="Another administrator can.")
    accounts.set_active(agent.id, is_active)
    desk.archive.note("user.changed", desk.agent, f"{agent.id} {'let in' if is_active else 'shut out'}")
    return agent


def _agent(desk: Desk, id: str) -> Agent:
    found = desk.archive.shelf.get(id)
    if not isinstance(found, Agent) or not found.login:
        raise BadInputError(f"{id} is nobody with an account.", advice="See “muniment users”.")
    return found


def _known(roles: tuple[str, ...]) -> None:
    if unknown := [role for role in roles if role not in ROLES]:
        raise BadInputError(f"No such role: {', '.join(unknown)}.", advice=f"Roles are {', '.join(ROLES)}.")
