"""Pure: the values that the state is made of. They decide nothing; `state` folds events into them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from console.incident.closures import Closure
from console.incident.compromise import Indicator
from console.incident.decision import Decision
from console.incident.deed import Deed
from console.incident.escalations import Climb
from console.incident.exhibits import Exhibit, Missed
from console.incident.factors import Factor
from console.incident.facts import NOTHING, Instant
from console.incident.follow_up import ActionItem
from console.incident.hypotheses import Hypothesis
from console.incident.impact import Complaints, Figure
from console.incident.links import Linked
from console.incident.offers import Offer, Over
from console.incident.parties import Contact
from console.incident.postmortem import Review
from console.incident.rating import Rating
from console.incident.steps import (
    Answer,
    Correction,
    Holder,
    ItemState,
    Refusal,
    RosterSpan,
    SeverityStep,
    StatusStep,
    UpdateStep,
    everybody,
)
from console.incident.tasks import Snooze, Task
from console.incident.tracks import Track
from console.incident.whys import Why

__all__ = [
    "COMMANDER",
    "ITEM_STATES",
    "LIVE",
    "Answer",
    "Correction",
    "Holder",
    "Incident",
    "ItemState",
    "Refusal",
    "RosterSpan",
    "SeverityStep",
    "State",
    "StatusStep",
    "UpdateStep",
    "everybody",
]

COMMANDER = "incident_commander"
ITEM_STATES = ("open", "doing", "done", "skipped", "n/a")
"""What a checklist item may be; skipped needs a reason."""

LIVE = ("investigating", "identified", "mitigating", "monitoring")
"""The four live statuses, in their natural order."""

_TO_BE_DONE = (LIVE, ("triage",), ("resolved",))
"""What has not ended, the most pressing first."""


class Incident(NamedTuple):
    """One incident as the log has it. Times are instants, None where they are not known."""

    id: str
    title: str
    severity: str
    rank: int
    scheme: str
    purpose: str
    type: str
    status: str
    declared_at: Instant
    declared_by: str
    started_at: Instant | None = None
    detected_at: Instant | None = None
    detected_by: str = ""
    acknowledged_at: Instant | None = None
    identified_at: Instant | None = None
    mitigated_at: Instant | None = None
    resolved_at: Instant | None = None
    closed_at: Instant | None = None
    summary: str = ""
    survivor: str = ""
    postmortem: str = ""
    waiver: str = ""
    owner: str = ""
    document: str = ""
    reopened: int = 0
    last_update_at: Instant | None = None
    roles: Mapping[str, Holder] = NOTHING
    more: Mapping[str, tuple[Holder, ...]] = NOTHING
    roster: tuple[RosterSpan, ...] = ()
    items: Mapping[str, ItemState] = NOTHING
    severities: tuple[SeverityStep, ...] = ()
    statuses: tuple[StatusStep, ...] = ()
    updates: tuple[UpdateStep, ...] = ()
    anchors: Mapping[str, tuple[str, ...]] = NOTHING
    """Which of the times above an event set, so that a correction of the event moves them."""
    tasks: Mapping[str, Task] = NOTHING
    snoozes: tuple[Snooze, ...] = ()
    handed: Offer | None = None
    """How the command was handed over last: by whom, and what they said."""
    offers: Mapping[str, Offer] = NOTHING
    """Roles that somebody was asked to take and has not answered, by `offer_key`."""
    over: Mapping[str, Over] = NOTHING
    """What became of the last offer of a role to a person, where they did not take it, by "role:person"."""
    decisions: Mapping[str, Decision] = NOTHING
    """Proposals and what became of them, by id, in the order in which they were made."""
    cause: str = ""
    """The tag of the accepted cause."""
    cause_told: str = ""
    """What else was said of it, and below the event that says so."""
    cause_event: str = ""
    hypotheses: Mapping[str, Hypothesis] = NOTHING
    """What may have been the cause, by id, in the order in which it was proposed."""
    why_asked: str = ""
    """What the tree of whys begins with, where somebody said so."""
    whys: Mapping[str, Why] = NOTHING
    """The answers to why and how, by id, in the order in which they were given."""
    factors: Mapping[str, Factor] = NOTHING
    """What contributed, by id, in the order in which it was named."""
    related: Mapping[str, str] = NOTHING
    """How it belongs to another incident (duplicate_of, part_of, split_from), and to which; merging has `survivor`."""
    codename: str = ""
    evidence: str = ""
    """Whether evidence was taken before anything was destroyed: "taken", "waived", "" for not yet."""
    fields: Mapping[str, str] = NOTHING
    """Values of the fields that the configuration adds, as texts, by their ids."""
    escalations: Mapping[str, Climb] = NOTHING
    """How far the escalation chains have come, by name."""
    tracks: Mapping[str, Track] = NOTHING
    """Who looks into which question, by the name of the track."""
    contacts: Mapping[str, Contact] = NOTHING
    """What somebody outside said last, and when to call them again."""
    answers: Mapping[str, Answer] = NOTHING
    """How bad it is, by question (`sizing.QUESTIONS`)."""
    compromise: Mapping[str, Indicator] = NOTHING
    """What speaks for an intruder, by `compromise.key_of`, in the order in which it was noted."""
    exhibits: Mapping[str, Exhibit] = NOTHING
    """Evidence that is kept by its content, by its name, in the order in which it was taken."""
    missed: tuple[Missed, ...] = ()
    """What snapshots looked for and did not get."""
    links: Mapping[str, Linked] = NOTHING
    """What stands elsewhere, by its address, in the order in which it was added."""
    breaches: Mapping[str, Instant] = NOTHING
    """When each promise that was not kept was due, by `deadlines.Deadline.key`."""
    impact: Mapping[str, Figure] = NOTHING
    """How large the impact was, by figure (`impact.FIGURES`)."""
    complaints: Mapping[str, Complaints] = NOTHING
    """How many people complained, by the place where they did."""
    ratings: Mapping[str, Rating] = NOTHING
    """What those who took part think of the response, by person."""
    action_items: Mapping[str, ActionItem] = NOTHING
    """What is to be done so that it gets better, by id, in the order in which it was written down."""
    review: Review = Review()
    """Where the postmortem stands, and when it is reviewed."""

    @property
    def known_as(self) -> str:
        """What it is called where everybody reads: the codename of one that has one, else the title."""
        return self.codename or self.title

    @property
    def live(self) -> bool:
        """Whether it is being worked on: one of the four live statuses."""
        return self.status in LIVE

    @property
    def since(self) -> Instant:
        """The instant from which elapsed time counts: the start where it is known, else the declaration."""
        return self.declared_at if self.started_at is None else self.started_at

    @property
    def until(self) -> Instant | None:
        """The instant at which elapsed time stops; None while it runs."""
        if self.resolved_at is not None:
            return self.resolved_at
        return None if self.live or not self.statuses or self.status == "triage" else self.statuses[-1].at

    @property
    def commander(self) -> str:
        """The incident commander: exactly one from the declaration on."""
        return self.roles[COMMANDER].person

    def holders(self, role: str) -> tuple[Holder, ...]:
        """Everybody in a role; more than one only where a role takes several (subject experts, observers)."""
        return everybody(role, self.roles, self.more)


class State(NamedTuple):
    """What the log says so far. `incidents` by id, in the order of declaration; `health` by service.

    `pins` and `unpins` are the events that a later event pinned or unpinned; `corrections` are by the event that they
    correct, and `roots` leads from a correction to that event. `refusals` are the newest ones, bounded; of the
    `actions` (by id, in the order of their beginning) the newest and those that left an open mitigation.
    `maintenance` is what was begun by hand and not ended, by service; its time may be over. `ailing` says since when
    a service is not ok, by service.
    """

    incidents: Mapping[str, Incident] = NOTHING
    pins: frozenset[str] = frozenset()
    unpins: frozenset[str] = frozenset()
    corrections: Mapping[str, Correction] = NOTHING
    roots: Mapping[str, str] = NOTHING
    health: Mapping[str, str] = NOTHING
    refusals: tuple[Refusal, ...] = ()
    actions: Mapping[str, Deed] = NOTHING
    maintenance: Mapping[str, Closure] = NOTHING
    ailing: Mapping[str, Instant] = NOTHING

    def refusal_of(self, keys: Iterable[str]) -> Refusal | None:
        """Return why one of these events changes nothing, None where all of them hold."""
        asked = frozenset(keys)
        return next((each for each in reversed(self.refusals) if each.event in asked), None)

    def ledger(self, incident: str | None = None) -> tuple[Deed, ...]:
        """Return the temporary mitigations that are still there, the oldest first; only those of an incident."""
        return tuple(deed for deed in self.actions.values() if deed.is_open and incident in (None, deed.incident))

    @property
    def unwell(self) -> tuple[tuple[str, str], ...]:
        """The services that were down or degraded when they were last looked at, each with that word, by name."""
        return tuple(each for each in sorted(self.health.items()) if each[1] in {"down", "degraded"})

    def live(self) -> tuple[Incident, ...]:
        """Return the live incidents in the order of declaration."""
        return tuple(incident for incident in self.incidents.values() if incident.live)

    def current(self, chosen: str = "") -> Incident | None:
        """Return the incident that a room is about: the chosen one until it ends, else the newest that is to be done.

        That is the newest live one, else the newest in triage, else the newest still to be closed.
        """
        wish = self.incidents.get(chosen)
        if wish is not None and any(wish.status in wanted for wanted in _TO_BE_DONE):
            return wish
        for wanted in _TO_BE_DONE:
            for incident in reversed(tuple(self.incidents.values())):
                if incident.status in wanted:
                    return incident
        return None

    def is_pinned(self, key: str, *, born: bool = False) -> bool:
        """Whether an event is pinned; `born` is its own flag from when it was written."""
        return key in self.pins or (born and key not in self.unpins)
