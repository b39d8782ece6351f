"""What a language model answers is read strictly or not at all."""

import pytest

from muniment.document.offers import LARGEST, MOST, OfferError, read

GOOD = '{"person":"Nader Tavrin","quote":"Nader Tavrin was arrested","act":"arrest"}'


def test_a_sound_offer_is_read_and_an_unsound_one_refused_alone() -> None:
    offers, refused = read(f'{{"offers":[{GOOD},{{"person":"A","quote":"b","age":"34"}},{{"person":"A","quote":"b","sudo":1}},7]}}')
    assert [one.person for one in offers] == ["Nader Tavrin"]
    assert len(refused) == 3 and all("no offer" in one.reason for one in refused)


@pytest.mark.parametrize(
    "answer",
    ["", "[]", "null", "sure! {}", "{}", '{"offers":{}}', '{"offers":[],"offers":[]}', '{"offers":[NaN]}', '{"offers":["\\ud800"]}',
     "[" * 100_000, '{"offers":[' + "9" * 5000 + "]}", " " * (LARGEST + 1), f'{{"offers":[{",".join(["1"] * (MOST + 1))}]}}'],
    ids=range(13),
)  # fmt: skip
def test_an_answer_that_is_no_list_of_offers_is_an_error(answer: str) -> None:
    with pytest.raises(OfferError):
        read(answer)
