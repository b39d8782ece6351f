"""The door for packages: what leaves, what never does, and what is refused before anything is written."""

from pathlib import Path

import msgspec
import pytest

from muniment.archive.desk import Desk
from muniment.model.claim import Words
from muniment.model.consent import Consent
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.preserve.intake import Incoming
from muniment.preserve.package import unpacked
from muniment.preserve.verify import verify_package
from tests.archive.makers import LETTER, chain, checked, faults, json_of, packed, packed_letter, take, through, told
from tests.preserve.formats.makers import make_jpeg
from tests.preserve.packages import python, shell


def nouns(bag: dict[str, bytes]) -> set[str]:
    return {path.split("/")[2].split(".")[0] for path in bag if path.startswith("data/nouns/")}


def test_what_was_named_leaves_with_all_it_rests_on(desk: Desk) -> None:
    ids, other = told(desk), told(desk, "Someone else, elsewhere.")
    bag = packed(desk, ids["claim"]).bag
    assert {ids["claim"], ids["passage"], ids["text"], ids["evidence"], ids["source"]} <= nouns(bag)
    assert ids["letter"] not in nouns(bag)
    assert not set(other.values()) & nouns(bag)


def test_making_one_is_ledgered_and_each_item_says_that_it_left(desk: Desk) -> None:
    ids = told(desk)
    made = packed(desk, ids["evidence"])
    last = through(desk, "ledger", limit=500)[-1]
    assert last.type == "package.made"
    assert made.id in [id for id, _ in last.effects]
    events = chain(desk, ids["evidence"])
    assert [(e.event, e.detail) for e in events] == [("received", None), ("disclosed", f"in the package {made.id}")]
    assert faults(checked(desk)) == []


def test_the_second_package_of_an_item_says_that_it_left_before(desk: Desk) -> None:
    ids = told(desk)
    packed(desk, ids["evidence"])
    (events,) = [data for path, data in packed(desk, ids["evidence"]).bag.items() if path.startswith("custody/")]
    assert [e["event"] for e in json_of(events.splitlines())] == ["received", "disclosed"]


def test_consents_never_leave_though_a_letter_rests_on_them(desk: Desk) -> None:
    ids = told(desk)
    with desk.act("consent.recorded") as act:
        consent = Consent(
            id=act.new("co"), made_by=act.agent.id, made_at=act.at, about=(), given_by="a sister, CANARY", capacity="next of kin",
            how="by telephone", language="fa", answers=(),
        )  # fmt: skip
        act.add(consent)
    with desk.act("submission.changed") as act:
        act.change(desk.archive.shelf.get(ids["letter"]), 1, consents=(consent.id,))
    bag = packed(desk, ids["letter"]).bag
    assert not any(b"CANARY" in data for data in bag.values())
    with pytest.raises(RefusedError, match="does not leave"):
        packed(desk, consent.id)
    with pytest.raises(RefusedError, match="does not leave"):
        packed(desk, desk.agent.id)


def test_a_sealed_identity_never_leaves(desk: Desk) -> None:
    (receipt,) = take(desk, b"who she is", compartment="sealed-identity")
    before = desk.archive.log()
    with pytest.raises(RefusedError, match="sealed identities stay here"):
        packed(desk, receipt.id or "")
    assert "package.made" not in {line.type for line in through(desk, "ledger", start=before, limit=50)}


def test_a_letter_leaves_as_the_file_its_released_submission_names_or_not_at_all(desk: Desk) -> None:
    ids = told(desk)
    for letters in ({"letter.txt": LETTER + b"!"}, {"other.txt": LETTER}):
        with pytest.raises(BadInputError, match="No released submission"):
            packed(desk, ids["letter"], letters=letters)
    assert packed(desk, ids["letter"], letters={"letter.txt": LETTER}).bag["data/letters/letter.txt"] == LETTER


@pytest.mark.parametrize(("profile", "opened"), [("court", "actor at clock effects reason type"), ("partner", "at clock effects type"),
                                                 ("public", "at effects type")])  # fmt: skip
def test_the_profile_decides_which_fields_of_the_ledger_are_opened(profile: str, opened: str, desk: Desk) -> None:
    bag = packed_letter(desk, profile=profile).bag
    fields = {
        line.split(" ")[1]
        for path, data in bag.items()
        if path.startswith("proofs/")
        for line in data.decode().splitlines()
        if line[:5] == "open "
    }
    assert fields == set(opened.split())


def test_what_is_asked_wrongly_is_said(desk: Desk) -> None:
    with pytest.raises(BadInputError, match="no profile"):
        packed(desk, "ev-" + "0" * 32, profile="press")
    with pytest.raises(BadInputError, match="Nothing was named"):
        packed(desk)
    for id in ("ev-" + "0" * 32, "en-" + "0" * 32):
        with pytest.raises(UnknownError):
            packed(desk, id)


def test_a_withdrawn_item_leaves_as_its_tombstone_without_bytes(desk: Desk, tmp_path: Path) -> None:
    (receipt,) = take(desk, b"asked back")
    through(desk, "withdraw", id=receipt.id, expected=1, reason="asked for")
    bag = packed(desk, receipt.id or "").bag
    assert not any(path.startswith("data/files/") for path in bag)
    (noun,) = json_of([data for path, data in bag.items() if path.startswith("data/nouns/ev-")])
    assert (noun["name"], noun["withdrawn"]["reason"]) == (None, "asked for")
    unpacked(bag, tmp_path / "bag")
    assert verify_package(tmp_path / "bag").answer == "passed"


def test_it_passes_while_others_go_on_signing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proofs and checkpoint are of one head, whatever is signed between taking the one and the other."""
    ids = told(desk)
    log = desk.archive.ledger
    real = type(log).checkpoint

    def meanwhile(self: object) -> str:
        text = real(self)  # type: ignore[arg-type]
        monkeypatch.setattr(type(log), "checkpoint", real)
        desk.archive.note("search.run", desk.agent)
        desk.archive.log()
        return text

    desk.archive.log()
    monkeypatch.setattr(type(log), "checkpoint", meanwhile)
    unpacked(packed(desk, ids["claim"]).bag, tmp_path / "bag")
    assert verify_package(tmp_path / "bag").answer == "passed"


def test_claims_are_annotations_that_anyone_can_read(desk: Desk) -> None:
    graph = msgspec.json.decode(packed_letter(desk).bag["claims.jsonld"])
    (claim,) = graph["@graph"]
    assert claim["type"] == "Annotation"
    assert claim["target"][0]["selector"][0]["refinedBy"]["exact"].startswith("Nader Kelarud")
    assert Words(text=claim["body"]["value"]["text"]) == Words(text="teacher")


def test_what_was_found_inside_an_item_leaves_for_a_court_alone(desk: Desk, tmp_path: Path) -> None:
    """A picture says where it was taken, and by which camera."""
    (item,) = take(desk, Incoming("wall.jpg", data=make_jpeg()))
    through(desk, "examine", ids=[item.id])
    kinds = {
        profile: {id[:2] for id in nouns(packed(desk, item.id or "", profile=profile).bag)} for profile in ("court", "partner", "public")
    }
    assert {profile: "ex" in found for profile, found in kinds.items()} == {"court": True, "partner": False, "public": False}
    folder = tmp_path / "bag"
    unpacked(packed(desk, item.id or "", profile="court").bag, folder)
    answers = verify_package(folder), python(folder), shell(folder)
    assert [answers[0].answer, answers[1].code, answers[2].code] == ["passed", 0, 0]
    (look,) = json_of(path.read_bytes() for path in (folder / "data" / "nouns").glob("ex-*"))
    assert look["evidence"] == item.id
    assert any("Invented Works" in one["words"] for one in look["stated"])
