"""The people of one document: mentions joined to persons by full name, surname, first name, initials, titles and aliases.

A short form joins the one person it can mean; where two could be meant it joins the one mentioned last. Nothing is joined
across documents here: that is a judgement, made elsewhere.
"""

import msgspec

from muniment.document.lexicon import words
from muniment.document.parts import Bearing, Seen
from muniment.model.text import key


class Member(msgspec.Struct):
    """A person while the document is being read."""

    name: str
    seen: list[Seen] = []
    aliases: list[str] = []
    age: int | None = None
    age_seen: Seen | None = None
    sex: str | None = None
    bearings: list[Bearing] = []

    @property
    def is_held(self) -> bool:
        """Whether the document introduces them as a prisoner or detainee."""
        return any(seen.is_held for seen in self.seen)

    @property
    def is_other(self) -> bool:
        """Whether the words around the name mostly make its bearer an office, a speaker or a relative."""
        marked = sum(b != "neutral" for b in self.bearings)
        return marked * 2 > len(self.bearings) or (bool(self.bearings) and self.bearings[0] in ("office", "relative"))


def _bare(name: str) -> str:
    """A name as short forms are compared with it: no titles, no hyphens, no spaces around them."""
    skip = words("names_en", "courtesies") | words("names_en", "offices") | {"سید", "سیده", "حاج"}
    parts = [part for part in key(name).replace("-", " ").split() if part.rstrip(".") not in skip]
    return " ".join(parts)


class Cast:
    """Everybody a document names, in the order of their first mention."""

    def __init__(self) -> None:
        self.people: list[Member] = []
        self.names: dict[str, int] = {}
        self.parts: dict[str, list[int]] = {}

    def known(self, seen: Seen) -> int | None:
        """The person a mention in a heading repeats; it makes none."""
        bare = _bare(seen.name)
        number = self.names.get(bare, self.names.get(bare.replace(" ", "")))
        return self._short(bare, seen) if number is None and bare else number

    def person(self, seen: Seen) -> int | None:
        """The person a mention belongs to, a new one if the mention is a full name; None for a short form of nobody."""
        bare = _bare(seen.name)
        if not bare:
            return None
        number = self.names.get(bare, self.names.get(bare.replace(" ", "")))
        number = self._short(bare, seen) if number is None else number
        if number is None:
            if seen.alias == "?":
                return None
            number = self._first_only(bare)
            number = self._new(seen, bare) if number is None else number
        self._note(number, seen)
        return number

    def give_age(self, number: int, age: int, start: int, end: int) -> None:
        """An age said of a pronoun; one that stands beside the name goes before it."""
        member = self.people[number]
        if member.age is None:
            member.age, member.age_seen = age, Seen(start, end, member.name, age)

    def _short(self, bare: str, seen: Seen) -> int | None:
        parts = bare.split()
        if len(parts) == 1:
            meant = self.parts.get(parts[0], ())
            fit = [n for n in meant if seen.sex is None or self.people[n].sex in (None, seen.sex)]
            return fit[-1] if fit else meant[-1] if meant else None
        for number in reversed(self.parts.get(parts[-1], ())[-20:]):
            whole = _bare(self.people[number].name).split()
            if _is_part(parts, whole) or _is_part(whole, parts):
                return number
        return None

    def _first_only(self, bare: str) -> int | None:
        """Somebody known by a given name alone so far, whom a full name now names."""
        first = bare.split()[0]
        alone = [n for n in self.parts.get(first, ()) if _bare(self.people[n].name) == first]
        return alone[0] if len(alone) == 1 and " " in bare else None

    def _new(self, seen: Seen, bare: str) -> int:
        number = len(self.people)
        self.people.append(Member(seen.name, [], [], None, None, seen.sex, []))
        self._index(bare, number)
        return number

    def _index(self, bare: str, number: int) -> None:
        self.names.setdefault(bare, number)
        self.names.setdefault(bare.replace(" ", ""), number)
        for part in bare.split():
            if len(part) > 1:
                meant = self.parts.setdefault(part, [])
                if not meant or meant[-1] != number:
                    meant.append(number)

    def _note(self, number: int, seen: Seen) -> None:
        member = self.people[number]
        member.seen.append(seen)
        member.bearings.append(seen.bearing)
        if member.age is None and seen.age is not None:
            member.age, member.age_seen = seen.age, seen
        member.sex = member.sex or seen.sex
        if len(_bare(seen.name).split()) > len(_bare(member.name).split()):
            member.name = seen.name
            self._index(_bare(seen.name), number)
        if seen.alias and seen.alias != "?" and key(seen.alias) not in map(key, member.aliases):
            member.aliases.append(seen.alias)
            self._index(_bare(seen.alias), number)
        for part in _bare(seen.name).split():
            if number in self.parts.get(part, ()) and self.parts[part][-1] != number:
                self.parts[part].append(number)


def _is_part(short: list[str], whole: list[str]) -> bool:
    """Whether the words of one name stand in the other in order, initials counted."""
    at = 0
    for word in short:
        while at < len(whole) and not (whole[at] == word or (len(word.rstrip(".")) == 1 and whole[at].startswith(word[0]))):
            at += 1
        if at == len(whole):
            return False
        at += 1
    return True
