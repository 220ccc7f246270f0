"""Pure: how long things took. A span that cannot be known says which timestamp is missing; it is never 0 for it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from console.incident.clock import short_span
from console.incident.events import Instant
from console.incident.record import COMMANDER, Incident, SeverityStep, StatusStep

PUBLIC = "public"

_Step = TypeVar("_Step", SeverityStep, StatusStep)


class Metric(NamedTuple):
    """A span in ms, or why there is none ("detected_at unset"); `anchor` says from when to when it counts."""

    name: str
    value_ms: int | None
    why_not: str
    anchor: str

    def __str__(self) -> str:
        """Return "42m", or "n/a (detected_at unset)"."""
        return f"n/a ({self.why_not})" if self.value_ms is None else short_span(self.value_ms)


class Share(NamedTuple):
    """How long an incident was at one severity or in one status, in ms."""

    name: str
    rank: int
    ms: int


class Spread(NamedTuple):
    """A metric across incidents: `n` values in ms, and how many incidents have none."""

    n: int
    missing: int
    median: int | None
    p90: int | None
    mean: int | None


def metrics(incident: Incident, now: Instant) -> tuple[Metric, ...]:
    """Return the metrics of an incident; the longest gap between updates of a running one counts until `now`."""
    first_public = min((step.at for step in incident.updates if step.audience == PUBLIC), default=None)
    commands = [span.since for span in incident.roster if span.role == COMMANDER]
    return (
        _span("TTD", incident, "started", "detected"),
        _span("TTA", incident, "detected", "acknowledged"),
        _span("TTM", incident, "started", "mitigated"),
        _span("TTR", incident, "started", "resolved"),
        _span("time to declare", incident, "started", "declared"),
        _from("time to a commander", incident, min(commands, default=None), "no commander"),
        _from("time to the first public update", incident, first_public, "no public update"),
        longest_gap(incident, now),
    )


def _span(name: str, incident: Incident, start: str, end: str) -> Metric:
    anchor = f"{start}_at to {end}_at"
    first, last = getattr(incident, f"{start}_at"), getattr(incident, f"{end}_at")
    missing = " and ".join(f"{which}_at" for which, at in ((start, first), (end, last)) if at is None)
    if missing:
        return Metric(name, None, f"{missing} unset", anchor)
    return Metric(name, max(0, last - first), "", anchor)


def _from(name: str, incident: Incident, at: Instant | None, why_not: str) -> Metric:
    anchor = "from started_at"
    if at is None:
        return Metric(name, None, why_not, anchor)
    if incident.started_at is None:
        return Metric(name, None, "started_at unset", anchor)
    return Metric(name, max(0, at - incident.started_at), "", anchor)


def longest_gap(incident: Incident, now: Instant) -> Metric:
    """Return the longest time without an update, from the declaration to the end (or `now`)."""
    name, anchor = "longest gap between updates", "declared_at, updates, end"
    if not incident.updates:
        anchor = "declared_at to now: no update yet" if incident.until is None else "declared_at to the end: no update"
    end = max(incident.declared_at, now if incident.until is None else incident.until)
    inside = (min(max(step.at, incident.declared_at), end) for step in incident.updates)
    marks = [incident.declared_at, *sorted(inside), end]
    return Metric(name, max(after - before for before, after in pairwise(marks)), "", anchor)


def time_in_severities(incident: Incident, now: Instant) -> tuple[Share, ...]:
    """Return the time at each severity from the declaration to the end (or `now`), the worst first."""
    sums: dict[tuple[int, str], int] = {}
    for step, ms in _stretches(incident.severities, incident, now, incident.declared_at):
        sums[step.rank, step.label] = sums.get((step.rank, step.label), 0) + ms
    return tuple(Share(label, rank, sums[rank, label]) for rank, label in sorted(sums))


def time_in_statuses(incident: Incident, now: Instant) -> tuple[Share, ...]:
    """Return the time in each status up to the end (or `now`), in the order in which they were first entered."""
    sums: dict[str, int] = {}
    steps = incident.statuses
    began = min((step.at for step in steps), default=incident.declared_at)  # what was declared afterwards began before
    for step, ms in _stretches((*(each._replace(at=began) for each in steps[:1]), *steps[1:]), incident, now, began):
        sums[step.status] = sums.get(step.status, 0) + ms
    return tuple(Share(status, 0, ms) for status, ms in sums.items() if ms or status == incident.status)


def _stretches(steps: Sequence[_Step], incident: Incident, now: Instant, began: Instant) -> Iterator[tuple[_Step, int]]:
    end = now if incident.until is None else incident.until
    ordered = sorted(steps, key=lambda step: step.at)
    for index, step in enumerate(ordered):
        until = ordered[index + 1].at if index + 1 < len(ordered) else end
        yield step, max(0, min(until, end) - max(min(step.at, end), began))


def spread(values: Iterable[Metric]) -> Spread:
    """Summarise one metric across incidents: median and p90 (nearest rank), a mean only beside them."""
    every = list(values)
    known = sorted(metric.value_ms for metric in every if metric.value_ms is not None)
    n = len(known)
    if not n:
        return Spread(0, len(every), None, None, None)
    median = (known[(n - 1) // 2] + known[n // 2]) // 2
    return Spread(n, len(every) - n, median, known[-(-9 * n // 10) - 1], sum(known) // n)
