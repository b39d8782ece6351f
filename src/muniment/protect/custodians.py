"""Custodians: any two of three can bring the keys back; none can alone.

For each pair there is a wrap: the keyring, sealed to the first and that again to the second (nested age). The wraps hold the
compartment *sealed-identity* too, which the owner's own keyring does not. They are ciphertext and may lie in a backup of keys,
never in the archive. Key sheets are copied beside them, sealed to their compartments.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path

from muniment.model.errors import BadInputError, RefusedError
from muniment.protect.keyring import KeyMissingError, Keyring, decoded, encoded, overwritten, write_private
from muniment.protect.sealing import Identity, SealError, recipient, seal, unseal

FOLDER = "custodians"
PUBLIC = "public.txt"


def checked(custodians: Sequence[str]) -> tuple[str, ...]:
    """The public keys of custodians, as they may be used.

    Raises:
        BadInputError: fewer than three, the same one twice, or something that is no public key.
    """
    keys = tuple(sorted(str(recipient(key)) for key in custodians))
    if len(keys) < 3 or len(set(keys)) != len(keys):
        raise BadInputError(
            f"Three different custodians are needed, {len(set(keys))} were named.",
            advice="Give the public keys (age1…) of three people, or make the archive with --alone.",
        )
    return keys


def wrap(folder: Path, ring: Keyring, custodians: Sequence[str]) -> None:
    """Write a wrap of the ring for each pair of these public keys.

    Raises:
        BadInputError: see `checked`; nothing was written.
    """
    keys = checked(custodians)
    for first, second in combinations(keys, 2):
        sealed = seal(encoded(ring), [recipient(first), recipient(second)])
        path = folder / FOLDER / f"{first[-12:]}+{second[-12:]}.age"
        with overwritten(path) if path.exists() else nullcontext():
            write_private(path, sealed)
    write_private(folder / FOLDER / PUBLIC, "".join(f"{key}\n" for key in keys).encode())


def known(folder: Path) -> tuple[str, ...]:
    """The public keys of the custodians, as far as they were written down; none in an archive of one."""
    try:
        return tuple((folder / FOLDER / PUBLIC).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return ()


def has_wraps(folder: Path) -> bool:
    """Whether there is a wrap of any pair."""
    return any((folder / FOLDER).glob("*.age"))


def recover(folder: Path, first: Identity, second: Identity) -> Keyring:
    """The ring, opened by two custodians together.

    Raises:
        KeyMissingError: no wrap of any pair is here.
        RefusedError: these two hold no wrap together: one person twice, or somebody else's keys.
    """
    by_name = {str(first.to_public()): first, str(second.to_public()): second}
    names = sorted(by_name)
    if len(names) == 1:
        raise RefusedError("This is one custodian twice.", advice="A second person has to bring their own key.")
    if not has_wraps(folder):
        raise KeyMissingError(
            f"No custodians' wraps are on this machine ({folder / FOLDER} holds none), or the archive was made with --alone.",
            advice=f"Copy the folder “{FOLDER}”, and “sheets” beside it, from your backup of the keys into {folder}; then try again.",
        )
    path = folder / FOLDER / f"{names[0][-12:]}+{names[1][-12:]}.age"
    try:
        return decoded(unseal(path.read_bytes(), [by_name[name] for name in names]))
    except (FileNotFoundError, SealError) as exc:
        raise RefusedError(
            "These two keys do not open this archive together.",
            advice=f"Bring two of its custodians; the pairs known here lie in {folder / FOLDER}.",
        ) from exc
