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
    "serve": Verb("muniment.cli.serve:serve", "Serve the web interface on this machine."),
    "worker": Verb("muniment.cli.worker:worker", "Read what waits to be read, until stopped or until nothing waits."),
    "approve": _door("Give a decision a release needs, in words: approve, life-at-stake, reprisal, mosaic."),
    "choose": _door("Decide which of the proposed mandates a draft goes to."),
    "claim": _door("Make a claim from selected words. Without `about` it begins a new mention, which becomes a record."),
    "claims": _door("The claims that rest on one piece of evidence, in the order of their passages."),
    "conclude": _door("Accept, reject or doubt a proposed finding, in your name."),
    "condition": _door("Write down a provider's condition on an item, apart from consent."),
    "consent": _door("Write down what a person allows, purpose by purpose: by whom, in what capacity, how, in which language."),
    "consents": _door("What was allowed for a person, oldest first."),
    "draft": Verb("muniment.cli.letters:draft", "Draft a letter from accepted claims; it always renders, and what is not known stands in it as questions."),
    "dump": _door("Every row, and every entry below `until`, as JSON Lines in a stable order; the same archive gives the same bytes."),
    "edit": _door("Correct a claim and accept it as corrected; the proposal stays readable as the version before."),
    "evidence": _door("The evidence you may see, a page at a time (`after` is the last identifier of the page before), of one media type or source."),
    "find": _door("Propose where a person's proceedings stand, over accepted claims; a named person decides it."),
    "grade": _door("Grade a source (A to F) and its information (1 to 6), each on its own axis."),
    "history": _door("Every version of a claim, oldest first."),
    "import-list": _door("Read a sealed CSV list into records. A row with an error is left out whole and named; nothing is half-imported."),
    "judge": _door("Say whether two records are the same person, with a reason. Reversible: judge again, or give no answer."),
    "ledger": _door("The ledger's entries from `start`: what was done, when, by whom, to which nouns."),
    "link": _door("Pairs of records that may be one person, for someone to judge."),
    "open": _door("The sealed bytes themselves, for a reason that is ledgered; compared with their digest on the way out."),
    "package": Verb("muniment.cli.disclose:package", "Pack nouns with all they rest on, their proofs and their custody, so that a stranger can check them offline."),
    "prove": _door("What can be proved of one item here and now: bytes, ledger, signed head; and what nobody has checked."),
    "queue": _door("Have items read by the worker, in your name; answers how many were put in the queue."),
    "people": _door("The people in the register, earliest first."),
    "person": _door("One person: every value with the claims, sources and records that give it."),
    "read": _door("Read evidence in the sandbox: a derived text, and claims proposed on its passages. Without ids, all unread items."),
    "rebuild": Verb("muniment.cli.disclose:rebuild", "Make the database again from vault, ledger and keys. Sessions, jobs, passwords and the search index are made anew."),
    "redraft": _door("Draft a letter anew from what is accepted now, under another cover; earlier decisions fall."),
    "release": Verb("muniment.cli.letters:release", "Release a letter: refused, naming everything missing, until consent, second decision and linter are satisfied."),
    "rests": _door("What rests on an item: all that a withdrawal would take away. Changes nothing."),
    "review": _door("Decide on a proposed claim: accepted, rejected or unsure, in your name."),
    "search": _door("Find words or a name, in any script. That a search was run is ledgered, as a tag that does not give the words."),
    "settle": _door("Decide that one question of a draft stays unknown."),
    "show": _door("One piece of evidence with its chain of custody."),
    "source": _door("Write down who stands behind a document. A new source is graded F, its information 6."),
    "sources": _door("The sources written down so far."),
    "submission": _door("One letter with its files and what stands between it and its release."),
    "submissions": _door("Drafts and letters that left."),
    "take-in": Verb("muniment.cli.evidence:take_in", "Seal files: digest, time and custody from this moment on. A known file becomes a new custody event."),
    "trace": _door("Walk any submission, finding, claim or entry down to the sealed bytes it rests on."),
    "transcribe": _door("Add a typed transcript or a human translation beside the original; claims are proposed from a transcript."),
    "undo": _door("Take your own last decision on a claim back. Both remain written."),
    "unread": _door("Evidence no reader, transcriber or translator has touched yet, oldest first."),
    "user-active": _door("Shut someone out at once, with their sessions and tokens, or let them in again."),
    "user-add": _door("Give someone an account and a one-time password, to be changed at the first login."),
    "user-password": _door("A new one-time password for someone who lost theirs; their sessions end."),
    "user-roles": _door("Change someone's roles; what they may see changes with the next page."),
    "users": _door("The people with accounts."),
    "watch": _door("Imminent cases: who is in danger now, how long is left, what is missing to act."),
    "weigh": _door("The drafter's half of a decision of two: reprisal, life-at-stake, mosaic. Approving is another person's."),
    "withdraw": _door("Destroy the key of an item: its bytes and all that rests on them become unreadable, for ever."),
    "check": _door("Check every byte, act and row against the signed ledger; what fails is named."),
    "fixity": _door("Whether the bytes of an item are still those that arrived: opened and hashed again, here and now."),
    "view": _door("A picture of an image or of a PDF's first page, made anew in the sandbox: pixels alone, no metadata, at most 1,400 a side."),
    "work": _door("How far the reading is: not read, waiting, set aside, and what no reader could read."),
}
