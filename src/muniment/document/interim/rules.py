"""The rules, in order: from a text to everything proposed from it.

1 fold the text; 2 cut it into sentences; 3 find names, dates, courts, places, charges, quotations; 4 find acts and decide in
which sense they stand (asserted, alleged, planned, averted, denied, hypothetical); 5 link acts to people, and fields to acts;
6 find numbers, speech and recommendations; 7 map every span back to the raw text.
"""

import hashlib
from datetime import date as Day

from muniment.document.interim.extraction import RULESET, Document, Extraction
from muniment.document.reading import language


def extract(
    text: str, *, date: str | None = None, lang: str | None = None, media_type: str | None = None, sha256: str | None = None
) -> Extraction:
    """Everything the rules propose from a text. The same text gives the same bytes; linear in its length.

    Raises:
        BadInputError: `date` is no day.
    """
    from muniment.document.interim.linking import linked

    found = linked(text, lang or language(text) or "en", Day.fromisoformat(date) if date else None)
    document = Document(sha256=sha256, media_type=media_type, lang=lang or language(text), date=date, chars=len(text),
                        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())  # fmt: skip
    return Extraction(document=document, ruleset=RULESET, **found)
