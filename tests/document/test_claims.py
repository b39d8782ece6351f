"""From what the rules found to proposed nouns, on exact words; and typed words to values. Everyone is invented."""

from datetime import UTC, datetime
from itertools import count

import pytest
from msgspec.structs import replace

from muniment.document import extract
from muniment.document.claims import Proposal, content, propose
from muniment.document.extraction import RULESET, Act, Attribution, Extraction, Person
from muniment.model.claim import Act as ActValue
from muniment.model.claim import Claim, Number, Words
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.when import When

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BODY = "Lena Orsk, 44, was arrested on 3 October 2024 in Selmand on charges of troubling the calm of the river."


def proposed(extraction: Extraction, body: str = BODY, flags: tuple[str, ...] = ()) -> Proposal:
    numbers = count(1)
    text = DerivedText(id="tx-" + "1" * 32, made_by="ag-1", made_at=NOW, evidence="ev-" + "1" * 32, how="extracted", tool="text@1",
                       body=body, pages=((0, len(body)),), flags=flags, compartment="restricted")  # fmt: skip
    return propose(extraction, text, maker="ag-1", at=NOW, new_id=lambda prefix: f"{prefix}-{next(numbers):032x}")


def spans(body: str, *words: str) -> list[tuple[int, int]]:
    return [(body.index(one), body.index(one) + len(one)) for one in words]


def person(body: str = BODY, **act: object) -> Extraction:
    who, done = spans(body, "Lena Orsk", "was arrested")
    deed = Act(type="arrest", quote="was arrested", span=done, rule="arrest@1", **act)  # type: ignore[arg-type]
    found = Person(name="Lena Orsk", role="subject", age=44, quote="Lena Orsk", span=who, acts=(deed,))
    return replace(extract(body), people=(found,), attributions=())


def of(made: Proposal, name: str) -> list[Claim]:
    return [claim for claim in made.claims if claim.property == name]


def test_every_claim_is_proposed_names_its_rule_and_sits_on_the_words_of_its_passage() -> None:
    made = proposed(extract(BODY))
    places = {passage.id: passage for passage in made.passages}
    assert {claim.property for claim in made.claims} >= {"name", "age", "act", "date", "place", "charge"}
    for claim in made.claims:
        assert claim.standing.state == "proposed"
        assert claim.rule is not None and claim.rule.endswith(RULESET)
        (place,) = (places[id] for id in claim.passages)
        assert place.quote in BODY and place.compartment == claim.compartment == "restricted"
    assert places[of(made, "date")[0].passages[0]].quote == "3 October 2024"


def test_what_belongs_to_an_act_is_a_claim_about_the_act_and_its_person_is_one_record() -> None:
    made = proposed(extract(BODY))
    (record,), (act,), (name,) = made.records, of(made, "act"), of(made, "name")
    assert record.mentions == (name.about,) == (act.about,)
    assert {claim.about for claim in made.claims if claim.property in ("date", "place", "charge")} == {act.id}
    assert set(record.claims) == {claim.id for claim in made.claims}
    assert [claim.id for claim in made.claims].index(act.id) < min(n for n, claim in enumerate(made.claims) if claim.about == act.id)


@pytest.mark.parametrize("flag", ["order_uncertain", "ocr"])
def test_no_number_and_no_date_is_proposed_from_a_doubtful_text(flag: str) -> None:
    made = proposed(extract(BODY), flags=(flag,))
    assert not any(isinstance(claim.value, Number | When) for claim in made.claims)
    assert {"name", "act", "place"} <= {claim.property for claim in made.claims}


def test_a_date_that_is_none_is_left_out_and_the_act_stays() -> None:
    made = proposed(person(date="the day of the flood"))
    assert of(made, "date") == []
    assert of(made, "act")[0].value == ActValue(type="arrest")
    assert of(proposed(person(date="2024-10", date_words="that autumn")), "date")[0].value.words == "that autumn"  # type: ignore[union-attr]


def test_one_stretch_of_words_is_one_passage() -> None:
    made = proposed(person())
    ids = {claim.property: claim.passages for claim in made.claims}
    assert ids["name"] == ids["age"] == ids["role"] != ids["act"]
    assert len(made.passages) == 2


def test_who_says_that_who_says_is_told_from_the_inside_out_and_each_once() -> None:
    body = "The Circle wrote: a cellmate said that Lena Orsk was arrested. Dan Marsh left."
    whole = (0, body.index(".") + 1)
    inner = (body.index("Lena"), body.index("."))
    speech = (Attribution(speaker="the Circle", quote_prefix="", kind="reported", quote=body[slice(*whole)], span=whole),
              Attribution(speaker="a cellmate", quote_prefix="", kind="reported", quote=body[slice(*inner)], span=inner),
              Attribution(speaker="the Circle", quote_prefix="", kind="reported", quote=body, span=(0, len(body))))  # fmt: skip
    made = proposed(replace(person(body), attributions=speech), body)
    assert [voice.name for voice in of(made, "act")[0].stated_by] == ["a cellmate", "the Circle"]


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("name", "  Lena Orsk ", Name(text="Lena Orsk")),
        ("age", "۴۴", Number(n=44)),
        ("occupation", "teacher", Words(text="teacher")),
        ("act", "Death sentence", ActValue(type="death_sentence")),
        ("date", "2024-10-03", When.parse("2024-10-03")),
    ],
)
def test_typed_words_become_the_value_that_the_property_takes(name: str, words: str, value: object) -> None:
    assert content(name, words) == value


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("name", "  ", "left empty"),
        ("age", "forty", "not a whole number"),
        ("age", "-4", "not a whole number"),
        ("act", "was unkind to", "not an act"),
        ("quantity", "27", "not typed"),
        ("no such property", "x", "not typed"),
        ("date", "the day of the flood", "."),
    ],
)
def test_typed_words_that_do_not_fit_are_refused_in_words(name: str, words: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        content(name, words)
