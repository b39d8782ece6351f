"""verify.html: what it alone must be. That it answers as the other three do is tested where the damage is done (test_damage)."""

import base64
import hashlib
import io
import json
import random
import re
import shutil
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.archive.package import Package
from muniment.preserve.page import SCRIPTS, joined
from muniment.preserve.standalone import verify as standalone
from muniment.preserve.verify import verify_package
from tests.preserve.firefox import Firefox, firefox
from tests.preserve.packages import READ, STANDALONE, Answer, Page, agree, answered, ours, python, shell
from tests.preserve.test_damage import KINDS, flip, linked, refresh
from tests.rules.source import PACKAGE
from tests.web.browsing import axe

pytestmark = pytest.mark.needs("chromium")
PARTS = STANDALONE / "page"
WORDS = (PARTS / "words.js").read_text(encoding="utf-8")
NAMES = ["court", "letter", "many", "one"]


# --- one file, that can ask for nothing ---


def test_the_file_is_joined_from_its_parts_and_stays_small() -> None:
    page = (STANDALONE / "verify.html").read_text(encoding="utf-8")
    assert page == joined()
    assert len(page.encode()) < 100_000
    assert {path.stem for path in PARTS.glob("*.js")} == set(SCRIPTS)


def test_its_policy_allows_its_own_script_and_style_and_nothing_else() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', joined())
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    for name in ("script", "style"):
        text = re.search(rf"<{name}>(.*)</{name}>", joined(), re.DOTALL)
        assert text
        assert rules[f"{name}-src"] == f"'sha256-{base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()}'"


REACH_OUT = """async at => { const image = new Image(), socket = new WebSocket(`ws://${at}/`);
  const tries = [fetch(`http://${at}/`), new Promise((yes, no) => { image.onload = yes; image.onerror = no; image.src = `http://${at}/x.png`; }),
    new Promise((yes, no) => { socket.onopen = yes; socket.onerror = no; })];
  return (await Promise.allSettled(tries)).map(one => one.status); }"""


def test_nothing_it_could_be_made_to_do_reaches_out() -> None:
    """Somebody listens on this machine, and hears nothing."""
    tried = Page()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert tried.do(tried.tab.evaluate, REACH_OUT, f"127.0.0.1:{listener.getsockname()[1]}") == ["rejected"] * 3
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert any("Content Security Policy" in line for line in tried.said)
    tried.close()


# --- its arithmetic, against what Python has ---


def run(page: Page, script: str, *given: Any) -> Any:
    return page.do(page.tab.evaluate, script, list(given))


def test_its_digests_are_those_of_python(page: Page) -> None:
    chance = random.Random(1)
    for size in [*range(140), 1000, 4097]:
        data = chance.randbytes(size)
        said = run(page, "([hex]) => { const b = bytesOfHex(hex); return [hexOf(sha256(b)), hexOf(sha512(b)), crc32(0, b)]; }", data.hex())
        assert said == [hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest(), zlib.crc32(data)]


def test_a_digest_in_pieces_is_the_digest_of_the_whole(page: Page) -> None:
    data = random.Random(2).randbytes(700)
    script = "([hex, at]) => { const b = bytesOfHex(hex); return hexOf(new Sha256().add(b.subarray(0, at)).add(b.subarray(at)).bytes()); }"
    for at in (0, 1, 55, 56, 63, 64, 65, 127, 128, 699):
        assert run(page, script, data.hex(), at) == hashlib.sha256(data).hexdigest()


ED25519 = "([key, text, signature]) => ed25519(bytesOfHex(key), bytesOfHex(text), bytesOfHex(signature))"
VECTORS = [  # RFC 8032, 7.1
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
]  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_it_accepts_the_signatures_of_the_rfc(page: Page, vector: tuple[str, str, str]) -> None:
    assert run(page, ED25519, *vector)


def odd_signatures() -> Iterator[tuple[bytes, bytes, bytes]]:
    """Flipped bits, and what verifiers are known to disagree on: s not reduced, y not reduced, points of small order."""
    chance = random.Random(3)
    private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
    key, text = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), b"origin\n1\nroot\n"
    good = private.sign(text)
    yield key, text, good
    for _ in range(12):
        bad = bytearray(good)
        bad[chance.randrange(64)] ^= 1 << chance.randrange(8)
        yield key, text, bytes(bad)
    yield key, text, good[:32] + (int.from_bytes(good[32:], "little") + standalone.Q).to_bytes(32, "little")
    small = [(1).to_bytes(32, "little"), bytes(32), (standalone.P - 1).to_bytes(32, "little"), (standalone.P + 1).to_bytes(32, "little")]
    for point in [*small, b"\x01" + bytes(30) + b"\x80", bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]:
        yield point, text, point + bytes(32)
        yield key, text, point + good[32:]


def test_it_and_verify_py_accept_the_same_signatures(page: Page) -> None:
    for key, text, signature in odd_signatures():
        assert run(page, ED25519, key.hex(), text.hex(), signature.hex()) == standalone.ed25519(key, text, signature)


# --- packages ---


@pytest.mark.parametrize("name", NAMES)
def test_a_good_package_passes_by_the_same_checks(
    name: str, good: dict[str, Path], made: dict[str, Package], page: Page, tmp_path: Path
) -> None:
    (tmp_path / "package.zip").write_bytes(made[name].zip)
    for path in (good[name], tmp_path / "package.zip"):
        answer, other = page(path), ours(path)
        assert (answer.code, set(answer.checks.values())) == (0, {"passed"})
        assert set(answer.checks) == set(other.checks)


def zipped(folder: Path, path: Path, method: int = zipfile.ZIP_DEFLATED, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", method) as packed:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                packed.write(file, Path(top) / file.relative_to(folder))
    return path


def test_a_package_zipped_again_by_another_program_passes(good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    again = zipped(good["letter"], tmp_path / "again.zip", top="letter")
    assert page(again).code == ours(again).code == 0


@pytest.fixture
def copy(good: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(good["letter"], tmp_path / "letter"))


@pytest.mark.parametrize("turn", range(4))
def test_every_line_of_a_proof_matters(turn: int, good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    """Each proof of a package with one sign of another line changed: every one is named, as by verify.py."""
    folder = Path(shutil.copytree(good["many"], tmp_path / "many"))
    proofs = sorted((folder / "proofs").iterdir())
    for n, proof in enumerate(proofs):
        said = proof.read_text().splitlines(keepends=True)
        at = 1 + (5 * n + turn) % (len(said) - 1)
        end = len(said[at]) - 2
        said[at] = said[at][:end] + ("0" if said[at][end] != "0" else "1") + "\n"
        proof.write_text("".join(said))
    refresh(folder)
    found = [check for check in verify_package(folder).having("failed") if check.what == "proofs"]
    assert len(found) == len(proofs)
    named = page(folder).named
    assert [check.where for check in found if f"{check.where}" not in named] == []


def test_a_letter_with_a_persian_name_is_in_the_list(copy: Path, page: Page) -> None:
    """Its name is bytes in a manifest and letters in a folder."""
    (letter,) = (copy / "data" / "letters").iterdir()
    letter.rename(letter.with_name("نامه.txt"))
    listing = copy / "package-files.txt"
    listing.write_text(listing.read_text().replace(f"letters/{letter.name}", "letters/نامه.txt"))
    refresh(copy)
    answers = ours(copy), python(copy), shell(copy), page(copy)
    assert agree(*answers) == []
    assert not any("نامه" in line and "added" in line for line in answers[0].named.splitlines())
    assert "added" not in answers[3].named


MEANING = """([texts, cases]) => {
  const plain = new Bag(new Map(Object.entries(texts).map(([name]) => [name, null])));
  for (const [name, text] of Object.entries(texts)) plain.texts.set(name, atob(text));
  return cases.map(([name, text]) => {
    const before = plain.text(name), report = new Report();
    plain.texts.set(name, atob(text));
    checkMeaning(plain, report);
    plain.texts.set(name, before);
    return report.checks.map(check => [check.what, check.verdict, check.verdict === "failed" ? check.where : ""]);
  });
}"""


def spoiled(noun: bytes, chance: random.Random) -> bytes:
    """A bit flipped, or a member anywhere in it dropped or of another kind."""
    if chance.random() < 0.5:
        data = bytearray(noun)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)
    whole = json.loads(noun)
    places, open_ = [], [whole]
    while open_:
        here = open_.pop()
        below = list(here.items() if isinstance(here, dict) else enumerate(here)) if isinstance(here, dict | list) else []
        places += [(here, key) for key, _ in below]
        open_ += [value for _, value in below]
    here, key = chance.choice(places)
    other = chance.choice(["drop", None, True, 7, "x", [], ["x"], {}, {"is": "cell"}])
    if other == "drop":
        del here[key]
    else:
        here[key] = other
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 20))])
@pytest.mark.parametrize("name", ["letter", "court"])
def test_it_reads_a_spoiled_noun_as_verify_py_does(name: str, seed: int, good: dict[str, Path], page: Page) -> None:
    """Every noun of a package, spoiled in several ways: the same verdicts, and the same file named."""
    chance, bag = random.Random(seed), standalone.Folder(str(good[name]))
    texts = {name: bag.bytes(name) for name in [*bag.below("data/nouns/"), "claims.jsonld"]}
    cases = [(name, spoiled(texts[name], chance)) for name in texts if name != "claims.jsonld" for _ in range(12)]
    expected = []
    for path, data in cases:
        report, real = standalone.Report(), bag.bytes
        bag.bytes = lambda name, path=path, data=data, real=real: data if name == path else real(name)
        standalone.check_meaning(bag, report)
        bag.bytes = real
        expected.append([[one["what"], one["verdict"], one.get("where", "")] for one in report.checks])
    coded = [[name, base64.b64encode(data).decode()] for name, data in cases]
    found = run(page, MEANING, {name: base64.b64encode(data).decode() for name, data in texts.items()}, coded)
    assert [(case, one, other) for case, one, other in zip(cases, expected, found, strict=True) if one != other] == []
    assert len({str(one) for one in expected}) > 3, "some pass, some fail, in more ways than one"


NOUNS: dict[str, Callable[[bytes], bytes]] = {
    "no json": lambda noun: noun[:-1],
    "not UTF-8": lambda noun: noun.replace(b'"open"', b'"op\xffn"'),
    "a byte order mark": lambda noun: b"\xef\xbb\xbf" + noun,
    "a list": lambda noun: b"[" + noun + b"]",
    "no id": lambda noun: noun.replace(b'"id":', b'"di":'),
    "an id that is none": lambda noun: re.sub(rb'"id":"[^"]*"', b'"id":7', noun),
    "a fraction": lambda noun: noun.replace(b'"version":1', b'"version":1.0'),
    "a power": lambda noun: noun.replace(b'"version":1', b'"version":1e0'),
    "a number too long": lambda noun: noun.replace(b'"version":1', b'"version":10000000000000001'),
    "a minus zero": lambda noun: noun.replace(b'"version":1', b'"version":-0'),
    "not a number": lambda noun: noun.replace(b'"version":1', b'"version":NaN'),
    "twice": lambda noun: noun.replace(b'"version":1', b'"version":1,"version":1'),
    "half a letter": lambda noun: noun.replace(b'"open"', b'"\\ud800"'),
    "a proto": lambda noun: noun.replace(b'"version":1', b'"__proto__":{"version":2},"version":1'),
    "deep": lambda noun: noun.replace(b'"version":1', b'"deep":' + b"[" * 200_000 + b"]" * 200_000 + b',"version":1'),
    "no passages": lambda noun: noun.replace(b'"passages":', b'"passage":'),
    "passages that are none": lambda noun: re.sub(rb'"passages":\[[^]]*\]', b'"passages":7', noun),
    "another word": lambda noun: noun.replace(b'"text":"', b'"text":"no '),
}


@pytest.mark.parametrize("how", NOUNS)
@pytest.mark.parametrize("kind", ["cl", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("pa", "su"))])
def test_a_noun_that_reads_two_ways_is_read_alike(how: str, kind: str, copy: Path, page: Page) -> None:
    path = next((copy / "data" / "nouns").glob(f"{kind}-*"))
    changed = NOUNS[how](path.read_bytes())
    path.write_bytes(changed)
    refresh(copy, lists=True)
    answers = ours(copy), page(copy)
    assert agree(*answers) == []
    assert answers[0].code == answers[1].code


LINES: dict[str, str] = {
    "four bytes": "— w.example AAAAAA==",
    "five bytes": "— w.example AAAAAAA=",
    "one pad more": "— w.example AAAAAAAA=",
    "two pads more": "— w.example AAAAAAAAAA====",
    "a pad short": "— w.example AAAAAAA",
    "loose bits": "— w.example AAAAAAB=",
    "three bytes": "— w.example AAAA",
    "no name": "—  AAAAAAAA",
    "a plus": "— a+b AAAAAAAA",
    "a letter beyond ASCII": "— شاهد AAAAAAAA",
    "a carriage return": "— w.example AAAAAAAA\r",
    "an empty line between": "\n— w.example AAAAAAAA",
}


@pytest.mark.needs("openssl3")
@pytest.mark.parametrize("line", [pytest.param(line, marks=pytest.mark.slow if n % 3 else []) for n, line in enumerate(LINES)])
def test_a_signature_line_is_read_alike_by_all_four(line: str, copy: Path, page: Page) -> None:
    checkpoint = copy / "checkpoint"
    checkpoint.write_text(checkpoint.read_text() + LINES[line] + "\n", newline="")
    refresh(copy)
    answers = ours(copy), python(copy), shell(copy), page(copy)
    assert agree(*answers) == []
    assert len({answer.code for answer in answers}) == 1


def test_only_what_is_no_package_gets_no_verdict(page: Page, tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_text("not a zip")
    assert page(tmp_path / "notes.zip").code == 2
    assert page.do(page.tab.text_content, "#problem") == "This is not a zip file that can be read."


# --- zips that mean harm: refused in words, by verify.py and by the page alike ---


def patched(data: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    for old, new in changes:
        assert old in data
        data = data.replace(old, new)
    return data


def made_zip(path: Path, *files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, data in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            packed.writestr(entry, data)
    return path.read_bytes()


def over(data: bytes) -> bytes:
    """The second file laid over the first."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 42] + struct.pack("<L", 0) + data[at + 46 :]


TWO = (("a-1", b"first"), ("a-2", b"second"))
HOSTILE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "up": (lambda p: made_zip(p, ("../../etc/passwd", b"x")), "leaves the package"),
    "absolute": (lambda p: made_zip(p, ("/etc/passwd", b"x")), "leaves the package"),
    "drive": (lambda p: made_zip(p, ("C:/x", b"x")), "leaves the package"),
    "backslash": (lambda p: made_zip(p, ("data\\x", b"x")), "leaves the package"),
    "zero": (lambda p: patched(made_zip(p, ("dataZ", b"x")), (b"dataZ", b"dat\0Z")), "leaves the package"),
    "twice": (lambda p: patched(made_zip(p, *TWO), (b"a-2", b"a-1")), "twice"),
    "bomb": (lambda p: made_zip(p, ("zeros", bytes(30 << 20))), "200 times its size"),
    "bzip2": (lambda p: made_zip(p, ("x", b"x" * 99), method=zipfile.ZIP_BZIP2), "neither stored nor deflated"),
    "over": (lambda p: over(made_zip(p, *TWO)), "over another file"),
    "letters": (lambda p: patched(made_zip(p, ("data/cafE", b"x")), (b"cafE", b"caf\x82")), "other than UTF-8"),
    "sizes": (
        lambda p: patched(made_zip(p, ("x", b"four"), method=zipfile.ZIP_STORED), (struct.pack("<LL", 4, 4), struct.pack("<LL", 4, 3))),
        "two sizes",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_in_words(name: str, page: Page, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    path = tmp_path / "hostile.zip"
    path.write_bytes(make(path))
    answers = ours(path), page(path)
    assert [answer.code for answer in answers] == [1, 1]
    assert answers[0].checks == answers[1].checks == {"zip": "failed"}
    assert all(words in answer.named for answer in answers), answers


def test_a_link_in_a_zip_is_refused(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "linked.zip"
    with zipfile.ZipFile(path, "w") as packed:
        entry = zipfile.ZipInfo("data/link")
        entry.external_attr = 0o120777 << 16
        packed.writestr(entry, "/etc/passwd")
    answers = ours(path), page(path)
    assert all("symbolic link" in answer.named for answer in answers)


def test_a_package_so_large_that_its_zip_has_wide_numbers_is_read(good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    """zip64 throughout, as a program writes that does not know beforehand how large a file becomes."""
    path = tmp_path / "wide.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(p for p in good["one"].rglob("*") if p.is_file()):
            with packed.open(file.relative_to(good["one"]).as_posix(), "w", force_zip64=True) as stream:
                stream.write(file.read_bytes())
    assert page(path).code == ours(path).code == 0


@pytest.mark.parametrize("what", ["behind it", "more than it says", "less than it says"])
def test_a_packed_file_with_something_beside_it_is_not_read(what: str, good: dict[str, Path], page: Page, tmp_path: Path) -> None:
    """Programs differ in what they pass over; verify.sh is the last file of a package and of this zip."""
    path = zipped(good["one"], tmp_path / "beside.zip")
    data = path.read_bytes()
    end, at = data.rindex(b"PK\x05\x06"), data.rindex(b"PK\x01\x02")
    begin = struct.unpack("<L", data[end + 16 : end + 20])[0]
    packed = struct.unpack("<L", data[at + 20 : at + 24])[0]
    more = b"junk" if what == "behind it" else b""
    whole = (STANDALONE / "verify.sh").read_bytes()
    said = {"behind it": whole, "more than it says": whole[:-1], "less than it says": whole + b"x"}[what]
    entry = data[at : at + 16] + struct.pack("<LLL", zlib.crc32(said), packed + len(more), len(said)) + data[at + 28 : end]
    path.write_bytes(data[:begin] + more + data[begin:at] + entry + data[end : end + 16] + struct.pack("<L", begin + len(more)) + b"\0\0")
    answers = ours(path), page(path)
    assert [(answer.code, answer.checks["files"]) for answer in answers] == [(1, "failed")] * 2
    assert all("it cannot be read out of the zip" in answer.named for answer in answers)
    assert agree(*answers) == []


EVERY_BIT = """async ([body]) => { const good = Uint8Array.from(atob(body), c => c.charCodeAt(0)), said = [];
  for (let bit = 0; bit < 8 * good.length; bit++) { const bad = good.slice(), report = new Report();
    bad[bit >> 3] ^= 1 << (bit & 7);
    try { await (await Zip.of(new Blob([bad]))).container(report); said.push(report.checks.some(c => c.verdict === 'failed')); }
    catch (problem) { if (!(problem instanceof Problem)) throw problem; said.push(problem instanceof Damaged ? true : null); } }
  return said; }"""


def test_every_bit_of_a_zip_by_another_program_is_read_alike(page: Page) -> None:
    """What a zip's own headers may be is the widest grammar of all: each bit of a small one, turned."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("bagit.txt", "keys/log.vkey", "data/files/a.txt"):
            packed.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), b"words")
    good = out.getvalue()
    said = []
    for bit in range(8 * len(good)):
        bad, report = bytearray(good), standalone.Report()
        bad[bit // 8] ^= 1 << bit % 8
        try:
            standalone.Zip(io.BytesIO(bytes(bad))).container(report)
            said.append(report.has_failed("zip"))
        except standalone.Problem as exc:
            said.append(True if isinstance(exc, standalone.Damaged) else None)
    assert run(page, EVERY_BIT, base64.b64encode(good).decode()) == said


# --- witnesses (C2SP tlog-cosignature), by a policy that travels along ---


class Desk:
    """Witnesses of a package whose head they cosigned: `signed` says which of them did."""

    def __init__(self, folder: Path, quorum: int, signed: tuple[int, ...], spoil: bool = False) -> None:
        self.folder = folder
        head = (folder / "checkpoint").read_text()
        text = head.partition("\n\n")[0] + "\n"
        privates = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(3)]
        keys = [b"\x04" + one.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) for one in privates]
        ids = [hashlib.sha256(f"w{n}.example\n".encode() + key).digest()[:4] for n, key in enumerate(keys)]
        lines = [f"witness w{n} w{n}.example+{ids[n].hex()}+{base64.b64encode(key).decode()}\n" for n, key in enumerate(keys)]
        self.write(
            "keys/policy.txt",
            f"log {(folder / 'keys/log.vkey').read_text()}{''.join(lines)}group witnesses {quorum} w0 w1 w2\nquorum witnesses\n",
        )
        for n in signed:
            at = 1_780_000_000 + n
            blob = ids[n] + at.to_bytes(8, "big") + privates[n].sign(f"cosignature/v1\ntime {at + spoil}\n{text}".encode())
            head += f"— w{n}.example {base64.b64encode(blob).decode()}\n"
        self.write("witnessed/checkpoint", head)
        size = text.split("\n")[1]
        self.write("witnessed/consistency", f"muniment-consistency 1\nold {size}\nsize {size}\n")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)
        refresh(self.folder)


@pytest.mark.parametrize(
    ("signed", "spoil", "verdict"), [((0, 2), False, "passed"), ((1,), False, "not_checked"), ((0, 1, 2), True, "failed")]
)
def test_two_of_three_witnesses_are_enough(signed: tuple[int, ...], spoil: bool, verdict: str, copy: Path, page: Page) -> None:
    Desk(copy, 2, signed, spoil)
    assert page(copy).checks["witnesses"] == verdict


def test_a_policy_that_counts_one_witness_twice_fails(copy: Path, page: Page) -> None:
    desk = Desk(copy, 2, (0,))
    said = (copy / "keys" / "policy.txt").read_text().splitlines(keepends=True)
    desk.write("keys/policy.txt", "".join([*said[:3], said[1].replace("w0 ", "w2 "), *said[4:]]))
    answer = page(copy)
    assert answer.checks["witnesses"] == "failed"
    assert "twice" in answer.named


def test_a_consistency_proof_leads_from_every_tree_to_every_later_one(page: Page) -> None:
    """Trees of up to 9 leaves, all pairs, by proofs made from the definition (RFC 6962, 2.1.2)."""
    from muniment.preserve.merkle import Hash

    leaves: list[Hash] = [hashlib.sha256(b"\0" + bytes([n])).digest() for n in range(9)]

    def root(some: list[Hash]) -> Hash:
        if len(some) == 1:
            return some[0]
        cut = 1 << (len(some) - 1).bit_length() - 1
        return hashlib.sha256(b"\1" + root(some[:cut]) + root(some[cut:])).digest()

    def proof(old: int, some: list[Hash], whole: bool) -> list[Hash]:
        if old == len(some):
            return [] if whole else [root(some)]
        cut = 1 << (len(some) - 1).bit_length() - 1
        if old <= cut:
            return [*proof(old, some[:cut], whole), root(some[cut:])]
        return [*proof(old - cut, some[cut:], False), root(some[:cut])]

    for size in range(1, 10):
        for old in range(1, size + 1):
            first, path = root(leaves[:old]).hex(), "".join(f"path {step.hex()}\n" for step in proof(old, leaves[:size], True))
            assert run(page, "given => begins(...given)", old, size, first, path) == root(leaves[:size]).hex(), (old, size)
            if old < size:
                assert run(page, "given => begins(...given)", old, size, "00" * 32, path) != root(leaves[:size]).hex()


# --- what people see ---


def table(lang: str) -> dict[str, str]:
    block = re.search(rf"^  {lang}: \{{\n(.*?)^  \}},$", WORDS, re.DOTALL | re.MULTILINE)
    assert block
    return dict(re.findall(r'(?:^|[\s,])"?([a-z_]+(?:\.[a-z ]+)?[0-9]?)"?: "((?:[^"\\]|\\.)*)"', block[1]))


def test_both_languages_say_the_same_things() -> None:
    english, persian = table("en"), table("fa")
    assert {key for key in set(english) ^ set(persian) if not key.endswith("_one")} == set()
    holes = {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in english.items()}
    assert {key for key, text in persian.items() if set(re.findall(r"\{(\w+)\}", text)) != holes[key]} == set()


def test_no_word_is_missing_and_none_is_left_over() -> None:
    code = "\n".join((PARTS / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS if name != "words")
    code += (PARTS / "frame.html").read_text(encoding="utf-8")
    used = set(re.findall(r'[\["\'`(]([a-z]+(?:_[a-z0-9]+)*)["\'`]', code))
    built = ("check.", "head_", "advice_", "means_", "key_", "group_", "not_", "proves_")
    spoken = {key for key in table("en") if not key.startswith(built) and not key.endswith("_one")}
    assert spoken - used - {"passed", "failed"} == set()


def test_it_says_what_the_verifiers_and_the_web_pages_say() -> None:
    import tomllib

    said = set(table("en").values())
    assert {*standalone.PROVES, *standalone.DOES_NOT_PROVE} <= said
    words = tomllib.loads((PACKAGE / "web" / "words" / "fa.toml").read_text(encoding="utf-8"))["says"]
    assert {text for key, text in words.items() if key.startswith("package_")} <= set(table("fa").values())


def test_its_colours_are_those_of_the_archives_pages() -> None:
    tokens = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#\w+, #\w+)\)", (PACKAGE / "web" / "static" / "tokens.css").read_text()))
    style = (PARTS / "style.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--([a-z0-9-]+): (#\w+)", part)) for part in style.split("*, ::before")[0].split('[data-theme="dark"]'))
    assert set(light) == set(dark)
    assert {name: f"{light[name]}, {dark[name]}" for name in light} == {name: tokens[name] for name in light}


@pytest.fixture(scope="module", params=[("en-GB", "light", 1440), ("fa-IR", "dark", 1440), ("fa-IR", "light", 360), ("en-GB", "dark", 360)])
def seen(request: pytest.FixtureRequest) -> Iterator[Page]:
    lang, theme, width = request.param
    opened = Page(locale=lang, color_scheme=theme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    opened.tab.said = opened.said
    yield opened
    opened.close()


def test_anyone_can_read_it_before_and_after(seen: Page, copy: Path) -> None:
    """axe-core finds nothing, and nothing runs out of the page sideways; with a failed, a passed and a not checked row on it."""
    assert seen.do(axe, seen.tab) == []
    info = copy / "bag-info.txt"
    info.write_text(info.read_text().replace("files, ledger, custody", "files, ledger, custody, timestamps"))
    (copy / "data" / "files" / "\u202egnp.exe").write_text("x")
    assert set(seen(copy).checks.values()) == {"passed", "failed", "not_checked"}
    assert seen.do(axe, seen.tab) == []
    assert seen.do(seen.tab.evaluate, "document.documentElement.scrollWidth <= innerWidth")
    assert "<U+202E>gnp.exe" in seen.do(seen.tab.text_content, "#report")


def test_it_turns_around_for_persian_and_back(page: Page, copy: Path) -> None:
    page(copy)
    assert page.do(page.tab.evaluate, "[document.dir, document.documentElement.lang]") == ["ltr", "en"]
    page.do(page.tab.keyboard.press, "l")
    assert page.do(page.tab.evaluate, "[document.dir, document.documentElement.lang]") == ["rtl", "fa"]
    assert page.do(page.tab.text_content, "h1") == "وارسی یک بسته"
    assert page.do(page.tab.text_content, "#headline").startswith("درست")
    page.do(page.tab.keyboard.press, "l")


def test_keys_can_be_switched_off_and_change_the_theme(page: Page) -> None:
    theme = "document.documentElement.dataset.theme"
    before = page.do(page.tab.evaluate, theme)
    page.do(page.tab.keyboard.press, "t")
    assert page.do(page.tab.evaluate, theme) != before
    page.do(page.tab.click, "#keys-on")
    page.do(page.tab.keyboard.press, "t")
    assert page.do(page.tab.evaluate, theme) != before
    page.do(page.tab.click, "#keys-on")
    page.do(page.tab.keyboard.press, "t")
    assert page.do(page.tab.evaluate, theme) == before


def test_the_report_that_is_saved_is_that_of_the_contract(page: Page, copy: Path, tmp_path: Path) -> None:
    item = next((copy / "data" / "files").iterdir())
    item.write_bytes(b"other bytes")
    page(copy)

    def save() -> Any:
        with page.tab.expect_download() as download:
            page.tab.keyboard.press("s")
        return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))

    saved, verdict = page.do(save), verify_package(copy)
    assert set(saved) == {"verdict", "checks", "proves", "does_not_prove"}
    assert saved["verdict"] == verdict.answer == "failed"
    ours_failed = {(c.what, c.where, c.expected, c.found) for c in verdict.having("failed")}
    assert {(c["what"], c["where"], c["expected"], c["found"]) for c in saved["checks"] if c["verdict"] == "failed"} == ours_failed
    assert [c["what"] for c in saved["checks"]] == [c.what for c in verdict.checks]


@pytest.mark.parametrize("is_zip", [True, False])
def test_a_zip_or_a_folder_can_be_dropped(is_zip: bool, page: Page, copy: Path, tmp_path: Path) -> None:
    """As a file manager drops it, which is not how a script does."""
    path = zipped(copy, tmp_path / "dropped.zip") if is_zip else copy

    def drop() -> None:
        session = page.tab.context.new_cdp_session(page.tab)
        for kind in ("dragEnter", "dragOver", "drop"):
            data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
            session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": data})

    page.do(drop)
    assert page.answer().code == 0
    assert path.name in page.do(page.tab.text_content, "#chosen")


def test_a_name_that_is_markup_is_only_a_name(page: Page, copy: Path) -> None:
    (copy / "data" / "files" / "<img src=x onerror=alert(1)>").write_text("x")
    assert "<img src=x onerror=alert(1)>" in page(copy).named
    assert page.do(page.tab.evaluate, "document.images.length") == 0


# --- the other browser ---


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("profile")) as browser:
        browser.send("WebDriver:Navigate", {"url": (STANDALONE / "verify.html").as_uri()})
        yield browser


def asked(fox: Firefox, path: Path) -> Answer:
    before = fox.run("return document.body.dataset.state")
    fox.choose("#zip", path)
    fox.until(f"return /done/.test(document.body.dataset.state) && document.body.dataset.state !== {json.dumps(before)}")
    return answered(fox.run(f"return ({READ})()"))


@pytest.mark.slow
@pytest.mark.needs("firefox")
def test_firefox_answers_as_we_do(fox: Firefox, good: dict[str, Path], made: dict[str, Package], tmp_path: Path) -> None:
    """Zips alone: its remote protocol gives no folder to a page."""
    for name in NAMES:
        path = tmp_path / f"{name}.zip"
        path.write_bytes(made[name].zip)
        assert asked(fox, path).code == 0
    for seed in range(60):
        chance, kind, source = random.Random(seed), KINDS[seed % len(KINDS)], good[NAMES[seed % 4]]
        folder = Path(shutil.copytree(source, tmp_path / f"{seed}" / source.name))
        if kind is not linked:
            kind(folder, chance, good)
        path = zipped(folder, tmp_path / f"{seed}.zip")
        if seed % 2:
            flip(path, chance)
        answers = ours(path), asked(fox, path)
        assert agree(*answers) == [], seed
        assert answers[0].code == answers[1].code, seed
