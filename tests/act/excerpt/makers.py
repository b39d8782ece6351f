"""Claims ready to leave, in one invented document."""

from typing import Any

from muniment.act.excerpt import Manifest, Told
from muniment.model.claim import Claim, Content, Words
from muniment.model.passage import Passage, Stretch
from tests.makers import NOW, make_claim, make_evidence, make_id

HEAD = Manifest(ruleset="muniment-rules@1", archive="Test office", of="claims", purpose="count", states=("accepted",), made_at="2026-11-22T14:20:00Z",
                size=7, root="ab" * 32, rows=1, evidence=1, withheld={"never asked": 2})  # fmt: skip


def make_told(
    value: Content | None = None, property: str = "occupation", *, quote: str = "a teacher", act: Claim | None = None, **fields: Any
) -> Told:
    item = make_evidence()
    passage = Passage(id=make_id("pa"), made_by="ag-maker", made_at=NOW, evidence=item.id, text=make_id("tx"),
                      where=(Stretch(start=4, end=4 + len(quote), quote=quote),))  # fmt: skip
    claim = make_claim(value or Words(text="teacher"), property, evidence=item, passages=(passage.id,), **fields)
    return Told(claim, item, (passage,), entry="en-" + "1" * 32, name="Nader Kelarud", act=act)
