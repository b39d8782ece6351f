"""Bundles and media made for a test, with the tools that make them elsewhere where there are any. Everything in them is invented."""

import base64
import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from PIL import ExifTags, Image
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from muniment.model.verdict import Check
from muniment.preserve.formats.contents import Folder, Member
from muniment.preserve.formats.found import Found

PAGE = b"<html><title>An invented page</title><p>Words.</p></html>" * 20


def make_warc(pages: int = 3, *, gzip: bool = True, body: bytes = PAGE, headers: Mapping[str, str] = {}) -> bytes:
    """A WARC as warcio writes it: one warcinfo record and a response for each page."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gzip, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("sample.warc", {"software": "an invented crawler"}))
    for page in range(pages):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers.items()], protocol="HTTP/1.1")
        at = {"WARC-Date": f"2026-03-0{page + 1}T05:06:07Z"}
        address = f"https://tavrin.example/{page}"
        writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(body), http_headers=http, warc_headers_dict=at))
    return out.getvalue()


def make_zip(members: Mapping[str, bytes], packed: bool = False) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as zip:
        for name, data in members.items():
            zip.writestr(name, data)
    return out.getvalue()


def make_folder(members: Mapping[str, bytes]) -> Folder:
    """The same as files that were sealed one by one."""
    return Folder({name: Member(len(data), {"sha256": hashlib.sha256(data).hexdigest()}, data) for name, data in members.items()})


def make_wacz(*, key: ec.EllipticCurvePrivateKey | None = None, der: bool = False, **changed: bytes | None) -> dict[str, bytes]:
    """The members of a WACZ; `changed` replaces or removes (None) members after all digests were made (`_` for `/` and `.`)."""
    from muniment.preserve.formats import warc

    held = make_warc()
    lines = [
        f"example,tavrin)/{n} 20260301050607 " + json.dumps({"url": f"https://tavrin.example/{n}", "filename": "data.warc.gz",
         "offset": str(record.offset), "length": str(record.length), "digest": record.headers["warc-payload-digest"]})
        for n, record in enumerate(r for r in warc.records(held) if r.type == "response")
    ]  # fmt: skip
    page = {"title": "An invented page", "url": "https://tavrin.example/0", "ts": "2026-03-01T05:06:07Z"}
    members = {"archive/data.warc.gz": held, "indexes/index.cdxj": "\n".join(lines).encode(),
               "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n' + json.dumps(page).encode()}  # fmt: skip
    resources = [{"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{sha256(data)}", "bytes": len(data)}
                 for name, data in members.items()]  # fmt: skip
    package = json.dumps({"profile": "data-package", "title": "Invented", "wacz_version": "1.1.1", "resources": resources}).encode()
    stated = f"sha256:{sha256(package)}"
    digest: dict[str, Any] = {"path": "datapackage.json", "hash": stated}
    if key is not None:
        digest["signedData"] = {"hash": stated, "software": "an invented signer", **signed(key, stated.encode(), der)}
    members |= {"datapackage.json": package, "datapackage-digest.json": json.dumps(digest).encode()}
    for name, data in changed.items():
        path = next(one for one in members if one.replace("/", "_").replace(".", "_").replace("-", "_") == name)
        members = {k: v for k, v in members.items() if k != path} | ({path: data} if data is not None else {})
    return members


def signed(key: ec.EllipticCurvePrivateKey, message: bytes, der: bool) -> dict[str, str]:
    """A signature as a browser writes it (two halves), or in DER."""
    made = key.sign(message, ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(made)
    half = key.key_size // 8
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    both = made if der else r.to_bytes(half, "big") + s.to_bytes(half, "big")
    return {"signature": base64.b64encode(both).decode(), "publicKey": base64.b64encode(public).decode()}


def make_jpeg(**exif: Any) -> bytes:
    """A picture with what a camera writes down; `gps` is latitude and longitude with their halves."""
    image, held = Image.new("RGB", (64, 48), "grey"), Image.Exif()
    held[ExifTags.Base.Make], held[ExifTags.Base.Model] = "Invented Works", "Box 7"
    held.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:01 05:06:07"
    held.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (35.0, 30.0, 36.0), 3: "W", 4: (51.0, 15.0, 0.0)})
    for name, value in exif.items():
        held[getattr(ExifTags.Base, name)] = value
    out = BytesIO()
    image.save(out, "JPEG", exif=held)
    return out.getvalue()


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8) + kind + body


def make_mp4() -> bytes:
    """A film's boxes without a film in them: brand, times, place, and bytes where the pictures would be."""
    seconds = 3_800_000_000
    mvhd = box(b"mvhd", b"\0" * 4, struct.pack(">IIII", seconds, seconds + 60, 1000, 12_500), bytes(80))
    place = b"+35.5100-051.2500/"
    udta = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place))
    name = b"com.apple.quicktime.make"
    keys = box(b"keys", bytes(4), struct.pack(">I", 1), struct.pack(">I", len(name) + 8), b"mdta", name)
    data = box(b"data", struct.pack(">II", 1, 0), b"Invented Works")
    meta = box(b"meta", box(b"hdlr", bytes(24)), keys, box(b"ilst", box(struct.pack(">I", 1), data)))
    return box(b"ftyp", b"mp42", bytes(4)) + box(b"moov", mvhd, udta, meta) + box(b"mdat", bytes(500))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def bad(found: Found) -> list[tuple[str, str | None]]:
    """What failed: the kind of check and where."""
    return [(check.what, check.where) for check in found.verdict.having("failed")]


def line(found: Found, what: str) -> Check:
    """The only check of its kind."""
    (one,) = [check for check in found.verdict.checks if check.what == what]
    return one


def said(found: Found, where: str) -> list[str]:
    return [one.words for one in found.stated if one.where == where]
