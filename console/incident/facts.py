"""Pure: one frozen type per fact that the log can hold.

A fact says what happened; `kind` is its name in the log and `summary()` the sentence that the timeline shows. Times
are `Instant`: milliseconds since 1970, UTC.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from console.incident.value import Value

Instant = int
"""Milliseconds since 1970-01-01T00:00:00Z."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Declared(Value):
    """An incident was opened. `rank` is 0 (worst) to 3 in `scheme`; `purpose` is incident, drill or test.

    `commander` "" means the actor; `status` is "triage" where it still has to be looked at.
    """

    kind: ClassVar[str] = "declared"
    title: str
    severity: str
    rank: int
    scheme: str = "sev1-4"
    started_at: Instant | None = None
    detected_at: Instant | None = None
    detected_by: str = ""
    purpose: str = "incident"
    type: str = "operational"
    commander: str = ""
    status: str = "investigating"

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"declared {self.severity}: {self.title}"


class Acknowledged(Value):
    """The first responder took it."""

    kind: ClassVar[str] = "acknowledged"

    def summary(self) -> str:
        """Say it in a sentence."""
        return "acknowledged"


class StatusChanged(Value):
    """The incident moved from `before`, which the mover saw, to another status.

    `reason` is the summary on resolving; `survivor` the incident into which this one is merged,
    or of which it is a duplicate where it is cancelled for that; on closing
    `postmortem` is "reviewed" or "waived" (then `reason` says why) and `owner` is who owns the follow-up, `monitors`
    are those that were added so that it is seen sooner. `ticks` are what was confirmed on resolving, in words.
    """

    kind: ClassVar[str] = "status"
    before: str
    after: str
    reason: str = ""
    forced: bool = False
    survivor: str = ""
    postmortem: str = ""
    owner: str = ""
    ticks: tuple[str, ...] = ()
    monitors: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say it in a sentence."""
        into = f" into {self.survivor}" if self.survivor and self.after == "merged" else ""
        how = f" (postmortem {self.postmortem})" if self.postmortem else ""
        tail = f": {self.reason}" if self.reason else ""
        ticked = f" ({', '.join(self.ticks)})" if self.ticks else ""
        watched = f" (monitors added: {', '.join(self.monitors)})" if self.monitors else ""
        return f"{self.before} -> {self.after}{into}{how}{tail}{ticked}{watched}"


class SeverityChanged(Value):
    """The severity was raised or lowered; `forced`: although something spoke against it."""

    kind: ClassVar[str] = "severity"
    before: str
    after: str
    rank: int
    reason: str = ""
    forced: bool = False

    def summary(self) -> str:
        """Say it in a sentence."""
        how = " (forced)" if self.forced else ""
        tail = f": {self.reason}" if self.reason else ""
        return f"severity {self.before} -> {self.after}{how}{tail}"


class TimestampSet(Value):
    """A timestamp of terms.md was set or corrected (`name` without `_at`: started, detected, ...)."""

    kind: ClassVar[str] = "timestamp"
    name: str
    at: Instant
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        return f"{self.name} set{tail}"


class RoleAssigned(Value):
    """A person took a role from `previous` ("" from nobody), as the assigner saw it; None: it is not known."""

    kind: ClassVar[str] = "role.assigned"
    role: str
    person: str
    contact: str = ""
    previous: str | None = None

    def summary(self) -> str:
        """Say it in a sentence."""
        after = f" (after {self.previous})" if self.previous else ""
        return f"{self.role.replace('_', ' ')}: {self.person}{after}"


class RoleReleased(Value):
    """A person left a role."""

    kind: ClassVar[str] = "role.released"
    role: str
    person: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.person} left {self.role.replace('_', ' ')}"


class Noted(Value):
    """Somebody wrote something down."""

    kind: ClassVar[str] = "note"
    text: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return self.text


class Decided(Value):
    """A decision, and why."""

    kind: ClassVar[str] = "decision"
    text: str
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f" (because {self.reason})" if self.reason else ""
        return f"{self.text}{tail}"


class UpdatePosted(Value):
    """Stakeholders were told something; starts the update timer again."""

    kind: ClassVar[str] = "update"
    text: str
    audience: str = "internal"

    def summary(self) -> str:
        """Say it in a sentence."""
        return self.text


class Corrected(Value):
    """An earlier event (`target`: "writer/seq") was wrong: its text, its time, or both. The first stays in the log."""

    kind: ClassVar[str] = "corrected"
    target: str
    text: str | None = None
    occurred_at: Instant | None = None

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"corrected {self.target}" + (f": {self.text}" if self.text is not None else "")


class Pinned(Value):
    """An event was pinned, or unpinned with `on` false."""

    kind: ClassVar[str] = "pinned"
    target: str
    on: bool = True

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{'pinned' if self.on else 'unpinned'} {self.target}"


class ItemSet(Value):
    """A checklist item changed: open, doing, done, skipped (with a reason) or n/a."""

    kind: ClassVar[str] = "checklist"
    item: str
    title: str
    state: str
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        return f"{self.state}: {self.title}{tail}"


class HealthChanged(Value):
    """A service changed health (ok, degraded, down, unknown), and why."""

    kind: ClassVar[str] = "health"
    service: str
    before: str
    after: str
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.reason}" if self.reason else ""
        return f"{self.service} {self.before} -> {self.after}{tail}"


class Exported(Value):
    """A document was written from the log."""

    kind: ClassVar[str] = "exported"
    format: str
    path: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"exported {self.format} to {self.path}"


class ConsoleOpened(Value):
    """A console began to watch and record."""

    kind: ClassVar[str] = "console.opened"
    version: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"console opened (warroom {self.version})"


class ConsoleClosed(Value):
    """A console ended on purpose; one that is missing after ConsoleOpened crashed or was killed."""

    kind: ClassVar[str] = "console.closed"

    def summary(self) -> str:
        """Say it in a sentence."""
        return "console closed"


class HeadsSeen(Value):
    """The newest hash of each other writer, so that a cut tail there shows here. Values are "seq:hash"."""

    kind: ClassVar[str] = "log.heads"
    heads: Mapping[str, str] = NOTHING

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"heads of {len(self.heads)} other writers"


class Unrecognised(Value):
    """An event of a kind this version does not know: shown, exported, and otherwise left alone."""

    kind: str
    text: str
    data: Mapping[str, object] = NOTHING

    def summary(self) -> str:
        """Say it in a sentence."""
        return self.text
