"""Pictures, PDF and films: what they say of themselves, and where they break off."""

import json
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from PIL import Image, PngImagePlugin

from muniment.preserve.formats import c2pa, image, item, mp4, pdf
from muniment.preserve.formats.found import DamagedError, Found
from muniment.protect.sandbox import Limits, run
from tests.preserve.formats.makers import bad, box, line, make_jpeg, make_mp4, said

XMP = b"""<?xpacket begin=''?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:CreatorTool="Invented 1">
<dc:creator><rdf:Seq><rdf:li>\xd9\x86\xd8\xa7\xd9\x85</rdf:li><rdf:li>second</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""


def make_pdf() -> bytes:
    import typst

    words = '#set document(title: "An invented report", author: "Merun Families\' Circle")\nWords.'
    made: bytes = typst.compile(words.encode())
    return made


def test_a_picture_states_camera_time_and_place() -> None:
    found = image.examine(make_jpeg(ImageDescription="at the gate"))
    assert dict(found.counted) == {"width": 64, "height": 48}
    assert said(found, "EXIF Make") == ["Invented Works"]
    assert said(found, "EXIF DateTimeOriginal") == ["2026:03:01 05:06:07"]
    assert said(found, "GPS position, in degrees") == ["35.510000, -51.250000"]
    assert said(found, "EXIF ImageDescription") == ["at the gate"]
    assert found.damaged is None


def test_a_png_states_its_text_and_a_gif_its_comment() -> None:
    info, out = PngImagePlugin.PngInfo(), BytesIO()
    info.add_text("Software", "Invented 1")
    info.add_itxt("Comment", "نوشته")
    Image.new("L", (3, 2)).save(out, "PNG", pnginfo=info)
    found = image.examine(out.getvalue())
    assert (said(found, "PNG Software"), said(found, "PNG Comment")) == (["Invented 1"], ["نوشته"])
    gif = BytesIO()
    Image.new("L", (3, 2)).save(gif, "GIF", comment=b"words")
    assert said(image.examine(gif.getvalue()), "comment") == ["words"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_that_breaks_off_says_so(kind: str) -> None:
    out = BytesIO()
    Image.frombytes("RGB", (200, 200), bytes(range(256)) * 468 + bytes(192)).save(out, kind)
    data = out.getvalue()
    assert image.examine(data).damaged is None
    found = image.examine(data[: len(data) // 2])
    assert f"byte {len(data) // 2:,}" in (found.damaged or "")
    assert bad(found) == [("whole", "the file")]
    with pytest.raises(DamagedError):
        image.examine(data[:3])


def test_a_position_that_is_none_is_not_made_up() -> None:
    data = make_jpeg()
    held = Image.Exif()
    held.get_ifd(0x8825).update({1: "N", 2: (35.0, 30.0)})
    out = BytesIO()
    Image.open(BytesIO(data)).save(out, "JPEG", exif=held)
    assert said(image.examine(out.getvalue()), "GPS position, in degrees") == []


@pytest.mark.parametrize("carrier", ["jpeg", "pdf", "mp4"])
def test_an_xmp_packet_is_read_in_every_file(carrier: str) -> None:
    data = {"jpeg": make_jpeg(), "pdf": make_pdf(), "mp4": make_mp4()}[carrier]
    data += box(b"uuid", XMP) if carrier == "mp4" else XMP + data[-30:] if carrier == "pdf" else XMP + b"\xff\xd9"
    found = {"jpeg": image, "pdf": pdf, "mp4": mp4}[carrier].examine(data)
    assert said(found, "XMP creator")[-2:] == ["نام", "second"]
    assert "Invented 1" in said(found, "XMP CreatorTool")


def test_an_xmp_packet_reaches_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("CANARY")
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'.encode()
    hostile = XMP.replace(b"second", b"&e;").replace(
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/">', b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + declared
    )
    assert "CANARY" not in str(image.examine(make_jpeg() + hostile + b"\xff\xd9"))


def test_a_pdf_states_title_author_and_pages() -> None:
    found = pdf.examine(make_pdf())
    assert said(found, "PDF Title") == ["An invented report"]
    assert said(found, "PDF Author") == ["Merun Families' Circle"]
    assert dict(found.counted) == {"pages": 1}
    assert found.damaged is None


def test_a_pdf_that_was_saved_again_says_where_it_ended_before() -> None:
    data = make_pdf()
    found = pdf.examine(data + b"\n% appended\n%%EOF\n")
    assert said(found, "PDF, saved again") == [f"an earlier end lies before byte {data.rindex(b'%%EOF') + 5:,}"]


@pytest.mark.parametrize("part", [2, 3, 10])
def test_a_pdf_that_breaks_off_says_so(part: int) -> None:
    data = make_pdf()
    cut = data[: len(data) - len(data) // part]
    found = pdf.examine(cut)
    assert f"byte {len(cut):,}" in (found.damaged or "")


def test_a_pdf_with_a_password_is_not_checked() -> None:
    assert isinstance(pypdfium2.PdfiumError("x"), RuntimeError)
    found = pdf.examine(b"%PDF-1.4\nnothing\n%%EOF")
    assert found.damaged


def test_a_film_states_times_place_and_maker() -> None:
    found = mp4.examine(make_mp4())
    assert found.verdict.answer == "passed", found
    assert said(found, "MP4 mvhd created") == ["2024-05-31T11:33:20+00:00"]
    assert said(found, "MP4 length, in seconds") == ["12.50"]
    assert said(found, "MP4 place") == ["+35.5100-051.2500/"]
    assert said(found, "MP4 com.apple.quicktime.make") == ["Invented Works"]


def test_every_truncation_of_a_film_is_found_and_placed() -> None:
    data = make_mp4()
    whole = {0, 16, len(data) - 508}
    for at in range(1, len(data)):
        found = mp4.examine(data[:at])
        if at not in whole:
            assert "byte" in (found.damaged or ""), at
        elif at == 16:
            assert "no description" in (found.damaged or "")


def test_boxes_without_end_are_stopped() -> None:
    deep = b""
    for _ in range(2000):
        deep = box(b"moov", deep)
    assert mp4.examine(deep).unread is None
    many = box(b"moov", box(b"free") * 20_000)
    assert dict(mp4.examine(many).counted)["boxes"] <= mp4.MOST_BOXES


SIGNED = Path(__file__).parents[2] / "material" / "bundles" / "c2pa-0.38.1.jpg"


def look(data: bytes) -> Found:
    """In the sandbox, as the product does it."""
    return msgspec.json.decode(run("muniment.preserve.formats:item", "image/jpeg", data, Limits(memory=3 << 30)), type=Found)


@pytest.mark.skipif(find_spec("c2pa") is None, reason="the group c2pa is not installed")
def test_a_c2pa_manifest_is_checked_against_the_bytes_and_trusts_no_signer() -> None:
    found = look(SIGNED.read_bytes())
    assert line(found, "C2PA").verdict == "passed"
    assert said(found, "C2PA signed by") == ["An invented camera"]
    assert any("no certificate was followed" in words for words in found.verdict.does_not_prove)
    changed = look(SIGNED.read_bytes().replace(b"Invented Works\0", b"Inventor Works\0", 1))
    assert "dataHash.mismatch" in (line(changed, "C2PA").found or "")


@pytest.mark.skipif(find_spec("c2pa") is not None, reason="the group c2pa is installed")
def test_a_c2pa_manifest_without_its_reader_is_not_checked() -> None:
    check = line(look(SIGNED.read_bytes()), "C2PA")
    assert (check.verdict, "not installed" in (check.found or "")) == ("not_checked", True)


def test_nothing_is_ever_fetched_for_a_manifest() -> None:
    verify = c2pa.SETTINGS["verify"]
    assert (verify["remote_manifest_fetch"], verify["ocsp_fetch"]) == (False, False)


def test_a_c2pa_manifest_is_recorded_and_never_called_good_without_its_reader() -> None:
    marked = make_jpeg() + b"jumb" + b"c2pa" + b"\xff\xd9"
    found = msgspec.json.decode(item("image/jpeg", marked), type=Found)
    assert line(found, "C2PA").verdict == "not_checked"
    assert not [c for c in msgspec.json.decode(item("image/jpeg", make_jpeg()), type=Found).verdict.checks if c.what == "C2PA"]
    json.dumps(msgspec.to_builtins(found))
