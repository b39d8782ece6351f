"""The three searched columns of a current noun, and nothing more: `about`, `tag`, `state`.

- evidence: tag is the digest of its bytes; state `withdrawn`
- custody event: tag what was done
- text: tag how it was made; state `unread` where no reader could read the item
- claim: about a mention or an act, tag its property, state its standing
- finding: about an entry, tag the question, state its standing
- assignment: about an item, tag whom it was given to, state how far it is
- judgement: state its answer; record: tag its list; condition: tag its rule; agent: tag the login
- submission: tag the kind of letter, state draft or released; demand: state its status
"""

from __future__ import annotations

from muniment.model.agent import Agent
from muniment.model.casework import Assignment
from muniment.model.claim import Claim
from muniment.model.consent import Condition
from muniment.model.derived import DerivedText
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.finding import Finding
from muniment.model.judgement import Judgement
from muniment.model.noun import Noun
from muniment.model.record import Record
from muniment.model.submission import Demand, Submission

COLUMNS = ("about", "tag", "state")
Facts = tuple[str | None, str | None, str | None]


TAGS: dict[type[Noun], str] = {CustodyEvent: "event", Record: "list", Condition: "rule", Agent: "login"}
STATES: dict[type[Noun], str] = {Judgement: "answer", Demand: "status"}
"""Of these kinds one field is looked up, as it is."""


def columns(noun: Noun) -> Facts:
    """What a noun is looked up by: about, tag, state."""
    match noun:
        case Evidence():
            return None, noun.sha256, "withdrawn" if noun.withdrawn else None
        case DerivedText():
            return None, noun.how, "unread" if noun.unread else None
        case Claim() | Finding():
            return noun.about, noun.property if isinstance(noun, Claim) else noun.question, noun.standing.state
        case Assignment():
            return noun.evidence, noun.to, noun.progress
        case Submission():
            return None, noun.letter, noun.state
    return None, _field(noun, TAGS), _field(noun, STATES)


def _field(noun: Noun, of: dict[type[Noun], str]) -> str | None:
    name = of.get(type(noun))
    return getattr(noun, name) if name else None
