"""Signatures over a bundle's own list, by a key or certificate that stands beside it. No certificate is followed to a root."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key


def by_key(spki: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a public key (SubjectPublicKeyInfo) signed the message with SHA-256; the halves of an ECDSA signature may stand
    side by side, as browsers write them, or in DER.

    Raises:
        ValueError: the key cannot be read, or is of a kind that is not known here.
    """
    try:
        return _agrees(load_der_public_key(spki), message, signature)
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise ValueError(f"the key beside it: {exc}") from exc


def by_certificate(pem: str, message: bytes, signature: bytes) -> bool:
    """The same, by the first certificate of a chain.

    Raises:
        ValueError: it cannot be read.
    """
    try:
        return _agrees(x509.load_pem_x509_certificates(pem.encode())[0].public_key(), message, signature)
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise ValueError(f"the certificate beside it: {exc}") from exc


def _agrees(key: object, message: bytes, signature: bytes) -> bool:
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_der(key, signature), message, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            raise ValueError("a kind of key that is not known here")
    except InvalidSignature:
        return False
    return True


def _der(key: ec.EllipticCurvePublicKey, signature: bytes) -> bytes:
    half = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * half:
        return signature
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
