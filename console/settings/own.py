"""Pure: what a room adds of its own, as values: types, fields, maintenance, freezes, costs, agreements."""

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from console.settings.costs import CostSettings


class FieldSettings(NamedTuple):
    """A field of incidents; `required_at` is a status before which it has to be filled, "" for none."""

    id: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required_at: str = ""


class ClosureSettings(NamedTuple):
    """A "maintenance" of a service or a cluster, or a "freeze" of all changes; times in ms since 1970."""

    kind: str
    since: int
    until: int
    reason: str = ""
    service: str = ""
    cluster: str = ""


class SloSettings(NamedTuple):
    """One agreement: `window` and `allowed` in ms; `target` in percent, with `allowed` None, or the other way round."""

    name: str
    service: str
    window: int
    target: Decimal | None = None
    allowed: int | None = None


class GoalSettings(NamedTuple):
    """What is aimed at across incidents: spans in ms, shares in percent; fewer cases than `least` are not judged."""

    detect_within: int = 300_000
    restore_within: int = 3_600_000
    postmortem_within: int = 172_800_000
    actions_within: int = 2_592_000_000
    share: int = 90
    repeats_down: int = 80
    least: int = 5
    window: int = 7_776_000_000


class Own(NamedTuple):
    """All of it; `types` are those that the room has besides the ones that everybody has.

    `cost` None: nothing is estimated. `bridge` is where people speak with each other: an address, or a number.
    `archives` are other log directories that are searched, too.
    `fishbone` are the categories of what contributes, none are those that ship.
    """

    types: tuple[str, ...] = ()
    fields: tuple[FieldSettings, ...] = ()
    closures: tuple[ClosureSettings, ...] = ()
    cost: CostSettings | None = None
    bridge: str = ""
    fishbone: tuple[str, ...] = ()
    slos: tuple[SloSettings, ...] = ()
    goals: GoalSettings = GoalSettings()
    archives: tuple[Path, ...] = ()
