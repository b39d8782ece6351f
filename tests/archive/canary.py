"""Canaries: unmistakable invented names, and a search for them in every byte of a folder, in every spelling bytes may have."""

import base64
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

LATIN, PERSIAN = "Kanarienvogelheim", "قناریزردپرکلارود"
CANARIES = (LATIN, PERSIAN)
DEEP = 3


def forms(word: str) -> dict[str, bytes]:
    """The word as bytes may spell it."""
    plain = word.encode()
    spelled = {
        "utf-8": plain, "upper": word.upper().encode(), "lower": word.lower().encode(), "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"), "hex": plain.hex().encode(), "HEX": plain.hex().upper().encode(),
        "reversed": word[::-1].encode(), "half": word[: len(word) // 2 + 1].encode(),
    }  # fmt: skip
    if not word.isascii():
        percent = quote(word)
        spelled |= {"percent": percent.encode(), "percent, lower": percent.lower().encode(),
                    "json": word.encode("ascii", "backslashreplace")}  # fmt: skip
    for shift in range(3):
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            spelled[f"{name} {shift}"] = encode(b"\0" * shift + plain)[-(-8 * shift // 6) : -4].rstrip(b"=")
    return spelled


FORMS = {f"{word}, {name}": form for word in CANARIES for name, form in forms(word).items()}


def seen(data: bytes) -> list[str]:
    """The spellings that stand in these bytes."""
    return [name for name, form in FORMS.items() if form in data]


def found(folder: Path) -> list[str]:
    """Every spelling in every file below a folder, in names too, and inside what is packed in them."""
    hits = []
    for path in sorted(folder.rglob("*")):
        where = str(path.relative_to(folder))
        hits += [f"the name {where}: {name}" for name in seen(where.encode("utf-8", "surrogateescape"))]
        if path.is_file():
            for inside, data in unpacked(path.read_bytes()):
                hits += [f"{where}{inside}: {name}" for name in seen(data)]
    return hits


def unpacked(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes, and what is packed in them: zip, tar, gzip, zlib, a few layers deep."""
    yield "", data
    if depth == DEEP:
        return
    for inside, member in _members(data):
        for deeper, bytes_ in unpacked(member, depth + 1):
            yield f" > {inside}{deeper}", bytes_


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        pass
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                stream = archive.extractfile(member)
                yield member.name, stream.read() if stream else b""
    except (tarfile.TarError, EOFError):
        pass
    for name, unpack in (("gzip", gzip.decompress), ("zlib", zlib.decompress)):
        try:
            yield name, unpack(data)
        except (OSError, zlib.error, EOFError):
            continue
