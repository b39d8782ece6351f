"""Rich Text Format (RTF 1.9.1): the text of the body, a line a paragraph, cells of a row behind tabs, notes after it.

Read are plain characters, `\\'hh` in the code page that document or font names, and `\\u` with the characters that stand in for it skipped.
Left out are destinations that hold no words of the document (fonts, styles, pictures, field instructions); named in `unread`: comments,
headers, footers, pictures, and text marked as deleted.

Source: Microsoft, Rich Text Format (RTF) Specification, version 1.9.1 (2008).
"""

import re
from collections.abc import Iterator

import msgspec

from muniment.document.reading import Reading, ReadingError, joined

TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(.)", re.DOTALL)
SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "nestrow": "\n",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ",
    "enspace": " ", "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
SKIPPED = frozenset(
    [
        "fonttbl",
        "filetbl",
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "info",
        "pict",
        "object",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "wgrffmtfilter",
        "pgptbl",
        "bkmkstart",
        "bkmkend",
        "fldinst",
        "nonshppict",
        "listtext",
        "pntext",
        "do",
        "mmathPr",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "annotation",
        "atnid",
        "atnauthor",
        "atntime",
        "atndate",
        "atnref",
        "atnparent",
    ]
)
LEFT = {"annotation": "comments", "pict": "pictures", "object": "embedded objects"} | {
    name: kind for kind in ("headers", "footers") for end in ("", "l", "r", "f") if (name := kind[:-1] + end)
}
NOTES = frozenset(("footnote",))
CHARSETS = {
    0: 1252, 1: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
    204: 1251, 222: 874, 238: 1250, 254: 437,
}  # fmt: skip
MOST_DEPTH = 1000


class State(msgspec.Struct):
    """What a group sets, and its end takes back. `page` is the code page of the font, `skip` how many stand-ins follow a `\\u`."""

    page: int
    skip: int = 1
    is_dropped: bool = False
    is_hidden: bool = False
    is_note: bool = False


def read(data: bytes) -> Reading:
    """The text of an RTF file.

    Raises:
        ReadingError: it is none, or its groups are nested deeper than a document's.
    """
    if not data.startswith(b"{\\rtf"):
        raise ReadingError("This is not an RTF file.")
    found = Writer(data)
    found.run()
    lines = [line.rstrip("\t ") for line in "".join([*found.body, "\n", *found.notes]).split("\n")]
    unread = f"not read: {', '.join(found.left)}" if found.left else None
    return joined(["\n".join(lines).strip("\n")], unread=unread, tool="muniment rtf")


class Writer:
    """Follows the groups and writes down the words."""

    def __init__(self, data: bytes) -> None:
        self.body, self.notes, self.left = list[str](), list[str](), dict[str, None]()
        self._data, self._state = data, State(page=1252)
        self._above: list[State] = []
        self._fonts: dict[int, int] = {}
        self._font = self._default = 0
        self._in_fonts = -1
        self._bytes, self._pending, self._high = bytearray(), 0, ""
        self._is_star = False

    def run(self) -> None:
        """From the first group to the end of the file, or to the end of the first group, whichever comes first."""
        for word, number, hexed, symbol, brace, plain in self._tokens():
            if brace:
                self._flush()
                if brace == b"{":
                    self._open()
                elif not self._close():
                    break
            elif hexed:
                self._byte(bytes([int(hexed, 16)]))
            elif symbol:
                self._symbol(symbol)
            elif word:
                self._word(word.decode("ascii"), int(number) if number else None)
            elif plain:
                self._plain(plain)
        self._flush()

    def _tokens(self) -> Iterator[tuple[bytes | None, ...]]:
        at = 0
        while at < len(self._data):
            found = TOKEN.match(self._data, at)
            assert found is not None, "the last branch takes any byte"
            at = found.end()
            if found[1] == b"bin" and found[2]:  # raw bytes follow: they are no text
                at += max(0, int(found[2]))
            yield found.groups()[:6]

    def _open(self) -> None:
        if len(self._above) >= MOST_DEPTH:
            raise ReadingError(f"Groups are nested deeper than {MOST_DEPTH:,}; a document's are not.")
        self._above.append(msgspec.structs.replace(self._state))
        self._is_star = False

    def _close(self) -> bool:
        was_note, self._pending = self._state.is_note, 0
        if not self._above:
            return False
        self._state = self._above.pop()
        if len(self._above) < self._in_fonts:
            self._in_fonts = -1
        if was_note and not self._state.is_note:
            self.notes.append("\n")
        return bool(self._above)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._is_star = True
        elif symbol in SYMBOLS:
            self._text(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        if word in SKIPPED or self._is_star:
            self._destination(word)
        elif word in SIGNS:
            self._text(SIGNS[word])
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word in NOTES:
            self._flush()
            self._state.is_note = True
        else:
            self._setting(word, number)

    def _destination(self, word: str) -> None:
        """A group that is no part of the text, known or marked as one that a reader may pass over."""
        self._is_star = False
        if word == "fonttbl":
            self._in_fonts = len(self._above)
        if word in LEFT:
            self.left[LEFT[word]] = None
        if word not in ("shppict", "shpinst", "shptxt"):
            self._state.is_dropped = True

    def _setting(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self._flush()
            self._font = number
            if self._in_fonts < 0:
                self._state.page = self._fonts.get(number, self._default or 1252)
        elif word == "fcharset" and self._in_fonts >= 0:
            page = CHARSETS.get(number or 0, 1252)
            self._fonts[self._font] = (self._default or page) if number in (0, 1) else page
        elif word == "ansicpg" and number:
            self._default = self._state.page = number
        elif word in ("mac", "pc", "pca"):
            self._default = self._state.page = {"mac": 10000, "pc": 437, "pca": 850}[word]
        elif word == "uc" and number is not None:
            self._state.skip = min(max(0, number), 32)
        elif word == "plain":
            self._state.is_hidden = False
        elif word in ("v", "deleted"):
            self._flush()
            self._state.is_hidden = number != 0
            if self._state.is_hidden and not self._state.is_dropped:
                self.left["text marked as deleted or hidden"] = None

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self._high = chr(code)
        elif 0xDC00 <= code < 0xE000:
            self._write((self._high + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
            self._high = ""
        else:
            self._write(chr(code))
        self._pending = self._state.skip

    def _byte(self, byte: bytes) -> None:
        if self._pending:
            self._pending -= 1
        else:
            self._bytes += byte

    def _plain(self, plain: bytes) -> None:
        passed = min(self._pending, len(plain))
        self._pending -= passed
        self._bytes += plain[passed:]

    def _text(self, text: str) -> None:
        if self._pending:
            self._pending -= 1
            return
        self._flush()
        self._write(text)

    def _flush(self) -> None:
        """Bytes of more than one can be one character: they are read together."""
        if self._bytes:
            self._write(_decoded(bytes(self._bytes), self._state.page))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        if not self._state.is_dropped and not self._state.is_hidden:
            (self.notes if self._state.is_note else self.body).append(text)


def _decoded(data: bytes, page: int) -> str:
    name = {10000: "mac_roman", 65001: "utf-8"}.get(page, f"cp{page}")
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
