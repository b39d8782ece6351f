"""Erasing by order: no byte of it is left, also for someone who has the key to the database."""

import hashlib
import hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msgspec.structs import replace

from muniment.model.errors import UnknownError
from muniment.store import Database, Shelf, close, configure
from muniment.store.bulk import do, every
from muniment.store.errors import ErasedError
from tests.store.makers import (
    ALL,
    make_claim,
    make_entry,
    make_evidence,
    make_name,
    make_passage,
    make_source,
    make_text,
    other_process,
    put,
    stored,
)

CANARY = "kanarienvogel"
PERSIAN = "قناریزرد"
PAGE, RESERVED = 4096, 80


def pages(path: Path, key: bytes) -> bytes:
    """Every page of an SQLCipher 4 file in the clear, free ones and slack included, authenticated page by page.

    AES-256-CBC; the last 80 bytes of a page are its IV and its HMAC-SHA512; the first 16 bytes of the file are the salt.
    """
    data = path.read_bytes()
    salt = data[:16]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(b ^ 0x3A for b in salt), 2, 32)
    out = []
    for number, at in enumerate(range(0, len(data), PAGE), 1):
        page = data[at : at + PAGE]
        body, iv, mac = page[16 if number == 1 else 0 : -RESERVED], page[-RESERVED:-64], page[-64:]
        assert hmac.digest(mac_key, body + iv + number.to_bytes(4, "little"), "sha512") == mac
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        out.append(decryptor.update(body) + decryptor.finalize())
    return b"".join(out)


def holding(shelf: Shelf) -> tuple[str, list[tuple[str, int]]]:
    """An item with canaries in every place that is stored, and what rests on it."""
    evidence = make_evidence(name=f"{CANARY}.txt", note=PERSIAN)
    text = make_text(evidence, f"{CANARY} {PERSIAN} " * 3000)
    passage = make_passage(evidence)
    claim = make_name(evidence, passage, f"{CANARY} {PERSIAN}")
    put(shelf, evidence, text, passage, claim, roots=(evidence.id,))
    put(shelf, replace(claim, version=2, is_coerced=True), roots=(evidence.id,))
    for _ in range(40):
        put(shelf, make_source(name="Tower Radio"))
    return evidence.id, shelf.rooted_in(evidence.id)


def test_what_was_erased_keeps_its_digest_and_loses_everything_else(shelf: Shelf) -> None:
    id, ids = holding(shelf)
    digests = {(row[0], row[1]): row[5] for row in shelf.rows()}
    evidence = shelf.get(id)
    tombstone = replace(evidence, version=2, name=None, note=None, object=None)
    entry = make_entry(tombstone)
    assert shelf.erase(ids, entry, [stored(tombstone)])

    for erased, version in ids:
        row = next(row for row in shelf.rows() if (row[0], row[1]) == (erased, version))
        assert row[4] == b"" and row[6] and row[5] == digests[erased, version]
        with pytest.raises(ErasedError, match="erased by order"):
            shelf.get(erased, version)
    assert shelf.get(id) == tombstone
    assert shelf.find("text", compartments=ALL) == shelf.find("claim", compartments=ALL) == []
    assert shelf.search(CANARY, compartments=ALL).total_capped == 0
    assert shelf.search(PERSIAN, compartments=ALL).total_capped == 0
    assert every("SELECT 1 FROM store_edge WHERE target = %s", (id,)) == []
    assert shelf.rooted_in(id) == []
    assert shelf.history(id) == [tombstone]
    assert [e.id for e in shelf.entries_of(id)][-1] == entry.id


def test_an_erased_noun_gets_no_new_version(shelf: Shelf) -> None:
    evidence = make_evidence()
    passage = make_passage(evidence)
    claim = make_claim(evidence, passage)
    put(shelf, evidence, passage, claim, roots=(evidence.id,))
    shelf.erase([(claim.id, 1)], make_entry(), [])
    with pytest.raises(Exception, match="erased"):
        put(shelf, replace(claim, version=2))


def test_erasing_what_is_not_here_changes_nothing(shelf: Shelf) -> None:
    source = make_source()
    put(shelf, source)
    with pytest.raises(UnknownError):
        shelf.erase([(source.id, 1), (source.id, 9)], make_entry(), [])
    assert shelf.get(source.id) == source
    assert len(shelf.unnumbered()) == 1


def test_no_page_of_the_file_holds_an_erased_word_even_for_someone_with_the_key(sqlite: Database, tmp_path: Path) -> None:
    shelf = Shelf()
    path, key = tmp_path / "index.db", sqlite.key or b""
    _, ids = holding(shelf)
    close()
    held = pages(path, key)
    assert CANARY.encode() in held and PERSIAN.encode() in held  # the test can see what it looks for

    configure(sqlite)
    shelf = Shelf()
    assert shelf.erase(ids, make_entry(), [])
    assert (tmp_path / "index.db-wal").stat().st_size == 0
    left = pages(path, key)
    for canary in (CANARY, PERSIAN):
        assert left.count(canary.encode()) == 0
        assert left.count(canary[:6].encode()) == 0  # nor a prefix-compressed remainder of the search index
    assert b"Tower Radio" in left


def test_while_another_process_reads_the_log_cannot_be_cut_and_it_is_said(sqlite: Database, tmp_path: Path) -> None:
    shelf = Shelf()
    _, ids = holding(shelf)
    script = f"""
import sys
from muniment.store import Database, configure
from django.db import transaction
configure(Database({sqlite.url!r}, bytes.fromhex({(sqlite.key or b"").hex()!r})))
from django.db import connection
cursor = connection.cursor()
connection.connection.execute("BEGIN")
cursor.execute("SELECT count(*) FROM store_row").fetchone()
print("reading", flush=True)
sys.stdin.read()
"""
    reader = other_process(script)
    assert reader.stdout is not None and reader.stdout.readline() == "reading\n"
    do("PRAGMA busy_timeout = 100")
    assert shelf.erase(ids, make_entry(), []) is False
    reader.communicate("")
    assert shelf.scrub() is True
    assert CANARY.encode() not in pages(tmp_path / "index.db", sqlite.key or b"")


@pytest.mark.needs("postgres")
def test_no_table_file_of_postgresql_holds_an_erased_word(server: object, tmp_path: Path) -> None:
    from tests.store.conftest import Own

    if not isinstance(server, Own):
        pytest.skip("the files of a given server cannot be read")
    server.sql(f"CREATE DATABASE canary TEMPLATE {server.empty}")
    configure(Database(server.url("canary")))
    shelf = Shelf()
    _, ids = holding(shelf)
    do("CHECKPOINT")
    files = server.folder / "data" / "base"
    # Long payloads are compressed, and the search index cuts words into its own form: the raw word stands in short ones.
    assert any(CANARY.encode() in path.read_bytes() for path in files.rglob("*") if path.is_file())
    shelf.erase(ids, make_entry(), [])
    do("CHECKPOINT")
    assert [path for path in files.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []
    close()
    server.sql("DROP DATABASE canary WITH (FORCE)")
