"""Names: the words as written, in their own script. Romanisations are derived from them and never stored over them."""

from typing import Literal

import msgspec

Script = Literal["latin", "arabic", "other"]


class Name(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is", tag="name"):
    """A name of a person or a body, exactly as the source writes it."""

    text: str

    @property
    def script(self) -> Script:
        """The script of its first letter."""
        return script(self.text)


def script(text: str) -> Script:
    """The script that the first letter of a text is written in."""
    for character in text:
        if character.isalpha():
            if "\u0600" <= character <= "\u08ff" or "\ufb50" <= character <= "\ufeff":
                return "arabic"
            return "latin" if character < "\u0250" else "other"
    return "other"
