"""Evidence kept so that others can check it: intake, the ledger's formats, packages and their verifiers.

The room promises that what it hashes, commits to and proves can be recomputed with stock tools; that its verdicts are
passed, failed or not checked, with what each does not prove. It holds no key and reads no clock.

    >>> from muniment.preserve import includes, inclusion, from_leaves, leaf_hash, root
    >>> leaves = [b"a", b"b", b"c"]
    >>> includes(leaf_hash(b"b"), 1, 3, inclusion(1, 3, from_leaves(leaves)), root(leaves))
    True
"""

from muniment.preserve.intake import Incoming, IntakeError, Receipt, walk
from muniment.preserve.merkle import from_leaves, includes, inclusion, leaf_hash, root
from muniment.preserve.verify import verify_package

__all__ = [
    "Incoming", "IntakeError", "Receipt", "from_leaves", "includes", "inclusion", "leaf_hash", "root", "verify_package", "walk",
]  # fmt: skip
