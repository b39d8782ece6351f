"""Norms as a lawyer writes them, gathered by the instrument they stand in."""

import pytest

from muniment.act.urgent_appeal.norms import written


@pytest.mark.parametrize(("norms", "said"), [
    (["ICCPR 6(2)"], "article 6(2) of the ICCPR"),
    (["ICCPR 6(2)", "ICCPR 15", "safeguard 2"], "articles 6(2) and 15 of the ICCPR and safeguard 2 of ECOSOC resolution 1984/50"),
    (["ICCPR 14(1)", "GC 32"], "article 14(1) of the ICCPR and general comment No. 32"),
    (["GC 36 paras. 40 and 56"], "general comment No. 36 paras. 40 and 56"),
    (["ICCPR 6", "ECOSOC 1989/64"], "article 6 of the ICCPR and ECOSOC 1989/64"),
    (["Minnesota Protocol"], "Minnesota Protocol"),
])  # fmt: skip
def test_norms_are_written_out_with_their_articles(norms: list[str], said: str) -> None:
    assert written(norms) == said
