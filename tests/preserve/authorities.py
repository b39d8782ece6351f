"""Real time authorities for tests: certificates of our own making, tokens by `openssl ts`, served on loopback; some misbehave.

with served(tmp_path) as house:
    house.url("alpha")            # a good one; "beta", another under another root
    house.root("alpha")           # its root, as PEM

late      its certificate ran out a year ago, and it goes on
crossed   answers with the nonce of another question
loose     sends its certificates in an order that DER forbids, as one large authority does
other     stamps another message      empty, garbage, refusing, broken, huge     no token at all
"""

import datetime as dt
import functools
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

GOOD = ("alpha", "beta", "loose")
NAMES = (*GOOD, "late", "crossed", "other")
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
YEAR = dt.timedelta(days=365)
CONFIG = """
[tsa]
default_tsa = it
[it]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
{chain}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, words)])


def certificate(subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey, *, is_tsa: bool,
                begins: dt.datetime, ends: dt.datetime) -> x509.Certificate:  # fmt: skip
    """A certificate of a time authority, or of the one that vouches for it."""
    made = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=not is_tsa, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )  # fmt: skip
    usage = [x509.ExtendedKeyUsageOID.TIME_STAMPING]
    made = made.add_extension(x509.ExtendedKeyUsage(usage), critical=True) if is_tsa else made.add_extension(signing(), critical=True)
    return made.sign(by, hashes.SHA256())


def signing() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip


@functools.cache
def root_of_an_authority() -> str:
    """A root certificate as PEM, of an authority that answers nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = certificate("Invented", key, "Invented", key, is_tsa=False, begins=NOW - YEAR, ends=NOW + YEAR)
    return made.public_bytes(Encoding.PEM).decode()


class Authority:
    """One time authority: its folder with root, certificate and key."""

    def __init__(self, folder: Path, called: str, ends: dt.datetime | None = None) -> None:
        self.folder, self.called, self.asked = folder, called, 0
        folder.mkdir(parents=True)
        root_key, middle_key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        ends = ends or (NOW - YEAR if called == "late" else NOW + YEAR)
        # OpenSSL sends its own certificate first, DER wants the shorter first: the root's name makes the other one long, or not
        root = "Invented" if called == "loose" else f"Invented root with a name that is long enough, {called}"
        middle, own = "Invented one", f"Invented time authority {called}"
        self.root = certificate(root, root_key, root, root_key, is_tsa=False, begins=NOW - 9 * YEAR, ends=NOW + 9 * YEAR)
        self.middle = certificate(middle, middle_key, root, root_key, is_tsa=False, begins=NOW - 8 * YEAR, ends=NOW + 8 * YEAR)
        self.own = certificate(own, own_key, middle, middle_key, is_tsa=True, begins=NOW - 3 * YEAR, ends=ends)
        (folder / "root.pem").write_bytes(self.root.public_bytes(Encoding.PEM))
        (folder / "middle.pem").write_bytes(self.middle.public_bytes(Encoding.PEM))
        (folder / "tsa.pem").write_bytes(self.own.public_bytes(Encoding.PEM))
        (folder / "tsa.key").write_bytes(own_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / "serial").write_text("01\n")
        self._configure()

    def _configure(self) -> None:
        text = CONFIG.format(folder=self.folder, chain=f"certs = {self.folder}/middle.pem")
        (self.folder / "tsa.cnf").write_text(text)

    def answer(self, question: bytes) -> bytes:
        """The full response to a request, by openssl."""
        self.asked += 1
        (self.folder / "question.tsq").write_bytes(self._bent(question))
        command = ["openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", self.folder / "question.tsq"]
        ran = subprocess.run([*command, "-out", self.folder / "reply.tsr"], capture_output=True, check=False, cwd=self.folder)
        assert ran.returncode == 0, ran.stderr
        return (self.folder / "reply.tsr").read_bytes()

    def _bent(self, question: bytes) -> bytes:
        """The question that is really answered: another nonce, another message."""
        if self.called == "other":
            return TimestampRequestBuilder().data(b"another").hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()
        if self.called == "crossed":
            return question[:-4] + bytes([question[-4] ^ 1]) + question[-3:]  # the last byte of the nonce; “certReq” follows
        return question


class House:
    """All authorities behind one loopback address."""

    def __init__(self, folder: Path, address: str) -> None:
        self.authorities = {called: Authority(folder / called, called) for called in NAMES}
        self.address, self.dead, self.posts = address, set[str](), list[str]()
        self.turn = threading.Lock()

    def url(self, called: str) -> str:
        return f"{self.address}/{called}"

    def root(self, called: str) -> str:
        return (self.authorities[called].folder / "root.pem").read_text()

    def reply(self, called: str, question: bytes) -> tuple[int, bytes]:
        with self.turn:
            self.posts.append(called)
            if called in self.dead:
                return 503, b"closed"
            if called in self.authorities:
                return 200, self.authorities[called].answer(question)
        odd = {"empty": b"", "garbage": bytes(range(256)), "refusing": b"\x30\x05\x30\x03\x02\x01\x02", "huge": b"\x30" * (2 << 20)}
        return (200, odd[called]) if called in odd else (500, b"<html>broken</html>")


@contextmanager
def served(folder: Path) -> Iterator[House]:
    """The authorities, answering on loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = house.reply(self.path[1:], self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    house = House(folder, f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
