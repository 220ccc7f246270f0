"""What a room is put together from, and what may be asked of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from checks.change import Change
from checks.kubernetes.access import Connection
from checks.kubernetes.objects import ClusterSeen
from checks.sample import Check
from console.actions.rules import Rules
from console.incident.action import Target
from console.incident.clock import Clock
from console.incident.closures import Closure
from console.incident.duty import Duty
from console.incident.events import Entry, Instant
from console.incident.severity import Scheme
from console.incident.state import State
from console.journal.opening import Journal
from console.journal.samples import SampleStore
from console.settings.directory import NO_DIRECTORY, Directory
from console.settings.escalation import Chain
from console.signals.health import Thresholds, Watched

Act = Callable[[State, Instant], Sequence[Entry]]
"""A command with everything but the state and the time filled in; raises Refused with the reason."""

Declare = Callable[[State, Instant, str], Sequence[Entry]]
"""The same for a declaration: the third value is the incident id that the log allocated."""


class Feed(Protocol):
    """A source of changes with a thread of its own; `start` and `stop` return at once."""

    def start(self) -> None:
        """Begin to look."""

    def stop(self) -> None:
        """End."""

    def changes(self) -> list[Change]:
        """Return what is new since the last call."""


class Repository(Feed, Protocol):
    """A git repository."""

    name: str

    @property
    def problem(self) -> str:
        """Why it tells nothing, "" while it does."""


class Cluster(Feed, Protocol):
    """A watched cluster."""

    context: str

    def seen(self) -> ClusterSeen:
        """Return what is known of it, the same object until something changed."""

    def connection(self) -> Connection:
        """Return the way to it; raises Trouble. May wait: not for a loop."""


class Feeds(NamedTuple):
    """What a room follows besides its checks."""

    clusters: Sequence[Cluster] = ()
    repositories: Sequence[Repository] = ()


Serving = Callable[[Callable[[str], str]], Callable[[Target], str]]
"""Takes what tells the own namespace of a context; returns what finds the service of a target, "" for none."""


def _serves_nothing(_own_namespace: Callable[[str], str]) -> Callable[[Target], str]:
    return lambda _target: ""


class Parts(NamedTuple):
    """What the wiring hands over. The callables are called on the room's thread: they may be slow.

    `closures` are the maintenance and the freezes of the configuration.
    """

    log_dir: Path
    actor: str
    version: str
    clock: Clock
    open_journal: Callable[[], Journal] | None
    open_samples: Callable[[str], SampleStore] | None
    make_checks: Callable[[], Sequence[Check]]
    watched: Sequence[Watched] = ()
    limits: Mapping[str, Thresholds] = {}
    make_feeds: Callable[[], Feeds] = Feeds
    rules: Rules = Rules()
    serving: Serving = _serves_nothing
    closures: Sequence[Closure] = ()
    directory: Directory = NO_DIRECTORY
    defaults: Mapping[str, str] = {}
    on_call: Callable[[], Sequence[Duty]] = tuple
    chains: Sequence[Chain] = ()
    scheme: Scheme | None = None
    """What is promised: without one nothing is late."""


class Wish(NamedTuple):
    """What the charts should show: a service ("" for the worst), a span (ms) and a number of points."""

    service: str = ""
    span: int = 15 * 60_000
    points: int = 120
