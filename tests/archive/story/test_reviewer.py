"""What the invented reviewer takes a statement of the sample to mean."""

import pytest

from muniment import sample
from muniment.archive.story.reviewer import wanted
from muniment.model.claim import Act, Number, Said, Words
from muniment.model.place import Place
from muniment.model.when import When


@pytest.mark.parametrize(
    ("says", "value", "content"),
    [
        ("act", "arrest", Act(type="arrest")),
        ("age", "34", Number(n=34)),
        ("prison", "Old Port", Place(words="Old Port")),
        ("charge", "as given", Words(text="as given")),
        ("statement", "I confess", Said(speaker="", words="I confess", is_quote=True)),
    ],
)
def test_a_statement_is_the_value_a_reviewer_would_type(says, value, content):
    assert wanted(sample.Statement(says=says, value=value, at="here")) == content


@pytest.mark.parametrize(
    ("value", "calendar"), [("1403-07-12", "solar-hijri"), ("1404-01/1404-03", "solar-hijri"), ("2024-10-03", "gregorian")]
)
def test_a_date_keeps_the_words_it_stands_on_and_their_calendar(value, calendar):
    for says in ("date", "last_visit", "birth"):
        when = wanted(sample.Statement(says=says, value=value, at="as the paper has it"))
        assert isinstance(when, When)
        assert (when.calendar, when.words) == (calendar, "as the paper has it")
