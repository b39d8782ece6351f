"""Urgent appeals to the Special Procedures: drafted from accepted claims, checked before anyone sends them.

The folder holds all of this letter: its form and phrases as data, its sections, its linter, its printed page.
"""

from muniment.act.urgent_appeal.draft import draft

__all__ = ["draft"]
