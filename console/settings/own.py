"""Pure: what a room adds of its own, as values: types and fields of incidents, planned maintenance, freezes, costs."""

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


class Own(NamedTuple):
    """All of it; `types` are those that the room has besides the ones that everybody has.

    `cost` None: nothing is estimated. `bridge` is where people speak with each other: an address, or a number.
    `fishbone` are the categories of what contributes, none are those that ship.
    """

    types: tuple[str, ...] = ()
    fields: tuple[FieldSettings, ...] = ()
    closures: tuple[ClosureSettings, ...] = ()
    cost: CostSettings | None = None
    bridge: str = ""
    fishbone: tuple[str, ...] = ()
