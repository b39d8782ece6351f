"""Home: what needs me now."""

from muniment.web.sheets.parts import Button, Check, Dated, Link, Named, Origins, Part, Step


class Peril(Part, frozen=True, kw_only=True):
    """A person in danger now. `left` is the large word or number (“now”, “≈ 14”), `unit` stands beside it, `since` below.

    `missing` is what is not known or not allowed yet; `blocks` says that it must be there before a letter can leave.
    """

    id: str
    left: str
    unit: str
    since: str = ""
    name: Named
    about: str
    steps: tuple[Step, ...]
    stage: str
    told: str
    origins: Origins
    missing: str = ""
    blocks: bool = False
    button: Button
    who: str = ""


class Watched(Part, frozen=True, kw_only=True):
    """Someone on the ladder with no date known."""

    id: str
    name: Named
    steps: tuple[Step, ...]
    told: str
    who: str = ""
    href: str = ""


class Departed(Part, frozen=True, kw_only=True):
    """Who left the list, when, and why."""

    when: str
    name: Named
    told: str
    origins: Origins | None = None
    href: str = ""


class Waiting(Part, frozen=True, kw_only=True):
    """Work that waits for this reader."""

    count: str
    what: str
    note: str = ""
    link: Link


class HomeSheet(Part, frozen=True, kw_only=True):
    """The imminent queue first, then who is watched, who left; beside it what waits for me and the archive's own state."""

    today: Dated
    clock: str
    danger: tuple[Peril, ...] = ()
    danger_title: str = ""
    watched: tuple[Watched, ...] = ()
    all_watched: Link | None = None
    left: tuple[Departed, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    checks: tuple[Check, ...] = ()
    may_see: bool = True
    notices: tuple[tuple[str, Link | None], ...] = ()
    reading: str = ""
