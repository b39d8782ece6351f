"""Evidence through the browser's door: sealed with a receipt, read by the worker, shown safely, taken out for a reason, withdrawn."""

import hashlib
import io
import re
import time
import uuid
from collections.abc import Callable

from PIL import Image

from muniment.preserve.handover import Receiver, countersigned
from tests.preserve.formats.makers import make_jpeg, make_mp4
from tests.preserve.test_handover import pem
from tests.web.conftest import House
from tests.web.served import CANARY, PASSWORD
from tests.web.visitor import Reply, Visitor, multipart

WORDS = "Tamin Orsavel, 27, was arrested on 2 May 2026 in Merun."


def plain(reply: Reply) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", reply.text))


def seal(visitor: Visitor, name: str, data: bytes, **form: str) -> Reply:
    """Take a file in."""
    visitor.get("/evidence")
    return visitor.post("/evidence", form, {"files": (name, data)})


def wait(visitor: Visitor, path: str, words: str) -> Reply:
    """Look again until the page says so."""
    for _ in range(120):
        reply = visitor.get(path)
        if words in reply.text:
            return reply
        time.sleep(0.25)
    raise AssertionError(f"{path} never said {words}")


def test_a_receipt_holds_id_digest_and_time_and_a_known_file_is_told(house: House) -> None:
    visitor, data = house.visit("verrin"), f"{WORDS} Note {time.time()}".encode()
    reply = seal(visitor, "note.txt", data, new_source="A neighbour", note="by hand")
    assert reply.status == 200
    sha256 = hashlib.sha256(data).hexdigest()
    assert sha256[:8] in reply.text
    id = re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])
    assert id is not None
    again = seal(visitor, "copy.txt", data)
    assert "already held" in again.text
    assert id[0] in again.text.split("Sealed just now")[1].split("</section>")[0]
    assert "Sealed just now" not in visitor.get("/evidence").text, "a receipt is shown once"
    custody = plain(visitor.get(f"/evidence/{id[0]}"))
    assert custody.count("Taken in and sealed") == 2
    assert "A neighbour" in custody


def test_what_was_taken_in_is_read_by_the_worker_and_the_page_says_truly_how_far(house: House) -> None:
    visitor = house.visit("verrin")
    reply = seal(visitor, "arrest.txt", f"{WORDS}\n\nFile {uuid.uuid4().hex}.".encode())
    id = re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])
    assert id is not None
    first = plain(visitor.get(f"/evidence/{id[0]}"))
    assert "waits to be read" in first or "being read" in first or "Text read from the file" in first
    read = plain(wait(visitor, f"/evidence/{id[0]}", "Text read from the file"))
    assert "Tamin Orsavel" in read
    assert re.search(r"\d+ claims", read)


def test_nothing_chosen_is_said_beside_the_field(house: House) -> None:
    visitor = house.visit("verrin")
    visitor.get("/evidence")
    reply = visitor.post("/evidence", {"note": "x"})
    assert reply.status == 400
    assert "No file was chosen" in reply.text


def test_a_picture_is_shown_made_anew_without_what_stood_in_its_metadata(house: House) -> None:
    visitor, id = house.visit("verrin"), house.items["Letter, photographed"]
    reply = visitor.get(f"/evidence/{id}/view")
    assert reply.headers["Content-Type"] == "image/jpeg"
    assert CANARY.encode() not in reply.body
    with Image.open(io.BytesIO(reply.body)) as picture:
        assert max(picture.size) <= 1400
        assert not picture.getexif()


def test_what_cannot_be_shown_is_said_and_stays_sealed(house: House) -> None:
    visitor, id = house.visit("verrin"), house.items["A file nobody can read"]
    assert visitor.get(f"/evidence/{id}/view").status == 400
    page = plain(visitor.get(f"/evidence/{id}"))
    assert "no reader could read it" in page
    assert "neither text nor any document known here" in page


def test_the_original_leaves_for_a_reason_and_only_as_an_attachment_of_no_kind(house: House) -> None:
    visitor, id = house.visit("verrin"), house.items["Letter, photographed"]
    visitor.get(f"/evidence/{id}")
    assert visitor.get(f"/evidence/{id}/original").status == 405
    assert visitor.post(f"/evidence/{id}/original", {"reason": " "}).status == 400
    reply = visitor.post(f"/evidence/{id}/original", {"reason": "for the expert"})
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.body.startswith(b"\xff\xd8\xff")
    assert "for the expert" in visitor.get(f"/evidence/{id}").text


def test_stored_script_is_words_and_nothing_runs(house: House) -> None:
    visitor = house.visit("verrin")
    bait = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    reply = seal(visitor, f"{bait}.txt", f"{bait} {time.time()}".encode(), new_source=bait, note=bait)
    id = re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])
    assert id is not None
    page = wait(visitor, f"/evidence/{id[0]}", "Text read from the file")
    for text in (reply.text, page.text, visitor.post("/search", {"query": bait}).text):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_transcript_brings_claims_and_a_withdrawal_takes_them_after_showing_them(house: House) -> None:
    visitor = house.visit("verrin")
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(out, "PNG")
    id = re.search(r"ev-[0-9a-f]{32}", seal(visitor, "page.png", out.getvalue()).text.split("Sealed just now")[1])
    assert id is not None
    typed = visitor.post(
        f"/evidence/{id[0]}", {"do": "transcribe", "body": WORDS.replace("Orsavel", "Varnosel"), "language": "en", "how": "transcript"}
    )
    assert "The text stands beside the original" in typed.text
    assert "typed by L. Verrin" in typed.text
    assert "Nothing found" not in visitor.post("/search", {"query": "Varnosel"}).text
    shown = house.visit("brandt")
    before = plain(shown.get(f"/evidence/{id[0]}/withdraw"))
    assert "The key of this item is destroyed" in before
    assert re.search(r"Passage \d+", before)
    assert shown.post(f"/evidence/{id[0]}/withdraw", {"version": "1", "reason": "the giver asks"}).status == 400, "not ticked"
    assert (
        shown.post(f"/evidence/{id[0]}/withdraw", {"version": "9", "reason": "x", "understood": "yes", "password": PASSWORD}).status == 409
    ), "changed meanwhile"
    assert (
        shown.post(f"/evidence/{id[0]}/withdraw", {"version": "1", "reason": " ", "understood": "yes", "password": PASSWORD}).status == 400
    ), "without a reason"
    gone = plain(
        shown.post(f"/evidence/{id[0]}/withdraw", {"version": "1", "reason": "the giver asks", "understood": "yes", "password": PASSWORD})
    )
    assert "Its content is gone" in gone
    assert "the giver asks" in gone
    assert "page.png" not in gone
    assert visitor.get(f"/evidence/{id[0]}/view").status == 404
    assert "Nothing found" in visitor.post("/search", {"query": "Varnosel"}).text


def test_the_list_goes_on_by_the_last_item_and_not_by_counting(own_house: Callable[..., House]) -> None:
    house = own_house("wrapped")
    visitor = house.visit("verrin")
    for batch in range(4):
        visitor.get("/evidence")
        files = [(f"n{batch}-{i}.txt", f"number {batch} {i}".encode()) for i in range(14)]
        body = {f"f{i}": one for i, one in enumerate(files)}
        assert _many(visitor, body).status == 200
    first = visitor.get("/evidence")
    following = re.search(r'href="(/evidence\?after=ev-[0-9a-f]{32})"', first.text)
    assert following is not None
    second = visitor.get(following[1])
    ids = [re.findall(r'scope="row"><a href="/evidence/(ev-[0-9a-f]{32})"', page.text) for page in (first, second)]
    assert [len(page) for page in ids] == [50, 6]
    assert not set(ids[0]) & set(ids[1])
    assert len(re.findall('scope="row"', visitor.get("/evidence?show=picture").text)) == 0


def _many(visitor: Visitor, files: dict[str, tuple[str, bytes]]) -> Reply:
    body, kind = multipart({"csrfmiddlewaretoken": visitor.token}, files)
    for name in files:
        body = body.replace(f'name="{name}"'.encode(), b'name="files"')
    return visitor.send("/evidence", body, kind)


def test_what_a_file_says_of_itself_stands_apart_and_as_its_own_word(house: House) -> None:
    visitor = house.visit("verrin")
    reply = seal(visitor, "gate.jpg", make_jpeg(ImageDescription=f"at <b>the gate</b> {uuid.uuid4().hex}"))
    id = re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])
    assert id is not None
    reply = wait(visitor, f"/evidence/{id[0]}", "What the file says of itself")
    words = plain(reply)
    assert "Its own word, not checked" in words
    assert "GPS position, in degrees 35.510000, -51.250000" in words
    assert "at &lt;b&gt;the gate&lt;/b&gt;" in reply.text
    visitor.get("/settings")
    assert "Looked inside" in words


def test_a_damaged_file_says_where_on_its_page(house: House) -> None:
    visitor = house.visit("verrin")
    data = make_mp4() + uuid.uuid4().bytes
    reply = seal(visitor, "film.mp4", data[:-300])
    id = re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])
    assert id is not None
    words = plain(wait(visitor, f"/evidence/{id[0]}", "The format is damaged"))
    assert "The box" in words
    assert "Whole to its end" in words
    try:
        visitor.post("/language", {"lang": "fa"})
        words = plain(visitor.get(f"/evidence/{id[0]}"))
    finally:
        visitor.post("/language", {"lang": "en"})
    assert "جعبهٔ «" in words
    assert "جعبه‌ها تا آخرین بایت" in words
    assert "The box" not in words


def test_the_giver_s_receipt_is_printed_in_the_language_of_the_page(house: House) -> None:
    visitor = house.visit("verrin")
    reply = seal(visitor, "CANARY.txt", uuid.uuid4().bytes)
    id = re.search(r"ev-[0-9a-f]{32}", reply.text.split("Sealed just now")[1])
    assert id is not None
    assert f"/evidence/{id[0]}/receipt" in visitor.get(f"/evidence/{id[0]}").text
    made = visitor.get(f"/evidence/{id[0]}/receipt")
    assert made.status == 200
    assert made.body.startswith(b"%PDF-")
    assert b"CANARY" not in made.body


def test_an_item_is_handed_over_on_a_sheet_that_both_signed(house: House) -> None:
    visitor, receiver = house.visit("verrin"), Receiver(pem(), "registry.merun.example")
    found = re.search(r"ev-[0-9a-f]{32}", seal(visitor, "ledger page.txt", f"page {time.time()}".encode()).text.split("Sealed just now")[1])
    assert found is not None
    here = f"/evidence/{found[0]}"
    words = {"receiver": "Registry of Merun", "reason": "order of 3 May", "place": "", "medium": "original"}
    sheet = visitor.post(f"{here}/hand-over", words)
    assert sheet.headers["Content-Disposition"].startswith("attachment")
    files = {"sheet": ("sheet.txt", sheet.body), "key": ("key.vkey", receiver.key.vkey.encode())}
    assert visitor.post(f"{here}/handed-over", {}, files).status == 422, "the receiver has not signed"
    files["sheet"] = ("sheet.txt", countersigned(sheet.body.decode(), receiver).encode())
    told = plain(visitor.post(f"{here}/handed-over", {}, files))
    assert "stands in the chain of custody" in told and "to Registry of Merun" in told
    printed = visitor.get(f"{here}/custody.pdf")
    assert printed.headers["Content-Type"] == "application/pdf" and printed.body.startswith(b"%PDF")
    assert visitor.post(f"{here}/handed-over", {}, {"sheet": files["sheet"]}).status == 400, "without a key"


def test_the_list_has_a_small_picture_of_what_can_be_shown_and_of_no_sealed_identity(house: House) -> None:
    visitor = house.visit("verrin")
    seal(visitor, "face.jpg", make_jpeg())
    seal(visitor, "words.txt", b"no picture of this")
    seal(visitor, "hidden.jpg", make_jpeg(Model="Box 8"), compartment="sealed-identity")
    listed = visitor.get("/evidence").text
    pictures = re.findall(r'<img class="small-picture" src="(/evidence/ev-[0-9a-f]{32}/view\?size=small)" alt=""', listed)
    assert pictures
    rows = re.findall(r"<tr data-step>.*?</tr>", listed, re.DOTALL)
    assert all(("small-picture" in row) == ("image/jpeg" in row and "hidden.jpg" not in row) for row in rows)
    reply = visitor.get(pictures[0])
    assert reply.headers["Cache-Control"] == "no-store"
    with Image.open(io.BytesIO(reply.body)) as picture:
        assert max(picture.size) <= 160


def test_files_are_taken_in_with_a_sheet_that_describes_them_or_not_at_all(house: House) -> None:
    visitor = house.visit("verrin")
    files = [("one.txt", b"the first of two"), ("two.txt", b"the second of two")]
    before = visitor.get("/evidence").text
    wrong = visitor.post("/evidence", {}, {"files": files, "sheet": ("sheet.csv", b"file,grade\none.txt,Z\n")})
    assert wrong.status == 400
    assert "Row 2" in plain(wrong)
    assert visitor.get("/evidence").text.count("<tr data-step>") == before.count("<tr data-step>")
    sheet = b"file,title,source,url\none.txt,The first,A courier,https://tavrin.example/1\n"
    visitor.get("/evidence")
    taken = plain(visitor.post("/evidence", {}, {"files": files, "sheet": ("sheet.csv", sheet)}))
    for words in ("The first", "A courier", "two.txt", "sheet.csv"):
        assert words in taken
    rows = re.findall(r"<tr data-step>.*?</tr>", visitor.get("/evidence").text, re.DOTALL)
    (id, *_) = re.findall(r"ev-[0-9a-f]{32}", next(row for row in rows if "The first" in row))
    assert "https://tavrin.example/1" in visitor.get(f"/evidence/{id}").text


def test_the_list_is_narrowed_to_one_source_by_its_name_in_the_list(house: House) -> None:
    visitor = house.visit("verrin")
    listed = visitor.get("/evidence").text
    path, name = re.findall(r'<a href="(/evidence\?source=so-[0-9a-f]{32})">(?:<[^>]+>)*([^<]+)', listed)[0]
    narrowed = visitor.get(path).text
    rows = re.findall(r"<tr data-step>.*?</tr>", narrowed, re.DOTALL)
    assert rows
    assert all(path in row for row in rows)
    assert len(rows) < listed.count("<tr data-step>")
    assert re.search(rf'<b aria-current="true">(?:<[^>]+>)*{re.escape(name)}', narrowed)
    assert '<a href="/evidence">' in narrowed
