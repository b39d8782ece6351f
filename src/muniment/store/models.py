"""The tables. A row is one version of a noun: identifier, version, canonical payload, digest, and nothing else to search.

`Current` is the one table whose rows change: which version of a noun holds now, with the few columns that are looked up.
Rows are never deleted; an erased one keeps its digest and loses its payload. Everything but jobs, accounts, tokens and
sessions is an index that `muniment rebuild` makes again from vault, ledger and keys.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

if TYPE_CHECKING:
    Serial = models.BigAutoField[int, int]
    Text = models.TextField[str, str]
    MaybeText = models.TextField[str | None, str | None]
    Line = models.CharField[str, str]
    Count = models.BigIntegerField[int, int]
    MaybeCount = models.BigIntegerField[int | None, int | None]
    Small = models.IntegerField[int, int]
    Bytes = models.BinaryField[bytes, bytes]
    Flag = models.BooleanField[bool, bool]
    Time = models.DateTimeField[datetime, datetime]
    MaybeTime = models.DateTimeField[datetime | None, datetime | None]


class Row(models.Model):
    """One version of one noun."""

    serial: Serial = models.BigAutoField(primary_key=True)
    noun: Text = models.TextField()
    version: Count = models.BigIntegerField()
    kind: Text = models.TextField()
    schema: Small = models.IntegerField()
    compartment: Text = models.TextField()
    payload: Bytes = models.BinaryField()
    digest: Text = models.TextField()
    erased: Flag = models.BooleanField(default=False)

    class Meta:  # noqa: D106
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["noun", "version"], name="store_row_once"),
        ]


class Current(models.Model):
    """The version of a noun that holds now. `serial` keeps the order in which nouns first came."""

    serial: Serial = models.BigAutoField(primary_key=True)
    noun: Text = models.TextField()
    version: Count = models.BigIntegerField()
    row: Count = models.BigIntegerField(unique=True)
    kind: Text = models.TextField()
    compartment: Text = models.TextField()
    about: MaybeText = models.TextField(null=True)
    tag: MaybeText = models.TextField(null=True)
    state: MaybeText = models.TextField(null=True)

    class Meta:  # noqa: D106
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["noun"], name="store_current_noun"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "serial"], name="store_current_kind"),
            models.Index(fields=["about"], name="store_current_about"),
            models.Index(fields=["tag"], name="store_current_tag"),
            models.Index(fields=["kind", "state", "serial"], name="store_current_state"),
        ]


class Edge(models.Model):
    """That one noun version rests on another noun, and in which role."""

    serial: Serial = models.BigAutoField(primary_key=True)
    row: Count = models.BigIntegerField(db_index=True)
    role: Text = models.TextField()
    target: Text = models.TextField()

    class Meta:  # noqa: D106
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["target"], name="store_edge_target")]


class Root(models.Model):
    """That a noun version rests, through whatever lies between, on this evidence."""

    serial: Serial = models.BigAutoField(primary_key=True)
    row: Count = models.BigIntegerField(db_index=True)
    evidence: Text = models.TextField()

    class Meta:  # noqa: D106
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["evidence"], name="store_root_evidence")]


class Act(models.Model):
    """One ledger entry. `seq` is null until the sequencer has numbered it."""

    serial: Serial = models.BigAutoField(primary_key=True)
    seq: MaybeCount = models.BigIntegerField(null=True, unique=True)
    payload: Bytes = models.BinaryField()


class Touch(models.Model):
    """That an act brought about a version of this noun."""

    serial: Serial = models.BigAutoField(primary_key=True)
    act: Count = models.BigIntegerField(db_index=True)
    noun: Text = models.TextField()

    class Meta:  # noqa: D106
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["noun"], name="store_touch_noun")]


class Job(models.Model):
    """Work for the worker. `payload` holds identifiers, never content."""

    serial: Serial = models.BigAutoField(primary_key=True)
    kind: Text = models.TextField()
    payload: Text = models.TextField()
    state: Text = models.TextField(default="waiting")
    run_after: Time = models.DateTimeField()
    lease_until: MaybeTime = models.DateTimeField(null=True)
    tries: Small = models.IntegerField(default=0)
    error: Text = models.TextField(default="")

    class Meta:  # noqa: D106
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "run_after"], name="store_job_due"),
        ]


class Accounts(BaseUserManager["Account"]):
    """Finds people by the name they log in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(login=username)


class Account(AbstractBaseUser):
    """Someone who may log in: which agent they are, and how they like their pages."""

    login: Line = models.CharField(max_length=150, unique=True)
    agent: Line = models.CharField(max_length=40, unique=True)
    role_words: Text = models.TextField(default="")
    must_change: Flag = models.BooleanField(default=False)
    is_active: Flag = models.BooleanField(default=True)
    language: Line = models.CharField(max_length=8, default="en")
    theme: Line = models.CharField(max_length=8, default="auto")
    letter_keys: Flag = models.BooleanField(default=True)

    objects = Accounts()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles this account was given."""
        return tuple(self.role_words.split())

    @roles.setter
    def roles(self, roles: tuple[str, ...]) -> None:
        self.role_words = " ".join(roles)

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002
        """Never: what someone may do is decided by the archive's doors, not by Django."""
        return False


class Token(models.Model):
    """A named key to the API, kept as a digest; shown once when made."""

    account: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name: Line = models.CharField(max_length=100)
    digest: Line = models.CharField(max_length=64, unique=True)
    made_at: Time = models.DateTimeField()
    used_at: MaybeTime = models.DateTimeField(null=True)
    expires: MaybeTime = models.DateTimeField(null=True)
