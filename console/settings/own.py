"""Pure: what a room adds of its own, as values: types, fields, maintenance, freezes, costs, agreements."""

from decimal import Decimal
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


class Own(NamedTuple):
    """All of it; `types` are those that the room has besides the ones that everybody has.

    `cost` None: nothing is estimated. `bridge` is where people speak with each other: an address, or a number.
    """

    types: tuple[str, ...] = ()
    fields: tuple[FieldSettings, ...] = ()
    closures: tuple[ClosureSettings, ...] = ()
    cost: CostSettings | None = None
    bridge: str = ""
    slos: tuple[SloSettings, ...] = ()
