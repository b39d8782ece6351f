"""What the words around a name make of its bearer: an office, a speaker, a relative, or nothing of the kind; and of which sex."""

import re

import msgspec

from muniment.document.lexicon import given, words
from muniment.document.parts import Bearing

_TITLING = frozenset({"the", "a", "an", "named", "called", "and", "mr", "mrs", "ms", "miss", "dr"})


class Token(msgspec.Struct, frozen=True):
    """A word of a sentence, without its possessive ending."""

    start: int
    end: int
    text: str
    possessive: bool

    @property
    def low(self) -> str:
        """Without case and stop."""
        return self.text.casefold().rstrip(".")


def bearing(sentence: str, run: list[Token], titles: list[Token]) -> Bearing:
    """What titles before a name and verbs or descriptions after it say of its bearer."""
    after = sentence[run[-1].end : run[-1].end + 90]
    if re.search(
        r"\b(?:that|whether) $", sentence[max(0, run[0].start - 9) : run[0].start]
    ):  # “Officials said that A …”: what stands before is somebody else
        return _apposed(after) or ("speaker" if _speaks(after) else "neutral")
    near = [t.low for t in titles if run[0].start - t.end <= 45]
    return _titled(sentence, run, titles) or _apposed(after) or _speaking(sentence, run, near, after)


def _titled(sentence: str, run: list[Token], titles: list[Token]) -> Bearing | None:
    """What stands before the name: an office, counsel, a relative."""
    gap = sentence[titles[-1].end : run[0].start] if titles else ""
    close = [t.low for t in titles[-3:]] if gap.strip(" ,'\"") == "" else []
    if any(word in words("names_en", "offices") for word in close) and not _member(close):
        return "office"
    kin = next((t for t in reversed(titles[-3:]) if t.low in words("names_en", "relatives")), None) if close else None
    if kin is not None and _is_kin(sentence, kin, close):
        return "relative"
    return "office" if _holds_office(sentence, run[0].start) else None


def _is_kin(sentence: str, kin: Token, close: list[str]) -> bool:
    """Whether a word for a relative or for counsel introduces the name ("his brother A", "a lawyer, Mr A")."""
    lead = sentence[max(0, kin.start - 24) : kin.start].casefold()
    if kin.low in _COUNSEL and re.search(r"\b(?:an?|defen[cs]e|the) (?:\w+ )?$", lead):
        return True
    return possessed(sentence, kin.start) and set(close[close.index(kin.low) + 1 :]) <= _TITLING | words("names_en", "describers")


def _apposed(after: str) -> Bearing | None:
    """What is said of the name after a comma: "A, the governor of B", "A, his sister"."""
    apposed = re.match(
        r"(?:\s?\([^)]{0,30}\))?, (?:(?:the|an?|his|her|their|who is|then|former|acting|deputy|chief|head of|executive|country|[\w-]+'s|[\w-]+)\s){0,5}?([\w-]+)",
        after,
    )
    if apposed:
        heads = set(re.findall(r"[\w-]+", after[: apposed.end() + 25].split(",", 2)[1] if "," in after else ""))
        folded = {h.casefold() for h in heads}
        lead = re.match(r"(?:\s?\([^)]{0,30}\))?, (?:the|an?|his|her|their|then|former|acting|chief|head|director|deputy)\b", after)
        if lead and folded & (words("names_en", "offices") - {"leader", "head", "lawyer", "attorney", "professor", "chair"}):
            return "office"
        if lead and folded & {"lawyer", "attorney"} and folded & {"representing", "representative", "his", "her", "their", "who"}:
            return "office"
        if re.match(r"(?:\s?\([^)]{0,30}\))?, (?:his|her|their) ", after) and folded & words("names_en", "relatives"):
            return "relative"
    return None


def _speaking(sentence: str, run: list[Token], near: list[str], after: str) -> Bearing:
    """Whether the bearer speaks here."""
    if _speaks(after):
        return "speaker"
    back = sentence[max(0, run[0].start - 30) : run[0].start].casefold()
    if re.search(r"\b(?:said|says|told|wrote|added|according to|warned|stated)(?: by| to)? (?:the )?(?:[\w-]+ ){0,2}$", back):
        return "speaker"
    return "office" if near and near[-1] in words("names_en", "offices") else "neutral"


def _speaks(after: str) -> bool:
    """Whether the verb after a name is one of speech."""
    spoke = re.match(r"(?:\s?\([^)]{0,30}\))?(?:,[^,.;]{1,80},)? ?(?:has |have |had |also |then |later |who )?(\w+)", after)
    return spoke is not None and spoke[1].casefold() in words("names_en", "speakers")


_COUNSEL = frozenset({"lawyer", "attorney", "counsel", "solicitor", "barrister"})
_OFFICE_BEFORE = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?P<said>[^,;.:\"]{3,90}), $")


def _holds_office(sentence: str, start: int) -> bool:
    """Whether the words before a comma are an office whose bearer is named after it ("a judge of the High Court, A, said")."""
    match = _OFFICE_BEFORE.search(sentence[max(0, start - 110) : start])
    head = re.split(r" (?:of|for|at|in|from|to) ", match["said"])[0].casefold().split() if match else []
    return 0 < len(head) <= 4 and head[-1] in words("names_en", "offices") and not any(w.endswith("ed") for w in head)


def _member(close: list[str]) -> bool:
    return bool(close) and close[-1] in words("names_en", "describers") - words("names_en", "offices")


def possessed(sentence: str, start: int) -> bool:
    """Whether a word for a relative says whose ("his brother", "A's wife", "the brother")."""
    return re.search(r"(?:\b(?:his|her|their|my|our)|'s?|\bthe) (?:\w+ )?$", sentence[max(0, start - 24) : start].casefold()) is not None


def sex(titles: list[Token], run: list[Token]) -> str | None:
    """The sex that a title or a given name tells, if one does."""
    near = {t.low for t in titles[-2:]}
    near |= {t.low for t in titles[-4:] if t.low in words("names_en", "relatives")}
    if near & {"mr", "sir", "brother", "father", "husband", "man", "son", "imam", "sheikh", "uncle", "nephew", "grandfather", "boy"}:
        return "m"
    if near & {
        "ms",
        "mrs",
        "miss",
        "woman",
        "mother",
        "wife",
        "sister",
        "daughter",
        "daw",
        "aunt",
        "niece",
        "widow",
        "girl",
        "lady",
        "nun",
        "grandmother",
    }:
        return "f"
    return given().get(run[0].low)
