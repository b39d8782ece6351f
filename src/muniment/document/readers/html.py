"""Web pages: the main article without menus and footers; where none is found, all that is visible.

Scripts are text that is dropped, document types and entities of the page's own are not looked at, nothing is fetched.
"""

import logging
import re

import msgspec
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from muniment.document.readers.text import MARKS, decoded
from muniment.document.reading import Reading, ReadingError, joined

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,1000}[>\[]", re.IGNORECASE)
ZWNJ = re.compile(r"\u200c|&zwnj;|&#8204;|&#x200c;", re.IGNORECASE)
RARE = "ꙮ𓀀𒐫"
HIDDEN = ("script", "style", "noscript", "template", "head", "iframe", "object", "svg")


def read(data: bytes) -> Reading:
    """The main text of a page, a line a paragraph.

    Raises:
        ReadingError: nothing in it can be parsed.
    """
    text, flags = _decoded(data)
    found = main(text)
    return msgspec.structs.replace(found, flags=(*flags, *found.flags))


def main(text: str) -> Reading:
    """The main text of a page that is decoded.

    Raises:
        ReadingError: nothing in it can be parsed.
    """
    text = _body(text)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = _article(text)
    if found:
        return joined([found], tool=f"trafilatura {trafilatura.__version__}")
    visible = _visible(text)
    unread = None if visible else "There is no text on this page."
    return joined([visible], flags=("no_main_text",), unread=unread, tool="lxml")


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page in the encoding it names, or the one found."""
    named = CHARSET.search(data[:4096])
    if named and not data.startswith(tuple(mark for mark, _ in MARKS)):
        try:
            return data.decode(named.group(1).decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass  # what a page says of itself may be wrong
    text, encoding, is_guess = decoded(data)
    return text, (f"encoding_guessed:{encoding}",) if is_guess else ()


def _body(text: str) -> str:
    """The page without declaration and document type, which could define entities of its own."""
    text = DECLARED.sub("", text, count=1)
    kind = DOCTYPE.search(text[:4096])
    if kind is None:
        return text
    if kind.group().endswith("["):
        end = text.find("]>", kind.end())
        return text[: kind.start()] + text[end + 2 :] if end >= 0 else text[: kind.start()]
    return text[: kind.start()] + text[kind.end() :]


def _article(text: str) -> str | None:
    """The main text. The zero-width non-joiner, which parts Persian words, would be dropped: it travels as another letter."""
    stand_in = next((letter for letter in RARE if letter not in text), None)
    carried = ZWNJ.sub(stand_in, text) if stand_in else text
    found: str | None = trafilatura.extract(carried, include_comments=False, include_tables=True, favor_recall=True)
    return found.replace(stand_in, "\u200c") if found and stand_in else found


def _visible(text: str) -> str:
    try:
        tree = lxml_html.document_fromstring(text)
    except (etree.LxmlError, ValueError) as exc:
        raise ReadingError(f"This page cannot be parsed: {exc}.") from exc
    etree.strip_elements(tree, *HIDDEN, etree.Comment, with_tail=False)
    lines = (" ".join(line.split()) for line in "".join(map(str, tree.itertext())).splitlines())
    return "\n".join(line for line in lines if line)
