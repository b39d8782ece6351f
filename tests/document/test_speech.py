"""Who said what, and who is asked for what. Every sentence is invented."""

import pytest

from muniment.document import extract


def spoken(text: str) -> list[tuple[str, str, str]]:
    return [(a.speaker, a.kind, a.quote_prefix) for a in extract(text).attributions]


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "words"),
    [
        ('"They came at night," recalled his wife, Sara Moll.', "his wife, Sara Moll", "quote", "They came at night,"),
        ('The ministry said: "The prisoner died of natural causes."', "The ministry", "quote", "The prisoner died of natural causes."),
        ("Mia Thorn, a lawyer, said that the body bore marks of burns.", "Mia Thorn, a lawyer", "reported", "the body bore marks of burns"),
        ("According to court papers, the order was signed on 3 May.", "court papers", "reported", "the order was signed on 3 May"),
        ("به گفتهٔ وکیل او، هیچ مدرکی در پرونده نیست.", "وکیل او", "reported", "هیچ مدرکی در پرونده نیست"),
        ("پریوش دانا، سخنگوی انجمن، گفت: «سکوت ما پایان یافت.»", "پریوش دانا، سخنگوی انجمن", "quote", "سکوت ما پایان یافت."),
    ],
)
def test_a_frame_names_the_speaker(text: str, speaker: str, kind: str, words: str) -> None:
    assert spoken(text) == [(speaker, kind, words)]


def test_a_quotation_alone_goes_on_with_the_speaker() -> None:
    found = spoken('"Each trial lasted an hour," said Ninon Brecht. "None of them was allowed to choose a lawyer."')
    assert [speaker for speaker, _, _ in found] == ["Ninon Brecht", "Ninon Brecht"]


def test_a_charge_in_marks_is_nobodys_speech() -> None:
    assert spoken('A court jailed Peter Aske for two years for "insulting an official".') == []


def asked(text: str) -> list[tuple[str, str]]:
    return [(r.addressee, r.action) for r in extract(text).recommendations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We urge all parties to the conflict to respect the truce.", [("all parties to the conflict", "respect the truce")]),
        ("The government of Talvania must halt all executions.", [("The government of Talvania", "halt all executions")]),
        ("We request that the Registrar confirm the stay in writing.", [("the Registrar", "confirm the stay in writing")]),
        ("The group is calling for an independent inquiry.", [("unspecified", "an independent inquiry")]),
        ("He was accused of calling for the overthrow of the king.", []),
        ("ما از دولت می‌خواهیم که زندانیان را آزاد کند.", [("دولت", "زندانیان را آزاد کند")]),
    ],
)
def test_recommendations(text: str, found: list[tuple[str, str]]) -> None:
    assert asked(text) == found


def test_items_of_a_list_inherit_the_addressee() -> None:
    text = "We call on the authorities of Ostmarra to:\n- halt all executions;\n- publish the names of the dead.\n"
    assert asked(text) == [
        ("the authorities of Ostmarra", "halt all executions"),
        ("the authorities of Ostmarra", "publish the names of the dead"),
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("یک ماه بعد، یکی از همبندان سابقش به ما گفت که او هنوز زنده است.", ["یکی از همبندان سابقش"]),
        ("یک منبع نزدیک به خانواده گفت که او هنوز زنده است.", ["یک منبع نزدیک به خانواده"]),
        ("خانواده‌ها آمدند و به آنان گفته شده برای آخرین ملاقات با او بیایند.", []),
    ],
)
def test_a_time_does_not_speak_one_of_many_does_and_the_passive_has_no_speaker(text: str, who: list[str]) -> None:
    assert [speaker for speaker, _, _ in spoken(text)] == who
