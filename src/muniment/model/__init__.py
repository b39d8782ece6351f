"""The nouns: evidence, passage, claim, record, register entry, finding, submission, and what goes with them.

Frozen structs, each its own schema, with one canonical byte form; no input, no output, no clock. A value is never a fact
here: it is a claim by a source at a passage. This room refuses bytes with an unknown kind, field or range.

    >>> from datetime import UTC, datetime
    >>> from muniment.model import Source, decode, encode
    >>> source = Source(id="so-" + "0" * 32, made_by="someone", made_at=datetime(2026, 1, 1, tzinfo=UTC), name="A newspaper")
    >>> decode(encode(source)) == source
    True
"""

from muniment.model.canonical import decode, digest, encode
from muniment.model.claim import Claim
from muniment.model.errors import MunimentError
from muniment.model.evidence import Evidence
from muniment.model.noun import Noun
from muniment.model.passage import Passage
from muniment.model.source import Source
from muniment.model.verdict import Check, Verdict

__all__ = ["Check", "Claim", "Evidence", "MunimentError", "Noun", "Passage", "Source", "Verdict", "decode", "digest", "encode"]
