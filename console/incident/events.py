"""Pure: the envelope in which the log keeps a fact, and the facts, all to be had from here."""

from typing import NamedTuple

from console.incident.compromise import IndicatorNoted
from console.incident.deeds import ActionMoved, ChangeSeen, MitigationSettled
from console.incident.drilling import DrillBegun, DrillEnded
from console.incident.escalations import (
    EscalationAnswered,
    EscalationJumped,
    EscalationReached,
    EscalationStopped,
)
from console.incident.exhibits import ExhibitHandled, ExhibitKept, ExhibitMissed
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
from console.incident.links import LinkNoted
from console.incident.offers import RoleAccepted, RoleDeclined, RoleOffered
from console.incident.parties import PartyContacted
from console.incident.proposals import (
    CanReported,
    DecisionObjected,
    DecisionProposed,
    DecisionRevisited,
    DecisionTaken,
    DecisionWithdrawn,
)
from console.incident.searching import CauseTagged, TreeWalked
from console.incident.sizing import Assessed, Breached
from console.incident.tasks import TaskAccepted, TaskEnded, TaskExtended, TaskGiven, UpdateSnoozed
from console.incident.tracks import TrackClosed, TrackOpened, TrackReported

__all__ = [
    "NOTHING",
    "Acknowledged",
    "ActionMoved",
    "Assessed",
    "Breached",
    "CanReported",
    "CauseTagged",
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
    "EscalationAnswered",
    "EscalationJumped",
    "EscalationReached",
    "EscalationStopped",
    "Event",
    "EvidenceNoted",
    "ExhibitHandled",
    "ExhibitKept",
    "ExhibitMissed",
    "Exported",
    "Fact",
    "FieldSet",
    "HeadsSeen",
    "HealthChanged",
    "IndicatorNoted",
    "Instant",
    "ItemSet",
    "LinkNoted",
    "MaintenanceEnded",
    "MaintenanceStarted",
    "MitigationSettled",
    "Noted",
    "PartyContacted",
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
    "TrackClosed",
    "TrackOpened",
    "TrackReported",
    "TreeWalked",
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
    | EscalationReached
    | EscalationAnswered
    | EscalationJumped
    | EscalationStopped
    | TrackOpened
    | TrackReported
    | TrackClosed
    | PartyContacted
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
    | ExhibitKept
    | ExhibitMissed
    | ExhibitHandled
    | IndicatorNoted
    | LinkNoted
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
    | TreeWalked
    | CauseTagged
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
