import pytest

from muniment.link import contradict, values
from muniment.model.claim import Number, Words
from muniment.model.name import Name
from muniment.model.when import When
from tests.makers import make_claim


@pytest.mark.parametrize(
    ("left", "right", "is_so"),
    [
        (Name(text="Rahman"), Name(text="رحمان"), False),
        (Name(text="Rahman"), Name(text="رحیم"), True),
        (Name(text="Rahman"), Name(text="Rahim"), True),
        (Name(text="حسنی"), Name(text="حسینی"), True),
        (Words(text="M"), Words(text="مرد"), False),
        (Words(text="male"), Words(text="زن"), True),
        (Words(text="male"), Words(text="not said"), True),
        (Number(n=34), Number(n=35), True),
        (When.parse("1992"), When.parse("1992-05"), False),
        (When.parse("1403-07-12"), When.parse("2024-10-09"), True),
    ],
)
def test_two_values_exclude_each_other_or_are_two_spellings(left, right, is_so):
    assert contradict(left, right) is is_so
    assert contradict(right, left) is is_so


def test_a_fathers_name_in_two_scripts_is_not_contested():
    held = values([make_claim(Name(text="Rahman"), "father_name"), make_claim(Name(text="رحمان"), "father_name")])
    assert [one.is_contested for one in held] == [False, False]
    third = make_claim(Name(text="Rahim"), "father_name")
    assert any(one.is_contested for one in values([*held[0].claims, *held[1].claims, third]))
