"""Pure: how many updates were due in an incident and came in time, and how much of its checklist was done."""

from collections.abc import Iterator, Sequence
from itertools import islice

from console.incident.checklist import Checklist, choose, progress
from console.incident.deadlines import snoozed
from console.incident.events import Instant
from console.incident.record import LIVE, Incident
from console.incident.severity import Scheme

MOST_DUES = 1_000
"""Due updates that are counted: a clock that stands wrong must not make the counting endless."""


def live_since(incident: Incident) -> Instant:
    """Return when work on it began: the declaration, or the end of its triage."""
    live = (step.at for step in incident.statuses if step.status in LIVE)
    return min(live, default=incident.declared_at)


def updates_on_time(incident: Incident, scheme: Scheme, now: Instant) -> tuple[int, int]:
    """Return how many updates came in time, and how many were due until it ended (or `now`).

    An update is due an interval of the severity after the last one, first after the declaration, as in
    `deadlines.update_due`; one that is missed is due again an interval later.
    """
    end = now if incident.until is None else min(now, incident.until)
    met = list(islice(_dues(incident, scheme, end), MOST_DUES))
    return sum(met), len(met)


def _dues(incident: Incident, scheme: Scheme, end: Instant) -> Iterator[bool]:
    """Yield for each due update whether there was one."""
    mark = live_since(incident)
    while True:
        due = _due_after(mark, incident, scheme)
        if due is None or due > end:
            return
        last = max((step.at for step in incident.updates if mark < step.at <= due), default=None)
        yield last is not None
        mark = due if last is None else last


def _due_after(mark: Instant, incident: Incident, scheme: Scheme) -> Instant | None:
    """Return when the next update is due after the last one; a raise on the way brings it nearer, not into the past."""
    steps = sorted(incident.severities, key=lambda step: step.at)
    for index, step in enumerate(steps):
        until = steps[index + 1].at if index + 1 < len(steps) else None
        every = scheme.at(step.rank).update_every
        if every is None or (until is not None and until <= mark):
            continue
        due = snoozed(incident, mark, max(mark + every, step.at), every, in_time=True)
        if until is None or due < until:
            return due
    return None


def ticked(incident: Incident, checklists: Sequence[Checklist], now: Instant) -> tuple[int, int]:
    """Return how many items are done or settled, and how many there are in the phases that had begun by the end."""
    checklist = choose(checklists, incident.rank, incident.type)
    if checklist is None:
        return 0, 0
    end = now if incident.until is None else min(now, incident.until)
    begun = [phase for phase in progress(checklist, incident, end) if phase.starts <= end]
    return sum(phase.finished for phase in begun), sum(len(phase.items) for phase in begun)
