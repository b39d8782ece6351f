"""Which bundle some names are those of. Names alone decide, so that this may be asked outside the sandbox.

auto-archiver's names are too plain to tell: a page of its kind is only a candidate, until a look at the bytes finds its mark.
"""

import re
from collections.abc import Iterable

import msgspec

PROOF = re.compile(r"(?:^|/)([0-9a-f]{64})\.proof\.(json|csv)$")
PAGE = re.compile(r"(?:^|/)(?:formatted[^/]*|[0-9A-Za-z]{24})\.html$")
JSON = re.compile(r"(?:^|/)(?:metadata|[0-9A-Za-z]{24})\.json$")
MARK = b"auto-archiver"
MANIFEST = re.compile(r"(?:^|/)manifest-([a-z0-9]+)\.txt$")
STRONGEST = ("sha512", "sha256", "sha1", "md5")


class Bundle(msgspec.Struct, frozen=True):
    """A bundle among some names: its format, the folder it begins at (ending in a slash, or empty), and its names in full."""

    format: str
    root: str
    names: tuple[str, ...]

    @property
    def main(self) -> str:
        """The member that says what the bundle is: its strongest list, its first proof, its page."""
        if self.format == "bagit":
            lists = {match[1]: name for name in self.names if (match := MANIFEST.search(name)) and name.count("/") == self.root.count("/")}
            return next((lists[kind] for kind in STRONGEST if kind in lists), f"{self.root}bagit.txt")
        if self.format == "wacz":
            return f"{self.root}datapackage.json"
        pattern = PROOF if self.format == "proofmode" else PAGE
        return next((name for name in self.names if pattern.search(name)), self.names[0])


def bundles(names: Iterable[str]) -> list[Bundle]:
    """The bundles among these names, the outermost of each branch."""
    roots: dict[str, str] = {}
    held = sorted(names)
    folders = {root_of(name) for name in held}
    for name in sorted(held, key=lambda each: (each.count("/"), each)):
        if _above(root_of(name), roots) is None and (format := _format(name, root_of(name), folders)):
            roots[root_of(name)] = format
    inside: dict[str, list[str]] = {root: [] for root in roots}
    for name in held if roots else ():
        if (root := _above(root_of(name), roots)) is not None:
            inside[root].append(name)
    return [Bundle(format, root, tuple(inside[root])) for root, format in roots.items()]


def _above(folder: str, roots: dict[str, str]) -> str | None:
    """The bundle that a folder lies in."""
    while folder not in roots:
        if not folder:
            return None
        folder = root_of(folder[:-1])
    return folder


def candidates(names: Iterable[str]) -> list[str]:
    """Names that may be the page of an archived address."""
    return [name for name in names if PAGE.search(name) or JSON.search(name)]


def is_page(data: bytes) -> bool:
    """Whether these bytes carry the mark of auto-archiver's page, or the shape of its JSON."""
    return MARK in data or (b'"media"' in data and b'"metadata"' in data and b'"status"' in data)


def root_of(name: str) -> str:
    """The folder a name lies in, with its slash; empty at the top."""
    folder = name.rpartition("/")[0]
    return f"{folder}/" if folder else ""


def _format(name: str, root: str, folders: set[str]) -> str | None:
    last = name.rpartition("/")[2]
    if last == "bagit.txt":
        return "bagit"
    if last == "datapackage.json" and {f"{root}archive/", f"{root}indexes/"} & folders:
        return "wacz"
    return "proofmode" if PROOF.search(name) else None
