"""Time stamps (RFC 3161): a request for one, and whether a reply is what was asked for. Replies are parsed in the sandbox alone.

A reply is accepted when, all of them:
 1 its status is *granted*;  2 its signature holds, and its certificate leads to a root that the user gave, at the time the token names
 (so that a token outlives its certificate);  3 that certificate is for time stamping and nothing vaguer;
 4 it answers this request (nonce) and these bytes (message imprint).
rfc3161-client asks this. It refuses a token whose certificates stand in another order than DER wants, which a large authority sends;
then `openssl ts` asks the same, and who accepted is said. Where there is no openssl such a token is *unchecked*.

Certificates and the library are loaded where they are needed: every command would else pay 50 ms for them.

A token is malleable in a few fields that nobody signed: the bytes of the whole reply are what the ledger names, not the token.
"""

from __future__ import annotations

import calendar
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from muniment.model.errors import BadInputError
from muniment.protect.sandbox import Limits, SandboxError, run

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

PARSER = "muniment.preserve.stamp:judged"
LIMITS = Limits(seconds=60, memory=1 << 30, output=4 << 20)
TOGETHER = 100
"""So many replies are looked at by one child."""
LARGEST = 1 << 20
"""Bytes of a reply."""
MOST_CERTIFICATES = 20
TIME = re.compile(r"^Time stamp: ([A-Z][a-z]{2}) +(\d+) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)
OTHER_BYTES = "it is about other bytes"
OTHER_NONCE = "it answers another request: its nonce differs"
OTHER_REQUEST = "the request that is kept beside it is not about these bytes"
REASONS = {
    "Nonce mismatch": OTHER_NONCE,
    "Mismatch between messages": OTHER_BYTES,
    "PKIStatus is not GRANTED": "the authority did not grant it",
    "nonce mismatch": OTHER_NONCE,
    "message imprint mismatch": OTHER_BYTES,
}
"""What a verifier says -> what we say."""

Outcome = Literal["accepted", "refused", "unchecked"]


class Case(msgspec.Struct, frozen=True):
    """A reply, the bytes it should be about, the request it should answer (empty: any), roots and intermediates as PEM."""

    message: bytes
    reply: bytes
    roots: str
    chain: str = ""
    request: bytes = b""


class Judged(msgspec.Struct, frozen=True):
    """What came of a case: why not, or the time the token names and which program accepted it."""

    outcome: Outcome
    why: str = ""
    at: datetime | None = None
    verifier: str = ""


def request(message: bytes, *, is_renewal: bool = False) -> bytes:
    """A request for a time stamp over these bytes, in DER, with a nonce, asking for the certificate. A renewal is hashed with SHA-512,
    so that a chain does not hang on one algorithm."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    algorithm = HashAlgorithm.SHA512 if is_renewal else HashAlgorithm.SHA256
    return TimestampRequestBuilder().data(message).hash_algorithm(algorithm).build().as_bytes()


def certificates(pem: str) -> tuple[str, str]:
    """A file of certificates as roots and as intermediates. What did not sign itself is no root, whatever the file is called.

    Raises:
        BadInputError: no certificates, or no root among them.
    """
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except (ValueError, x509.InvalidVersion) as exc:
        raise BadInputError("This holds no certificate in PEM form.", advice="Ask the time authority for its root certificate.") from exc
    roots = [one for one in found if _signs_itself(one)]
    if not roots or len(found) > MOST_CERTIFICATES:
        raise BadInputError(
            f"There is no root among these {len(found)} certificates: each was signed by another." if not roots
            else f"These are more than {MOST_CERTIFICATES} certificates.",
            advice="Ask the time authority for its root certificate; an intermediate is not one.",
        )  # fmt: skip
    return _pem(roots), _pem([one for one in found if one not in roots])


def is_as_made(pem: str) -> bool:
    """Whether a text is what `certificates` gives, to the last sign."""
    from cryptography import x509

    try:
        return _pem(x509.load_pem_x509_certificates(pem.encode())) == pem
    except (ValueError, x509.InvalidVersion):
        return False


def _signs_itself(one: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.verify_directly_issued_by(one)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _pem(found: Sequence[Certificate]) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(one.public_bytes(Encoding.PEM).decode() for one in dict.fromkeys(found))


def fingerprints(pem: str) -> list[str]:
    """The SHA-256 of each certificate in a PEM text, to be compared with what its owner publishes."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    return [one.fingerprint(SHA256()).hex() for one in x509.load_pem_x509_certificates(pem.encode())] if pem else []


def judge(cases: Sequence[Case]) -> list[Judged]:
    """What came of each case, in their order. A reply that breaks the parser is refused, and no other with it."""
    judged: list[Judged] = []
    for start in range(0, len(cases), TOGETHER):
        some = cases[start : start + TOGETHER]
        try:
            judged += msgspec.json.decode(run(PARSER, "", msgspec.json.encode(some), LIMITS), type=list[Judged])
        except SandboxError as exc:
            alone = [Judged("refused", f"it could not be read: {exc}")]
            judged += alone if len(some) == 1 else [one for case in some for one in judge([case])]
    return judged


def judged(_: str, data: bytes) -> bytes:
    """For the sandbox: what came of each case, as JSON."""
    return msgspec.json.encode([_judged(case) for case in msgspec.json.decode(data, type=list[Case])])


def _judged(case: Case) -> Judged:
    from rfc3161_client import VerificationError

    if case.request and not _asks(case):
        return Judged("refused", OTHER_REQUEST)
    try:
        at = _by_library(case)
    except VerificationError as exc:
        return Judged("refused", _reason(str(exc)))
    except ValueError as exc:
        return _by_openssl(case) if "InvalidSetOrdering" in str(exc) else Judged("refused", "it is no time stamp that can be read")
    return Judged("accepted", at=at, verifier=f"rfc3161-client {version('rfc3161-client')}")


def _asks(case: Case) -> bool:
    """Whether the request is the one that is made about these bytes, all but its nonce, which the reply must name."""
    from rfc3161_client._rust import parse_timestamp_request

    try:
        kept = parse_timestamp_request(case.request)
    except ValueError:
        return False
    made = [parse_timestamp_request(request(case.message, is_renewal=is_renewal)) for is_renewal in (False, True)]
    about = [
        (one.version, one.cert_req, one.policy, one.message_imprint.hash_algorithm, one.message_imprint.message) for one in (kept, *made)
    ]
    return about[0] in about[1:] and kept.as_bytes() == case.request


def _by_library(case: Case) -> datetime:
    """The time of a token that holds."""
    from cryptography import x509
    from rfc3161_client import VerifierBuilder, decode_timestamp_response
    from rfc3161_client._rust import parse_timestamp_request

    reply = decode_timestamp_response(case.reply)
    builder = VerifierBuilder.from_request(parse_timestamp_request(case.request)) if case.request else VerifierBuilder()
    for one in x509.load_pem_x509_certificates(case.roots.encode()):
        builder = builder.add_root_certificate(one)
    for one in x509.load_pem_x509_certificates(case.chain.encode()) if case.chain else ():
        builder = builder.add_intermediate_certificate(one)
    builder.build().verify_message(reply, case.message)
    return reply.tst_info.gen_time.astimezone(UTC)


def _reason(said: str) -> str:
    """A verifier's words as ours."""
    for words, reason in REASONS.items():
        if words in said:
            return reason
    if told := re.search(r"[Vv]erify error:([a-z ]+)", said):
        return f"its certificate does not hold: {told[1].strip()}"
    if "verif" in said:
        return "its signature or certificate does not hold under the root of this authority"
    return said[:200]


def _by_openssl(case: Case) -> Judged:
    openssl = shutil.which("openssl")
    if openssl is None:
        return Judged("unchecked", "its certificates are not in the order of DER, and there is no openssl to look at it")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("message", "reply", "request"):
            (place / name).write_bytes(getattr(case, name))
        for name in ("roots", "chain"):
            (place / name).write_text(getattr(case, name), encoding="ascii")
        at = openssl_time(_ran(openssl, place, "-reply", "-in", "reply", "-text")[1])
        if at is None:
            return Judged("refused", "it is no time stamp that can be read")
        asked = (("-data", "message"), *((("-queryfile", "request"),) if case.request else ()))
        chain = ("-untrusted", "chain") if case.chain else ()
        for question in asked:
            when = ("-attime", str(int(at.timestamp())))
            is_good, said = _ran(openssl, place, "-verify", *question, "-in", "reply", "-CAfile", "roots", *chain, *when)
            if not is_good:
                return Judged("refused", _reason(said))
    ran = subprocess.run([openssl, "version"], capture_output=True, text=True, check=False)
    return Judged("accepted", at=at, verifier=" ".join(ran.stdout.split()[:2]))


def _ran(openssl: str, folder: Path, *words: str) -> tuple[bool, str]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "OPENSSL_CONF": "/dev/null"}
    ran = subprocess.run([openssl, "ts", *words], cwd=folder, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return ran.returncode == 0, (ran.stdout + ran.stderr).decode("utf-8", "replace")


def openssl_time(said: str) -> datetime | None:
    """The time in what `openssl ts -reply -text` prints; None where there is none."""
    match = TIME.search(said)
    if match is None:
        return None
    try:
        read = time.strptime(f"{match[1]} {match[2]} {match[4]} {match[3]}", "%b %d %Y %H:%M:%S")
    except ValueError:
        return None
    return datetime.fromtimestamp(calendar.timegm(read), UTC)
