"""The searched columns hold one line each, and never what was said."""

from hypothesis import given
from msgspec.structs import replace

from muniment.model import Noun
from muniment.model.evidence import CustodyEvent
from muniment.model.standing import Reading, Standing
from muniment.store.columns import COLUMNS, columns
from tests.model.nouns import nouns
from tests.store.makers import NOW, make_claim, make_evidence, make_passage, make_source


@given(nouns())
def test_every_noun_has_three_columns_of_text_or_nothing(noun: Noun) -> None:
    found = columns(noun)
    assert len(found) == len(COLUMNS) == 3
    assert all(value is None or isinstance(value, str) for value in found)


def test_what_each_kind_is_looked_up_by() -> None:
    evidence = make_evidence()
    claim = make_claim(evidence, make_passage(evidence))
    assert columns(evidence) == (None, evidence.sha256, None)
    assert columns(claim) == (claim.about, "occupation", "proposed")
    accepted = Standing(readings=(Reading(by="ag-1", at=NOW, answer="accepted"),))
    assert columns(replace(claim, standing=accepted))[2] == "accepted"
    assert columns(make_source()) == (None, None, None)
    event = CustodyEvent(
        id="cu-" + "0" * 32, made_by="ag-1", made_at=NOW, evidence=evidence.id, event="read", agent="A reader", clock="none"
    )
    assert columns(event) == (None, "read", None)
