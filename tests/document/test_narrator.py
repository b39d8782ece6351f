"""Who says "I": the name under a letter, or the one given to a commission. Everyone is invented."""

from muniment.document import extract


def acts(text: str) -> dict[str, list[str]]:
    return {p.name: [a.type for a in p.acts] for p in extract(text).people}


LETTER = """Dear friends,

My brother Ivo Prell was taken from our flat on 3 February 2023. I was beaten when I asked for papers.

{signature}
Zelmark, 9 January 2024
"""


def test_the_name_under_a_letter_is_its_i() -> None:
    assert acts(LETTER.format(signature="Lena Prell")) == {"Ivo Prell": ["arrest"], "Lena Prell": ["torture"]}


def test_a_letter_without_a_name_has_no_i() -> None:
    assert acts(LETTER.format(signature="Your friend")) == {"Ivo Prell": ["arrest"]}


def test_a_witness_is_known_by_the_name_they_give() -> None:
    text = "COUNSEL: Please tell us your name.\nWITNESS: Lena Orsk. I was a nurse.\nCOUNSEL: And then?\nWITNESS: I was beaten with a hose."
    assert acts(text)["Lena Orsk"] == ["torture"]


def test_i_inside_quotation_marks_is_whoever_speaks() -> None:
    assert acts('"I was beaten with cables," said Lena Orsk. Her lawyer, Dan Marsh, was not present.')["Lena Orsk"] == ["torture"]


def test_kin_once_named_are_meant_by_their_kinship() -> None:
    assert acts("Lena Orsk and her husband, Ivo Orsk, fled. In May her husband was arrested.")["Ivo Orsk"] == ["arrest"]
