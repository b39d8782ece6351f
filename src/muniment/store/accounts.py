"""Accounts: who may log in, as which agent, and the tokens with which programs call the API.

Passwords are kept as Argon2id (Django's), tokens as SHA-256 of 32 random bytes: there is nothing to guess. What an account
may do is not decided here. Accounts and tokens are not in the ledger's care: after a rebuild passwords are given anew.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from muniment.model.errors import BadInputError, UnknownError
from muniment.store.errors import ours, told

if TYPE_CHECKING:
    from muniment.store.models import Account, Token

PREFIX = "mun_"
LANGUAGES, THEMES = ("en", "fa", "ar"), ("auto", "light", "dark")


class Issued(msgspec.Struct, frozen=True):
    """A token just made: `secret` is shown once and kept nowhere."""

    id: int
    name: str
    secret: str


class Named(msgspec.Struct, frozen=True):
    """A token as its owner sees it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None
    expires: datetime | None


def create(login: str, agent: str, roles: Sequence[str], password: str, must_change: bool = False) -> Account:
    """A new account.

    Raises:
        BadInputError: the login, or the agent, has an account already.
    """
    from muniment.store.models import Account

    account = Account(login=login, agent=agent, must_change=must_change)
    account.roles = tuple(roles)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as exc:
        raise BadInputError(f"There is an account {login!r} already.", advice="Choose another login.") from exc
    except Error as exc:
        raise told(exc) from exc
    return account


def set_password(agent: str, login: str, roles: Sequence[str], password: str, must_change: bool = True) -> Account:
    """Give an agent a new password (and an account, after a rebuild); every session of theirs ends."""
    account = of_agent(agent)
    if account is None:
        return create(login, agent, roles, password, must_change)
    account.login, account.roles, account.must_change, account.is_active = login, tuple(roles), must_change, True
    account.set_password(password)
    with ours():
        account.save()
    return account


def change_password(account: Account, password: str) -> None:
    """The owner's own new password; it need not be changed again."""
    account.must_change = False
    account.set_password(password)
    with ours():
        account.save(update_fields=["password", "must_change"])


def set_roles(agent: str, roles: Sequence[str]) -> None:
    """What the pages show; what is allowed is read from the agent in the archive."""
    account = _must(agent)
    account.roles = tuple(roles)
    with ours():
        account.save(update_fields=["role_words"])


def set_active(agent: str, is_active: bool) -> None:
    """Let someone in, or shut them out at once, with their tokens."""
    account = _must(agent)
    account.is_active = is_active
    with ours():
        account.save(update_fields=["is_active"])


def prefer(account: Account, *, language: str | None = None, theme: str | None = None, letter_keys: bool | None = None) -> None:
    """How someone likes their pages."""
    for name, value, known in (("language", language, LANGUAGES), ("theme", theme, THEMES)):
        if value is not None and value not in known:
            raise BadInputError(f"There is no {name} {value!r} here.", advice=f"Choose one of {', '.join(known)}.")
    account.language = language or account.language
    account.theme = theme or account.theme
    account.letter_keys = account.letter_keys if letter_keys is None else letter_keys
    with ours():
        account.save(update_fields=["language", "theme", "letter_keys"])


def of_agent(agent: str) -> Account | None:
    """The account of an agent, if there is one."""
    from muniment.store.models import Account

    with ours():
        return Account.objects.filter(agent=agent).first()


def of_login(login: str) -> Account | None:
    """The account of that login, if there is one."""
    from muniment.store.models import Account

    with ours():
        return Account.objects.filter(login=login).first()


def issue(account: Account, name: str, expires: datetime | None = None, now: datetime | None = None) -> Issued:
    """A new token for programs of this account."""
    from muniment.store.models import Token

    if not name.strip():
        raise BadInputError("A token needs a name.", advice="Name the program that will use it.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(account=account, name=name.strip()[:100], digest=_digest(secret), made_at=now or timezone.now(), expires=expires)
    with ours():
        token.save()
    return Issued(token.pk, token.name, secret)


def tokens(account: Account) -> tuple[Named, ...]:
    """The tokens of an account, oldest first."""
    from muniment.store.models import Token

    with ours():
        found = Token.objects.filter(account=account).order_by("pk")
        return tuple(Named(t.pk, t.name, t.made_at, t.used_at, t.expires) for t in found)


def revoke(account: Account, id: int) -> None:
    """End a token of this account."""
    from muniment.store.models import Token

    with ours():
        count, _ = Token.objects.filter(account=account, pk=id).delete()
    if not count:
        raise UnknownError("There is no such token.", advice="Reload the list.")


def find_by_token(secret: str, now: datetime | None = None) -> Account | None:
    """The account behind a token, when it is known, not expired and the account is let in; notes that it was used."""
    from muniment.store.models import Token

    now = now or timezone.now()
    with ours():
        token = Token.objects.select_related("account").filter(digest=_digest(secret)).first()
        if token is None or not token.account.is_active or (token.expires is not None and token.expires <= now):
            return None
        _used(token, now)
        account: Account = token.account
        return account


def _used(token: Token, now: datetime) -> None:
    """Once a minute is enough: a page must not wait for the disk to be told that it was asked for."""
    if token.used_at is None or (now - token.used_at).total_seconds() >= 60:
        token.used_at = now
        token.save(update_fields=["used_at"])


def _must(agent: str) -> Account:
    account = of_agent(agent)
    if account is None:
        raise UnknownError("This person has no account.", advice="Make one with “muniment user-password”.")
    return account


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
