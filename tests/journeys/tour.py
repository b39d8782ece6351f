"""Every page of a served archive, as somebody finds them who follows each link; and what stands on a page in a language not its own.

A page is told from another by the shape of its address, identifiers left out: of each shape a few are visited, not all.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from tests.web.visitor import Visitor

ID = re.compile(r"(?P<kind>[a-z]{2})-[0-9a-f]{32}")
LINK = re.compile(r'href="(/[^"#]*)')
EACH = 3
FILES = ("/static/", "/docx", "/pdf", ".pdf", "/json", "/view", "/receipt")
VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "area", "base", "col", "embed", "source", "track", "wbr"))
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-too-large")
QUOTED = re.compile("\u2068[^\u2068\u2069]*\u2069|«muniment [A-Za-z -]+»")
RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:(?:[\s,;:“”]+|\.\s+)[A-Za-z][A-Za-z'’-]*)+")


def shape(address: str) -> str:
    """An address with the kind of each identifier in its place."""
    return re.sub(r"=[^&]*", "=", ID.sub(lambda found: found["kind"], address)) if "show=" not in address else address


def tour(visitor: Visitor, each: int = EACH) -> dict[str, str]:
    """Address -> page, for everything that links lead to from the first page."""
    waiting, seen, count, pages = deque(["/"]), {"/"}, Counter[str](), {}
    while waiting:
        address = waiting.popleft()
        reply = visitor.get(address)
        assert reply.status == 200, (address, reply.status)
        pages[address] = reply.markup
        for link in map(unescape, LINK.findall(reply.text)):
            address_shape = shape(link)
            if link in seen or count[address_shape] == each or any(part in link for part in FILES):
                continue
            seen.add(link)
            count[address_shape] += 1
            waiting.append(link)
    return pages


class Reader(HTMLParser):
    """Collects what a page says in the language of the page: nothing marked as of another language, no quotation, id, digest or key."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_other = self.is_other or _is_marked(tag, given)
        if not is_other:
            self.said += [given[name] for name in SPOKEN if name in given and not (name == "title" and tag == "button" and "lang" in given)]
        if tag not in VOID:
            self.open.append((tag, is_other))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_other and data.strip():
            self.said.append(data)

    @property
    def is_other(self) -> bool:
        """Whether what comes next is inside something that is not in the page's language."""
        return bool(self.open) and self.open[-1][1]


def _is_marked(tag: str, given: dict[str, str]) -> bool:
    classes = given.get("class", "").split()
    return (
        tag in ("script", "style", "svg", "kbd", "code", "pre")
        or (tag != "html" and given.get("lang", "fa") != "fa")
        or given.get("translate") == "no"
        or "id" in classes
        or "quote" in classes
    )


def english(html: str) -> Iterator[str]:
    """The runs of Latin words that a Persian page says in its own voice."""
    reader = Reader()
    reader.feed(html)
    for said in reader.said:
        for run in RUN.finditer(QUOTED.sub(" ", said)):
            yield " ".join(run[0].split())
