"""XMP packets inside any file: found by their marks, read as XML that asks for nothing outside, said property by property."""

import re
from collections.abc import Iterator

from lxml import etree

PACKET = re.compile(rb"<x:xmpmeta[\s>].{0,1000000}?</x:xmpmeta>", re.DOTALL)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
MOST_PACKETS, MOST_SAID = 4, 200
PARTS = (f"{RDF}Bag", f"{RDF}Seq", f"{RDF}Alt")


def packets(data: bytes) -> list[bytes]:
    """The first packets of a file, each once."""
    found: dict[bytes, None] = {}
    for match in PACKET.finditer(data):
        found.setdefault(match[0])
        if len(found) == MOST_PACKETS:
            break
    return list(found)


def stated(packet: bytes) -> Iterator[tuple[str, str]]:
    """The properties of a packet with their words; nothing where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    said = 0
    for description in tree.iter(f"{RDF}Description"):
        pairs = [(str(name), str(value)) for name, value in description.attrib.items() if not str(name).startswith(RDF)]
        pairs += [(str(child.tag), words) for child in description if isinstance(child.tag, str) for words in _values(child)]
        for name, words in pairs:
            said += 1
            if words.strip() and said <= MOST_SAID:
                yield f"XMP {name.rpartition('}')[2]}", words.strip()


def _values(element: etree._Element) -> Iterator[str]:
    """A property's words: its own, or one for each entry of its list."""
    for part in element:
        if part.tag in PARTS:
            yield from ("".join(map(str, entry.itertext())) for entry in part)
    if not len(element):
        yield element.text or ""
