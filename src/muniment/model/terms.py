"""The closed vocabularies that nouns are spelled in. Open ones (courts, charges, mandates) are data of their rooms.

Act types, statuses and modalities are those of the extraction format; purposes and bases those of consent practice.
In PREMIS `execution` means running software: custody terms live in their own type and never meet the act of that name.
"""

from typing import Literal

ActType = Literal[
    "arrest", "detention", "enforced_disappearance", "torture", "forced_confession", "denial_of_counsel",
    "denial_of_contact", "solitary_confinement", "transfer", "charge", "trial", "conviction", "prison_sentence",
    "death_sentence", "sentence_upheld", "appeal_rejected", "execution", "execution_risk", "threat",
    "death_in_custody", "killing", "release", "acquittal",
]  # fmt: skip
Status = Literal["executed", "on_death_row", "imprisoned", "detained", "disappeared", "dead", "released"]
Modality = Literal["asserted", "alleged", "planned", "averted", "denied", "hypothetical"]
Property = Literal[
    "name", "alias", "age", "age_at_arrest", "sex", "birth", "father_name", "occupation", "role", "status", "affiliation",
    "prison", "act", "date", "place", "court", "charge", "condition", "quantity", "statement", "recommendation",
    "last_visit", "medical_emergency", "other",
]  # fmt: skip
Comparator = Literal["exact", "at_least", "over", "approx", "at_most"]
Custody = Literal[
    "received", "captured", "imported", "hashed", "timestamped", "viewed", "exported", "disclosed", "redacted-copy-made",
    "transferred", "key-rotated", "fixity-checked", "fixity-failed", "restored-from", "sealed", "unsealed", "read", "examined",
    "access-refused", "erased-by-order",
]  # fmt: skip
Thing = Literal["person", "body", "office", "event", "place", "publication", "group"]
Sameness = Literal["same", "different", "unsure"]
Purpose = Literal[
    "preserve", "count", "submit", "share-with-state", "name-in-letter", "name-in-public", "publication", "prosecution",
    "sanctions",
]  # fmt: skip
Basis = Literal["given", "next-of-kin", "lawyer", "impossible", "refused", "withdrawn"]
