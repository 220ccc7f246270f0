"""What a room is put together from, and what may be asked of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from checks.sample import Check
from console.incident.clock import Clock
from console.incident.events import Entry, Instant
from console.incident.state import State
from console.journal.opening import Journal
from console.journal.samples import SampleStore
from console.signals.health import Thresholds, Watched

Act = Callable[[State, Instant], Sequence[Entry]]
"""A command with everything but the state and the time filled in; raises Refused with the reason."""

Declare = Callable[[State, Instant, str], Sequence[Entry]]
"""The same for a declaration: the third value is the incident id that the log allocated."""


class Parts(NamedTuple):
    """What the wiring hands over. The callables are called on the room's thread: they may be slow."""

    log_dir: Path
    actor: str
    version: str
    clock: Clock
    open_journal: Callable[[], Journal] | None
    open_samples: Callable[[str], SampleStore] | None
    make_checks: Callable[[], Sequence[Check]]
    watched: Sequence[Watched] = ()
    limits: Mapping[str, Thresholds] = {}


class Wish(NamedTuple):
    """What the charts should show: a service ("" for the worst), a span (ms) and a number of points."""

    service: str = ""
    span: int = 15 * 60_000
    points: int = 120
