"""Documents that are a zip of XML parts. Neither the zip nor its XML is trusted: nothing is unpacked that is more than a document, no
document type definition is followed, no more bytes come out of a part than it declared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from muniment.document.reading import ReadingError

MOST_BYTES, MOST_RATIO, MOST_ENTRIES, SMALL = 256 << 20, 100, 10_000, 64 << 10
MOST_PART = 64 << 20


@contextmanager
def opened(data: bytes, kind: str) -> Iterator[ZipFile]:
    """The zip, measured; `kind` says what it should be.

    Raises:
        ReadingError: it is no such file, or unpacks to more than a document does.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            _measure(package, len(data))
            yield package
    except (BadZipFile, KeyError, NotImplementedError, EOFError) as exc:
        raise ReadingError(f"This is not a whole {kind}: {exc}.") from exc


def _measure(package: ZipFile, packed: int) -> None:
    entries = package.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise ReadingError(f"The file holds {len(entries):,} parts; a document has at most {MOST_ENTRIES:,}.")
    if size > MOST_BYTES or size > MOST_RATIO * max(packed, SMALL):
        raise ReadingError(f"The file unpacks to {size:,} bytes, {size // max(1, packed):,} times its size.")


def part(package: ZipFile, name: str) -> bytes:
    """One part's bytes.

    Raises:
        ReadingError: it is larger than a part is.
    """
    if package.getinfo(name).file_size > MOST_PART:
        raise ReadingError(f"{name} holds {package.getinfo(name).file_size:,} bytes; at most {MOST_PART:,} are read.")
    return package.read(name)


def tree(package: ZipFile, name: str) -> Any:
    """One part as XML.

    Raises:
        ReadingError: it is larger than a part is, no XML, or brings a document type definition.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        found = etree.fromstring(part(package, name), parser)
    except etree.XMLSyntaxError as exc:
        raise ReadingError(f"{name} is not well-formed XML: {exc}.") from exc
    if getattr(found.getroottree().docinfo, "doctype", ""):
        raise ReadingError(f"{name} brings a document type definition; such a document has none.")
    return found
