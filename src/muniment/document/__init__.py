"""From sealed bytes to proposed claims: readers, and deterministic rules that quote what they rest on.

The room promises that every proposal sits on an exact passage, that the same text gives the same bytes, and that a feared,
planned, averted or denied execution is never an asserted one. It decides nothing: a claim is proposed until a person reads it.
"""
