"""Every command with its one line of help: its own function, or `door` where the door table says it all.

The lines for doors are those of the table; a test compares them, so that help never needs to load the archive.
"""

from typing import NamedTuple


class Verb(NamedTuple):
    """Where a command's function is, and its help."""

    handler: str
    summary: str


def _door(summary: str) -> Verb:
    return Verb("door:", summary)


VERBS: dict[str, Verb] = {
    "demo": Verb("muniment.cli.demo:demo", "Build the demonstration archive, tell the story of one case, serve it."),
    "init": Verb("muniment.cli.keys:init", "Make a new archive: keys, ledger, database."),
    "unlock": Verb("muniment.cli.keys:unlock", "Open the keys for a while: an agent holds them until lock or time is up."),
    "lock": Verb("muniment.cli.keys:lock", "Close the keys again."),
    "recover": Verb("muniment.cli.keys:recover", "Bring the keys back with two custodians, under a new passphrase."),
    "extract": Verb("muniment.cli.extract:extract", "Read documents and propose claims on their passages; nothing is stored."),
    "verify": Verb("muniment.cli.verify:verify", "Check an archive or a package: passed, failed, not checked."),
    "serve": Verb("muniment.serve:serve", "Serve the web interface on this machine."),
}
