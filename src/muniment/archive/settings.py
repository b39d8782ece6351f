"""`archive.toml`: what an archive says of itself without any key, and where its keys and its database are.

It holds no secret and no name of a person. Environment variables are read here and nowhere below. Its last line is the digest of
the others: a bit that rotted is told from a value that someone set, who then opens the archive, and the ledger says that they did.

A time authority in it is the owner's request that the ledger's head be sent there; without one nothing is ever sent.
"""

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from muniment.model.canonical import digest
from muniment.model.errors import BadInputError
from muniment.store.flush import folders, place

FILE = "archive.toml"
Mode = Literal["custodians", "alone", "demonstration"]
MARK = "# sha256 "
STICK = "stick"
"""The route of an authority that is asked by way of a file alone."""


class Authority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time authority (RFC 3161): what it is called here, where and by which route it is asked, and who wanted it (an agent's id).
    Its root certificates lie in keys/."""

    name: str
    url: str = ""
    via: str = STICK
    asked_by: str


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one archive. `database` is empty for the file inside the archive. Every byte is looked at each `fixity_days` (0:
    only when asked); a backup, and a drill of restoring one, are due after so many days. `read_twice` are the properties and kinds of acts
    whose claims two people have to read."""

    id: str
    title: str
    mode: Mode
    created: str
    language: str = "en"
    database: str = ""
    lock_after_minutes: int = 60
    fixity_days: int = 30
    backup_days: int = 7
    drill_days: int = 365
    stamp_every_hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 31)] = 24
    read_twice: tuple[str, ...] = ()
    authorities: tuple[Authority, ...] = ()

    @property
    def origin(self) -> str:
        """The ledger's name in its checkpoints (C2SP tlog-checkpoint)."""
        return f"muniment.archive/{self.id}"

    def authority(self, name: str) -> Authority | None:
        """The time authority of this name, if it is asked."""
        return next((one for one in self.authorities if one.name == name), None)

    @property
    def founded(self) -> datetime:
        """The beginning of the day the archive was made on."""
        return datetime.fromisoformat(self.created).replace(tzinfo=UTC)

    @property
    def is_alone(self) -> bool:
        """One person holds both halves of every two-person act: declared, and said on every output."""
        return self.mode == "alone"


def read(root: Path) -> Settings:
    """The settings of the archive in this folder.

    Raises:
        BadInputError: no archive there, or its settings cannot be read.
    """
    path = root / FILE
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise BadInputError(
            f"There is no archive in {root}.", advice="Make one with “muniment init DIR”, or name it with --archive DIR."
        ) from exc
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise BadInputError(f"{path} cannot be read: {exc}.", advice="Restore it from a backup.") from exc


def sound(settings: Settings) -> Settings:
    """These settings, if they could be read again.

    Raises:
        BadInputError: a value is out of its range.
    """
    try:
        return msgspec.convert(msgspec.to_builtins(settings), Settings)
    except msgspec.ValidationError as exc:
        raise BadInputError(f"This cannot be set: {exc}.", advice="Nothing was changed.") from exc


def write(root: Path, settings: Settings) -> None:
    """Put the settings in place as TOML."""
    _place(root, text(settings))


def is_as_written(root: Path) -> bool:
    """Whether the file is what was last put there, and not changed by hand or by a disk."""
    above, mark, said = (root / FILE).read_bytes().rpartition(MARK.encode())
    return bool(mark) and said == f"{digest(above)}\n".encode()


def accept(root: Path) -> None:
    """Let what someone wrote there by hand stand, comments and all."""
    kept = (root / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    _place(root, _marked("".join(line for line in kept if not line.startswith(MARK))))


def _place(root: Path, text: str) -> None:
    place(text.encode(), root / FILE, folders(root / "incoming") / FILE)


def _marked(text: str) -> str:
    whole = text if text.endswith("\n") else f"{text}\n"
    return f"{whole}{MARK}{digest(whole.encode())}\n"


def text(settings: Settings) -> str:
    """The settings as TOML: a line a value, then a table an authority, then the digest."""
    fields = msgspec.to_builtins(settings)
    tables = fields.pop("authorities")
    lines = [f"{name} = {_toml(value)}" for name, value in fields.items()]
    for one in tables:
        lines += ["", "[[authorities]]", *(f"{name} = {_toml(value)}" for name, value in one.items())]
    return _marked("\n".join(lines))


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return msgspec.json.encode(str(value)).decode().replace("\x7f", "\\u007f")  # the one sign that JSON shows and TOML does not


def keys_folder(id: str) -> Path:
    """Where the private keys of an archive live: outside it, in the user's configuration."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "muniment" / id


def named_database() -> str:
    """The database that the environment names, if any."""
    return os.environ.get("MUNIMENT_DATABASE", "")


def database_url(root: Path, settings: Settings) -> str:
    """The database: the environment's word first, then the setting, else the encrypted file in the archive."""
    return named_database() or settings.database or f"sqlite:///{(root / 'index.db').absolute()}"


def archive_folder(named: str | None) -> Path:
    """The archive meant: `--archive`, else MUNIMENT_ARCHIVE, else ./archive."""
    return Path(named or os.environ.get("MUNIMENT_ARCHIVE") or "archive").absolute()
