"""How an English sentence says an act: asserted, alleged, planned, averted, denied or hypothetical.

The rules stand in the order in which they are asked; the first that holds decides. Denials come first, so that nothing denied is
planned or alleged; an execution that is planned, feared or stayed is decided before anything is asserted.
"""

import re
from collections.abc import Callable
from functools import cache

import msgspec

from muniment.document.lexicon import table
from muniment.document.parts import NEGATIVE, Trigger
from muniment.model.terms import Modality

REACH = 240
"""No word governs an act from further away; it also keeps reading linear."""
RULINGS = frozenset({"conviction", "death_sentence", "prison_sentence"})
_CLAUSE = re.compile(
    r"[;:()\"]|, |\b(?:and|but|after|before|when|while|who|which|where|since|until|although|though|because|following)\b|\s-\s|—"
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|nor|neither|no longer|hardly)|n't|\bwithout)(?: (?:yet|been|being|be|actually|in fact|currently|ever|officially|formally|\w+ly))*\s$"
)
_DENIED_THAT = re.compile(
    r"\b(?:denied|denies|denying|(?:reject|dismiss|refute|dispute|deny)(?:s|es|ed|ing)? (?:the |all |any |these |such |as \w+ )?(?:reports?|claims?|allegations?|suggestions?|accusations?|rumou?rs?|assertions?|stories))\b(?: \w+){0,4}? (?:that|having|of|about)\b[^.;]*$"
)
_FALSELY = re.compile(
    r"\b(?:false|untrue|unfounded|baseless|fabricated|mistaken|erroneous) (?:reports?|claims?|rumou?rs?|news|information)[^.;]{0,60}$|\b(?:untrue|not true|false|incorrect|a lie|no truth to (?:reports|claims)|nonsense) that\b[^.;]{0,90}$|\b(?:falsely|wrongly|mistakenly|erroneously|incorrectly) (?:reported|claimed|stated|said|announced|listed|named|described)\b[^.;]{0,80}$|\bcontrary to (?:reports|claims|rumou?rs)[^.;]{0,80}$"
)
_NOUN_MOOD = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|calls? to|demand\w*|urg\w+|seek\w*|request\w*|appeal\w* for|plead\w*|petition\w*|advocat\w+|prevent\w*|avoid\w*|stop|stopping|halt(?:ing)? the|end|ending|against|oppos\w+|abolish\w*|prelude to|threat\w* (?:of|with)|risk\w*|danger|fear\w*|possib\w+|potential|likely|could|may|might|would|should|if|must|facing|faces?|faced|await\w*|imminent|upcoming|planned|scheduled|pending|deserv\w+|warrant\w*|eligible for|punishable|in favou?r of|secure|securing|ensure|carr(?:y|ies|ied|ying)|attracts?|provid\w+ for|maximum|hopes? (?:for|of)|negotiat\w+|in exchange for|promis\w+)\b"
)
_VERB_MOOD = re.compile(
    r"\b(?:could|may|might|would|should|can|must|if|unless|whether|risks?|at risk of|in danger of|threaten\w* (?:to|with)|likely to|liable to|fears? of|fear(?:s|ed)? (?:that|he|she|they)|for fear of|instead of|rather than|until|lest|deserve\w*|ought to|to avoid|demand\w* that|urg\w+ .{0,30}to)\b[^;]*$"
)
_VERB_PLAN = re.compile(
    r"\b(?:to be|will|shall|due to|scheduled|set to|expected to|about to|going to|slated|is to|are to|await\w* (?:being|to be)|planned to|plans to|ordered to|eligible to|yet to)\b(?: \w+){0,4}\s?$"
)
_AVERTED_AFTER = re.compile(
    r"^[^.;]{0,70}?\b(?:was|were|has been|have been|had been|been|is|are|being)? ?(?:\w+ly )?(?:halted|stayed|postponed|suspended|cancell?ed|called off|averted|stopped|delayed|deferred|blocked|put on hold|lifted|overturned|quashed|commuted|prevented)\b"
)
_AVERTED_BEFORE = re.compile(
    r"\b(?:halt(?:ed|s)?|stay(?:ed|s)?|postpone[ds]?|suspend(?:ed|s)?|cancell?(?:ed|s)?|call(?:ed)? off|avert(?:ed|s)?|stopp?(?:ed|s)?|block(?:ed|s)?|delay(?:ed|s)?|spared|escap(?:ed|es|ing)|saved .{2,40} from|overturn(?:ed|s)?|quash(?:ed|es)?|commut(?:ed|es)|prevent(?:ed|s)?|stay of|halt to|narrowly|moratorium on|reprieve\w*)\b[^.;]{0,45}$"
)


_NOBODY = re.compile(
    r"\b(?:neither|none of|no one|nobody|no (?:\w+ )?(?:man|woman|prisoner|person|detainee|protester|journalist|activist|inmate|child)s?)\b[^,.;]{0,40}$"
)
_CORRECTED = re.compile(
    r"\b(?:we|this \w+|our \w+) (?:\w+ly |had |have )?(?:earlier|previously|wrongly|mistakenly|incorrectly)? ?(?:reported|said|stated|wrote) (?:\w+ ){0,2}?that\b[^.;]*$|\bearlier version\b[^.;]*$"
)
_SCHEDULED = re.compile(
    r"[^.;,]{0,60}?\b(?:is|are|was|were|has been|had been|have been) (?:now |again )?(?:scheduled|planned|set|due|fixed|expected|imminent)\b"
)
_QUASHED = re.compile(
    r"\b(?:threw out|throw out|void|nullif|quash|overturn|annul|revok|cancell?|rescind|revers|vacat|set aside|struck down|commut)\w*\b[^.;,]{0,30}$"
)
_QUASHED_AFTER = re.compile(
    r"s? (?:was|were|has been|have been|had been|is|are) (?:later |then |\w+ly )?(?:quashed|overturned|annulled|revoked|cancell?ed|rescinded|reversed|vacated|set aside|struck down|lifted)\b"
)
_TO_STOP = re.compile(
    r"\b(?:to|should|must|not to) (?:\w+ly )?(?:stay|halt|stop|suspend|cancel|postpone|delay|prevent|block|end|quash|commute|overturn|annul|lift|revoke)\b[^.;]{0,40}$"
)
_MAY_FOLLOW = re.compile(r"\s(?:of [\w' ]{2,40} )?(?:may|might|could|would|should|can)\b")
_WARRANT = re.compile(r"\b(?:warrant|order|date|day)s?\b[^.;]{0,40}\b(?:for|of) (?:the |his |her |their )?$")
_THREATENED = re.compile(
    r"\b(?:would|could|may|might|fear\w*|risk\w*|danger|threat\w*)\b[^;]{0,60}?\b(?:be|being|to be)\s$|\b(?:would|could|may|might) (?:\w+ )?be $"
)
_CLAIMED = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|alleg(?:es?|ed|ing|ations?)|rumou?rs?|unconfirmed reports?|suggest(?:s|ed|ing)?|accus(?:es?|ed|ations?)) (?:\w+ ){0,2}?that\b[^.;]*$"
)


_IN_VAIN = re.compile(
    r"^[^.;]{0,80}\b(?:but|and then|until|when|before)\b[^.;]{0,50}\b(?:postpon|stay|halt|suspend|cancel|called off|call(?:ed)? it off|put off|defer|delay|stopp|interven|repriev|spared)\w*"
)
_WITHDRAWN = re.compile(
    r"(?: of [^.;,]{2,60}?)? (?:was|were|has been|have been|had been|is|are|being) (?:later |then |again |\w+ly )?(?:withdrawn|revoked|rescinded|cancell?ed|lifted|stayed|postponed|put off|called off|suspended|halted|annulled|set aside|averted|vacated|abandoned|shelved)\b"
)
_APPEALED = re.compile(
    r"\b(?:appeal\w*|petition\w*|plea|complaint|protest\w*)\b[^.;]{0,40}\bagainst (?:his|her|their|the|a|an) (?:[\w-]+ ){0,4}$"
)
"""An appeal against a sentence says that there is one."""
_NEARLY = re.compile(
    r"\b(?:nearly|almost|narrowly|(?:hours|minutes|moments|days) (?:away )?from|a step from|on the (?:brink|verge) of)(?: (?:being|been|be))?\s$"
)
_WANTED = re.compile(
    r"\b(?:want|wants|wanted|sought|seek|seeks|would like|prefer\w*|wish\w*) (?:to see )?(?:[\w'-]+ ){1,5}$|\b(?:call\w*|clamou?r\w*|push\w*) for (?:[\w'-]+ ){1,5}to be\s$"
)
_RETRACTED = re.compile(
    r"\b(?:retract|withdr|rescind|correct(?=s|ed|ing)|refut|debunk|disprov|contradict|disown)\w*\b[^.;]{0,50}\b(?:that|of|about|on)\b[^.;]{0,70}$|\bno truth (?:in|to)\b[^.;]{0,80}$"
)
_OUTLIVED = re.compile(
    r"^[^.;]{0,80}\b(?:who|but|and|though|yet)\b[^.;]{0,25}\b(?:(?:later|then|since|afterwards|subsequently|now) (?:gave|told|said|spoke|wrote|appeared|telephoned|phoned|called|posted|sent|lives?|denied|turned up)|(?:is|was|remains?|are|were) (?:in fact |indeed |still |found |later found |later seen )*alive|turned out to be alive|gave an interview)\b"
)


class Said(msgspec.Struct, frozen=True):
    """A trigger with the words around it."""

    low: str
    trigger: Trigger
    before: str
    after: str
    clause: str

    @property
    def is_noun(self) -> bool:
        """Whether the act is named by a noun."""
        return self.trigger.form == "noun"

    @property
    def window(self) -> str:
        """The words of the clause that can govern the trigger."""
        return (self.before[-70:] if self.is_noun else self.clause)[-90:]


def mood(low: str, trigger: Trigger) -> Modality:
    """The modality of a trigger in a lower-case sentence."""
    before = low[max(0, trigger.start - REACH) : trigger.start]
    cuts = list(_CLAUSE.finditer(before))
    said = Said(low, trigger, before, low[trigger.end : trigger.end + REACH], before[cuts[-1].end() if cuts else 0 :])
    return next((modality for modality, rule in _RULES if rule(said)), "asserted")


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(table("acts_en")["modality"][name])


def _is_negated(said: Said) -> bool:
    near = said.before[-160:]
    if re.search(r"\bden(?:y|ies|ied|ying) (?:ever )?$", near):
        return True
    return bool(
        _NEGATED.search(said.before)
        or _DENIED_THAT.search(near)
        or _FALSELY.search(near)
        or _cue("after_denied").search(said.after)
        or _RETRACTED.search(near)
    )


def _is_outlived(said: Said) -> bool:
    """Somebody who did something afterwards was not put to death."""
    return said.trigger.type == "execution" and _OUTLIVED.match(said.after) is not None


def _is_nearly(said: Said) -> bool:
    return said.trigger.type in ("execution", "killing") and _NEARLY.search(said.before[-40:]) is not None


def _is_wanted(said: Said) -> bool:
    """ "The prosecutor wants A executed": a wish."""
    return (
        said.trigger.form == "verb"
        and said.trigger.type in ("execution", "death_sentence", "killing")
        and _WANTED.search(said.before[-60:]) is not None
    )


def _is_corrected(said: Said) -> bool:
    head = said.low[:60].lstrip("[(*0123456789:. ")
    return head.startswith(("correction", "clarification", "editor's note")) and _CORRECTED.search(said.before) is not None


def _is_of_nobody(said: Said) -> bool:
    return not said.is_noun and said.trigger.type not in NEGATIVE and _NOBODY.search(said.clause) is not None


def _is_risk(said: Said) -> bool:
    return said.trigger.type == "execution_risk"


def _may_follow(said: Said) -> bool:
    return said.trigger.form in ("noun", "active") and _MAY_FOLLOW.match(said.after) is not None


def _is_ordered(said: Said) -> bool:
    """A warrant for it, a date set for it."""
    if said.trigger.type != "execution" or not said.is_noun:
        return False
    return bool(_WARRANT.search(said.before[-90:]) or _SCHEDULED.match(said.after))


def _is_to_be_stopped(said: Said) -> bool:
    return said.is_noun and _TO_STOP.search(said.before[-60:]) is not None


def _is_quashed(said: Said) -> bool:
    return said.is_noun and said.trigger.type in RULINGS and bool(_QUASHED.search(said.before[-50:]) or _QUASHED_AFTER.match(said.after))


def _is_stayed(said: Said) -> bool:
    if said.trigger.type not in ("execution", "transfer"):
        return False
    return bool(_AVERTED_AFTER.search(_clause_after(said.after)) or _AVERTED_BEFORE.search(said.before[-80:]))


def _is_withdrawn(said: Said) -> bool:
    """ "The date set for the execution of A was withdrawn"."""
    return said.trigger.type == "execution" and said.is_noun and _WITHDRAWN.match(said.after) is not None


def _is_scheduled_in_vain(said: Said) -> bool:
    """ "... had been scheduled for 2 June but was postponed": the later word holds."""
    return said.trigger.type == "execution" and _IN_VAIN.match(said.after) is not None


def _is_announced(said: Said) -> bool:
    own = said.low[said.trigger.start : said.trigger.end]
    return said.is_noun and re.search(r"\b(?:imminent|planned|scheduled|possible|threatened|upcoming|looming)\b", own) is not None


def _is_planned(said: Said) -> bool:
    return said.trigger.form != "state" and _VERB_PLAN.search(said.clause[-50:]) is not None


def _is_awaited(said: Said) -> bool:
    return (
        _is_wished(said)
        and re.search(r"await|imminent|upcoming|planned|scheduled|pending|risk|danger|fac(?:e|ing)|fear", said.window) is not None
    )


def _is_wished(said: Said) -> bool:
    if said.trigger.type in RULINGS and _APPEALED.search(said.before[-70:]):
        return False
    if said.trigger.type != "execution" and re.search(
        r"\bprotest\w* (?:against|at|over) (?:the|his|her|their) (?:\w+ )?$", said.before[-50:]
    ):
        return False
    return said.is_noun and _NOUN_MOOD.search(_same_clause(said.window)) is not None


def _is_threatened(said: Said) -> bool:
    return _is_possible(said) and said.trigger.type == "execution" and _THREATENED.search(said.window) is not None


def _is_possible(said: Said) -> bool:
    return not said.is_noun and _VERB_MOOD.search(said.window) is not None


def _is_called_for(said: Said) -> bool:
    """ "Ministers insisted that A be hanged", "the clerk doubted that A was hanged": nobody says that it was done."""
    return not said.is_noun and (_TO_BE.search(said.before[-110:]) or _DOUBTED.search(said.before[-140:])) is not None


_TO_BE = re.compile(
    r"\b(?:that|lest)\b(?: (?!(?:will|would|shall|to|could|can|may|might|must|should|not|going|had|has|have|was|were|is|are)\b)[\w'-]+){1,8} be (?:\w+ly )?$"
)
_DOUBTED = re.compile(
    r"\b(?:doubt(?:s|ed|ing)?|dispute[sd]?|unclear|uncertain|unsure|unconfirmed)\b[^.;]{0,60}? (?:that|whether|if) [^.;]{2,80}$"
)


def _is_alleged(said: Said) -> bool:
    return bool(_cue("alleged").search(said.clause[-60:]) or _CLAIMED.search(said.before[-140:]))


_RULES: tuple[tuple[Modality, Callable[[Said], bool]], ...] = (
    ("denied", _is_negated), ("denied", _is_outlived), ("denied", _is_corrected), ("denied", _is_of_nobody), ("asserted", _is_risk),
    ("hypothetical", _is_called_for), ("hypothetical", _may_follow), ("averted", _is_withdrawn), ("averted", _is_scheduled_in_vain), ("planned", _is_ordered), ("hypothetical", _is_to_be_stopped),
    ("averted", _is_nearly), ("hypothetical", _is_wanted), ("averted", _is_quashed), ("averted", _is_stayed), ("planned", _is_announced), ("planned", _is_planned),
    ("planned", _is_awaited), ("hypothetical", _is_wished), ("planned", _is_threatened), ("hypothetical", _is_possible),
    ("alleged", _is_alleged),
)  # fmt: skip


def _same_clause(window: str) -> str:
    cuts = [m.end() for m in re.finditer(r"[;:.]|, |\b(?:after|following|since|because|who|but)\b|—", window)]
    return window[cuts[-1] if cuts else 0 :]


def _clause_after(after: str) -> str:
    cut = re.search(r"[.;]|, (?!who|which)|\b(?:and|but|after|who|while|because)\b", after)
    return after[: cut.start() if cut else 90]
