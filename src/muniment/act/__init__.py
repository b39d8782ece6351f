"""Letters that institutions accept: drafted from accepted claims, every sentence with what it rests on, released through a gate.

The room promises that a draft always renders, with its gaps as questions, that contradictions are both told, and that no
private source is named. It refuses an urgent appeal for anyone whom an accepted claim calls dead, and lets nothing leave
without consent, a second decision, the reprisal check and the linter.

    >>> from muniment.act import mandates
    >>> [mandate.code for mandate in mandates() if mandate.choose.is_capital]
    ['SR-EJE']
"""

from muniment.act.cover import Cover
from muniment.act.custody_report import custody_pdf
from muniment.act.decide import choose, decide, settle
from muniment.act.mandates import mandates
from muniment.act.release import gate, release
from muniment.act.rendering import File, compose, render
from muniment.act.urgent_appeal import draft
from muniment.act.urgent_appeal.linter import lint

__all__ = [
    "Cover",
    "File",
    "choose",
    "compose",
    "custody_pdf",
    "decide",
    "draft",
    "gate",
    "lint",
    "mandates",
    "release",
    "render",
    "settle",
]
