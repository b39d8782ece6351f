"""Every command in the order a user meets it, with its one line of help and its examples.

A command has its own function, or is `door`: then the door table says it all. The lines for doors are those of the table;
a test compares them, so that help never needs to load the archive.
"""

from typing import NamedTuple


class Verb(NamedTuple):
    """Where a command's function is, its help, and lines to type."""

    handler: str
    summary: str
    examples: tuple[str, ...] = ()


def _door(summary: str, *examples: str) -> Verb:
    return Verb("door:", summary, examples)


def _own(handler: str, summary: str, *examples: str) -> Verb:
    return Verb(f"muniment.cli.{handler}", summary, examples)


GROUPS: dict[str, dict[str, Verb]] = {
    "Begin": {
        "demo": _own("demo:demo", "Build the demonstration archive, tell the story of one case, serve it.", "demo", "demo --no-serve"),
        "init": _own("keys:init", "Make a new archive: keys, ledger, database.", "init archive --alone",
                     "init archive --custodian a.txt --custodian b.txt --custodian c.txt"),
        "unlock": _own("keys:unlock", "Open the keys for a while: an agent holds them until lock or time is up.", "unlock", "unlock --minutes 15"),
        "lock": _own("keys:lock", "Close the keys again."),
        "serve": _own("serve:serve", "Serve the web interface on this machine.", "serve", "serve --port 9000"),
        "worker": _own("worker:worker", "Do what waits: reading, time stamps; until stopped or until nothing waits."),
    },
    "Take in and read": {
        "take-in": _own("evidence:take_in", "Seal files: digest, time and custody from this moment on. A known file becomes a new custody event.",
                        "take-in letter.pdf photographs/", "take-in photographs --metadata photographs.csv", "take-in report.pdf --source circle.toml"),
        "stated": _door("Write down beside items what a sheet that was handed over with them says, as stated by its giver."),
        "receipt": _door("A receipt for whoever gave these items: identifier, digest and time of each, and no more; in English or Persian, PDF or JSON.",
                         "receipt ev-… >receipt.pdf", "receipt ev-… --language fa >receipt.pdf", "receipt ev-… --form json"),
        "read": _door("Read evidence in the sandbox: a derived text, and claims proposed on its passages. Without ids, all unread items.",
                      "read", "read ev-…"),
        "examine": _door("Look inside evidence in the sandbox: its format, what can be checked, what it says of itself. Without ids, all not looked into.",
                         "examine", "examine ev-…"),
        "inside": _door("What was found inside an item: its format, what could be checked, what it says of itself, and the bundle it is part of.",
                        "inside ev-…"),
        "bundle": _door("Find bundles among files that came together (name and id of each), tie their files to the bundle's own list, and check it."),
        "queue": _door("Have items read by the worker, in your name; answers how many were put in the queue."),
        "unread": _door("Evidence no reader, transcriber or translator has touched yet, oldest first."),
        "work": _door("How far the reading is: not read, waiting, set aside, and what no reader could read."),
        "extract": _own("extract:extract", "Read documents and propose claims on their passages; nothing is stored.",
                        "extract report.txt --out claims", "extract report.pdf --text", "extract --cases cases.json",
                        "extract report.txt --llm http://127.0.0.1:8080/v1 --llm-model qwen2.5"),
        "evidence": _door("The evidence you may see, a page at a time (`after` is the last identifier of the page before), of one media type or source."),
        "fixity": _door("Whether the bytes of an item are still those that arrived: opened and hashed again, here and now.", "fixity ev-…"),
        "show": _own("evidence:item", "One piece of evidence with its chain of custody.", "show ev-…"),
        "custody": _door("The chain-of-custody report of one item: every link with its ledger entry, and what can be checked of it now.",
                         "custody ev-…"),
        "custody-pdf": _door("The chain-of-custody report of one item as a PDF, in English or Persian.",
                             "custody-pdf ev-… --language fa >chain.pdf"),
        "hand-over": _door("Write the sheet by which items pass to someone else, signed by this archive; the receiver signs below.",
                           "hand-over ev-… --medium original --file handover.toml >sheet.txt"),
        "countersign": _own("handover:countersign", "Sign a handover sheet as its receiver, with a key of your own; no archive is needed.",
                            "countersign sheet.txt --key key.pem --giver log.vkey"),
        "handed-over": _own("handover:handed_over", "Write a handover that both signed into the chain of custody.",
                            "handed-over sheet.txt --key receiver.vkey"),
        "prove": _door("What can be proved of one item here and now: bytes, ledger, signed head; and what nobody has checked.", "prove ev-…"),
        "view": _door("A picture of an image or of a PDF's first page, made anew in the sandbox: pixels alone, no metadata, at most 1,400 a side, or 160."),
        "play": _door("A stretch of the bytes of sound or film, as they were sealed: for a player, which asks for one after the other.",
                      "play ev-… --start 0 --length 65536 >piece.bin"),
        "open": _door("The sealed bytes themselves, for a reason that is ledgered; compared with their digest on the way out.",
                      "open ev-… >letter.pdf"),
        "transcribe": _door("Add a typed transcript or a human translation beside the original; claims are proposed from a transcript."),
        "import-list": _own("lists:import_list", "Read a sealed list into records. A row with an error is left out whole and named; nothing is half-imported.",
                            "import-list prison-list.xlsx --mapping mapping.toml --dry-run"),
        "preview-list": _door("Look at the first rows of a sealed list, and at what its headings may mean: a mapping, to be looked through by a person.",
                              "preview-list ev-…"),
        "source": _door("Write down who stands behind a document. A new source is graded F, its information 6.", "source --file circle.toml"),
        "grade": _door("Grade a source (A to F) and its information (1 to 6), each on its own axis.", "grade so-… --grade C --credibility 2"),
        "sources": _door("The sources written down so far."),
    },
    "Review": {
        "review": _own("review:review", "Decide on a proposed claim: accepted, rejected or unsure, in your name.",
                       "review", "review ev-…", "review cl-… --answer accepted"),
        "claims": _door("The claims that rest on one piece of evidence, in the order of their passages.", "claims ev-…"),
        "edit": _door("Correct a claim and accept it as corrected; the proposal stays readable as the version before.", "edit cl-… --file correction.toml"),
        "undo": _door("Take your own last decision on a claim back. Both remain written.", "undo cl-…"),
        "claim": _door("Make a claim from selected words. Without `about` it begins a new mention, which becomes a record."),
        "forms": _door("The forms: what each asks, field by field, in English and Persian.", "form list"),
        "form-blank": _own("blank:blank", "Print a blank form as TOML, to be filled in and given back to `form fill`.", "form blank arrest >arrest.toml"),
        "form-fill": _door("Fill in a form: each field becomes a claim, in your name.", "form fill --file arrest.toml",
                           "form fill --file arrest.toml --text tx-… --start 0 --end 40"),
        "assign": _door("Ask somebody (their login, or the identifier of their agent) to read an item. Several may be asked, each once.",
                        "assign ev-… reza"),
        "assignments": _door("Who was asked to read what: of one item, of one person (`me`, a login or an agent), those still open or all.",
                             "assignments --to me", "assignments --evidence ev-… --progress all"),
        "hand-in": _door("Say that somebody who was asked to read an item is done, or give it back with a reason.",
                         "hand-in as-… --progress done", "hand-in as-… --progress returned --file note.toml"),
        "comment": _door("Say something to colleagues about an item or a claim. It is no evidence, leaves in no package, and cannot be changed.",
                         "comment cl-…", "comment ev-… --file words.toml"),
        "comments": _door("What colleagues said about an item and its claims, or about one claim, oldest first.", "comments ev-…"),
        "history": _door("Every version of a claim, oldest first.", "history cl-…"),
        "sample": _door("Draw decided claims or links at random, to be read once more by you; the error rate among those you have read.",
                        "sample --of claims --n 50 --seed 7", "sample --of links --n 50 --seed 7"),
        "corrections": _door("What people corrected, rejected or added in invented items, as cases that the rules can be tried on again. Nothing else leaves so.",
                             "corrections --json >cases.json"),
        "agreement": _door("How far readers agree, property by property: Krippendorff's alpha over claims that two or more have decided, with its interval."),
        "bulk-rules": _door("What each rule proposed that nobody has decided on, property by property, and how much of it may be accepted in bulk.", "bulk rules"),
        "bulk-sample": _door("Draw the sample of what one rule proposed of one property that has to be read before the rest is accepted.",
                             'bulk sample "en.arrest.verb muniment-rules@1" --property act --seed 7'),
        "bulk-accept": _door("Accept the rest of what one rule proposed of one property, in your name, once you accepted each of the sample as it was proposed.",
                             'bulk accept "en.arrest.verb muniment-rules@1" --property act --seed 7'),
        "bulk-undo": _door("Take back all that you accepted in bulk with this sample, but for what you or others decided on since. Both remain written.",
                           'bulk undo "en.arrest.verb muniment-rules@1" --property act --seed 7'),
        "second-reader": _door("Which claims two people have to read, each without knowing what the other found."),
        "read-twice": _door("Say which claims two people have to read from now on, all anew: properties, kinds of acts, all, or none.",
                            "read-twice execution death_sentence", "read-twice all", "read-twice none"),
        "difference": _door("Every field in which two versions of a noun differ, before and after; without versions, the last two.",
                            "difference cl-…", "difference cl-… --from 1 --to 3"),
        "search": _door("Find words or a name, in any script. That a search was run is ledgered, as a tag that does not give the words.", "search"),
    },
    "The register": {
        "people": _door("The people in the register, earliest first; `after` is the last entry seen."),
        "person": _door("One person: every value with the claims, sources and records that give it.", "person en-…"),
        "events": _door("The events in the register, earliest first, with their titles alone.", "event list"),
        "event-show": _door("One event: what every source says of it, and the acts on persons that belong to it.", "event show en-…"),
        "event-join": _door("Say that an act belongs to an event, in your name: a claim on the act's own words. Reject the claim to take it back.",
                            "event join cl-… en-…"),
        "link": _door("Pairs of records that may be one person and do not stand in one entry yet, for someone to judge."),
        "judge": _own("judge:judge", "Say whether two records are the same person, with a reason. Reversible: judge again, or give no answer.",
                      "judge", "judge re-… re-… --answer same"),
    },
    "Danger and consent": {
        "watch": _door("Imminent cases: who is in danger now, how long is left, what is missing to act."),
        "find": _door("Propose where a person's proceedings stand, over accepted claims; a named person decides it.", "find en-…"),
        "conclude": _door("Accept, reject or doubt a proposed finding, in your name.", "conclude fi-… --answer accepted"),
        "consent": _own("consent:consent", "Write down what a person allows, purpose by purpose: by whom, in what capacity, how, in which language.",
                         "consent en-… --file consent.toml"),
        "consents": _door("What was allowed for a person, oldest first.", "consents en-…"),
        "condition": _door("Write down a provider's condition on an item, apart from consent.", "condition ev-… --file condition.toml"),
    },
    "Letters": {
        "draft": _own("letters:draft", "Draft a letter from accepted claims; it always renders, and what is not known stands in it as questions.",
                      "draft urgent-appeal en-… --cover cover.toml --out letters"),
        "redraft": _door("Draft a letter anew from what is accepted now, under another cover; earlier decisions fall."),
        "choose": _door("Decide which of the proposed mandates a draft goes to."),
        "settle": _door("Decide that one question of a draft stays unknown."),
        "weigh": _door("The drafter's half of a decision of two: reprisal, life-at-stake, mosaic. Approving is another person's."),
        "approve": _door("Give a decision a release needs, in words: approve, life-at-stake, reprisal, mosaic."),
        "submissions": _door("Drafts and letters that left."),
        "submission": _own("letters:submission", "One letter with its files and what stands between it and its release.",
                           "submission su-…", "submission su-… --out letters"),
        "release": _own("letters:release", "Release a letter: refused, naming everything missing, until consent, second decision and linter are satisfied.",
                        "release su-… --expected 4"),
    },
    "Prove": {
        "trace": _door("Walk any submission, finding, claim or entry down to the sealed bytes it rests on.", "trace su-…", "trace cl-… --json"),
        "package": _own("disclose:package", "Pack nouns with all they rest on, their proofs and their custody, so that a stranger can check them offline.",
                        "package su-… --profile court --out package.zip"),
        "excerpt": _own("excerpt:excerpt", "Claims, records or people as CSV, XLSX, JSON Lines, JSON-LD or FollowTheMoney, as far as consents and conditions let them leave.",
                        "excerpt --as xlsx --for count --out claims.xlsx", "excerpt --as jsonld --for prosecution --evidence ev-… --out claims.jsonld",
                        "excerpt --as ftm --for prosecution --out people.ftm.json"),
        "verify": _own("verify:verify", "Check an archive or a package: passed, failed, not checked.", "verify", "verify package.zip --json"),
        "check": _door("Check every byte, act and row against the signed ledger; what fails is named."),
        "fixity-run": _own("fixity:run", "Look at every sealed byte now, without a key: objects, packs, ledger files. What failed is in the ledger and in the item's custody."),
        "fixity-passes": _door("Earlier passes over every sealed byte, the newest first: when, over what, and what was found."),
        "timestamp": _own("timestamp:now", "Have the head of the ledger stamped now by every time authority, and send what waits.",
                          "timestamp", "timestamp request out.tsq", "timestamp accept reply.tsr"),
        "timestamps": _door("The time stamps over the ledger's heads, newest first: who stamped when, what waits and for how long, what went wrong."),
        "timestamp-authority": _own("timestamp:authority", "Name a time authority, with its root certificates, its address and the route to it; from then on it is asked on every beat.",
                                    "timestamp authority alpha --url http://tsa.example/ --via direct --root alpha.pem",
                                    "timestamp authority beta --via stick --root beta.pem"),
        "timestamp-request": _own("timestamp:request", "A request to carry to a time authority by hand, about the ledger's head or what waits longest unanswered.",
                                  "timestamp request out.tsq --of beta"),
        "timestamp-accept": _own("timestamp:accept", "Take in a time authority's reply that was carried here: refused, and kept as it came, unless it answers one of our requests.",
                                 "timestamp accept reply.tsr"),
        "timestamp-renew": _door("Lay a new time stamp over head and old stamp, before an algorithm or an authority dies: of one head, or of all stamps older than `days`.",
                                 "timestamp renew --size 1204"),
        "ledger": _door("The ledger's entries from `start`: what was done, when, by whom, to which nouns.", "ledger --start 100"),
    },
    "Witnesses": {
        "witnesses": _door("Who cosigned which size of the ledger, and when; who is behind; and the alarm, if a witness refused.",
                           "witness list"),
        "witness-trust": _own("witness:trust", "Say whose cosignatures count, all anew, and how many of them are needed.",
                              "witness trust north=north.vkey south=south.vkey west=west.vkey --quorum 2"),
        "witness-request": _own("witness:request", "Write what to carry to a witness: the ledger's size and root with a proof, and nothing of what it holds.",
                                "witness request north request.txt"),
        "witness-accept": _own("witness:accept", "Take in a witness's reply: keep its cosignature, or raise the alarm.",
                               "witness accept reply.txt", "witness accept reply.txt --from north"),
        "witness-send": _own("witness:send", "Ask a witness over HTTP now, and take in what it answers.",
                             "witness send north http://127.0.0.1:8766", "witness send north https://witness.example --via direct"),
        "witness-settle": _door("Say what was behind a witness's refusal, so that packages may leave again; the evidence stays. Answers whether there was an alarm."),
        "witness-init": _own("cosign:init", "Make a witness: a folder and a key of its own. It needs no archive.",
                             "witness init my-witness --name witness.example/north"),
        "witness-add-log": _own("cosign:add_log", "Watch one more ledger, known by the key its archive gave you.", "witness add-log my-witness log.vkey"),
        "witness-cosign": _own("cosign:cosign", "Cosign a ledger's head from a stick, if it keeps all that was seen of this ledger before; else write the refusal.",
                               "witness cosign my-witness request.txt reply.txt"),
        "witness-serve": _own("cosign:serve", "Answer requests over HTTP on this machine until stopped with Ctrl-C. Reach it from elsewhere through SSH or an onion service.",
                              "witness serve my-witness"),
    },
    "Look after it": {
        "doctor": _own("doctor:doctor", "What is healthy here and what is not: programs, disk, clock, fixity, backups, drills, keys, waiting work, ledger.",
                       "doctor", "doctor --drill /media/disk/archive"),
        "users": _door("The people with accounts."),
        "user-add": _door("Give someone an account and a one-time password, to be changed at the first login."),
        "user-roles": _door("Change someone's roles; what they may see changes with the next page.", "user roles ag-…"),
        "user-password": _door("A new one-time password for someone who lost theirs; their sessions end.", "user password ag-…"),
        "user-active": _door("Shut someone out at once, with their sessions and tokens, or let them in again."),
        "rests": _door("What rests on an item: all that a withdrawal would take away. Changes nothing.", "rests ev-…"),
        "withdraw": _own("withdraw:withdraw", "Destroy the key of an item: its bytes and all that rests on them become unreadable, for ever.", "withdraw ev-…"),
        "backup": _own("backup:backup", "Copy vault, ledger and public keys to another disk: only what is new, checked there without a key. No private key is in it.",
                       "backup /media/disk/archive", "backup /media/disk/archive --quick"),
        "restore": _own("backup:restore", "Make an archive again from a backup and its keys; everything is checked before and after. The database is made anew.",
                        "restore /media/disk/archive archive"),
        "key-copy": _own("keycopies:copy", "Make a copy of the keys for a custodian, or bring one up to now: a withdrawal reaches it too.",
                         "key copy /media/stick/keys"),
        "key-bring": _own("keycopies:bring", "Bring an archive's keys to this machine from a copy.",
                          "key bring /media/stick/keys --with KEY1 --with KEY2"),
        "key-rotate": _own("keycopies:rotate", "Give compartments a new key: key sheets and wraps are written anew, not a byte of the vault. Without a name, all.",
                           "key rotate restricted"),
        "recover": _own("keys:recover", "Bring the keys back with two custodians, under a new passphrase.", "recover key-1.txt key-2.txt"),
        "rebuild": _own("disclose:rebuild", "Make the database again from vault, ledger and keys. Sessions, jobs, passwords and the search index are made anew."),
        "dump": _door("Every row, and every entry below `until`, as JSON Lines in a stable order; the same archive gives the same bytes."),
    },
}  # fmt: skip
"""Heading -> its commands."""
VERBS: dict[str, Verb] = {name: verb for verbs in GROUPS.values() for name, verb in verbs.items()}
NOTHING = {
    "agreement": "No claim was decided by two readers yet: agreement can be told when a second one has decided on claims of the first.",
    "find": "No new finding: no accepted claim says where this person's proceedings stand, or what they say was proposed before. "
    "“muniment person ID” shows what is accepted.",
}
"""What a command says that has nothing to show, where “nothing yet” would not tell why."""
USER = {"list": "users", "add": "user-add", "roles": "user-roles", "password": "user-password", "active": "user-active"}
WITNESS = {
    "list": "witnesses", "trust": "witness-trust", "request": "witness-request", "accept": "witness-accept", "send": "witness-send",
    "settle": "witness-settle", "init": "witness-init", "add-log": "witness-add-log", "cosign": "witness-cosign", "serve": "witness-serve",
}  # fmt: skip
TIMESTAMP = {"authority": "timestamp-authority", "request": "timestamp-request", "accept": "timestamp-accept", "renew": "timestamp-renew"}
KEY = {"copy": "key-copy", "bring": "key-bring", "rotate": "key-rotate"}
FORM = {"list": "forms", "blank": "form-blank", "fill": "form-fill"}
EVENT = {"list": "events", "show": "event-show", "join": "event-join"}
BULK = {"rules": "bulk-rules", "sample": "bulk-sample", "accept": "bulk-accept", "undo": "bulk-undo"}
FAMILIES = {"bulk": BULK, "event": EVENT, "form": FORM, "user": USER, "key": KEY, "timestamp": TIMESTAMP, "witness": WITNESS}
"""`muniment user WORD` -> the command it means. A family that is a command too (`timestamp`) stands for itself without a word."""
