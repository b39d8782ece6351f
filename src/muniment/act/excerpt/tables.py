"""Plain files: CSV (RFC 4180, UTF-8 with its mark, every cell quoted) and JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from muniment.act.excerpt.cells import safe
from muniment.act.excerpt.manifest import Manifest
from muniment.act.excerpt.rows import Row


def comma(manifest: Manifest, columns: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """CSV. The first lines are comments of one cell, `# name: words`; the columns follow."""
    head = [(f"# {name}: {words}",) for name, words in manifest.lines()]
    yield "\ufeff".encode() + b"".join(_csv(row) for row in (*head, columns))
    for row in rows:
        yield _csv(row)


def _csv(row: Row) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([safe(cell) for cell in row])
    return out.getvalue().encode()


def lines(manifest: Manifest, columns: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """JSON Lines: the manifest, then an object a row; words as they are, for no program runs them."""
    yield msgspec.json.encode({"manifest": manifest}) + b"\n"
    for row in rows:
        yield msgspec.json.encode({name: cell for name, cell in zip(columns, row, strict=True) if cell}) + b"\n"
