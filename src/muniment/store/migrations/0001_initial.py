"""The first tables, and the search table of each kind of database."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SERIAL: tuple[str, Any] = ("serial", models.BigAutoField(primary_key=True, serialize=False))
# The text is folded and cut into words before it arrives: the tokenizer has only spaces to see. `secure-delete` takes a
# word out of the index at once; without it, words of erased texts stay in old segments until these are merged.
SQLITE = (
    "CREATE VIRTUAL TABLE store_words USING fts5(title, body, names, tokenize='ascii')",
    "INSERT INTO store_words(store_words, rank) VALUES('secure-delete', 1)",
)
# Identifiers are ordered by their bytes wherever the server stands: an export of the same archive gives the same lines.
POSTGRES = (
    'ALTER TABLE store_row ALTER COLUMN noun TYPE text COLLATE "C"',
    "CREATE TABLE store_words (serial bigserial PRIMARY KEY, current bigint NOT NULL, terms tsvector, names tsvector)",
    "CREATE INDEX store_words_current ON store_words (current)",
    "CREATE INDEX store_words_terms ON store_words USING gin (terms)",
    "CREATE INDEX store_words_names ON store_words USING gin (names)",
)


def make_dialect(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the search table, and what else only this kind of database needs."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement, params=None)


def drop_dialect(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the search table away."""
    editor.execute("DROP TABLE store_words", params=None)


class Migration(migrations.Migration):
    """Tables of nouns, of acts, of work, of people with accounts."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Row",
            fields=[
                SERIAL,
                ("noun", models.TextField()),
                ("version", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("schema", models.IntegerField()),
                ("compartment", models.TextField()),
                ("payload", models.BinaryField()),
                ("digest", models.TextField()),
                ("erased", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("noun", "version"), name="store_row_once")],
            },
        ),
        migrations.CreateModel(
            name="Current",
            fields=[
                SERIAL,
                ("noun", models.TextField()),
                ("version", models.BigIntegerField()),
                ("row", models.BigIntegerField(unique=True)),
                ("kind", models.TextField()),
                ("compartment", models.TextField()),
                ("about", models.TextField(null=True)),
                ("tag", models.TextField(null=True)),
                ("state", models.TextField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("noun",), name="store_current_noun")],
                "indexes": [
                    models.Index(fields=["kind", "serial"], name="store_current_kind"),
                    models.Index(fields=["about"], name="store_current_about"),
                    models.Index(fields=["tag"], name="store_current_tag"),
                    models.Index(fields=["kind", "state", "serial"], name="store_current_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edge",
            fields=[
                SERIAL,
                ("row", models.BigIntegerField(db_index=True)),
                ("role", models.TextField()),
                ("target", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["target"], name="store_edge_target")]},
        ),
        migrations.CreateModel(
            name="Root",
            fields=[
                SERIAL,
                ("row", models.BigIntegerField(db_index=True)),
                ("evidence", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["evidence"], name="store_root_evidence")]},
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                SERIAL,
                ("seq", models.BigIntegerField(null=True, unique=True)),
                ("payload", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                SERIAL,
                ("act", models.BigIntegerField(db_index=True)),
                ("noun", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["noun"], name="store_touch_noun")]},
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                SERIAL,
                ("kind", models.TextField()),
                ("payload", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("run_after", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("error", models.TextField(default="")),
            ],
            options={"indexes": [models.Index(fields=["state", "run_after"], name="store_job_due")]},
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("login", models.CharField(max_length=150, unique=True)),
                ("agent", models.CharField(max_length=40, unique=True)),
                ("role_words", models.TextField(default="")),
                ("must_change", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("language", models.CharField(default="en", max_length=8)),
                ("theme", models.CharField(default="auto", max_length=8)),
                ("letter_keys", models.BooleanField(default=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("expires", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="store.account"),
                ),
            ],
        ),
        migrations.RunPython(make_dialect, drop_dialect),
    ]
