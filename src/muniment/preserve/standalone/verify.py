#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check a Muniment package with nothing but Python: no network, no installation, no trust in whoever made it.

    python3 -I verify.py [DIR|ZIP] [--json]

 1 every file is listed and unchanged, and none was added (BagIt manifests, RFC 8493)
 2 the list of the package's own files was committed to the ledger when the package was made
 3 the ledger's head is signed by the key in this package (C2SP signed note, Ed25519, RFC 8032)
 4 each proof leads from a sealed noun to that head (salted commitments, RFC 6962)
 5 the bytes of each item, and of each letter, are those that a sealed noun names
 6 no link of a chain of custody is missing, and each link is proved
 7 claims.jsonld says what the sealed claims say
 8 every sentence of a letter reaches a claim, its passage and sealed bytes
 9 as many witnesses as keys/policy.txt asks for cosigned an earlier head, and the ledger still begins with it (C2SP tlog-cosignature)
10 time authorities stamped earlier heads, and the ledger still begins with those (RFC 3161; calls openssl, or says *not checked*)
verify.sh asks 1 to 6, 9 and 10 with the same words and must come to the same answers: both read bytes and the same narrow grammar, where
JSON is looked at it is canonical JSON, and what only one of them could read is refused by both.
Exit: 0 all passed, 1 something failed, 2 usage, 4 nothing failed but a declared check could not run.
"""

import base64
import binascii
import calendar
import hashlib
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

PROVES = (
    "These are the bytes that the archive sealed, and they have not changed since.",
    "The archive's ledger held them at the size its signed head names.",
)
DOES_NOT_PROVE = (
    "That what a document says is true, or who wrote it.",
    "That the key in this package belongs to the archive it names: compare keys/log.vkey with one you got from elsewhere.",
    "When it was sealed, by anybody's clock but the archive's own, except as the check “timestamps” says: what a stamped head holds existed by then.",
    "That the archive holds nothing else, or that nothing was changed or withdrawn there after this package was made.",
    "That a verifier which came inside the package is honest: take one from elsewhere, or compare its SHA-256.",
    "That the witnesses in keys/policy.txt are who they seem, or independent of the archive: compare their keys with ones you got from them.",
    "That the time authorities whose roots are keys/tsa-*.pem are those they seem: compare these roots with what they publish.",
)
ADVICE = "Do not rely on it. Ask the sender for this package again."
MOST_FILES, MOST_BYTES, MOST_RATIO = 500000, 64 << 30, 200
LISTS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
UNLISTED = ("checkpoint", "package-files.txt", "package.json", "manifest-sha256.txt", "tagmanifest-sha256.txt", "witnessed/consistency")
"""Files that the package list cannot name: they come after it, and each is held by something else."""
DECLARED = ("files", "ledger", "custody", "claims", "witnesses", "timestamps")


class Problem(Exception):
    """A package that cannot even be looked at: said in plain words."""


class Damaged(Problem):
    """It was a package once, and can no longer be read."""


class Report:
    """The checks in the order they ran."""

    def __init__(self):
        self.checks = []

    def add(self, what, verdict, where=None, expected=None, found=None, advice=None):
        said = {"what": what, "verdict": verdict, "expected": expected, "found": found, "where": where, "advice": advice}
        self.checks.append({name: value for name, value in said.items() if value is not None})

    def failed(self, what, where, expected=None, found=None, advice=ADVICE):
        self.add(what, "failed", where, expected, found, advice)

    def has_failed(self, what):
        return any(c["what"] == what and c["verdict"] == "failed" for c in self.checks)

    def passed(self, what, found=None):
        if not self.has_failed(what):
            self.add(what, "passed", found=found)

    def verdict(self):
        answers = {c["verdict"] for c in self.checks}
        if "failed" in answers or not answers:
            return "failed"
        return "not_checked" if "not_checked" in answers else "passed"

    def as_dict(self):
        return {"verdict": self.verdict(), "checks": self.checks, "proves": list(PROVES), "does_not_prove": list(DOES_NOT_PROVE)}


# --- what lies in a package -----------------------------------------------------------------------------------------

class Folder:
    """The files of an unpacked package. `odd` holds what is there and is no plain file."""

    def __init__(self, root):
        self.root, self.odd, self._digests = root, [], {}
        names = []
        for folder, folders, files in os.walk(root):
            for name in folders + files:
                path = os.path.join(folder, name)
                inside = os.path.relpath(path, root).replace(os.sep, "/")
                mode = os.lstat(path).st_mode
                if stat.S_ISREG(mode):
                    names.append(inside)
                elif not stat.S_ISDIR(mode):
                    self.odd.append((inside, "a link" if stat.S_ISLNK(mode) else "a device, pipe or socket"))
        self._index(names)

    def _index(self, names):
        self.names, self._set = sorted(names), set(names)

    def has(self, name):
        return name in self._set

    def below(self, folder):
        return [name for name in self.names if name.startswith(folder)]

    def read(self, name):
        with open(os.path.join(self.root, *name.split("/")), "rb") as stream:
            return stream.read()

    def bytes(self, name):
        """What a file holds; nothing where it cannot be read (step 1 has said so)."""
        try:
            return self.read(name) if self.has(name) else b""
        except (Problem, OSError):
            return b""

    def text(self, name):
        """A text file byte by byte, so that its digest can be taken of exactly what was read."""
        return self.bytes(name).decode("latin-1")

    def digest(self, name):
        """SHA-256 of a file; None, with the reason kept, where it cannot be read."""
        if name not in self._digests:
            try:
                self._digests[name] = (sha256(self.read(name)), None)
            except (Problem, OSError) as exc:
                self._digests[name] = (None, str(exc))
        return self._digests[name][0]

    def why(self, name):
        """The digest of a file, or why there is none."""
        return self.digest(name) or self._digests[name][1]

    def container(self, report):
        """A folder has nothing around its files."""


class Zip(Folder):
    """The files of a package that is still zipped. Nothing is unpacked to disk."""

    def __init__(self, stream):
        self.stream, self.odd, self._digests = stream, [], {}
        began = stream.read(4)
        try:
            self.zip = zipfile.ZipFile(stream)
            entries = self.zip.infolist()
        except Exception as exc:  # a damaged directory makes zipfile raise more than it documents
            kind = Damaged if began == b"PK\x03\x04" else Problem
            raise kind("This is not a zip file that can be read: %s." % exc)
        if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
            raise Damaged("This zip names more files or bytes than any package holds.")
        self.entries = {}
        for entry in entries:
            if not entry.filename.endswith("/"):
                self._admit(entry)
        self._keep_apart()
        self._unprefix()
        self._index(list(self.entries))

    def _admit(self, entry):
        name = entry.filename
        strange = name.startswith("/") or "\\" in name or "\0" in entry.orig_filename
        if not name or strange or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise Damaged("The zip holds a path that leaves the package: %r." % name)
        if not entry.flag_bits & 0x800 and not name.isascii():
            raise Damaged("The zip names a file in letters other than UTF-8: %r." % name)
        if name in self.entries:
            raise Damaged("The zip holds %s twice." % name)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Damaged("The zip holds a symbolic link: %s." % name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged("The zip packs %s in a way that is neither stored nor deflated." % name)
        if entry.compress_type == zipfile.ZIP_STORED and entry.file_size != entry.compress_size:
            raise Damaged("The zip gives %s two sizes." % name)
        if entry.file_size > 1 << 20 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise Damaged("The zip holds a file that unpacks to more than %d times its size: %s." % (MOST_RATIO, name))
        self.entries[name] = entry

    def _keep_apart(self):
        """No file of a zip may lie over another."""
        end = 0
        for entry in sorted(self.entries.values(), key=lambda entry: entry.header_offset):
            if entry.header_offset < end:
                raise Damaged("The zip lays %s over another file." % entry.filename)
            end = entry.header_offset + 30 + len(entry.filename.encode()) + entry.compress_size

    def _unprefix(self):
        """A bag zipped together with its folder."""
        top = {name.split("/")[0] for name in self.entries}
        if "bagit.txt" not in self.entries and len(top) == 1:
            skip = len(next(iter(top))) + 1
            self.entries = {name[skip:]: entry for name, entry in self.entries.items()}

    def read(self, name):
        entry = self.entries[name]
        try:
            self.zip.open(entry).close()  # compares the two headers
            self.stream.seek(entry.header_offset + 26)
            self.stream.seek(sum(struct.unpack("<HH", self.stream.read(4))), 1)
            data = self._whole(self.stream.read(entry.compress_size), entry)
        except Exception as exc:
            raise Damaged("it cannot be read out of the zip: %s" % exc)
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise Damaged("it cannot be read out of the zip: it is not what its header says")
        return data

    @staticmethod
    def _whole(packed, entry):
        """What was packed, when nothing else lies beside it."""
        if entry.compress_type == zipfile.ZIP_STORED:
            return packed
        engine = zlib.decompressobj(-15)
        data = engine.decompress(packed, entry.file_size + 1)
        if not engine.eof or engine.unused_data:
            raise ValueError("it ends too early or too late")
        return data

    def container(self, report):
        """The bytes around the files. A package is zipped in one way only; another program's zip has other headers throughout,
        one of ours with a single header that is not as written was damaged."""
        names = sorted(self.entries)
        total = sum(self.entries[n].file_size + 2 * len(n) + 100 for n in names)
        if total >= 1 << 32 or len(names) >= 1 << 16:
            return report.passed("zip", "headers of a zip this large are not compared")
        ours = [e for e in self.entries.values() if (e.date_time, e.compress_type, e.extra) == ((1980, 1, 1, 0, 0, 0), 0, b"")]
        if 2 * len(ours) < len(names):
            return report.passed("zip", "zipped again by another program: its files alone are compared")
        odd = self._odd_headers(self.stream, names)
        for where, at in odd[:3]:
            report.failed("zip", where, "the zip's header as it was written", "another, near byte %d" % at)
        return report.passed("zip", "%d headers as written" % len(names))

    def _odd_headers(self, stream, names):
        odd, at, directory = {}, 0, b""
        for name in names:
            entry = self.entries[name]
            local, central = zip_headers(entry.filename, entry.CRC, entry.file_size, at)
            stream.seek(at)
            if stream.read(len(local)) != local or entry.header_offset != at:
                odd.setdefault(name, at)
            at += len(local) + entry.file_size
            directory += central
        stream.seek(at)
        found, begin = stream.read(), at
        for name in names:
            entry = self.entries[name]
            size = 46 + len(entry.filename.encode())
            if found[at - begin:at - begin + size] != directory[at - begin:at - begin + size]:
                odd.setdefault(name, at)
            at += size
        if found[at - begin:] != struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(names), len(names), len(directory), begin, 0):
            odd.setdefault("the end of the zip", at)
        return sorted(odd.items(), key=lambda item: item[1])


def zip_headers(name, crc, size, at):
    """The local and the central header of one stored file, as every package has them."""
    raw = name.encode("utf-8")
    flags = 0 if raw == name.encode("ascii", "replace") else 0x800
    common = struct.pack("<HHHHHLLLHH", 20, flags, 0, 0, 33, crc, size, size, len(raw), 0)
    central = b"PK\1\2" + struct.pack("<BB", 20, 3) + common + struct.pack("<HHHLL", 0, 0, 0, 0o100644 << 16, at) + raw
    return b"PK\3\4" + common + raw, central


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def text_sha256(text):
    return sha256(text.encode("latin-1"))


def has_controls(text):
    """Whether a text holds signs that no text of a package holds, and that a shell could read otherwise."""
    return re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f]", text) is not None


def whole_lines(text):
    """A text whose last line ends, as awk would read it."""
    return text if text.endswith("\n") or not text else text + "\n"


# --- 1, 2: lists of files -------------------------------------------------------------------------------------------

def listed(bag, report, what, names):
    """Manifests as one {path: digest}; a line that is none, or a path named twice, fails."""
    wanted = {}
    for name in names:
        for number, line in enumerate(whole_lines(bag.text(name)).split("\n")[:-1], 1):
            match = re.fullmatch("([0-9a-f]{64})  ([^ ].*)", line)
            if not match or match.group(2) in wanted or has_controls(line):
                report.failed(what, name, "“digest  path”, each path once", "line %d is something else" % number)
            else:
                wanted[match.group(2)] = match.group(1)
    return wanted


def check_files(bag, report):
    """Step 1."""
    for name, kind in bag.odd:
        report.failed("files", name, "a plain file", kind)
    for name in LISTS:
        if not bag.has(name):
            report.failed("files", name, "present", "missing")
    wanted = listed(bag, report, "files", LISTS[2:])
    compare(bag, report, "files", wanted)
    for name in bag.names:
        if name.encode("utf-8", "surrogateescape").decode("latin-1") not in wanted and name != "tagmanifest-sha256.txt":
            report.failed("files", shown(name), "not in this package", "added")
    report.passed("files", "%d files" % len(wanted))


def compare(bag, report, what, wanted):
    """Whether each file listed is there and has that digest."""
    for path in sorted(wanted):
        name = path.encode("latin-1").decode("utf-8", "surrogateescape")
        if not bag.has(name):
            report.failed(what, shown(name), wanted[path], "missing")
        elif bag.digest(name) != wanted[path]:
            report.failed(what, shown(name), wanted[path], bag.why(name))


def shown(name):
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def check_package_list(bag, report):
    """Step 2: the files are those of the list, and the list is the one that the sealed noun package.json names."""
    what, there = "package list", [bag.has(name) for name in ("package-files.txt", "package.json")]
    if not all(there):
        report.failed(what, "package-files.txt", "this file and package.json", "missing")
        return
    noun, found = bag.text("package.json"), bag.digest("package-files.txt")
    if '"kind":"package"' not in noun or '"files":"%s"' % found not in noun:
        report.failed(what, "package-files.txt", "the list that package.json names", found)
    wanted = listed(bag, report, what, ["package-files.txt"])
    compare(bag, report, what, wanted)
    for name in bag.names:
        raw = name.encode("utf-8", "surrogateescape").decode("latin-1")
        if raw not in wanted and raw not in UNLISTED and not re.fullmatch(r"proofs/[^/]*\.proof|timestamps/[0-9]+\.consistency", raw):
            report.failed(what, shown(name), "not in the list", "added")
    report.passed(what, "%d files" % len(wanted))


# --- 3: the signed head ---------------------------------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _recover(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


GY = 4 * pow(5, P - 2, P) % P
GX = _recover(GY, 0)
G = (GX, GY, 1, GX * GY % P)


def _add(a, b):
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    o, p = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, p - o, p + o, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(k, a):
    out = (0, 1, 1, 0)
    while k:
        if k & 1:
            out = _add(out, a)
        a = _add(a, a)
        k >>= 1
    return out


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519(public, message, signature):
    """Whether the signature fits (RFC 8032, 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = _times(s, G), _add(r, _times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def public_key(bag):
    """Name and 32 bytes of the log's key: the line people compare and the PEM that openssl reads must be one key."""
    line = bag.text("keys/log.vkey")
    match = re.fullmatch(r"([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n", line)
    blob = base64.b64decode(match.group(3)) if match else b""
    if len(blob) != 33 or blob[:1] != b"\x01":
        raise Problem("keys/log.vkey is not an Ed25519 verifier key")
    name, key = match.group(1), blob[1:]
    if sha256(name.encode() + b"\n" + blob)[:8] != match.group(2):
        raise Problem("keys/log.vkey does not fit its own key id")
    der = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key)
    if bag.bytes("keys/log.pem") != b"-----BEGIN PUBLIC KEY-----\n" + der + b"\n-----END PUBLIC KEY-----\n":
        raise Problem("keys/log.pem is not the key of keys/log.vkey")
    return name, key, bytes.fromhex(match.group(2))


def check_head(bag, report):
    """Step 3; answers (size, root in hex), or None when there is no sound head."""
    what = "checkpoint signature"
    try:
        name, key, id = public_key(bag)
        text, origin, size, root, signatures = parse_checkpoint(whole_lines(bag.text("checkpoint")))
        if origin != name or "Muniment-Archive: %s" % origin not in bag.text("bag-info.txt").split("\n"):
            raise Problem("the checkpoint, the key and bag-info.txt name different archives")
        if not is_signed(text, signatures, name, key, id):
            raise Problem("no signature by the key of keys/log.pem fits, or one does not")
    except Problem as exc:
        report.failed(what, "checkpoint", "a checkpoint signed by the key in keys/", str(exc))
        return None
    report.passed(what, "%s, %d entries" % (origin, size))
    return size, root


def is_signed(text, signatures, name, key, id):
    """Whether there is a signature by this key, and none that does not fit."""
    mine = [blob for signer, blob in signatures if signer == name and blob[:4] == id]
    return bool(mine) and all(ed25519(key, text.encode("latin-1"), blob[4:]) for blob in mine)


def parse_checkpoint(note):
    """Text, origin, size, root and signatures of a signed checkpoint."""
    match = re.fullmatch(r"(([!-~]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n((?:[^\n]+\n)+)", note)
    if not match or has_controls(note):
        raise Problem("it is not origin, size, root, an empty line and signatures")
    signatures = []
    for line in match.group(5).split("\n")[:-1]:
        parts = re.fullmatch("\xe2\x80\x94 ([^ +]+) ((?=(?:.{4})+$)[A-Za-z0-9+/]{6,}={0,2})", line)
        try:
            signatures.append((parts.group(1), base64.b64decode(parts.group(2), validate=True)))
        except (AttributeError, binascii.Error):
            raise Problem("a signature line is not “— name signature”")
    return match.group(1), match.group(2), int(match.group(3)), base64.b64decode(match.group(4)).hex(), signatures


# --- 9, 10: earlier heads, and that the ledger still begins with them -----------------------------------------------

CONSISTENCY = re.compile("muniment-consistency 1\nold (?P<old>%(n)s)\nsize (?P<size>%(n)s)\n(?P<path>(?:path %(h)s\n)*)"
                         % {"n": "(?:0|[1-9][0-9]{0,14})", "h": "[0-9a-f]{64}"})


def begins(old, size, first, lines):
    """The root of the tree of `size` that begins with the tree of `old` and root `first`, by a consistency proof (RFC 9162, 2.1.4.2);
    None when the proof does not fit."""
    steps = [bytes.fromhex(line[5:]) for line in lines.split("\n")[:-1]]
    if not 0 < old <= size or (old == size) != (not steps):
        return None
    if old == size:
        return first
    if old & (old - 1) == 0:
        steps.insert(0, bytes.fromhex(first))
    at, last = old - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    one = two = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at % 2 or at == last:
            one, two = hashlib.sha256(b"\x01" + step + one).digest(), hashlib.sha256(b"\x01" + step + two).digest()
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            two = hashlib.sha256(b"\x01" + two + step).digest()
        at, last = at >> 1, last >> 1
    return two.hex() if last == 0 and one.hex() == first else None


def earlier(bag, note, way, head):
    """Text, size and signatures of an earlier head: the log signed it, and the ledger still begins with it; else a Problem."""
    text, origin, size, root, signatures = parse_checkpoint(bag.text(note))
    log = public_key(bag)
    if origin != log[0] or not is_signed(text, signatures, *log):
        raise Problem("the log itself did not sign it")
    found = CONSISTENCY.fullmatch(bag.text(way))
    if not found or (int(found["old"]), int(found["size"])) != (size, head[0]):
        raise Problem("%s does not lead from it to the head" % way)
    if begins(size, head[0], root, found["path"]) != head[1]:
        raise Problem("the head does not begin with it")
    return text, size, signatures


def leaf_places(bag, folder):
    """The places in the ledger of what these proofs prove."""
    found = [re.search("^leaf-index ([0-9]{1,15})$", bag.text(name), re.M) for name in bag.below(folder)]
    return [int(match.group(1)) for match in found if match]


def when(seconds):
    """A time of a witness or of an authority in UTC."""
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    except (ValueError, OverflowError, OSError):
        return "%d s" % seconds


# --- 9: witnesses ---------------------------------------------------------------------------------------------------

VKEY = r"[!-*,-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"
POLICY = re.compile(
    r"log (?P<log>%s)\n(?P<witnesses>(?:witness [a-z0-9][a-z0-9-]{0,30} %s(?: https?://[!-~]+)?\n)+)"
    r"group witnesses (?P<quorum>[1-9][0-9]?)(?P<names>(?: [a-z0-9-]+)+)\nquorum witnesses\n" % (VKEY, VKEY)
)
LATEST = 1 << 40
"""Seconds since 1970; a cosignature from later than that is none."""


def read_policy(bag):
    """How many must have cosigned, and (name, key name, key id, 32 bytes) of each witness."""
    match = POLICY.fullmatch(bag.text("keys/policy.txt"))
    if not match or match.group("log") + "\n" != bag.text("keys/log.vkey"):
        raise Problem("keys/policy.txt is not a policy for the log of keys/log.vkey")
    witnesses = []
    for line in match.group("witnesses").split("\n")[:-1]:
        name, vkey = line.split(" ")[1:3]
        called, id, blob = vkey.split("+", 2)
        blob = base64.b64decode(blob)
        if len(blob) != 33 or blob[:1] != b"\x04" or sha256(called.encode("latin-1") + b"\n" + blob)[:8] != id:
            raise Problem("the key of the witness %s is not one, or does not fit its own key id" % name)
        witnesses.append((name, called, bytes.fromhex(id), blob[1:]))
    names, quorum = [w[0] for w in witnesses], int(match.group("quorum"))
    if match.group("names").split(" ")[1:] != names or quorum > len(names):
        raise Problem("keys/policy.txt asks for other witnesses than it names")
    if len(set(names)) < len(names) or len(set(w[3] for w in witnesses)) < len(names):
        raise Problem("keys/policy.txt counts a witness twice")
    return quorum, witnesses


def cosigned(text, signatures, witnesses):
    """{name: time} of the witnesses that cosigned; a signature of one of them that does not fit is a Problem."""
    found = {}
    for name, called, id, key in witnesses:
        for signer, blob in signatures:
            if (signer, blob[:4]) == (called, id):
                at = int.from_bytes(blob[4:12], "big")
                if not 0 < at < LATEST or not ed25519(key, b"cosignature/v1\ntime %d\n" % at + text.encode("latin-1"), blob[12:]):
                    raise Problem("the cosignature of %s does not fit" % name)
                found[name] = max(at, found.get(name, 0))
    return found


def check_witnesses(bag, report, head):
    """Step 9. A package of an archive without witnesses says nothing of them."""
    what, where = "witnesses", "witnessed/checkpoint"
    if not bag.has("keys/policy.txt") and not bag.below("witnessed/"):
        return
    if head is None:
        report.add(what, "not_checked", where, found="there is no sound head to lead to")
        return
    try:
        quorum, witnesses = read_policy(bag)
        if not bag.below("witnessed/"):
            report.add(what, "not_checked", where, "%d of %d" % (quorum, len(witnesses)), "no witness had cosigned when this package was made")
            return
        text, size, signatures = earlier(bag, where, "witnessed/consistency", head)
        found = cosigned(text, signatures, witnesses)
    except (Problem, binascii.Error) as exc:
        report.failed(what, where, "cosignatures of witnesses, and a ledger that keeps what they saw", str(exc))
        return
    told = "%d of %d cosigned %d entries" % (len(found), len(witnesses), size) + "".join(
        "; %s %s" % (name, when(at)) for name, at in sorted(found.items()))
    if len(found) < quorum:
        report.add(what, "not_checked", where, "%d of %d" % (quorum, len(witnesses)), told)
        return
    report.passed(what, told + later(bag, size))


def later(bag, size):
    """How many proofs are of entries that came after what the witnesses saw."""
    found = leaf_places(bag, "proofs/")
    after = sum(1 for place in found if place >= size)
    return "; %d of %d proofs are of later entries, which they have not seen" % (after, len(found)) if after else ""


# --- 10: time stamps ------------------------------------------------------------------------------------------------

STAMP = re.compile("timestamps/(?P<size>[1-9][0-9]{0,14})[.](?:note|consistency|(?P<chain>%(n)s(?:[+]%(n)s){0,5})[.]tsr)"
                   % {"n": "[a-z0-9][a-z0-9-]{0,31}"})
"""What may lie in timestamps/. A chain alpha+beta is beta's token over the note and the response of alpha."""
STAMPED = re.compile(r"^Time stamp: ([A-Z][a-z]{2}) +(\d+) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$", re.M)
"""The time in a response, as openssl prints it."""


class OpenSSL:
    """The program that reads time stamps, in a folder of its own that goes again; `has` says whether it is there and new enough."""

    def __enter__(self):
        self.program, self.folder = shutil.which("openssl"), tempfile.mkdtemp()
        said = self.run("version")[1].split() if self.program else []
        self.has = len(said) > 1 and said[0] == "OpenSSL" and said[1].split(".")[0].isdigit() and int(said[1].split(".")[0]) >= 3
        return self

    def __exit__(self, *failure):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words):
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "OPENSSL_CONF": os.devnull}
        ran = subprocess.run([self.program] + list(words), cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
        return ran.returncode == 0, ran.stdout.decode("utf-8", "replace")

    def stamped(self, message, reply, roots, chain):
        """The time of a response over this message, in seconds since 1970, checked as of that time; or a Problem."""
        for name, data in (("message", message), ("reply", reply), ("roots", roots), ("chain", chain)):
            with open(os.path.join(self.folder, name), "wb") as stream:
                stream.write(data)
        match = STAMPED.search(self.run("ts", "-reply", "-in", "reply", "-text")[1])
        try:
            at = calendar.timegm(time.strptime("%s %s %s %s" % match.group(1, 2, 4, 3), "%b %d %Y %H:%M:%S"))
        except (AttributeError, ValueError):
            raise Problem("it is no time stamp that can be read")
        others = ["-untrusted", "chain"] if chain else []
        if not self.run("ts", "-verify", "-data", "message", "-in", "reply", "-CAfile", "roots", "-attime", str(at), *others)[0]:
            raise Problem("it does not hold over these bytes, or under the root in keys/, at the time it names")
        return at


def stamped_head(bag, size, head):
    """That a note is an earlier head of this ledger, signed by its key; else a Problem."""
    if earlier(bag, "timestamps/%d.note" % size, "timestamps/%d.consistency" % size, head)[1] != size:
        raise Problem("it is a head of another size")


def check_timestamps(bag, report, head):
    """Step 10. A package of an archive that asks no time authority says nothing of them."""
    what, names = "timestamps", bag.below("timestamps/")
    declared = re.search(r"^Muniment-Proofs: (?:.*, )?timestamps(?:,|$)", bag.text("bag-info.txt"), re.M)
    if not names and not declared:
        return
    if head is None:
        report.add(what, "not_checked", "timestamps/", found="there is no sound head to lead to")
        return
    for name in names:
        if not STAMP.fullmatch(name):
            report.failed(what, shown(name), "a note, a response or a proof", "something else")
    found = [match for match in map(STAMP.fullmatch, names) if match]
    chains = {}
    for match in found:
        chains.setdefault(int(match["size"]), []).extend([match["chain"]] if match["chain"] else [])
    if not any(chains.values()):
        report.failed(what, "timestamps/", "time stamps", "none in this package")
    times = {}
    with OpenSSL() as openssl:
        for size in sorted(chains):
            times[size] = check_stamped(bag, report, openssl, size, sorted(chains[size], key=lambda c: (c.count("+"), c)), head)
    if not openssl.has:
        report.add(what, "not_checked", "timestamps/", found="reading time stamps needs OpenSSL 3 or newer")
    elif not report.has_failed(what):
        told_times(bag, report, times)


def check_stamped(bag, report, openssl, size, chains, head):
    """One head and the responses over it; answers [(seconds, chain)]."""
    what, note, times = "timestamps", "timestamps/%d.note" % size, []
    try:
        stamped_head(bag, size, head)
    except (Problem, binascii.Error) as exc:
        report.failed(what, note, "an earlier head of this ledger, signed by its key", str(exc))
    if not chains:
        report.failed(what, note, "a response over it", "none in this package")
    for chain in chains if openssl.has else ():
        where, (below, _, by) = "timestamps/%d.%s.tsr" % (size, chain), chain.rpartition("+")
        try:
            if below and below not in chains or not bag.has("keys/tsa-%s.pem" % by):
                raise Problem("what it is laid over, or the root of its authority, is not in this package")
            message = bag.bytes(note) + (bag.bytes("timestamps/%d.%s.tsr" % (size, below)) if below else b"")
            at = openssl.stamped(message, bag.bytes(where), bag.bytes("keys/tsa-%s.pem" % by), bag.bytes("keys/tsa-%s.chain.pem" % by))
            times.append((at, chain))
        except Problem as exc:
            report.failed(what, where, "a time stamp that holds", str(exc))
    return times


def told_times(bag, report, times):
    """A line a head: by when it existed, says who, and how many items it is the first to hold."""
    places = leaf_places(bag, "proofs/ev-")
    left = len(places)
    for size, stamps in sorted(times.items(), key=lambda one: (min(one[1]), one[0])):
        here = [place for place in places if place < size]
        places = [place for place in places if place >= size]
        says = ", ".join("%s %s" % (chain, when(at)) for at, chain in sorted(stamps))
        report.add("timestamps", "passed", "timestamps/%d.note" % size, found="%d of %d items existed by then: %s" % (len(here), left, says))
    if places:
        report.add("timestamps", "passed", found="%d of %d items came after every head that was stamped" % (len(places), left))


# --- 4: proofs ------------------------------------------------------------------------------------------------------

HEX, NUMBER = "[0-9a-f]{64}", "(?:0|[1-9][0-9]{0,14})"
FIELDS = ("actor", "at", "clock", "effects", "reason", "type")
GRAMMAR = re.compile(
    "muniment-proof 1\npath (?P<path>data/nouns/[a-z0-9.-]+|package[.]json)\nid (?P<id>[a-z]{2}-[0-9a-f]{32})\n"
    "version (?P<version>%(n)s)\nform (?P<form>whole|shown)\nsha256 (?P<sha256>%(h)s)\nsize (?P<size>%(n)s)\n"
    "nonce (?P<nonce>%(h)s)\nother (?P<other>%(h)s|-)\neffect-index (?P<effect_index>%(n)s)\n"
    "effect-count (?P<effect_count>%(n)s)\n(?P<effect_path>(?:effect-path %(h)s\n)*)(?P<fields>%(f)s)"
    "leaf-index (?P<leaf_index>%(n)s)\ntree-size (?P<tree_size>%(n)s)\n(?P<log_path>(?:log-path %(h)s\n)*)"
    % {"h": HEX, "n": NUMBER, "f": "".join("(?:open %s %s [^\n]*|closed %s %s)\n" % (n, HEX, n, HEX) for n in FIELDS)}
)
"""A proof file, line by line, each in its place."""


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def climb(leaf, index, size, lines):
    """The root that an audit path leads to (RFC 9162, 2.1.3.2); None when the path does not fit the tree."""
    if not 0 <= index < size:
        return None
    here, last, at = leaf, size - 1, index
    for line in lines.split("\n")[:-1]:
        step = bytes.fromhex(line.split(" ")[1])
        if last == 0:
            return None
        if at % 2 or at == last:
            here = hashlib.sha256(b"\x01" + step + here).digest()
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            here = hashlib.sha256(b"\x01" + here + step).digest()
        at, last = at >> 1, last >> 1
    return here.hex() if last == 0 else None


def entry_fields(lines):
    """(name, commitment, value or None) of each field of a ledger entry."""
    for line in lines.split("\n")[:-1]:
        how, name, rest = line.split(" ", 2)
        if how == "closed":
            yield name, rest, None
        else:
            yield name, text_sha256("muniment/field/1\n%s\n%s\n%s\n" % (rest[:64], name, rest[65:])), rest[65:]


def check_proof(bag, name, head):
    """(path, None) when the proof holds, else (path, why not)."""
    proof = GRAMMAR.fullmatch(whole_lines(bag.text(name)))
    if proof is None or has_controls(bag.text(name)):
        return name, "it is not a proof of a known version"
    path, form = proof["path"], proof["form"]
    if name != ("proofs/package.proof" if path == "package.json" else "proofs/%s.proof" % path[11:-5]):
        return name, "it proves %s, which is not what its name says" % path
    if path != ("package.json" if proof["id"][:3] == "pk-" else "data/nouns/%s.v%s.json" % (proof["id"], proof["version"])):
        return path, "the proof speaks of another noun than the file's name says"
    if not bag.has(path):
        return path, "the file it proves is missing"
    if (bag.digest(path), len(bag.bytes(path))) != (proof["sha256"], int(proof["size"])):
        return path, "the file is not the one that was sealed"
    word = "object" if form == "whole" else "shown"
    here = text_sha256("muniment/%s/1\n%s\n%s\n%s\n" % (word, proof["nonce"], proof["sha256"], proof["size"]))
    both = (here, proof["other"]) if form == "whole" else (proof["other"], here)
    effect = "muniment/effect/1\n%s\n%s\n%s\n%s\n" % ((proof["id"], proof["version"]) + both)
    count = int(proof["effect_count"])
    root = climb(leaf_hash(effect.encode()), int(proof["effect_index"]), count, proof["effect_path"])
    fields = list(entry_fields(proof["fields"]))
    if root is None or dict((f[0], f[2]) for f in fields)["effects"] != "%d %s" % (count, root):
        return path, "it is not among the effects of its ledger entry"
    entry = text_sha256("muniment/entry/1\n" + "".join("%s %s\n" % (f[0], f[1]) for f in fields))
    size = int(proof["tree_size"])
    tree = climb(leaf_hash(b"\x01" + bytes.fromhex(entry)), int(proof["leaf_index"]), size, proof["log_path"])
    if tree is None or (size, tree) != head:
        return path, "its ledger entry is not under the signed head"
    return path, None


def check_proofs(bag, report, head):
    """Step 4; also that everything that must be proved is."""
    proofs = [name for name in bag.below("proofs/") if name.endswith(".proof")]
    for name in proofs:
        path, why = check_proof(bag, name, head)
        if why is not None:
            report.failed("proofs", shown(path), "a path to the signed head", why)
    for name in bag.below("data/nouns/") + ["package.json"]:
        if not bag.has("proofs/package.proof" if name == "package.json" else "proofs/%s.proof" % name[11:-5]):
            report.failed("proofs", shown(name), "a proof", "none in this package")
    report.passed("proofs", "%d proofs" % len(proofs))


# --- 5 to 8: what the nouns say -------------------------------------------------------------------------------------

def check_bytes(bag, report):
    """Step 5. Nouns are canonical JSON: no string in it holds a bare quotation mark, so a member can be looked for as it is."""
    for name in bag.below("data/files/"):
        id, found = name[11:].split(".")[0], bag.digest(name)
        nouns = [bag.text(n) for n in bag.below("data/nouns/%s.v" % id)]
        if not any('"kind":"evidence"' in noun and '"sha256":"%s"' % found in noun for noun in nouns):
            report.failed("bytes", shown(name), "the bytes that a sealed noun names", bag.why(name))
    for name in bag.below("data/letters/"):
        named = '["%s","%s"]' % (name[13:].encode("utf-8", "surrogateescape").decode("latin-1"), bag.digest(name))
        if not any(named in bag.text(n) for n in bag.below("data/nouns/su-")):
            report.failed("bytes", shown(name), "a file that a sealed letter names", bag.why(name))
    report.passed("bytes", "%d files" % len(bag.below("data/files/") + bag.below("data/letters/")))


def check_custody(bag, report):
    """Step 6: each line is a sealed and proved custody event, and follows the one before."""
    for name in bag.below("custody/"):
        before, lines = "null", bag.text(name).split("\n")
        why = None if lines[-1] == "" and len(lines) > 1 else "it is empty, or ends inside a line"
        for line in lines[:-1]:
            id, previous = (re.search('"%s":"?(cu-[0-9a-f]{32}|null)' % key, line) for key in ("id", "previous"))
            noun = "data/nouns/%s.v1.json" % (id.group(1) if id else "")
            if not id or not previous or not bag.has(noun) or bag.text(noun) != line:
                why = why or "a link that is not sealed and proved here"
            elif previous.group(1) != before or name != "custody/%s.jsonl" % evidence_of(line):
                why = why or "a gap before %s" % id.group(1)
            before = id.group(1) if id else ""
        if why:
            report.failed("custody", shown(name), "a chain of custody from its first link", why)
    for name in bag.below("data/files/"):
        if not bag.has("custody/%s.jsonl" % name[11:].split(".")[0]):
            report.failed("custody", shown(name), "a chain of custody", "none in this package")
    report.passed("custody", "%d chains" % len(bag.below("custody/")))


def evidence_of(line):
    match = re.search('"evidence":"(ev-[0-9a-f]{32})"', line)
    return match.group(1) if match else ""


def is_plain(text):
    """Whether a JSON text holds only what every language reads alike: short whole numbers, and no more than 100 levels."""
    bare, depth, deepest = re.sub(r'(?s)"[^"\\]*(?:\\.[^"\\]*)*"', '""', text), 0, 0
    for sign in re.findall(r"[][{}]", bare):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest <= 100 and not re.search("[0-9][.eE]|-0|[0-9]{16}|[NI]", bare)


def member(noun, name, kind=object):
    """noun[name], which must be there and, where a kind is asked, of that kind: the page reads with the same strictness."""
    if not isinstance(noun, dict) or name not in noun or not isinstance(noun[name], kind) or (kind is int and isinstance(noun[name], bool)):
        raise ValueError(name)
    return noun[name]


def known_nouns(bag):
    """{id: noun} of everything under data/nouns; of two versions the later."""
    found = {}
    for name in bag.below("data/nouns/"):
        if not is_plain(bag.text(name)):
            raise ValueError("a number is not a short whole one, or it is nested too deep")
        noun = json.loads(bag.bytes(name).decode("utf-8"))
        id, version = member(noun, "id", str), member(noun, "version", int)
        if id not in found or found[id]["version"] < version:
            found[id] = noun
    return found


def of_kind(known, kind):
    return [known[id] for id in sorted(known) if known[id].get("kind") == kind]


def claims_jsonld(known):
    """The claims as W3C Web Annotations, from the nouns alone: the same nouns give the same bytes."""
    graph = [{
        "id": "urn:muniment:" + claim["id"],
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "about": member(claim, "about"), "property": member(claim, "property"), "value": member(claim, "value"),
            "modality": member(claim, "modality"), "statedBy": [member(voice, "name") for voice in member(claim, "stated_by", list)],
            "version": claim["version"],
        },
        "target": [_target(known, passage) for passage in member(claim, "passages", list)],
    } for claim in of_kind(known, "claim")]
    context = ["http://www.w3.org/ns/anno.jsonld", {"m": "urn:muniment:term:", "about": "m:about", "property": "m:property",
               "value": "m:value", "modality": "m:modality", "statedBy": "m:statedBy", "version": "m:version"}]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _target(known, id):
    passage = known.get(_text(id))
    if passage is None:
        return {"id": "urn:muniment:" + id, "withheld": True}
    evidence = member(passage, "evidence", str)
    return {
        "source": "urn:muniment:" + evidence,
        "digest": known.get(evidence, {}).get("sha256"),
        "selector": [_selector(where) for where in member(passage, "where", list)],
    }


def _text(id):
    if not isinstance(id, str):
        raise ValueError("id")
    return id


def _selector(where):
    kind = member(where, "is")
    if kind == "stretch":
        return {"type": "TextPositionSelector", "start": member(where, "start"), "end": member(where, "end"),
                "refinedBy": {"type": "TextQuoteSelector", "exact": member(where, "quote")}}
    if kind == "region":
        box = ",".join(str(member(where, side, int) / 10) for side in ("x", "y", "width", "height"))
        return {"type": "FragmentSelector", "value": "page=%d&xywh=percent:%s" % (member(where, "page", int), box)}
    if kind == "interval":
        seconds = member(where, "start_ms", int) / 1000, member(where, "end_ms", int) / 1000
        return {"type": "FragmentSelector", "value": "t=%.3f,%.3f" % seconds}
    if kind == "cell":
        column = "" if member(where, "column") is None else "&col=%d" % member(where, "column", int)
        return {"type": "FragmentSelector", "value": "row=%d%s" % (member(where, "row", int), column)}
    return {"type": "FragmentSelector", "value": ""}


def check_claims(bag, report, known):
    """Step 7."""
    found = bag.bytes("claims.jsonld")
    if found != claims_jsonld(known).encode():
        report.failed("claims", "claims.jsonld", "what the sealed claims say", "something else" if found else "missing")
    report.passed("claims", "%d claims" % len(of_kind(known, "claim")))


def check_sentences(report, known):
    """Step 8."""
    count = 0
    for noun in of_kind(known, "submission"):
        for section in member(noun, "sections", list):
            for sentence in member(section, "sentences", list):
                count += 1
                why = _footing(known, sentence)
                if why:
                    said = "%s: %s" % (sentence["text"][:60], why)
                    report.failed("sentences", noun["id"], "a claim, a passage, sealed bytes", said)
    report.passed("sentences", "%d sentences" % count)


def _footing(known, sentence):
    claims, _ = member(sentence, "claims", list), member(sentence, "text", str)
    if member(sentence, "basis") == "claims" and not claims:
        return "it names no claim"
    for id in claims:
        claim = known.get(_text(id))
        if claim is None:
            return "claim %s is not in this package" % id
        if member(claim, "evidence", str) not in known or not all(_text(one) in known for one in member(claim, "passages", list)):
            return "claim %s has no passage or evidence here" % id
    return None


def check_declared(bag, report):
    """What bag-info declares beyond these steps: said, never passed over."""
    declared = re.search(r"^Muniment-Proofs: (.*)$", bag.text("bag-info.txt"), re.M)
    for name in (declared.group(1).split(", ") if declared else []):
        if name not in DECLARED:
            report.add(name, "not_checked", "bag-info.txt", advice="This verifier cannot check it.")


def check_meaning(bag, report):
    """Steps 7 and 8, which read the nouns as JSON: one that cannot be read stops them, and that is said."""
    try:
        known = known_nouns(bag)
        check_claims(bag, report, known)
        check_sentences(report, known)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as exc:
        report.failed("claims", "data/nouns", "nouns that can be read", "%s: %s" % (type(exc).__name__, exc))


def check(bag):
    """All steps on an opened package. A step that meets damage names it and the others still run."""
    report = Report()
    bag.container(report)
    check_files(bag, report)
    check_package_list(bag, report)
    head = check_head(bag, report)
    check_proofs(bag, report, head)
    check_bytes(bag, report)
    check_custody(bag, report)
    check_witnesses(bag, report, head)
    check_timestamps(bag, report, head)
    check_meaning(bag, report)
    check_declared(bag, report)
    return report


def examined(path):
    """The report on a folder or a zip.

    Raises Problem for something that never was a package.
    """
    if not os.path.exists(path):
        raise Problem("There is nothing at %s." % path)
    if os.path.isdir(path):
        return check(Folder(path))
    with open(path, "rb") as stream:
        return examined_zip(stream, os.path.basename(path))


def examined_zip(stream, name):
    """The report on a zip that is open already; one that is torn fails as a whole."""
    try:
        return check(Zip(stream))
    except Damaged as exc:
        report = Report()
        report.failed("zip", name, "a zip that can be read whole", str(exc))
        return report


def said(report):
    """The report in lines for people."""
    marks = {"passed": "passed     ", "failed": "FAILED     ", "not_checked": "not checked"}
    lines = []
    for c in report.checks:
        line = "%s  %s" % (marks[c["verdict"]], c["what"])
        if c.get("where"):
            line += "  " + c["where"]
        if c["verdict"] == "failed":
            line += "\n             expected %s\n             found    %s" % (c.get("expected"), c.get("found"))
        elif c.get("found"):
            line += "  (%s)" % c["found"]
        lines.append(line)
    lines.append("\nThis proves:")
    lines += ["  " + sentence for sentence in PROVES] if report.verdict() == "passed" else ["  nothing, until what failed is explained."]
    lines.append("It does not prove:")
    lines += ["  " + sentence for sentence in DOES_NOT_PROVE]
    lines.append("\n" + report.verdict().replace("_", " "))
    return "\n".join(lines)


def main(words):
    as_json = "--json" in words
    paths = [word for word in words if word != "--json"]
    if len(paths) > 1 or any(word.startswith("-") for word in paths):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        report = examined(paths[0] if paths else os.path.dirname(os.path.abspath(__file__)))
    except (Problem, OSError) as exc:
        print(exc, file=sys.stderr)
        return 2
    print(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else said(report))
    return {"passed": 0, "failed": 1, "not_checked": 4}[report.verdict()]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
