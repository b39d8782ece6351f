"""Places: the words as said, and the gazetteer entry somebody or something proposed for them."""

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is", tag="place"):
    """A place as the source names it; as vague as the source."""

    words: str
    gazetteer: str | None = None
