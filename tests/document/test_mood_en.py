"""How English says an act, an execution above all: what did not happen is never asserted. Everyone is invented."""

import pytest

from muniment.document import extract


def moods(text: str, kind: str = "execution") -> set[str]:
    return {a.modality for p in extract(text, date="2025-05-18").people for a in p.acts if a.type == kind}


@pytest.mark.parametrize(
    "text",
    [
        "Authorities put to death five traffickers on Wednesday. Oren Vald, a blogger, was arrested the same day.",
        "The prosecutor wants Oren Vald executed.",
        "A crowd called for Oren Vald to be hanged.",
        "Oren Vald was nearly executed in 2019.",
        "Oren Vald was hours from execution when the call came.",
        "Reports of the execution of Oren Vald proved unfounded.",
        "The agency retracted its report that Oren Vald had been executed.",
        "Foreign media have alleged that Oren Vald was executed on 1 March. The Ministry rejects the claim that Oren Vald was executed.",
        "The date of 3 March set for the execution of Oren Vald was withdrawn by the President.",
        "The execution of Oren Vald had been scheduled for 2 June but was postponed at the last minute.",
        "Ms Vald asked the minister how many prisoners have been executed since 2020.",
        "They said that Oren Vald had hanged himself.",
        "Oren Vald was hanged by the wrists for two days.",
        "Had the stay not come, Oren Vald would have been hanged on Monday.",
        "Neither Oren Vald nor Ivo Prell was executed, the ministry said.",
        "Oren Vald is charged with treason, which carries the death penalty.",
    ],
)
def test_what_did_not_happen_is_no_asserted_execution(text: str) -> None:
    assert "asserted" not in moods(text) and "alleged" not in moods(text)


@pytest.mark.parametrize(
    "text",
    [
        "Oren Vald was hanged at dawn.",
        "It is correct that Oren Vald was executed on 30 April.",
        "Oren Vald was put to death on Wednesday, the official gazette reported.",
        "The authorities confirmed the execution of Oren Vald.",
    ],
)
def test_what_happened_is_asserted(text: str) -> None:
    assert moods(text) == {"asserted"}


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Oren Vald appealed against his ten-year prison sentence.", "prison_sentence", "asserted"),
        ("The court threw out the conviction of Oren Vald.", "conviction", "averted"),
        ("The trial of Oren Vald has not begun.", "trial", "denied"),
        ("The ministry rejects the claim that Oren Vald was tortured.", "torture", "denied"),
        ("The League demands:\n- the immediate release of Oren Vald;\n- an end to censorship.", "release", "hypothetical"),
    ],
)
def test_other_acts_follow_the_clause_that_governs_them(text: str, kind: str, modality: str) -> None:
    assert moods(text, kind) == {modality}


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Officials said that Lena Orsk had been executed.", "asserted"),
        ("The prosecutor asked that Lena Orsk be executed.", "hypothetical"),
        ("Ministers insisted that Lena Orsk be executed.", "hypothetical"),
        ("The court ruled that Lena Orsk be executed.", "hypothetical"),
        ("The clerk doubted that Lena Orsk was executed.", "hypothetical"),
        ("It is unclear whether Lena Orsk was executed.", "hypothetical"),
        ("Officials denied that Lena Orsk had been executed.", "denied"),
        ("The governor announced that Lena Orsk will be executed on Friday.", "planned"),
    ],
)
def test_what_is_said_of_somebody_after_that_is_theirs_and_as_it_was_said(sentence: str, modality: str) -> None:
    (person,) = extract(sentence, date="2026-01-01").people
    assert [act.modality for act in person.acts if act.type == "execution"] == [modality]
    assert (person.status == "executed") is (modality == "asserted")
