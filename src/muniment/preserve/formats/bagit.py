"""BagIt (RFC 8493): every manifest made again, what is missing and what is extra named, the label kept as stated.

1. `bagit.txt` names a version and an encoding
2. every file a manifest names is there and has that digest; a name that leads out of the bag is refused
3. every file below `data/` is named by every payload manifest
4. the tag manifests, where there are any
5. `Payload-Oxum`, where it is given: so many bytes in so many files

A file that is absent but named in `fetch.txt` is not checked: its address is never asked.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from muniment.preserve.formats.contents import Contents, UnreadError, is_tame
from muniment.preserve.formats.found import Found, Notes

MANIFEST = re.compile(r"^(tag)?manifest-([a-z0-9_-]+)\.txt$")
ALGORITHMS = {"md5": "md5", "sha1": "sha1", "sha224": "sha224", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512", "sha3256": "sha3_256", "sha3512": "sha3_512"}  # fmt: skip
WEAK = ("md5", "sha1")
ESCAPED = {"%0a": "\n", "%0d": "\r", "%25": "%"}
MARK = "bagit.txt"
ENCODINGS = ("utf-8", "utf-16", "utf-32", "iso8859", "ascii", "cp12", "koi8")


def examine(contents: Contents) -> Found:
    """Check a bag; `contents` begins at the folder that holds `bagit.txt`."""
    notes = Notes("bagit")
    names = contents.names()
    encoding = _declaration(contents, notes)  # (1)
    fetched = {line.split(None, 2)[2].strip() for line in _lines(contents, "fetch.txt", encoding) if len(line.split(None, 2)) == 3}
    manifests = {name: match for name in names if (match := MANIFEST.match(name))}
    if not any(not match[1] for match in manifests.values()):
        notes.failed("manifests", "the bag", "a payload manifest", "none")
    for name, match in manifests.items():
        listed = _listed(contents, name, encoding, notes)
        _compare(contents, notes, name, ALGORITHMS.get(match[2]), listed, fetched)  # (2) (4)
        if not match[1]:
            _extra(notes, name, names, listed)  # (3)
    _label(contents, notes, encoding, names)  # (5)
    notes.counted["payload files"] = sum(name.startswith("data/") for name in names)
    notes.proves.append("The payload is what the bag's own manifests list.")
    notes.does_not_prove.append("Who made the bag, or when: whoever can change a file can make its manifests anew.")
    return notes.found()


def _declaration(contents: Contents, notes: Notes) -> str:
    fields = dict(_pairs(_lines(contents, MARK, "utf-8")))
    version, encoding = fields.get("BagIt-Version", ""), fields.get("Tag-File-Character-Encoding", "")
    if re.fullmatch(r"\d+\.\d+", version) and encoding:
        notes.passed("declaration", f"BagIt {version}, {encoding}")
    else:
        notes.failed("declaration", MARK, "a BagIt-Version and a Tag-File-Character-Encoding", f"{version or 'none'}; {encoding or 'none'}")
    if encoding and not _is_known(encoding):
        notes.failed("declaration", MARK, "an encoding that is known", encoding)
        return "utf-8"
    return encoding or "utf-8"


def _is_known(encoding: str) -> bool:
    """Whether this names an encoding of text, and none of the odd codecs Python has beside them."""
    try:
        return codecs.lookup(encoding).name.startswith(ENCODINGS)
    except (LookupError, ValueError):
        return False


def _lines(contents: Contents, name: str, encoding: str) -> list[str]:
    """The lines of a tag file; none where it is absent or cannot be read, which its manifest says."""
    if name not in contents.names():
        return []
    try:
        text = contents.data(name).decode(encoding, "surrogateescape")
    except (UnreadError, ValueError):
        return []
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Labels with their values; a line that begins with a space goes on with the value before."""
    folded: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t") and folded:
            folded[-1] += " " + line.strip()
        elif line.strip():
            folded.append(line)
    for line in folded:
        label, colon, value = line.partition(":")
        if colon:
            yield label.strip(), value.strip()


def _listed(contents: Contents, manifest: str, encoding: str, notes: Notes) -> dict[str, str]:
    """File -> digest, as a manifest says."""
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(contents, manifest, encoding), 1):
        if not line.strip():
            continue
        digest, _, name = line.partition(" ")
        name = re.sub("%0[aAdD]|%25", lambda m: ESCAPED[m[0].lower()], name.lstrip(" \t*").removeprefix("./"))
        if not name or not re.fullmatch(r"[0-9a-fA-F]+", digest):
            notes.failed("manifests", f"{manifest}, line {number}", "a digest and a file name", line[:80])
        elif name in found and found[name] != digest.lower():
            notes.failed("manifests", f"{manifest}, line {number}", "one digest a file", f"{name} has two")
        else:
            found[name] = digest.lower()
    return found


def _compare(contents: Contents, notes: Notes, manifest: str, algorithm: str | None, listed: dict[str, str], fetched: set[str]) -> None:
    if algorithm is None:
        notes.open(manifest, "an algorithm that is not known here")
        return
    here, agreed = set(contents.names()), 0
    for name, digest in sorted(listed.items()):
        if not is_tame(name):
            notes.failed(manifest, name, "a file of the bag", "a name that leads out of it")
        elif name not in here:
            if name in fetched:
                notes.open(manifest, "not in the bag; fetch.txt gives an address for it, which is never asked", name)
            else:
                notes.failed(manifest, name, "a file", "missing")
        else:
            agreed += _same(contents, notes, manifest, algorithm, name, digest)
    weak = "; this algorithm can be deceived on purpose" if algorithm in WEAK else ""
    if agreed:
        notes.passed(manifest, f"{agreed:,} files have the digest listed{weak}")


def _same(contents: Contents, notes: Notes, manifest: str, algorithm: str, name: str, digest: str) -> bool:
    try:
        made = contents.digest(name, algorithm)
    except UnreadError as exc:
        notes.open(manifest, str(exc), name)
        return False
    if made != digest:
        notes.failed(manifest, name, digest, made)
    return made == digest


def _extra(notes: Notes, manifest: str, names: list[str], listed: dict[str, str]) -> None:
    for name in names:
        if name.startswith("data/") and name not in listed:
            notes.failed(manifest, name, "no file that is not listed", "extra: in the payload and not in this manifest")


def _label(contents: Contents, notes: Notes, encoding: str, names: list[str]) -> None:
    label = [name for name in ("bag-info.txt", "package-info.txt") if name in names]
    for where in label:
        for field, value in _pairs(_lines(contents, where, encoding)):
            notes.say(f"{where}: {field}", value)
            if field.lower() == "payload-oxum":
                payload = [name for name in names if name.startswith("data/")]
                found = f"{sum(map(contents.size, payload))}.{len(payload)}"
                if found == value:
                    notes.passed("Payload-Oxum", f"{found} (bytes, files)")
                else:
                    notes.failed("Payload-Oxum", where, value, found)
