"""What the runner is given: the rules of the configuration, and ways to ask the rest of the program."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from console.incident.action import Target, Wanted
from console.incident.closures import Closure
from console.incident.deed import Deed
from console.incident.events import NOTHING, Fact, Instant
from console.incident.record import Incident
from console.signals.verdict import Figures

Record = Callable[[Sequence[Fact], str], Awaitable[None]]
"""Appends facts of an incident to the log, all or none; raises Refused or Failed."""


class Rules(NamedTuple):
    """What the configuration says: `production` has the shown name of each such context; `window` is in seconds.

    `most_replicas` None: any number.
    """

    read_only: bool = False
    production: Mapping[str, str] = NOTHING
    window: float = 180.0
    most_replicas: int | None = None


def _no_figures(_service: str, _since: Instant, _until: Instant) -> Figures | None:
    return None


class Around(NamedTuple):
    """What the runner asks the rest of the program, all of it from its loop and all of it quick.

    `figures` tells the numbers of a service in a stretch of time (ms), None where there are none; `service_of` the
    service that a target belongs to, "" for none; `incident` the current incident, "" for none; `onset` when its
    impact began; `healthy` when the revision with this uid was first seen fully available; `actions` those of the log;
    `health` the status by service ("down"), as the log has it; `depends_on` the services that each one calls;
    `live` the live incidents; `closures` the maintenance and the freezes, whenever they are.
    """

    figures: Callable[[str, Instant, Instant], Figures | None] = _no_figures
    service_of: Callable[[Target], str] = lambda _target: ""
    incident: Callable[[], str] = lambda: ""
    onset: Callable[[], Instant | None] = lambda: None
    healthy: Callable[[str], Instant | None] = lambda _uid: None
    actions: Callable[[], Iterable[Deed]] = lambda: ()
    live: Callable[[], Iterable[Incident]] = lambda: ()
    closures: Callable[[], Iterable[Closure]] = lambda: ()
    health: Callable[[], Mapping[str, str]] = lambda: NOTHING
    depends_on: Mapping[str, Sequence[str]] = NOTHING


class Offer(NamedTuple):
    """Something that an action that was done suggests as the next one."""

    text: str
    wanted: Wanted


class Busy(NamedTuple):
    """An action that is under way: `step` since `since` (ms); `text` says how far it is."""

    target: Target
    action: str
    step: str
    since: Instant
    text: str = ""
