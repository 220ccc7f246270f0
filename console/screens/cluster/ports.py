"""What the screens of a cluster need of the rest of the console: snapshots, actions, logs. Does nothing itself."""

from datetime import tzinfo
from typing import NamedTuple, Protocol

from console.incident.action import Target
from console.incident.clock import Clock
from console.incident.errors import Failed
from console.present.cluster.log import Tail
from console.present.snapshot import Context, Snapshot
from console.screens.typeahead import TypeAhead


class LiveCluster(Protocol):
    """The room as these screens see it; `desk.LiveRoom` is one."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""


class Acting(Protocol):
    """Begins actions: looks before it asks, asks before it acts."""

    def begin(self, verb: str, target: Target) -> None:
        """Show the card of an action (`console.incident.action.VERBS`) on a target; returns at once."""


class Log(Protocol):
    """A log that is being read."""

    def seen(self) -> Tail:
        """Return what is there now; cheap, asked four times a second."""

    def stop(self) -> None:
        """Let it go; called on a thread of its own."""


class Logs(Protocol):
    """Opens logs."""

    def open(self, context: str, namespace: str, pod: str, container: str, previous: bool) -> Log:  # noqa: FBT001 - one of five plain facts
        """Begin to read a log; `container` "" is the one that matters. Called on a thread of its own; raises Failed."""


class NoLogs:
    """Opens nothing: where no cluster is watched. Implements `Logs`."""

    def open(self, context: str, namespace: str, pod: str, container: str, previous: bool) -> Log:  # noqa: FBT001 - the protocol's
        """Say that there is nothing to read."""
        del context, namespace, container, previous
        raise Failed(f"The log of {pod} cannot be read from here.")


class NoActing:
    """Begins nothing. Implements `Acting`."""

    def begin(self, verb: str, target: Target) -> None:
        """Do nothing."""


class Kit(NamedTuple):
    """What these screens stand on. `ahead` holds back keys that are typed faster than a dialog opens."""

    live: LiveCluster
    context: Context
    clock: Clock
    tz: tzinfo | None
    acting: Acting
    logs: Logs
    ahead: TypeAhead | None
