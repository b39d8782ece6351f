"""The tables. A row is one version of a noun: identifier, version, canonical payload, digest, and nothing else to search.

`Current` is the one table whose rows change: which version of a noun holds now, with the few columns that are looked up.
Rows are never deleted; an erased one keeps its digest and loses its payload. Everything but jobs, accounts, tokens and
sessions is an index that `muniment rebuild` makes again from vault, ledger and keys.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Row(models.Model):
    """One version of one noun."""

    serial = models.BigAutoField(primary_key=True)
    noun = models.TextField()
    version = models.BigIntegerField()
    kind = models.TextField()
    schema = models.IntegerField()
    compartment = models.TextField()
    payload = models.BinaryField()
    digest = models.TextField()
    erased = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["noun", "version"], name="store_row_once"),
        ]


class Current(models.Model):
    """The version of a noun that holds now. `serial` keeps the order in which nouns first came."""

    serial = models.BigAutoField(primary_key=True)
    noun = models.TextField()
    version = models.BigIntegerField()
    row = models.BigIntegerField(unique=True)
    kind = models.TextField()
    compartment = models.TextField()
    about = models.TextField(null=True)
    tag = models.TextField(null=True)
    state = models.TextField(null=True)

    class Meta:
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

    serial = models.BigAutoField(primary_key=True)
    row = models.BigIntegerField(db_index=True)
    role = models.TextField()
    target = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["target"], name="store_edge_target")]


class Root(models.Model):
    """That a noun version rests, through whatever lies between, on this evidence."""

    serial = models.BigAutoField(primary_key=True)
    row = models.BigIntegerField(db_index=True)
    evidence = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["evidence"], name="store_root_evidence")]


class Act(models.Model):
    """One ledger entry. `seq` is null until the sequencer has numbered it."""

    serial = models.BigAutoField(primary_key=True)
    seq = models.BigIntegerField(null=True, unique=True)
    payload = models.BinaryField()


class Touch(models.Model):
    """That an act brought about a version of this noun."""

    serial = models.BigAutoField(primary_key=True)
    act = models.BigIntegerField(db_index=True)
    noun = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["noun"], name="store_touch_noun")]


class Job(models.Model):
    """Work for the worker. `payload` holds identifiers, never content."""

    serial = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    payload = models.TextField()
    state = models.TextField(default="waiting")
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    error = models.TextField(default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "run_after"], name="store_job_due"),
        ]


class Accounts(BaseUserManager["Account"]):
    """Finds people by the name they log in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(login=username)


class Account(AbstractBaseUser):
    """Someone who may log in: which agent they are, and how they like their pages."""

    login = models.CharField(max_length=150, unique=True)
    agent = models.CharField(max_length=40, unique=True)
    role_words = models.TextField(default="")
    must_change = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")
    theme = models.CharField(max_length=8, default="auto")
    letter_keys = models.BooleanField(default=True)

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

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Never: what someone may do is decided by the archive's doors, not by Django."""
        return False


class Token(models.Model):
    """A named key to the API, kept as a digest; shown once when made."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
