"""The witness's rules (C2SP tlog-witness), each answer of the specification, real requests of other programs, and every kind of rewritten past."""

import base64
import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.preserve import note
from muniment.preserve.merkle import EMPTY
from muniment.preserve.note import NoteError, parse_vkey
from muniment.preserve.witness import SIZE, Answer, RequestError, Seen, joined, parse, reply
from muniment.preserve.witness_folder import RetiredError, Witness, begin, digest, unlocked
from muniment.protect.keyring import WrongPassphraseError
from tests.preserve.witnesses import NOON, ORIGIN, Log, Watcher, leaves

# A sigsum log of five leaves, and requests to a witness about it, as the tests of FiloSottile/torchwood (litewitness) publish them.
SIGSUM = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
SIGSUM_KEY = bytes.fromhex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")
ONE = f"""old 0

{SIGSUM}
1
KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

— {SIGSUM} UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=
"""
THREE = f"""old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

{SIGSUM}
3
RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=

— {SIGSUM} UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=
"""
FIVE = f"""old 1
KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=
KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

{SIGSUM}
5
QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=

— {SIGSUM} UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=
"""
# Two heads of a log of eight leaves and the proof between them, from the tests of transparency-dev/witness.
MONKEYS = "monkeys+db4d9f7e+AULaJMvTtDLHPUcUrjdDad9vDlh/PTfC2VV60JUtCfWT"
FIFTH = "monkeys\n5\n41smjBUiAU70EtKlT6lIOIYtRTYxYXsDB+XHfcvu/BE=\n\n— monkeys 202fftzGl3LVoqjXfwCFZZXs8I+5G22+Ek2K0AOyBuSJ/8/CZawNF+6fNlTKOCd622pbzJNkkJFWuw9DbicZCkEx9AY=\n"
EIGHTH = "monkeys\n8\nV8K9aklZ4EPB+RMOk1/8VsJUdFZR77GDtZUQq84vSbo=\n\n— monkeys 202ffoUEboiQYpHzICeaFmoy3RNviHTpAxYrq/eO4QQVQMvu9UebKBMX2MJC76NLthZaKsnKbCA8GxrjePZhvDCH7Ag=\n"
FROM_FIVE_TO_EIGHT = [
    "b9e1d62618f7fee8034e4c5010f727ab24d8e4705cb296c374bf2025a87a10d2", "aac66cd7a79ce4012d80762fe8eec3a77f22d1ca4145c3f4cee022e7efcd599d",
    "89d0f753f66a290c483b39cd5e9eafb12021293395fad3d4a2ad053cfbcfdc9e", "29e40bb79c966f4c6fe96aff6f30acfce5f3e8d84c02215175d6e018a5dee833",
]  # fmt: skip
# A head of the Go checksum database, as published in the same tests, and its well-known key.
GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_HEAD = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n"


def watching(count: int = 20) -> tuple[Log, Watcher]:
    log = Log(leaves(count))
    return log, Watcher().watch(log.key)


def test_a_first_checkpoint_is_cosigned_and_a_longer_one_after_it() -> None:
    log, witness = watching()
    for old, size in ((0, 5), (5, 5), (5, 20)):
        answer = witness.asked(log.request(old, size))
        assert (answer.status, answer.seen and answer.seen.size) == (200, size)
        (made,) = note.cosignatures(log.checkpoint(size) + answer.body, [witness.key])
        assert (made.key, made.at) == (witness.key, NOON)
        assert answer.seen is not None
        assert note.opened(answer.seen.note, [log.key, witness.key])[1] == (log.key, witness.key)


def test_a_sigsum_log_of_another_program_is_cosigned_as_that_programs_tests_say() -> None:
    witness = Watcher().watch(note.Key(SIGSUM, SIGSUM_KEY))
    assert witness.asked(ONE.encode()).status == 200
    assert witness.asked(THREE.encode().replace(b"6go=", b"6gx=")).status == 403
    assert witness.asked(THREE.replace("KgE", "KgF", 1).encode()).status == 422
    assert witness.asked(THREE.replace(f"old 1\n{THREE.splitlines()[1]}\n", "old 1\n").encode()).status == 422
    assert witness.asked(FIVE.encode()).status == 200
    assert witness.asked(THREE.encode()) == Answer(409, "5\n", SIZE)


def test_two_heads_of_a_foreign_log_and_the_proof_between_them_are_accepted() -> None:
    witness = Watcher().watch(parse_vkey(MONKEYS))
    steps = "".join(base64.b64encode(bytes.fromhex(step)).decode() + "\n" for step in FROM_FIVE_TO_EIGHT)
    assert witness.asked(f"old 0\n\n{FIFTH}".encode()).status == 200
    assert witness.asked(f"old 5\n{steps[45:]}\n{EIGHTH}".encode()).status == 422
    assert witness.asked(f"old 5\n{steps}\n{EIGHTH}".encode()).status == 200


def test_a_head_of_the_go_checksum_database_is_opened_by_its_published_key() -> None:
    text, _ = note.opened(GO_HEAD, [parse_vkey(GO)])
    assert note.checkpoint(text).size == 35225469
    with pytest.raises(NoteError):
        note.opened(GO_HEAD.replace("35225469", "35225468"), [parse_vkey(GO)])


def test_an_unknown_log_is_404_and_another_key_403() -> None:
    log, witness = watching()
    assert witness.asked(Log(leaves(3), origin="another").request(0)).status == 404
    assert witness.asked(Log(leaves(3), seed=2).request(0)).status == 403
    assert witness.asked(log.request(0).replace(b"\n20\n", b"\n21\n")).status == 403
    assert witness.asked(log.request(0).split("\n—".encode())[0] + "\n— x AAAAAAAA\n".encode()).status == 403
    assert witness.seen == {}


def test_another_size_than_was_seen_last_is_409_with_that_size() -> None:
    log, witness = watching()
    assert witness.asked(log.request(5)) == Answer(409, "0\n", SIZE)
    witness.asked(log.request(0, 8))
    for old in (0, 3, 9):
        assert witness.asked(log.request(old)) == Answer(409, "8\n", SIZE)


def test_a_request_that_goes_backwards_or_is_malformed_is_400() -> None:
    log, witness = watching()
    good = log.request(5)
    lines = good.split(b"\n")
    bad = [
        log.request(21), b"", b"old 5", good.replace(b"old 5", b"old 05"), good.replace(b"old 5", b"old -5"), good.replace(b"old 5", b"old  5"),
        good.replace(b"old 5", b"size 5"), good.replace(lines[1], b"%%%"), good.replace(lines[1], lines[1][:-4]), good.replace(b"\n\n", b"\n"),
        good.replace(b"old 5\n", b"old 5\n" + 64 * (lines[1] + b"\n")), b"\xff" + good, good.replace(b"\n", b"\r\n"), good + b"x" * (1 << 20),
        good.replace(b"old 5", "old ٥".encode()),
    ]  # fmt: skip
    assert [witness.asked(body).status for body in bad] == [400] * len(bad)


def test_an_empty_log_has_the_empty_root_and_no_proof() -> None:
    log, witness = watching(0)
    assert witness.asked(log.request(0)).status == 200
    text = note.Checkpoint(ORIGIN, 0, b"\x01" * 32).text
    assert witness.asked(f"old 0\n\n{note.sign(text, ORIGIN, log.key, log)}".encode()).status == 422
    step = base64.b64encode(EMPTY)
    assert witness.asked(log.request(0).replace(b"old 0\n", b"old 0\n" + step + b"\n")).status == 422


def rewritten(kind: str, seen: int, count: int, at: int) -> Log | None:
    """The log after someone rewrote it; None where this kind changes nothing of what was seen."""
    past = leaves(count)
    if kind == "another key":
        return Log(past, seed=3)
    if kind == "one entry changed":
        past[at % seen] = b"forged"
    if kind == "two entries exchanged":
        one, two = at % seen, (at * 7 + 1) % seen
        past[one], past[two] = past[two], past[one]
    if kind == "an entry dropped":
        del past[at % seen]
    if kind == "an entry put between":
        past.insert(at % seen, b"forged")
    if kind == "cut and grown again":
        past = past[: at % seen] + leaves(count, b"other")
    if kind == "put back":
        past = past[: at % seen]
    return Log(past) if past[:seen] != leaves(count)[:seen] else None


KINDS = [
    "one entry changed",
    "two entries exchanged",
    "an entry dropped",
    "an entry put between",
    "cut and grown again",
    "put back",
    "another key",
]


@given(st.sampled_from(KINDS), st.integers(1, 300), st.integers(0, 60), st.integers(0, 10_000))
def test_no_rewritten_past_is_cosigned_whatever_is_asked(kind: str, seen: int, more: int, at: int) -> None:
    """Forked, cut, put back from an older copy, entries exchanged, keys swapped: found every time."""
    honest = Log(leaves(seen + more))
    witness = Watcher().watch(honest.key)
    assert witness.asked(honest.request(0, seen)).status == 200
    forged = rewritten(kind, seen, seen + more, at)
    if forged is None:
        return
    for old in {0, seen, len(forged.leaves)}:
        if old <= len(forged.leaves):
            assert witness.asked(forged.request(old)).status in (403, 409, 422)
    assert witness.seen[ORIGIN].size == seen
    assert witness.asked(honest.request(seen)).status == 200, "the honest log goes on"


@given(st.integers(0, 10_000_000), st.integers(0, 255))
def test_no_flipped_bit_of_a_request_is_cosigned_as_something_else(at: int, bit: int) -> None:
    log, witness = watching()
    witness.asked(log.request(0, 5))
    body = bytearray(log.request(5))
    body[at % len(body)] ^= 1 << bit % 8
    answer = witness.asked(bytes(body))
    assert (
        answer.status != 200
        or note.checkpoint(answer.seen.note.partition("\n\n")[0] + "\n").root
        == note.checkpoint(log.checkpoint().partition("\n\n")[0] + "\n").root
    )  # type: ignore[union-attr]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_an_error_of_ours(data: bytes) -> None:
    for read in (parse, reply):
        with suppress(RequestError):
            read(data)


def test_what_a_stick_brings_back_is_what_http_would() -> None:
    log, witness = watching()
    answers = [witness.asked(log.request(0, 5)), witness.asked(log.request(3)), witness.asked(log.request(5).replace(b"A", b"B", 1)),
               witness.asked(Log(leaves(2), origin="another").request(0)), witness.asked(Log(leaves(9), seed=2).request(5))]  # fmt: skip
    for answer in answers:
        assert reply(answer.body.encode()) == reply(answer.body.encode(), answer.status)
        assert reply(answer.body.encode()).status == answer.status
    assert [answer.status for answer in answers[:2]] == [200, 409]


@pytest.mark.parametrize("body", ["", "hello", "— \nx", "05\n", "5\n6\n", "200 OK\n"])
def test_what_no_witness_answers_is_refused(body: str) -> None:
    with pytest.raises(RequestError):
        reply(body.encode())


def test_a_signature_line_is_joined_once() -> None:
    log, witness = watching()
    line = witness.asked(log.request(0)).body.strip()
    whole = joined(joined(log.checkpoint(), [line]), [line, line])
    assert whole.count(line) == 1
    assert len(note.cosignatures(whole, [witness.key])) == 1


# --- the folder -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A witness's folder whose key is known to the test, so that no passphrase has to be stretched."""
    made = tmp_path / "witness"
    (made / "seen").mkdir(parents=True)
    (made / "witness.vkey").write_text(Watcher().key.vkey + "\n")
    return made


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "config"


def test_what_was_seen_is_on_disk_before_the_answer_is_given(folder: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, witness = Log(leaves(20)), Witness(folder, memory)
    witness.watch(log.key.vkey)
    assert witness.answer(log.request(0, 5), Watcher(), NOON).status == 200
    kept = json.loads((folder / "seen" / f"{digest(ORIGIN)}.json").read_bytes())
    assert kept["size"] == 5
    monkeypatch.setattr("muniment.preserve.witness_folder.write_private", lambda path, data: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        witness.answer(log.request(5, 9), Watcher(), NOON)
    monkeypatch.undo()
    assert Witness(folder, memory).answer(log.request(5, 7), Watcher(), NOON).status == 200, "nothing was promised"


@pytest.mark.parametrize("how", ["missing", "torn", "older"])
def test_a_witness_that_forgot_is_retired_and_never_begins_anew(how: str, folder: Path, memory: Path) -> None:
    log, witness = Log(leaves(20)), Witness(folder, memory)
    witness.watch(log.key.vkey)
    witness.answer(log.request(0, 5), Watcher(), NOON)
    path = folder / "seen" / f"{digest(ORIGIN)}.json"
    older = path.read_bytes()
    witness.answer(log.request(5, 9), Watcher(), NOON)
    newer = path.read_bytes()
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(older if how == "older" else newer[:20])
    for _ in range(2):
        with pytest.raises(RetiredError, match="retired"):
            Witness(folder, memory).answer(log.request(0), Watcher(), NOON)
        path.write_bytes(newer)  # bringing it back later does not help: who knows what was signed meanwhile
    with pytest.raises(RetiredError):
        Witness(folder, memory).seen(ORIGIN)


def test_watching_a_log_again_does_not_forget_it(folder: Path, memory: Path) -> None:
    log, witness = Log(leaves(20)), Witness(folder, memory)
    for _ in range(2):
        witness.watch(log.key.vkey)
        witness.answer(log.request(witness.seen(ORIGIN).size, 9), Watcher(), NOON)
    assert witness.seen(ORIGIN).size == 9
    with pytest.raises(BadInputError, match="another key"):
        witness.watch(Log([], seed=2).key.vkey)
    with pytest.raises(BadInputError, match="of a witness"):
        witness.watch(Watcher().key.vkey)
    with pytest.raises(BadInputError, match="not the key of a log"):
        witness.watch("nonsense")


def test_of_two_requests_at_once_only_one_history_is_signed(folder: Path, memory: Path) -> None:
    """Twenty threads ask from the same size, for two histories: whatever is signed lies in one line."""
    one, two = Log(leaves(30)), Log(leaves(30, b"other"))
    Witness(folder, memory).watch(one.key.vkey)
    answers: list[Answer] = []

    def ask(number: int) -> None:
        log = one if number % 2 else two
        answers.append(Witness(folder, memory).answer(log.request(0, number + 1), Watcher(), NOON))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [200] + [409] * 19
    (signed,) = [answer.seen for answer in answers if answer.seen]
    assert Witness(folder, memory).seen(ORIGIN) == signed


def test_processes_wait_for_each_other_too(folder: Path, memory: Path) -> None:
    log = Log(leaves(40))
    Witness(folder, memory).watch(log.key.vkey)
    code = (
        "import sys; from pathlib import Path\n"
        "from muniment.preserve.witness_folder import Witness\n"
        "from tests.preserve.witnesses import Log, NOON, Watcher, leaves\n"
        "log, witness = Log(leaves(40)), Witness(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print([witness.answer(log.request(n, n + 1), Watcher(), NOON).status for n in range(20)].count(200))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, folder, memory], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    signed = sum(int(one.communicate(timeout=60)[0]) for one in running)
    assert signed == Witness(folder, memory).seen(ORIGIN).size, "each size was signed once"


def test_a_new_witness_has_a_key_of_its_own_that_its_passphrase_opens(tmp_path: Path, memory: Path) -> None:
    made = begin(tmp_path / "w", "witness.example/w", "seven herons over the ford", memory)
    signer = unlocked(made, "seven herons over the ford")
    text = note.Checkpoint(ORIGIN, 0, EMPTY).text
    assert note.cosignatures(Log([]).checkpoint() + note.cosign(text, made.key, NOON, signer), [made.key])[0].at == NOON
    with pytest.raises(WrongPassphraseError, match="this witness"):
        unlocked(made, "another passphrase")
    assert (tmp_path / "w" / "key.age").stat().st_mode & 0o077 == 0
    with pytest.raises(BadInputError, match="not empty"):
        begin(tmp_path / "w", "witness.example/w", "seven herons over the ford", memory)
    with pytest.raises(BadInputError, match="cannot be called"):
        begin(tmp_path / "v", "a name", "seven herons over the ford", memory)
    assert not (tmp_path / "v").exists()


def test_a_folder_without_a_witness_is_said(tmp_path: Path, memory: Path) -> None:
    with pytest.raises(BadInputError, match="no witness"):
        Witness(tmp_path, memory)


def test_seen_before_anything_is_the_empty_tree() -> None:
    assert Seen() == Seen(0, EMPTY.hex(), "")
