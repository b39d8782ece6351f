"""Norms as a letter writes them out, from the short forms of the data: "ICCPR 6(2)", "GC 32", "safeguard 5"."""

from collections.abc import Sequence

from muniment.act.hedges import listed


def written(norms: Sequence[str]) -> str:
    """The norms of the data written out: "articles 6(2) and 15 of the ICCPR and general comment No. 32"."""
    bodies: dict[str, list[str]] = {}
    for norm in norms:
        body, _, rest = norm.partition(" ")
        bodies.setdefault(body, []).append(rest)
    return listed([_body(body, rests) for body, rests in bodies.items()])


def _body(body: str, rests: Sequence[str]) -> str:
    if body == "GC":
        return f"general comment No. {listed(rests)}"
    if body == "safeguard":
        return f"safeguard {listed(rests)} of ECOSOC resolution 1984/50"
    if all(rest[:1].isdigit() for rest in rests) and body != "ECOSOC":
        return f"article{'s' if len(rests) > 1 else ''} {listed(rests)} of the {body}"
    return " ".join(filter(None, (body, listed(rests)))) if any(rests) else f"the {body}"
