"""The sample is what it says: invented where it says invented, in our own words where it reports, and findable word by word."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image

from muniment import sample
from muniment.archive.story.reviewer import wanted
from muniment.link import skeleton
from muniment.model.errors import BadInputError
from muniment.model.when import When
from tests.conftest import material

PLAN = sample.manifest()
LONGEST_RUN = 5
"""Words in a row that the chronicle may share with the article outside quotation marks and official names."""
OFFICIAL = (
    "joint written statement", "United Nations", "Human Rights Council", "Office of the High Commissioner for Human Rights",
    "Special Rapporteur on the situation of human rights", "Islamic Republic of Iran", "Independent International Fact-Finding Mission",
    "non-governmental organizations",
)  # fmt: skip


def body(file: str) -> str:
    """What a reviewer reads: the text of a document, or the transcript of a picture."""
    document = next(d for d in PLAN.documents if d.file == file)
    return sample.read(document.transcript or document.file).decode()


def every(statements: tuple[sample.Statement, ...]) -> Iterator[sample.Statement]:
    for statement in statements:
        yield statement
        yield from every(statement.details)


@pytest.mark.parametrize("reading", PLAN.readings, ids=lambda r: f"{r.file.split('/')[-1]}, {skeleton(r.name)}")
def test_every_statement_stands_on_words_of_its_document(reading: sample.Reading) -> None:
    text = re.sub(r"<[^>]+>", "", body(reading.file))
    assert reading.name in text
    for statement in every(reading.statements):
        assert statement.at in text, statement.at
        wanted(statement)


@pytest.mark.parametrize("reading", PLAN.readings, ids=lambda r: f"{r.file.split('/')[-1]}, {skeleton(r.name)}")
def test_an_act_is_found_by_words_that_stand_once(reading: sample.Reading) -> None:
    """A detail is looked for nearest to its act, so the act itself must be in no doubt."""
    text = re.sub(r"<[^>]+>", "", body(reading.file))
    assert [s.at for s in reading.statements if s.details and text.count(s.at) > 1] == []


def test_a_year_keeps_the_calendar_and_the_words_of_its_source() -> None:
    spring = next(d for r in PLAN.readings for s in r.statements for d in s.details if d.at == "بهار ۱۴۰۴")
    when = wanted(spring)
    assert isinstance(when, When)
    assert (when.earliest, when.latest, when.calendar, when.words) == ("2025-03-21", "2025-06-21", "solar-hijri", "بهار ۱۴۰۴")


def test_nothing_is_decided_about_real_people_and_no_real_source_is_graded() -> None:
    (chronicle,) = [d for d in PLAN.documents if not d.is_invented]
    assert chronicle.file not in {reading.file for reading in PLAN.readings}
    sources = {source.key: source for source in PLAN.sources}
    waiting, real = [chronicle.source], set()
    while waiting:
        real.add(waiting[0])
        waiting = [*waiting[1:], *sources[waiting[0]].derived_from]
    assert len(real) == 3 and all(sources[key].grade is None for key in real)
    assert all(source.grade for key, source in sources.items() if key not in real)
    named = {name for person in PLAN.persons for name in person.names}
    assert not [name for name in named if name in sample.read(chronicle.file).decode()]


def test_each_invented_text_says_on_its_own_page_that_it_is_invented() -> None:
    for document in PLAN.documents:
        if document.is_invented and not document.transcript:
            assert re.search(r"Invented for a demonstration|ساختگی، برای نمایش", sample.read(document.file).decode()), document.file


@pytest.mark.needs("material")
def test_the_chronicle_is_in_our_own_words() -> None:
    found = material()
    assert found is not None
    theirs = " ".join(words((found / "extract" / "seed.txt").read_text(encoding="utf-8")))
    own = re.sub("|".join(('"[^"]*"', *map(re.escape, OFFICIAL))), " | ", sample.read("chronicle.txt").decode())
    ours = words(own)
    runs = [" ".join(ours[n : n + LONGEST_RUN + 1]) for n in range(len(ours) - LONGEST_RUN)]
    assert [run for run in runs if f" {run} " in f" {theirs} "] == []


def words(text: str) -> list[str]:
    return re.findall(r"[\w|]+", text.lower())


def test_three_lists_overlap_in_two_scripts() -> None:
    held = [{skeleton(name) for name in names(one)} for one in PLAN.lists]
    main = skeleton(PLAN.person("main").names[0])
    assert all(main in names_ for names_ in held)
    assert all(len(one & other) >= 3 for one in held for other in held)
    assert re.search("[\u0600-\u06ff]", "".join(names(PLAN.lists[1]))) and not re.search("[\u0600-\u06ff]", "".join(names(PLAN.lists[0])))


def names(one: sample.List) -> list[str]:
    rows = list(csv.reader(io.StringIO(sample.read(one.file).decode())))
    theirs = re.search(r'^name = "(.*)"$', one.mapping, re.MULTILINE)
    column = rows[0].index(theirs[1] if theirs else "name")
    return [row[column] for row in rows[1:]]


def test_the_case_holds_what_a_story_needs() -> None:
    said = [(r.name, s.value, s.modality) for r in PLAN.readings for s in r.statements]
    arrests = {d.value for r in PLAN.readings for s in r.statements if s.value == "arrest" for d in s.details if d.says == "date"}
    assert {"2024-10-03", "1403-07-18"} <= arrests, "two dates that exclude each other"
    assert ("نادر کلارود", "solitary_confinement", "denied") in said
    assert any(s.is_coerced for r in PLAN.readings for s in r.statements)
    assert any(s.says == "last_visit" for r in PLAN.readings for s in r.statements)
    assert ("Kaveh Hamarani", "execution", "asserted") in said


def test_the_photograph_is_small_and_carries_no_metadata() -> None:
    data = sample.read("invented/letter.jpg")
    assert len(data) < 200_000
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG" and picture.height > picture.width > 1000
        assert not picture.getexif() and "comment" not in picture.info


def test_a_file_that_the_sample_does_not_hold_is_said() -> None:
    with pytest.raises(BadInputError, match=r"no file 'other\.txt'"):
        sample.read("other.txt")
