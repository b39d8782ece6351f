#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check a Muniment package with nothing but Python: no network, no installation, no trust in whoever made it.

    python3 -I verify.py [DIR|ZIP] [--json]

 1 every file is listed and unchanged, and none was added (BagIt manifests, RFC 8493)
 2 the list of the package's own files was committed to the ledger when the package was made
 3 each proof leads from a sealed noun to the ledger's signed head (salted commitments, RFC 6962)
 4 the head is signed by the key in this package (C2SP signed note, Ed25519, RFC 8032)
 5 the bytes of each item are those that its sealed noun names
 6 no link of a chain of custody is missing
 7 claims.jsonld says what the sealed claims say
 8 every sentence of a letter reaches a claim, its passage and sealed bytes
Exit: 0 all passed, 1 something failed, 2 usage, 4 nothing failed but a declared check could not run.
"""

import base64
import hashlib
import json
import os
import re
import sys
import zipfile

PROVES = (
    "These are the bytes that the archive sealed, and they have not changed since.",
    "The archive's ledger held them at the size its signed head names.",
)
DOES_NOT_PROVE = (
    "That what a document says is true, or who wrote it.",
    "That the key in this package belongs to the archive it names: compare keys/log.vkey with one you got from elsewhere.",
    "When it was sealed, by anybody's clock but the archive's own.",
    "That the archive holds nothing else.",
)
MOST_FILES, MOST_BYTES, MOST_RATIO = 10000, 8 << 30, 200
LISTS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")


class Problem(Exception):
    """A package that cannot even be looked at: said in plain words."""


class Report:
    """The checks in the order they ran."""

    def __init__(self):
        self.checks = []

    def add(self, what, verdict, where=None, expected=None, found=None, advice=None):
        said = {"what": what, "verdict": verdict, "expected": expected, "found": found, "where": where, "advice": advice}
        self.checks.append({name: value for name, value in said.items() if value is not None})

    def failed(self, what, where, expected=None, found=None, advice="Do not rely on it. Ask the sender for this package again."):
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


class Folder:
    """The files of an unpacked package."""

    def __init__(self, root):
        self.root = root
        self.names = []
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                self.names.append(os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/"))

    def has(self, name):
        return name in self._set()

    def _set(self):
        if not hasattr(self, "_names"):
            self._names = set(self.names)
        return self._names

    def read(self, name):
        path = os.path.join(self.root, *name.split("/"))
        if os.path.islink(path) or not os.path.isfile(path):
            raise Problem("%s is not a plain file." % name)
        with open(path, "rb") as stream:
            return stream.read()


class Zip(Folder):
    """The files of a package that is still zipped. Nothing is unpacked to disk."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
            entries = self.zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
            raise Problem("This is not a zip file that can be read: %s." % exc)
        if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
            raise Problem("This zip names more files or bytes than any package holds.")
        self.entries = {}
        for entry in entries:
            if not entry.is_dir():
                self._admit(entry)
        top = {name.split("/")[0] for name in self.entries}
        prefix = "" if "bagit.txt" in self.entries else (next(iter(top)) + "/" if len(top) == 1 else "")
        self.entries = {name[len(prefix):]: e for name, e in self.entries.items()}
        self.names = sorted(self.entries)

    def _admit(self, entry):
        name = entry.filename
        if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise Problem("The zip holds a path that leaves the package: %r." % name)
        if name in self.entries:
            raise Problem("The zip holds %s twice." % name)
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            raise Problem("The zip holds a symbolic link: %s." % name)
        if entry.file_size > 1 << 20 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise Problem("The zip holds a file that unpacks to more than %d times its size: %s." % (MOST_RATIO, name))
        self.entries[name] = entry

    def read(self, name):
        try:
            with self.zip.open(self.entries[name]) as stream:
                data = stream.read(self.entries[name].file_size + 1)
        except Exception as exc:
            raise Problem("%s cannot be read out of the zip: %s." % (name, exc))
        if len(data) > self.entries[name].file_size:
            raise Problem("%s is longer than the zip says." % name)
        return data


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def text_sha256(text):
    return sha256(text.encode())


# --- 1, 2: lists of files -------------------------------------------------------------------------------------------

def listed(bag, name):
    """A manifest as {path: digest}."""
    found = {}
    for number, line in enumerate(bag.read(name).decode("utf-8", "strict").splitlines(), 1):
        match = re.fullmatch(r"([0-9a-f]{64})  ?(\S.*)", line)
        if not match or match.group(2) in found:
            raise Problem("%s, line %d is not “digest  path”, or names a path twice." % (name, number))
        path = match.group(2)
        if path.startswith("/") or ".." in path.split("/"):
            raise Problem("%s names a path outside the package: %s." % (name, path))
        found[path] = match.group(1)
    return found


def check_files(bag, report):
    """Step 1."""
    for name in LISTS:
        if not bag.has(name):
            report.failed("files", name, "present", "missing")
    if report.has_failed("files"):
        return
    wanted = dict(listed(bag, "manifest-sha256.txt"))
    wanted.update(listed(bag, "tagmanifest-sha256.txt"))
    check_list(bag, report, "files", wanted)
    for name in bag.names:
        if name not in wanted and name != "tagmanifest-sha256.txt":
            report.failed("files", name, "not in this package", "added")
    report.passed("files", "%d files" % len(wanted))


def check_list(bag, report, what, wanted):
    for path in sorted(wanted):
        if not bag.has(path):
            report.failed(what, path, wanted[path], "missing")
            continue
        found = sha256(bag.read(path))
        if found != wanted[path]:
            report.failed(what, path, wanted[path], found)


def check_package_list(bag, report):
    """Step 2: the files are those of the list, and the list is the one that the sealed noun package.json names."""
    for name in ("package-files.txt", "package.json"):
        if not bag.has(name):
            report.failed("package list", name, "present", "missing")
            return
    named, found = json.loads(bag.read("package.json").decode("utf-8")).get("files"), sha256(bag.read("package-files.txt"))
    if named != found:
        report.failed("package list", "package-files.txt", named, found)
    wanted = listed(bag, "package-files.txt")
    check_list(bag, report, "package list", wanted)
    for name in bag.names:
        is_ours = name.startswith(("data/", "custody/", "keys/")) or name in ("claims.jsonld", "verify.py", "verify.sh")
        if is_ours and name not in wanted:
            report.failed("package list", name, "not in the list", "added")
    report.passed("package list", "%d files" % len(wanted))


# --- 3: proofs ------------------------------------------------------------------------------------------------------

def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def climb(leaf, index, size, path):
    """The root that an audit path leads to (RFC 9162, 2.1.3.2); None when the path does not fit the tree."""
    if not 0 <= index < size:
        return None
    here, last, at = leaf, size - 1, index
    for step in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            here = hashlib.sha256(b"\x01" + step + here).digest()
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            here = hashlib.sha256(b"\x01" + here + step).digest()
        at, last = at >> 1, last >> 1
    return here if last == 0 else None


ONE = ("path", "id", "version", "sha256", "size", "nonce", "effect-index", "effect-count", "leaf-index", "tree-size", "bytes")
NUMBERS = ("version", "size", "effect-index", "effect-count", "leaf-index", "tree-size")


def parse_proof(text):
    """A proof file: one word and its value a line."""
    lines = text.split("\n")
    if lines[0] != "muniment-proof 1" or lines[-1] != "":
        raise Problem("It is not a proof of a known version.")
    proof = {"effect-path": [], "log-path": [], "fields": {}}
    for line in lines[1:-1]:
        word, _, rest = line.partition(" ")
        if word in ONE and word not in proof:
            proof[word] = rest
        elif word in ("effect-path", "log-path"):
            proof[word].append(unhex(rest))
        elif word == "open":
            name, nonce, value = (rest.split(" ", 2) + ["", ""])[:3]
            proof["fields"][name] = (text_sha256("muniment/field/1\n%s\n%s\n%s\n" % (nonce, name, value)), value)
        elif word == "closed":
            name, _, commitment = rest.partition(" ")
            proof["fields"][name] = (commitment, None)
        else:
            raise Problem("The line %r is not part of a proof, or stands twice." % line[:60])
    for word in ONE[:-1]:
        if word not in proof:
            raise Problem("The proof lacks %r." % word)
    for word in NUMBERS:
        if not re.fullmatch(r"[0-9]{1,15}", proof[word]):
            raise Problem("%r of the proof is not a number." % word)
        proof[word] = int(proof[word])
    return proof


def unhex(text):
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Problem("%r is not a digest." % text[:70])
    return bytes.fromhex(text)


def check_proof(bag, name, head):
    """(path, None) when the proof holds, else (path, why not)."""
    try:
        proof = parse_proof(bag.read(name).decode("utf-8", "strict"))
    except (Problem, UnicodeDecodeError) as exc:
        return name, str(exc), None
    path = proof["path"]
    if not bag.has(path):
        return path, "the file it proves is missing", proof
    data = bag.read(path)
    if (sha256(data), len(data)) != (proof["sha256"], proof["size"]):
        return path, "the file is not the one that was sealed", proof
    commitment = text_sha256("muniment/object/1\n%s\n%s\n%d\n" % (proof["nonce"], proof["sha256"], proof["size"]))
    effect = "muniment/effect/1\n%s\n%d\n%s\n" % (proof["id"], proof["version"], commitment)
    root = climb(leaf_hash(effect.encode()), proof["effect-index"], proof["effect-count"], proof["effect-path"])
    opened = proof["fields"].get("effects", (None, None))[1]
    if root is None or opened != "%d %s" % (proof["effect-count"], root.hex()):
        return path, "it is not among the effects of its ledger entry", proof
    fields = "".join("%s %s\n" % (field, proof["fields"][field][0]) for field in sorted(proof["fields"]))
    entry = text_sha256("muniment/entry/1\n%s" % fields)
    tree = climb(leaf_hash(b"\x01" + bytes.fromhex(entry)), proof["leaf-index"], proof["tree-size"], proof["log-path"])
    if tree is None or head is None or (proof["tree-size"], tree) != head:
        return path, "its ledger entry is not under the signed head", proof
    return path, None, proof


def check_proofs(bag, report, head):
    """Step 3; also that everything that must be proved is, and that ids fit the files."""
    proved = set()
    proofs = [name for name in bag.names if name.startswith("proofs/")]
    for name in proofs:
        path, why, proof = check_proof(bag, name, head)
        if why is None and not fits(path, proof):
            why = "the proof speaks of another noun than the file's name says"
        if why is not None:
            report.failed("proofs", path, "a path to the signed head", why)
        proved.add(path)
    needed = [n for n in bag.names if n.startswith("data/nouns/")] + ["package.json"]
    for name in needed:
        if name not in proved:
            report.failed("proofs", name, "a proof", "none in this package")
    report.passed("proofs", "%d proofs" % len(proofs))


def fits(path, proof):
    return not path.startswith("data/nouns/") or path == "data/nouns/%s.v%d.json" % (proof["id"], proof["version"])


# --- 4: the signed head ---------------------------------------------------------------------------------------------

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


def public_key(pem):
    """The 32 bytes of an Ed25519 key in PEM."""
    match = re.fullmatch(rb"-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*", pem)
    der = base64.b64decode(match.group(1)) if match else b""
    if len(der) != 44 or der[:12] != bytes.fromhex("302a300506032b6570032100"):
        raise Problem("keys/log.pem is not an Ed25519 public key.")
    return der[12:]


def check_head(bag, report):
    """Step 4; answers (size, root), or None when there is no sound head."""
    what = "checkpoint signature"
    if not (bag.has("checkpoint") and bag.has("keys/log.pem")):
        report.failed(what, "checkpoint", "checkpoint and keys/log.pem", "missing")
        return None
    try:
        body, gap, tail = bag.read("checkpoint").decode("utf-8", "strict").rpartition("\n\n")
        origin, size, root = body.split("\n")[:3]
        key = public_key(bag.read("keys/log.pem"))
        signed = any(_is_signed(line, origin, key, body + "\n") for line in tail.strip("\n").split("\n"))
        head = int(size), base64.b64decode(root, validate=True)
    except (Problem, ValueError) as exc:
        report.failed(what, "checkpoint", "a signed checkpoint", str(exc))
        return None
    if not signed:
        report.failed(what, "checkpoint", "a signature by keys/log.pem", "none that fits")
        return None
    report.passed(what, "%s, %d entries" % (origin, head[0]))
    return head


def _is_signed(line, origin, key, text):
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or parts[1] != origin:
        return False
    blob = base64.b64decode(parts[2], validate=True)
    return ed25519(key, text.encode(), blob[4:])


# --- 5 to 8: what the nouns say -------------------------------------------------------------------------------------

def nouns(bag):
    """{id: noun} of everything under data/nouns."""
    found = {}
    for name in bag.names:
        if name.startswith("data/nouns/"):
            try:
                noun = json.loads(bag.read(name).decode("utf-8"))
                found[noun["id"]] = noun
            except (ValueError, KeyError, TypeError) as exc:
                raise Problem("%s is not a noun: %s." % (name, exc))
    return found


def check_bytes(bag, report, known):
    """Step 5."""
    count = 0
    for name in bag.names:
        if name.startswith("data/files/"):
            item = known.get(name.split("/")[2].split(".")[0], {})
            found = sha256(bag.read(name))
            count += 1
            if item.get("sha256") != found:
                report.failed("bytes", name, item.get("sha256", "a sealed noun naming them"), found)
    report.passed("bytes", "%d items" % count)


def check_custody(bag, report):
    """Step 6."""
    for name in bag.names:
        if not name.startswith("custody/"):
            continue
        before = None
        try:
            events = [json.loads(line) for line in bag.read(name).decode("utf-8").splitlines()]
            for event in events:
                if event.get("previous") != before or not name.startswith("custody/" + event["evidence"]):
                    report.failed("custody", name, "each event follows the one before", "a gap before " + str(event.get("id")))
                    break
                before = event["id"]
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            report.failed("custody", name, "a chain of custody", "it cannot be read: %s" % exc)
    report.passed("custody")


def claims_jsonld(known):
    """The claims as W3C Web Annotations, from the nouns alone: the same nouns give the same bytes."""
    graph = []
    for id in sorted(known):
        claim = known[id]
        if claim.get("kind") != "claim":
            continue
        graph.append({
            "id": "urn:muniment:" + id,
            "type": "Annotation",
            "motivation": "describing",
            "body": {
                "about": claim["about"], "property": claim["property"], "value": claim["value"], "modality": claim["modality"],
                "statedBy": [voice["name"] for voice in claim["stated_by"]], "version": claim["version"],
            },
            "target": [_target(known, passage) for passage in claim["passages"]],
        })
    context = ["http://www.w3.org/ns/anno.jsonld", {"m": "urn:muniment:term:", "about": "m:about", "property": "m:property",
               "value": "m:value", "modality": "m:modality", "statedBy": "m:statedBy", "version": "m:version"}]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _target(known, id):
    passage = known.get(id)
    if passage is None:
        return {"id": "urn:muniment:" + id, "withheld": True}
    source = known.get(passage["evidence"], {})
    return {
        "source": "urn:muniment:" + passage["evidence"],
        "digest": source.get("sha256"),
        "selector": [_selector(where) for where in passage["where"]],
    }


def _selector(where):
    if where["is"] == "stretch":
        return {"type": "TextPositionSelector", "start": where["start"], "end": where["end"],
                "refinedBy": {"type": "TextQuoteSelector", "exact": where["quote"]}}
    if where["is"] == "region":
        box = ",".join(str(where[side] / 10) for side in ("x", "y", "width", "height"))
        return {"type": "FragmentSelector", "value": "page=%d&xywh=percent:%s" % (where["page"], box)}
    if where["is"] == "interval":
        return {"type": "FragmentSelector", "value": "t=%.3f,%.3f" % (where["start_ms"] / 1000, where["end_ms"] / 1000)}
    if where["is"] == "cell":
        column = "" if where["column"] is None else "&col=%d" % where["column"]
        return {"type": "FragmentSelector", "value": "row=%d%s" % (where["row"], column)}
    return {"type": "FragmentSelector", "value": ""}


def check_claims(bag, report, known):
    """Step 7."""
    found = bag.read("claims.jsonld").decode("utf-8", "replace") if bag.has("claims.jsonld") else None
    if found != claims_jsonld(known):
        report.failed("claims", "claims.jsonld", "what the sealed claims say", "something else" if found else "missing")
    report.passed("claims", "%d claims" % sum(1 for n in known.values() if n.get("kind") == "claim"))


def check_sentences(bag, report, known):
    """Step 8."""
    count = 0
    for noun in known.values():
        if noun.get("kind") != "submission":
            continue
        for section in noun["sections"]:
            for sentence in section["sentences"]:
                count += 1
                why = _footing(known, sentence)
                if why:
                    report.failed("sentences", noun["id"], "a claim, a passage, sealed bytes", "%s: %s" % (sentence["text"][:60], why))
    report.passed("sentences", "%d sentences" % count)


def _footing(known, sentence):
    if sentence["basis"] == "claims" and not sentence["claims"]:
        return "it names no claim"
    for id in sentence["claims"]:
        claim = known.get(id)
        if claim is None:
            return "claim %s is not in this package" % id
        if claim["evidence"] not in known or not all(p in known for p in claim["passages"]):
            return "claim %s has no passage or evidence here" % id
    return None


def check_declared(bag, report):
    """What bag-info declares beyond these steps: said, never passed over."""
    info = bag.read("bag-info.txt").decode("utf-8", "replace") if bag.has("bag-info.txt") else ""
    declared = re.search(r"^Muniment-Proofs: (.*)$", info, re.M)
    for name in (declared.group(1).split(", ") if declared else []):
        if name not in ("files", "ledger", "custody", "claims"):
            report.add(name, "not_checked", "bag-info.txt", advice="This verifier cannot check it.")


def check(bag):
    """All steps on an opened package."""
    report = Report()
    try:
        check_files(bag, report)
        check_package_list(bag, report)
        head = check_head(bag, report)
        check_proofs(bag, report, head)
        known = nouns(bag)
        check_bytes(bag, report, known)
        check_custody(bag, report)
        check_claims(bag, report, known)
        check_sentences(bag, report, known)
        check_declared(bag, report)
    except Problem as exc:
        report.failed("package", ".", "a package that can be read", str(exc))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError, MemoryError) as exc:
        report.failed("package", ".", "a package that can be read", "%s: %s" % (type(exc).__name__, exc))
    return report


def opened(path):
    """A folder or a zip, as a bag."""
    if os.path.isdir(path):
        return Folder(path)
    if not os.path.exists(path):
        raise Problem("There is nothing at %s." % path)
    return Zip(path)


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
        bag = opened(paths[0] if paths else os.path.dirname(os.path.abspath(__file__)))
    except Problem as exc:
        print(exc, file=sys.stderr)
        return 2
    report = check(bag)
    print(json.dumps(report.as_dict(), ensure_ascii=False) if as_json else said(report))
    return {"passed": 0, "failed": 1, "not_checked": 4}[report.verdict()]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
