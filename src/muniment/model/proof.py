"""Standards of proof, in rising order: the yardstick a finding names (OHCHR guidance 2015; Rome Statute 15, 53, 58, 61, 66)."""

from typing import Literal

Standard = Literal["SP1", "SP2", "SP3", "SP4", "SP5", "SP6", "SP7"]

WORDS: dict[Standard, str] = {
    "SP1": "reasonable grounds to suspect",
    "SP2": "reasonable basis to believe",
    "SP3": "reasonable grounds to believe",
    "SP4": "substantial grounds to believe",
    "SP5": "balance of probabilities",
    "SP6": "clear and convincing",
    "SP7": "beyond reasonable doubt",
}
