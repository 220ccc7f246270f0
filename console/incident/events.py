"""Pure: the envelope in which the log keeps a fact, and the facts, all to be had from here."""

from typing import NamedTuple

from console.incident.deeds import ActionMoved, ChangeSeen, MitigationSettled
from console.incident.drilling import DrillBegun, DrillEnded
from console.incident.facts import (
    NOTHING,
    Acknowledged,
    ConsoleClosed,
    ConsoleOpened,
    Corrected,
    Decided,
    Declared,
    Exported,
    HeadsSeen,
    HealthChanged,
    Instant,
    ItemSet,
    Noted,
    Pinned,
    RoleAssigned,
    RoleReleased,
    SeverityChanged,
    StatusChanged,
    TimestampSet,
    Unrecognised,
    UpdatePosted,
)
from console.incident.life import (
    Classified,
    EvidenceNoted,
    FieldSet,
    MaintenanceEnded,
    MaintenanceStarted,
    Related,
)
from console.incident.offers import RoleAccepted, RoleDeclined, RoleOffered
from console.incident.proposals import (
    CanReported,
    DecisionObjected,
    DecisionProposed,
    DecisionRevisited,
    DecisionTaken,
    DecisionWithdrawn,
)
from console.incident.sizing import Assessed, Breached
from console.incident.tasks import TaskAccepted, TaskEnded, TaskExtended, TaskGiven, UpdateSnoozed

__all__ = [
    "NOTHING",
    "Acknowledged",
    "ActionMoved",
    "Assessed",
    "Breached",
    "CanReported",
    "ChangeSeen",
    "Classified",
    "ConsoleClosed",
    "ConsoleOpened",
    "Corrected",
    "Decided",
    "DecisionObjected",
    "DecisionProposed",
    "DecisionRevisited",
    "DecisionTaken",
    "DecisionWithdrawn",
    "Declared",
    "DrillBegun",
    "DrillEnded",
    "Entry",
    "Event",
    "EvidenceNoted",
    "Exported",
    "Fact",
    "FieldSet",
    "HeadsSeen",
    "HealthChanged",
    "Instant",
    "ItemSet",
    "MaintenanceEnded",
    "MaintenanceStarted",
    "MitigationSettled",
    "Noted",
    "Pinned",
    "Related",
    "RoleAccepted",
    "RoleAssigned",
    "RoleDeclined",
    "RoleOffered",
    "RoleReleased",
    "SeverityChanged",
    "StatusChanged",
    "TaskAccepted",
    "TaskEnded",
    "TaskExtended",
    "TaskGiven",
    "TimestampSet",
    "Unrecognised",
    "UpdatePosted",
    "UpdateSnoozed",
]

Fact = (
    Declared
    | Acknowledged
    | StatusChanged
    | SeverityChanged
    | TimestampSet
    | RoleAssigned
    | RoleReleased
    | RoleOffered
    | RoleAccepted
    | RoleDeclined
    | Noted
    | Decided
    | UpdatePosted
    | UpdateSnoozed
    | TaskGiven
    | TaskAccepted
    | TaskEnded
    | TaskExtended
    | Corrected
    | Pinned
    | ItemSet
    | HealthChanged
    | ChangeSeen
    | ActionMoved
    | MitigationSettled
    | Related
    | Classified
    | EvidenceNoted
    | FieldSet
    | MaintenanceStarted
    | MaintenanceEnded
    | DrillBegun
    | DrillEnded
    | DecisionProposed
    | DecisionObjected
    | DecisionTaken
    | DecisionWithdrawn
    | DecisionRevisited
    | CanReported
    | Assessed
    | Breached
    | Exported
    | ConsoleOpened
    | ConsoleClosed
    | HeadsSeen
    | Unrecognised
)


class Entry(NamedTuple):
    """A fact on its way into the log. `incident` is "" where it belongs to none; `occurred_at` None means now."""

    fact: Fact
    actor: str
    incident: str = ""
    occurred_at: Instant | None = None
    pinned: bool = False
    supersedes: str = ""


class Event(NamedTuple):
    """A fact as the log holds it. `hlc` (hybrid logical clock: ms << 16 | counter), then writer, give the order."""

    writer: str
    seq: int
    hlc: int
    incident: str
    occurred_at: Instant
    recorded_at: Instant
    actor: str
    fact: Fact
    pinned: bool = False
    supersedes: str = ""
    prev_hash: str = ""
    hash: str = ""

    @property
    def key(self) -> str:
        """Name this event: "writer/seq"."""
        return f"{self.writer}/{self.seq}"

    @property
    def order(self) -> tuple[int, str, int]:
        """The total order in which all consoles fold events."""
        return (self.hlc, self.writer, self.seq)
