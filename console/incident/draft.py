"""Pure inside a fold: the mutable working copy of a state. It never leaves `console.incident`."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from console.incident.closures import Closure
from console.incident.compromise import Indicator
from console.incident.decision import Decision
from console.incident.deed import Deed
from console.incident.escalations import Climb
from console.incident.events import NOTHING, Instant
from console.incident.exhibits import Exhibit, Missed
from console.incident.links import Linked
from console.incident.offers import Offer, Over, offer_key
from console.incident.parties import Contact
from console.incident.record import (
    Answer,
    Correction,
    Holder,
    Incident,
    ItemState,
    Refusal,
    RosterSpan,
    SeverityStep,
    State,
    StatusStep,
    UpdateStep,
    everybody,
)
from console.incident.status import out_of_course
from console.incident.tasks import Snooze, Task
from console.incident.times import NAMES, floor, misfit
from console.incident.tracks import Track

_MAPS = tuple(name for name, value in Incident._field_defaults.items() if isinstance(value, Mapping))
_LISTS = tuple(name for name, value in Incident._field_defaults.items() if value == ())


class IncidentDraft:
    """An `Incident` that can be written to; the same fields, with dicts and lists where that one has frozen ones."""

    __slots__ = Incident._fields
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
    started_at: Instant | None
    detected_at: Instant | None
    detected_by: str
    acknowledged_at: Instant | None
    identified_at: Instant | None
    mitigated_at: Instant | None
    resolved_at: Instant | None
    closed_at: Instant | None
    summary: str
    survivor: str
    postmortem: str
    waiver: str
    owner: str
    document: str
    reopened: int
    last_update_at: Instant | None
    roles: dict[str, Holder]
    more: dict[str, tuple[Holder, ...]]
    roster: list[RosterSpan]
    items: dict[str, ItemState]
    severities: list[SeverityStep]
    statuses: list[StatusStep]
    updates: list[UpdateStep]
    anchors: dict[str, tuple[str, ...]]
    tasks: dict[str, Task]
    snoozes: list[Snooze]
    handed: Offer | None
    offers: dict[str, Offer]
    over: dict[str, Over]
    decisions: dict[str, Decision]
    related: dict[str, str]
    codename: str
    evidence: str
    fields: dict[str, str]
    cause: str
    escalations: dict[str, Climb]
    tracks: dict[str, Track]
    contacts: dict[str, Contact]
    answers: dict[str, Answer]
    compromise: dict[str, Indicator]
    exhibits: dict[str, Exhibit]
    missed: list[Missed]
    links: dict[str, Linked]
    breaches: dict[str, Instant]

    def __init__(self, incident: Incident) -> None:
        for name, value in zip(Incident._fields, incident, strict=True):
            setattr(self, name, value)
        for name in _MAPS:
            setattr(self, name, dict(getattr(incident, name)))
        for name in _LISTS:
            setattr(self, name, list(getattr(incident, name)))

    def freeze(self) -> Incident:
        """Return the incident as it is now."""
        values = {name: getattr(self, name) for name in Incident._fields}
        values |= {name: MappingProxyType(dict(values[name])) if values[name] else NOTHING for name in _MAPS}
        values |= {name: tuple(values[name]) for name in _LISTS}
        return Incident(**values)

    def times(self) -> dict[str, Instant | None]:
        """Return the timestamps by name."""
        return {name: getattr(self, f"{name}_at") for name in NAMES}

    def stamp(self, name: str, at: Instant, event: str) -> None:
        """Set a timestamp that follows from a move; never earlier than those it has to follow."""
        setattr(self, f"{name}_at", floor(self.times(), name, at))
        self.anchors[event] = (*self.anchors.get(event, ()), name)

    def let_go(self, *stamps: str) -> None:
        """Let timestamps depend on no event any more: a correction of what set them leaves them as they are."""
        for event, names in list(self.anchors.items()):
            self.anchors[event] = tuple(name for name in names if name not in stamps)

    def fits(self, name: str, at: Instant) -> bool:
        """Whether a timestamp may have this value beside the others."""
        return misfit(self.times(), name, at) is None

    def holders(self, role: str) -> tuple[Holder, ...]:
        """Everybody in a role."""
        return everybody(role, self.roles, self.more)

    def take(self, role: str, holder: Holder) -> None:
        """Give a role to a person and close the stretch of the one before; what was offered of it is answered.

        Never since before the one before had it: two never had one role at once, whatever clocks and people say.
        """
        self.offers.pop(offer_key(role, holder.person), None)
        before = self.roles.get(role)
        if before is not None:
            holder = holder._replace(since=max(holder.since, before.since))
            self.leave(role, before.person, holder.since)
        self.roles[role] = holder
        self.roster.append(RosterSpan(role, holder.person, holder.since, None, holder.contact, holder.event))

    def join(self, role: str, holder: Holder) -> None:
        """Add a person to a role that takes several."""
        if role not in self.roles:
            self.take(role, holder)
            return
        self.offers.pop(offer_key(role, holder.person), None)
        self.more[role] = (*self.more.get(role, ()), holder)
        self.roster.append(RosterSpan(role, holder.person, holder.since, None, holder.contact, holder.event))

    def leave(self, role: str, person: str, at: Instant) -> None:
        """End a person's stretch in a role; the next one, if there are several, moves up."""
        left = [holder for holder in self.holders(role) if holder.person != person]
        self.roles.pop(role, None)
        self.more.pop(role, None)
        if left:
            self.roles[role] = left[0]
        if left[1:]:
            self.more[role] = tuple(left[1:])
        for index in range(len(self.roster) - 1, -1, -1):
            span = self.roster[index]
            if span.role == role and span.person == person and span.until is None:
                self.roster[index] = span._replace(until=max(at, span.since))
                return  # a person is in a role once

    def retime(self, event: str, at: Instant) -> bool:
        """Move everything that `event` set to another time; False (and no change) where the order forbids it."""
        if event == self.statuses[0].event:
            return True  # the declaration: the incident was opened when it was written down
        names = self.anchors.get(event, ())
        if not all(self.fits(name, at) for name in names) or out_of_course(self.statuses, event, at):
            return False
        for name in names:
            setattr(self, f"{name}_at", at)
        self.statuses = [step._replace(at=at) if step.event == event else step for step in self.statuses]
        self.severities = [step._replace(at=at) if step.event == event else step for step in self.severities]
        self.updates = [step._replace(at=at) if step.event == event else step for step in self.updates]
        self.last_update_at = max((step.at for step in self.updates), default=None)
        for task in [each for each in self.tasks.values() if each.closing == event]:
            self.tasks[task.id] = task._replace(ended=max(at, task.given))
        return True


class StateDraft:
    """A state that can be written to. A part is copied when it is first touched, so that one step stays cheap."""

    def __init__(self, base: State, keep: int) -> None:
        self.base, self.keep = base, keep
        self.open: dict[str, IncidentDraft] = {}

    @cached_property
    def pins(self) -> set[str]:
        """Events that a later one pinned."""
        return set(self.base.pins)

    @cached_property
    def unpins(self) -> set[str]:
        """Events that a later one unpinned."""
        return set(self.base.unpins)

    @cached_property
    def corrections(self) -> dict[str, Correction]:
        """Corrections by the event that they correct."""
        return dict(self.base.corrections)

    @cached_property
    def roots(self) -> dict[str, str]:
        """From a correction to the event that it corrects in the end."""
        return dict(self.base.roots)

    @cached_property
    def health(self) -> dict[str, str]:
        """Health by service."""
        return dict(self.base.health)

    @cached_property
    def ailing(self) -> dict[str, Instant]:
        """Since when services are not ok."""
        return dict(self.base.ailing)

    @cached_property
    def actions(self) -> dict[str, Deed]:
        """Actions by id."""
        return dict(self.base.actions)

    @cached_property
    def maintenance(self) -> dict[str, Closure]:
        """What is being maintained, by service."""
        return dict(self.base.maintenance)

    @cached_property
    def refusals(self) -> list[Refusal]:
        """What changed nothing, and why."""
        return list(self.base.refusals)

    def incident(self, incident_id: str) -> IncidentDraft | None:
        """Return the incident for writing, or None when nobody declared it."""
        found = self.open.get(incident_id)
        if found is None and incident_id in self.base.incidents:
            found = self.open[incident_id] = IncidentDraft(self.base.incidents[incident_id])
        return found

    def peek(self, incident_id: str) -> "IncidentDraft | Incident | None":
        """Return the incident for reading, or None when nobody declared it."""
        return self.open.get(incident_id) or self.base.incidents.get(incident_id)

    def declare(self, incident: Incident) -> IncidentDraft:
        """Add an incident; it comes last in the order."""
        made = self.open[incident.id] = IncidentDraft(incident)
        return made

    def refuse(self, event: str, reason: str) -> None:
        """Remember that an event changed nothing; only the newest are kept."""
        self.refusals.append(Refusal(event, reason))
        if len(self.refusals) > 2 * self.keep:
            del self.refusals[: -self.keep]

    def freeze(self) -> State:
        """Return the state as it is now; parts that were not touched are shared with the one before."""
        touched = self.__dict__
        parts: dict[str, Any] = {name: frozenset(touched[name]) for name in ("pins", "unpins") if name in touched}
        parts |= {name: MappingProxyType(touched[name]) for name in _PARTS if name in touched}
        if "refusals" in touched:
            parts["refusals"] = tuple(self.refusals[-self.keep :])
        if self.open:
            frozen = {name: incident.freeze() for name, incident in self.open.items()}
            parts["incidents"] = MappingProxyType({**self.base.incidents, **frozen})
        return self.base._replace(**parts) if parts else self.base


_PARTS = ("corrections", "roots", "health", "actions", "maintenance", "ailing")
