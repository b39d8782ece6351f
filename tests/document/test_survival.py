"""Nobody whom a text shows alive afterwards was put to death. Everyone is invented."""

import pytest

from muniment.document import extract


def executions(text: str) -> list[str]:
    return [a.modality for p in extract(text, date="2025-05-18").people for a in p.acts if a.type == "execution"]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry announced the hanging of Oren Vald, who later gave an interview from his cell.",
        "State radio announced the execution of Oren Vald. The next day he telephoned his mother.",
        "Oren Vald was said to have been hanged on Monday; his lawyer says that he is alive.",
        "A newspaper wrote that Oren Vald had been executed. Oren Vald is in good health, the prison said.",
        "Oren Vald was reported hanged in March. He has since been moved to Karst Prison.",
    ],
)
def test_an_execution_that_somebody_outlived_is_denied(text: str) -> None:
    assert executions(text) in ([], ["denied"])


@pytest.mark.parametrize(
    "text",
    [
        "Oren Vald was hanged on 3 May 2024. In his last letter he told his mother not to weep.",
        "Oren Vald was executed at dawn. His brother later told reporters that the body was not returned.",
        "Oren Vald was executed. He was no longer alive when the stay arrived.",
    ],
)
def test_words_said_before_death_or_by_others_deny_nothing(text: str) -> None:
    assert executions(text) == ["asserted"]
