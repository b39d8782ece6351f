"""Keys, compartments and roles: what may be opened, by whom, and how it is closed for ever.

The room promises that nothing of an archive can be read without its keyring, that one destroyed key reaches everything that
rests on an item, that foreign files are parsed where they can reach nothing, and that what no role allows is refused.

    >>> from muniment.protect import allows
    >>> allows(["administrator"], "claim.see")
    False
"""

from muniment.protect.keyring import KeyMissingError, Keyring, WrongPassphraseError
from muniment.protect.roles import PERMISSIONS, ROLES, allows
from muniment.protect.sandbox import SandboxError
from muniment.protect.sealing import SealError, seal, unseal
from muniment.protect.sheets import KeyDestroyedError, Sheets

__all__ = [
    "PERMISSIONS", "ROLES", "KeyDestroyedError", "KeyMissingError", "Keyring", "SandboxError", "SealError", "Sheets",
    "WrongPassphraseError", "allows", "seal", "unseal",
]  # fmt: skip
