"""Muniment: a document kept as evidence of a right.

    evidence → passage → claim → record → register → finding → submission

The rooms, from the ground up; each may use those before it and none after:

    model      the nouns, frozen, with one canonical byte form
    protect    keys, compartments, roles, consent, the sandbox
    preserve   taking in, the ledger's formats, packages, verifying
    document   reading, proposing claims
    link       records judged the same: the register
    warn       where proceedings stand, who is in danger
    act        letters: drafting, the gate before release
    archive    where the rooms, the store and the keys meet; every door
    cli, web   two ways in, over the same doors
    store      beside them: database, packs, jobs; knows the nouns alone
"""

__version__ = "0.1.0"
