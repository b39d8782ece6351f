"""What a witness does (C2SP tlog-witness): it signs a log's checkpoint only if that keeps all it has seen of this log before.

    old N                     the size that the log believes the witness saw last
    base64 hash ...           the consistency proof from there (RFC 6962, section 2.1.2), 63 at most
                              an empty line
    the log's checkpoint      a signed note

A witness sees origin, size, root and proof hashes, never an entry. The same bytes travel as HTTP bodies and as files on a stick:
 1 a request that is malformed, or goes backwards, is 400;        2 an origin that it does not watch, 404;
 3 no signature by that log's key, or one that does not fit, 403;  4 another size than it saw last, 409, with that size;
 5 an empty tree with a root, a proof that leads elsewhere, or another root of the same size, 422: the log was forked or restored;
 6 else it remembers size and root, on disk, and only then hands out its cosignature, 200.
Steps 4 to 6 are one: whoever calls `judged` holds a lock from reading what was seen to writing it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence

import msgspec

from muniment.model.errors import MunimentError
from muniment.model.shelf import Signer
from muniment.preserve.merkle import EMPTY, Hash, extends
from muniment.preserve.note import Checkpoint, Key, NoteError, checkpoint, cosign, opened

MOST_STEPS = 63
MOST_BYTES = 1 << 20
SIZE = "text/x.tlog.size"
PLAIN = "text/plain; charset=utf-8"
REASONS = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Entity",
    500: "Internal Server Error",
}
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class RequestError(MunimentError):
    """These bytes are no request to a witness."""


class Seen(msgspec.Struct, frozen=True):
    """The largest tree of a log that a witness cosigned: size, root in hex, and the note with its cosignature."""

    size: int = 0
    root: str = EMPTY.hex()
    note: str = ""


class Request(msgspec.Struct, frozen=True):
    """A log's request: the size the witness is thought to have seen, the proof from there, the signed checkpoint."""

    old: int
    proof: tuple[Hash, ...]
    note: str

    @property
    def body(self) -> str:
        """The bytes that travel, as text."""
        steps = "".join(f"{base64.b64encode(step).decode()}\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n{self.note}"


class Answer(msgspec.Struct, frozen=True):
    """What a witness answers: an HTTP status and a body, and what it must remember before it does."""

    status: int
    body: str
    kind: str = PLAIN
    seen: Seen | None = None


def parse(body: bytes) -> Request:
    """The request in these bytes (1).

    Raises:
        RequestError: it is none.
    """
    try:
        head, gap, note = body[:MOST_BYTES].decode().partition("\n\n")
        first, *steps = head.split("\n")
        proof = tuple(base64.b64decode(step, validate=True) for step in steps)
    except (UnicodeDecodeError, binascii.Error) as exc:
        raise RequestError("This is not a request to a witness: its lines are not base64.") from exc
    old = _OLD.fullmatch(first)
    if old is None or not gap or len(body) > MOST_BYTES:
        raise RequestError("This is not a request to a witness: “old SIZE”, a proof, an empty line and a checkpoint were expected.")
    if len(proof) > MOST_STEPS or any(len(step) != 32 for step in proof):
        raise RequestError(f"A proof has at most {MOST_STEPS} hashes of 32 bytes; this one has others.")
    return Request(int(old[1]), proof, note)


def known(body: bytes, logs: Mapping[str, Key]) -> tuple[Request, Checkpoint, str] | Answer:
    """Steps 1 to 3, for which no lock is needed: request, checkpoint and its text; or the refusal."""
    try:
        request = parse(body)
        text, _, _ = request.note.rpartition("\n\n")
        asked = checkpoint(text + "\n")
    except MunimentError as exc:
        return refusal(400, str(exc))
    if asked.origin not in logs:
        return refusal(404, "This witness does not watch a log of that name.")
    try:
        text, _ = opened(request.note, [logs[asked.origin]])
    except NoteError as exc:
        return refusal(403, str(exc))
    if request.old > asked.size:
        return refusal(400, f"A log of {asked.size} entries cannot follow one of {request.old}.")
    return request, asked, text


def judged(request: Request, asked: Checkpoint, text: str, seen: Seen, key: Key, at: int, signer: Signer) -> Answer:
    """Steps 4 to 6. An answer of 200 brings what must be on disk before it is given."""
    if request.old != seen.size:
        return Answer(409, f"{seen.size}\n", SIZE)  # (4)
    if why := _broken(request, asked, seen):
        return refusal(422, why)  # (5)
    line = cosign(text, key, at, signer)
    return Answer(200, line, PLAIN, Seen(asked.size, asked.root.hex(), f"{text}\n{_logs_own(request.note, asked.origin)}{line}"))  # (6)


def refusal(status: int, why: str) -> Answer:
    """A refusal in words. Its first line says the status, so that it means the same on a stick as over HTTP."""
    return Answer(status, f"{status} {REASONS[status]}: {why}\n")


def _broken(request: Request, asked: Checkpoint, seen: Seen) -> str:
    """Why this checkpoint does not keep what was seen; empty when it does."""
    if asked.size == 0 and asked.root != EMPTY:
        return "A log without entries has another root."
    if request.old == 0:
        return "From an empty log there is nothing to prove, and a proof was sent." if request.proof else ""
    if not extends(request.old, asked.size, bytes.fromhex(seen.root), asked.root, request.proof):
        return f"This log of {asked.size} entries does not keep the {seen.size} that this witness cosigned."
    return ""


def _logs_own(note: str, origin: str) -> str:
    """The signature lines of the log itself; what strangers wrote below is not handed on."""
    return "".join(f"{line}\n" for line in note.rpartition("\n\n")[2].split("\n") if line.startswith(f"— {origin} "))


class Reply(msgspec.Struct, frozen=True):
    """What came back from a witness: signature lines, or the size that it saw last, or a refusal in words."""

    status: int
    lines: tuple[str, ...] = ()
    size: int | None = None
    words: str = ""


def reply(body: bytes, status: int | None = None) -> Reply:
    """A reply read; `status` is that of HTTP, and on a stick it stands in the bytes.

    Raises:
        RequestError: no witness answers so.
    """
    try:
        text = body[: MOST_BYTES + 1].decode()
    except UnicodeDecodeError as exc:
        raise RequestError("This is no reply of a witness: it is not text.") from exc
    lines = tuple(line for line in text.split("\n") if line)
    if lines and all(line.startswith("— ") for line in lines) and status in (None, 200):
        return Reply(200, lines)
    if len(lines) == 1 and _OLD.fullmatch(f"old {lines[0]}") and status in (None, 409):
        return Reply(409, size=int(lines[0]))
    told = re.match(r"(400|403|404|413|422|500) ", text)
    if status not in (None, 200, 409) or told:
        return Reply(status if status is not None and not told else int(told[1]) if told else 0, words=" ".join(text.split())[:400])
    raise RequestError("This is no reply of a witness: signature lines, a size, or a refusal were expected.")


def joined(note: str, lines: Sequence[str]) -> str:
    """A checkpoint with signature lines added below, each once."""
    has = set(note.rpartition("\n\n")[2].split("\n"))
    return note + "".join(f"{line}\n" for line in dict.fromkeys(lines) if line not in has)
