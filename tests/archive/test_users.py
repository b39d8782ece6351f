"""Accounts: nobody gives what they do not hold; an archive keeps an owner; passwords are shown once and kept nowhere."""

import re

import pytest

from muniment.archive import Archive
from muniment.archive.users import one_time_password
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.protect.roles import ROLES, reach
from muniment.store import accounts
from tests.archive.office import entries, owner_of, seat, state, through


def added(archive: Archive, login: str = "mira", *roles: str) -> str:
    return str(through(owner_of(archive), "user-add", login=login, name="Mira Santel", roles=roles).agent.id)


def test_a_new_account_opens_with_its_password_once(archive: Archive) -> None:
    welcome = through(owner_of(archive), "user-add", login="mira", name="Mira Santel", roles=["analyst"])
    account = accounts.of_login("mira")
    assert account is not None and account.check_password(welcome.password) and account.must_change
    assert account.password.startswith("argon2$argon2id$")
    assert not [reason for _, reason in entries(archive) if welcome.password in reason]


def test_one_time_passwords_are_long_unlike_and_readable_aloud() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}", password) for password in made)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_an_administrator_gives_no_role_that_sees_content(archive: Archive, role: str) -> None:
    """Else one could seat a reader of one's own, and the administrator would see content after all."""
    admin = seat(archive, "administrator")
    before = state(archive)
    if not reach([role]):
        assert through(admin, "user-add", login="helper", name="A helper", roles=[role]).agent.roles == (role,)
        return
    with pytest.raises(RefusedError, match="see more than they do"):
        through(admin, "user-add", login="helper", name="A helper", roles=["auditor", role])
    assert state(archive) == before
    assert accounts.of_login("helper") is None
    assert entries(archive)[-1] == ("access.refused", f"user.manage auditor {role}")


def test_an_administrator_cannot_become_someone_who_sees(archive: Archive) -> None:
    admin, owner = seat(archive, "administrator"), owner_of(archive)
    reader = added(archive, "reader", "analyst")
    for verb, given in (
        ("user-password", {"id": owner.agent.id}),
        ("user-password", {"id": reader}),
        ("user-roles", {"id": admin.agent.id, "expected": 1, "roles": ["administrator", "owner"]}),
        ("user-roles", {"id": reader, "expected": 1, "roles": []}),
    ):
        with pytest.raises(RefusedError, match="see more than they do"):
            through(admin, verb, **given)
    assert through(admin, "user-password", id=seat(archive, "auditor").agent.id).password


def test_roles_change_for_door_and_page_alike(archive: Archive) -> None:
    id = added(archive, "mira", "analyst")
    changed = through(owner_of(archive), "user-roles", id=id, expected=1, roles=["reviewer"])
    account = accounts.of_agent(id)
    assert account is not None
    assert (changed.roles, changed.version, tuple(account.roles)) == (("reviewer",), 2, ("reviewer",))


def test_the_last_owner_stays_owner(archive: Archive) -> None:
    owner = owner_of(archive)
    with pytest.raises(BadInputError, match="needs an owner"):
        through(owner, "user-roles", id=owner.agent.id, expected=1, roles=["administrator"])
    second = added(archive, "mira", "owner")
    through(owner, "user-roles", id=owner.agent.id, expected=1, roles=["administrator"])
    assert [a.id for a in through(owner, "users") if "owner" in a.roles] == [second]


@pytest.mark.parametrize("login", ["", " ", "a b", "-x", ".x", "a/b", "a\nb", "x" * 65, "<b>", "mira\u202e", "a\x00"])
def test_a_login_that_is_none_is_refused(archive: Archive, login: str) -> None:
    before = state(archive)
    with pytest.raises(BadInputError, match="A login is"):
        through(owner_of(archive), "user-add", login=login, name="x", roles=[])
    assert state(archive) == before


@pytest.mark.parametrize("login", ["m", "mira.santel", "m-s_2", "میرا", "x" * 64])
def test_a_login_in_any_script_is_welcome(archive: Archive, login: str) -> None:
    assert through(owner_of(archive), "user-add", login=login, name="x", roles=[]).agent.login == login


def test_a_login_is_given_once_and_a_refusal_leaves_no_half_account(archive: Archive) -> None:
    added(archive, "mira", "analyst")
    accounts.create("ghost", "ag-" + "0" * 32, (), "a password of length")  # an account whose agent a rebuild lost
    for login in ("mira", "ghost"):
        before = state(archive)
        with pytest.raises(BadInputError, match="already"):
            through(owner_of(archive), "user-add", login=login, name="x", roles=[])
        assert state(archive) == before


def test_unknown_people_and_roles_are_told(archive: Archive) -> None:
    owner = owner_of(archive)
    with pytest.raises(UnknownError, match="nobody with an account"):
        through(owner, "user-password", id="ag-" + "0" * 32)
    with pytest.raises(BadInputError, match="No such role: editor, king"):
        through(owner, "user-add", login="mira", name="x", roles=["king", "analyst", "editor"])


def test_whoever_is_shut_out_is_out_and_nobody_shuts_themselves_out(archive: Archive) -> None:
    id, owner = added(archive, "mira", "analyst"), owner_of(archive)
    account = accounts.of_agent(id)
    assert account is not None
    token = accounts.issue(account, "a program").secret
    through(owner, "user-active", id=id, is_active=False)
    assert accounts.find_by_token(token) is None
    through(owner, "user-active", id=id, is_active=True)
    assert accounts.find_by_token(token) is not None
    accounts.create("owner", owner.agent.id, owner.agent.roles, "a password of length")
    with pytest.raises(BadInputError, match="yourself"):
        through(owner, "user-active", id=owner.agent.id, is_active=False)
