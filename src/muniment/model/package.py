"""Packages: what left, listed. The digest of the list of files is what the ledger holds about a disclosure."""

from muniment.model.noun import Digest, Edge, Id, Noun


class Package(Noun, frozen=True, kw_only=True, tag="package"):
    """A disclosure package. `files` is the SHA-256 of its list of files; `holds` what it was made for."""

    files: Digest
    holds: tuple[Id, ...]
    profile: str
    recipient: str | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return tuple(("holds", id) for id in self.holds)
