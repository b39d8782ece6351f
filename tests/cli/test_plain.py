"""Answers for people: words instead of fields, nothing raw, identifiers first."""

from datetime import UTC, datetime

import pytest

from muniment.archive.ledger import Line
from muniment.archive.search import Step
from muniment.archive.withdraw import Withdrawn
from muniment.cli import plain, show
from muniment.cli.words import statement
from muniment.model.claim import Act, Voice
from muniment.model.judgement import Judgement
from muniment.store.search import Hit, Hits
from muniment.warn.queue import queue
from tests.makers import NOW, World, make_claim, make_consent, make_evidence, make_source, nader


def test_a_claim_tells_how_it_is_said_and_by_whom() -> None:
    claim = make_claim(Act(type="execution"), modality="planned", is_coerced=True, stated_by=(Voice(name="a lawyer"),))
    assert statement(claim) == "act: execution (planned), according to a lawyer, stated under alleged coercion"
    assert plain.lines(claim)[0].startswith(f"{claim.id}  accepted  act:")


def test_evidence_is_one_line_with_its_size_in_words() -> None:
    item = make_evidence(make_source(), size=1_234_567, name="letter.pdf")
    assert plain.lines(item) == [f"{item.id}  2026-11-20 14:20Z     1.2 MB  text/plain        letter.pdf  invented"]


def test_a_chain_is_an_outline_that_repeats_nothing() -> None:
    leaf = Step("ev-1", "evidence", 1, "letter", "evidence", entry=1, evidence="ev-1", sha256="ab" * 32)
    chain = Step("cl-1", "claim", 1, "age: 34", entry=3, rests_on=(leaf, Step("pa-1", "passage", 1, "34", "passage", rests_on=(leaf,))))
    assert plain.lines(chain) == [
        "claim cl-1  age: 34  entry 3",
        f"  evidence ev-1  letter  entry 1  sha256 {'ab' * 32}",
        "  passage pa-1  34",
        "    evidence ev-1  (above)",
    ]


def test_the_queue_names_who_is_in_danger_and_what_is_missing() -> None:
    world, who = nader()
    said = "\n".join(plain.lines(queue(world.case(), NOW)))
    assert "In immediate danger" in said
    assert who in said
    assert "missing: " in said
    assert "Reason(" not in said
    assert plain.lines(queue(World().case(), NOW)) == ["Nobody in the register is known to be in danger. Only accepted claims count."]


def test_consent_is_told_purpose_by_purpose() -> None:
    said = plain.lines(make_consent("en-1", "submit", "share-with-state"))
    assert said[0].endswith("by a sister (next of kin), by telephone, in fa, on 2026-11-21")
    assert said[1:] == ["  submit             given", "  share-with-state   given"]


def test_words_found_are_marked() -> None:
    hits = Hits(1, (Hit("ev-1", "evidence", 1, "letter", "was arrested in\n Selmand", 0, ((4, 12),)),))
    assert plain.lines(hits) == ["ev-1  evidence    was «arrested» in Selmand", "1 found"]


def test_more_than_is_counted_is_said_so() -> None:
    assert plain.lines(Hits(5001, ())) == ["more than 5,000 found, 0 shown"]


def test_a_ledger_entry_is_one_line() -> None:
    line = Line(7, "views.sealed", datetime(2026, 11, 22, 8, 5, tzinfo=UTC), "ag-1", (), "ag-1: " + "ev-1 " * 40)
    (said,) = plain.lines(line)
    assert said.startswith("     7  2026-11-22 08:05Z  views.sealed          ag-1: ev-1")
    assert len(said) < 140


def test_a_withdrawal_names_what_goes() -> None:
    assert plain.lines(Withdrawn("ev-1", "ab", {"claim": 2, "passage": 1}, (), ("su-1",))) == [
        "ev-1  sha256 ab", "  rests on it: 2 claim, 1 passage", "  had left: su-1",
    ]  # fmt: skip


def test_a_judgement_taken_back_is_said_so() -> None:
    judgement = Judgement(id="ju-1", made_by="ag-1", made_at=NOW, left="re-1", right="re-2", answer=None, reason="two people after all")
    assert plain.lines(judgement) == ["ju-1  taken back: re-1 and re-2", "  because two people after all"]


def test_what_has_no_lines_of_its_own_is_shown_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    show.answer({"is_open": True, "at_rest": False, "empty": [], "inner": [{"a": 1}]}, is_json=False)
    assert capsys.readouterr().out == "is open: yes\nat rest: no\ninner:\n  - a: 1\n"


def test_nothing_is_said_in_words_and_as_no_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    show.answer([], is_json=False)
    assert capsys.readouterr().out == "Nothing to show yet.\n"
    show.answer([], is_json=True)
    assert capsys.readouterr().out == ""


def test_pairs_are_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    show.answer((("re-1", "re-2"), ("re-3", "re-4")), is_json=False)
    assert capsys.readouterr().out == "re-1   re-2\nre-3   re-4\n"
