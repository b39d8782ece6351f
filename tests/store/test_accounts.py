"""Accounts and tokens: nothing that opens a door is stored in a form that opens it."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from muniment.model.errors import BadInputError, UnknownError
from muniment.store import Database, accounts
from muniment.store.bulk import every
from tests.store.makers import NOW, new

PASSWORD = "cargo-lantern-sixty-moss"


def test_a_password_is_kept_as_argon2id_alone(database: Database) -> None:
    agent = new("ag")
    account = accounts.create("ilmar", agent, ("analyst", "reviewer"), PASSWORD, must_change=True)
    ((kept,),) = every("SELECT password FROM store_account")
    assert kept.startswith("argon2$argon2id$") and PASSWORD not in kept
    assert check_password(PASSWORD, kept)
    found = accounts.of_agent(agent)
    assert found is not None and found.roles == ("analyst", "reviewer") and found.must_change
    assert found == account == accounts.of_login("ilmar")


def test_one_login_and_one_agent_have_one_account(database: Database) -> None:
    agent = new("ag")
    accounts.create("ilmar", agent, (), PASSWORD)
    for login, of in (("ilmar", new("ag")), ("other", agent)):
        with pytest.raises(BadInputError, match="already"):
            accounts.create(login, of, (), PASSWORD)


def test_a_new_password_ends_the_old_one_and_makes_a_lost_account_again(database: Database) -> None:
    agent = new("ag")
    old = accounts.create("ilmar", agent, ("analyst",), PASSWORD).get_session_auth_hash()
    account = accounts.set_password(agent, "ilmar", ("linker",), "another four words")
    assert account.must_change and account.roles == ("linker",)
    assert not check_password(PASSWORD, account.password)
    assert account.get_session_auth_hash() != old  # every session ends
    accounts.change_password(account, "and yet another one")
    assert not accounts.of_agent(agent).must_change  # type: ignore[union-attr]
    again = accounts.set_password(new("ag"), "tavos", (), PASSWORD)
    assert accounts.of_login("tavos") == again


def test_tastes_are_kept_and_unknown_ones_refused(database: Database) -> None:
    agent = new("ag")
    accounts.prefer(accounts.create("ilmar", agent, (), PASSWORD), language="fa", theme="dark", letter_keys=False)
    account = accounts.of_agent(agent)
    assert account is not None and (account.language, account.theme, account.letter_keys) == ("fa", "dark", False)
    with pytest.raises(BadInputError, match="tlh"):
        accounts.prefer(account, language="tlh")
    accounts.set_roles(agent, ("auditor",))
    assert accounts.of_agent(agent).roles == ("auditor",)  # type: ignore[union-attr]
    with pytest.raises(UnknownError):
        accounts.set_roles(new("ag"), ())


def test_a_token_opens_until_it_expires_or_is_revoked(database: Database) -> None:
    account = accounts.create("ilmar", new("ag"), (), PASSWORD)
    lasting = accounts.issue(account, "backup script", now=NOW)
    brief = accounts.issue(account, "trial", expires=NOW + timedelta(days=1), now=NOW)
    assert accounts.find_by_token(brief.secret, NOW) == account
    assert accounts.find_by_token(brief.secret, NOW + timedelta(days=1)) is None
    assert accounts.find_by_token(lasting.secret, NOW + timedelta(days=900)) == account
    accounts.revoke(account, lasting.id)
    assert accounts.find_by_token(lasting.secret, NOW) is None
    with pytest.raises(UnknownError):
        accounts.revoke(account, lasting.id)


def test_a_token_is_named_and_dated_and_its_secret_is_kept_nowhere(database: Database) -> None:
    account = accounts.create("ilmar", new("ag"), (), PASSWORD)
    issued = accounts.issue(account, "  backup script ", now=NOW)
    accounts.find_by_token(issued.secret, NOW + timedelta(hours=1))
    (token,) = accounts.tokens(account)
    assert (token.name, token.made_at, token.used_at, token.expires) == ("backup script", NOW, NOW + timedelta(hours=1), None)
    assert issued.secret not in repr(every("SELECT * FROM store_token"))
    with pytest.raises(BadInputError, match="name"):
        accounts.issue(account, " ", now=NOW)


@pytest.mark.parametrize("secret", ["", "mun_", "x", "\x00", "mun_" + "A" * 43, "é"])
def test_an_unknown_token_opens_nothing(database: Database, secret: str) -> None:
    accounts.issue(accounts.create("ilmar", new("ag"), (), PASSWORD), "one", now=NOW)
    assert accounts.find_by_token(secret, NOW) is None


def test_a_token_of_someone_shut_out_opens_nothing(database: Database) -> None:
    agent = new("ag")
    account = accounts.create("ilmar", agent, (), PASSWORD)
    token = accounts.issue(account, "one", now=NOW)
    accounts.set_active(agent, False)
    assert accounts.find_by_token(token.secret, NOW) is None
