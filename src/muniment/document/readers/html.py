"""Web pages: the main article without menus and footers; where none is found, all that is visible."""

import trafilatura
from lxml import html as lxml_html

from muniment.document.reading import Reading, ReadingError, joined


def read(data: bytes) -> Reading:
    """The main text of a page, a line a paragraph.

    Raises:
        ReadingError: nothing in it can be parsed.
    """
    found = trafilatura.extract(data, include_comments=False, include_tables=True, favor_recall=True, no_fallback=False)
    if found:
        return joined([found], tool=f"trafilatura {trafilatura.__version__}")
    try:
        tree = lxml_html.fromstring(data)
    except Exception as exc:
        raise ReadingError(f"This page cannot be parsed: {exc}.") from exc
    for hidden in list(tree.iter("script", "style", "noscript", "template")):
        hidden.clear()
    lines = (" ".join(line.split()) for line in "".join(map(str, tree.itertext())).splitlines())
    return joined(["\n".join(line for line in lines if line)], flags=("no_main_text",), tool="lxml")
