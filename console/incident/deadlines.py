"""Pure: what a severity promises, as instants: taken by when, next update by when, back to normal by when."""

from itertools import pairwise
from typing import NamedTuple

from console.incident.events import Entry, Instant
from console.incident.guards import Entries
from console.incident.record import Incident, State
from console.incident.severity import Scheme
from console.incident.sizing import Breached
from console.incident.tasks import Snooze

WARROOM = "warroom"
"""Who says that a promise was not kept."""

_SOON = 0.2
"""The last share of its time in which a promise presses."""


class Deadline(NamedTuple):
    """A promise: `at` is when it is due, `within` the span in ms that it was given; `round` tells it from the next."""

    name: str
    at: Instant
    within: int
    round: int = 0

    @property
    def key(self) -> str:
        """What a breach of it is kept under."""
        return f"{self.name}.{self.round}"

    @property
    def presses_at(self) -> Instant:
        """When 80 % of its time are over."""
        return round(self.at - self.within * _SOON)


def acknowledge_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when somebody has to take it; None once somebody did, or where nothing is promised."""
    level = scheme.at(incident.rank)
    if level.ack_within is None or incident.acknowledged_at is not None or not _runs(incident):
        return None
    at = incident.declared_at + level.ack_within
    at = scheme.calendar.deferred(at) if level.deferred else at
    return Deadline("acknowledge", at, at - incident.declared_at)


def update_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when the next update is due: counted from the last one, else from the declaration; later if snoozed."""
    within = scheme.at(incident.rank).update_every
    if within is None or not incident.live:
        return None
    mark = incident.declared_at if incident.last_update_at is None else incident.last_update_at
    return Deadline("update", snoozed(incident, mark, mark + within, within), within, len(incident.updates))


def snoozed(incident: Incident, mark: Instant, due: Instant, within: int, *, in_time: bool = False) -> Instant:
    """Return when an update is due that counts from `mark`, snoozed since; `in_time` takes only what was said before.

    Who is late may still let it wait, and the timer follows; that it was late stays so. What was to wait at a milder
    severity does not wait so long once it was raised: `within` (ms) from there.
    """
    for snooze in incident.snoozes:
        if mark <= snooze.at and (snooze.at <= due or not in_time):
            due = max(due, _held(incident, snooze, within))
    return due


def _held(incident: Incident, snooze: Snooze, within: int) -> Instant:
    """Return until when a snooze holds: a raise before its end lets the interval of the worse severity begin there."""
    raises = [
        step.at
        for before, step in pairwise(sorted(incident.severities, key=lambda each: each.at))
        if step.rank < before.rank and snooze.at < step.at < snooze.until
    ]
    return min([snooze.until, *(at + within for at in raises)])


def goal_due(incident: Incident, scheme: Scheme) -> Deadline | None:
    """Return by when it should be over, counted from the start where that is known."""
    within = scheme.at(incident.rank).goal
    if within is None or not incident.live:
        return None
    return Deadline("goal", incident.since + within, within, incident.reopened)


def promises(incident: Incident, scheme: Scheme) -> tuple[Deadline, ...]:
    """Return all that is promised now, the most pressing first."""
    found = (acknowledge_due(incident, scheme), update_due(incident, scheme), goal_due(incident, scheme))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.at))


def late(incident: Incident, scheme: Scheme, now: Instant) -> tuple[Breached, ...]:
    """Return the breaches that nobody wrote down yet."""
    return tuple(
        Breached(each.name, each.round, each.at, each.within, incident.severity)
        for each in promises(incident, scheme)
        if each.at < now and each.key not in incident.breaches
    )


def breaches(state: State, scheme: Scheme, now: Instant) -> Entries:
    """Return what goes into the log now: each promise that was not kept, once."""
    running = (incident for incident in state.incidents.values() if _runs(incident))
    return tuple(Entry(fact, WARROOM, each.id) for each in running for fact in late(each, scheme, now))


def _runs(incident: Incident) -> bool:
    return incident.live or incident.status == "triage"
