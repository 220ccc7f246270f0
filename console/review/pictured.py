"""Pure: what the charts of a postmortem show: services that were hit, their numbers, what was done meanwhile."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import NamedTuple

from console.incident.clock import MINUTE, utc_iso
from console.incident.events import ActionMoved, Event, HealthChanged, Instant
from console.incident.record import Incident
from console.review.rows import LOOKBACK, Row

MOST_CHARTS = 4
MOST_MARKS = 24
_KINDS = {"change": 0, "action": 1, "decision.taken": 2, "decision": 2}
"""What the charts mark, the most telling first."""
_WORDS = {"decision.taken": "decision"}
_SHORTEST_LEAD = 10 * MINUTE
_AT_ONCE = MINUTE
"""What was declared so soon after it began needs no line of its own."""


class Curve(NamedTuple):
    """A number over time: its lines by name, one value a bucket (None: not known), and where it is too much."""

    title: str
    unit: str
    lines: tuple[tuple[str, tuple[float | None, ...]], ...]
    limit: float | None = None


class Health(NamedTuple):
    """A service is `word` ("ok", "degraded", "down", "unknown") from `at` on."""

    service: str
    at: Instant
    word: str


class Mark(NamedTuple):
    """Something that was changed, done or decided: its number in the charts, and the event that says it."""

    number: int
    at: Instant
    kind: str
    text: str
    event: str


class Phase(NamedTuple):
    """A point in the life of the incident."""

    at: Instant
    name: str


class ServiceChart(NamedTuple):
    """The curves of a service, all of equal buckets from `start` to `end`, and its health in the order of time."""

    name: str
    service: str
    start: Instant
    end: Instant
    curves: tuple[Curve, ...]
    health: tuple[Health, ...]

    @property
    def buckets(self) -> int:
        """How many values each line has."""
        return max((len(values) for curve in self.curves for _, values in curve.lines), default=0)

    @property
    def known(self) -> bool:
        """Whether any of its numbers is known."""
        return any(value is not None for curve in self.curves for _, values in curve.lines for value in values)

    def health_at(self, at: Instant) -> str:
        """Return how the service was, "" where the log does not say."""
        index = bisect_right(self.health, at, key=attrgetter("at"))
        return self.health[index - 1].word if index else ""


class Compared(NamedTuple):
    """A number of a service in the time of the incident, and in as long a time before it; None where not known."""

    service: str
    metric: str
    before: float | None
    during: float | None


class Pictured(NamedTuple):
    """All charts; `unmeasured` are services that were hit and have no samples, `left_out` those for want of room."""

    charts: tuple[ServiceChart, ...] = ()
    compared: tuple[Compared, ...] = ()
    unmeasured: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def marks(rows: Sequence[Row], changed: Sequence[Row], begun: Collection[str]) -> tuple[Mark, ...]:
    """Return what the charts mark, numbered in the order of time; `begun` are the events that began an action.

    Of too many marks the changes and actions are kept before the decisions, and of these the first.
    """
    wanted = {row.event: row for row in (*changed, *rows) if row.kind in _KINDS and not row.refused}
    found = [row for row in wanted.values() if row.kind != ActionMoved.kind or row.event in begun]
    found.sort(key=lambda row: _KINDS[row.kind])
    kept = sorted(found[:MOST_MARKS], key=lambda row: row.at)
    named = ((row, _WORDS.get(row.kind, row.kind)) for row in kept)
    return tuple(Mark(number, row.at, kind, row.text, row.event) for number, (row, kind) in enumerate(named, 1))


def phases(incident: Incident) -> tuple[Phase, ...]:
    """Return when it began, was declared, mitigated and resolved, as far as that is known."""
    names = (("started", "began"), ("declared", "declared"), ("mitigated", "mitigated"), ("resolved", "resolved"))
    found = ((getattr(incident, f"{name}_at"), word) for name, word in names)
    known = [Phase(at, word) for at, word in found if at is not None]
    return tuple(
        each for each in known if each.name != "declared" or abs(each.at - known[0].at) > _AT_ONCE or each is known[0]
    )


def healths(events: Sequence[Event]) -> tuple[Health, ...]:
    """Return how services were, in the order of time; what a service was before is said by its first change."""
    found: list[Health] = []
    seen: set[str] = set()
    for event in events:
        fact = event.fact
        if isinstance(fact, HealthChanged):
            if fact.service not in seen:
                seen.add(fact.service)
                found.append(Health(fact.service, 0, fact.before))
            found.append(Health(fact.service, event.occurred_at, fact.after))
    return tuple(sorted(found, key=lambda each: each.at))


def shown_span(incident: Incident, end: Instant) -> tuple[Instant, Instant]:
    """Return from when to when charts show: some time before it began to a little after its end."""
    length = max(end - incident.since, MINUTE)
    lead = min(LOOKBACK, max(_SHORTEST_LEAD, length // 2))
    return incident.since - lead, end + max(MINUTE, length // 20)


def csv(chart: ServiceChart) -> str:
    """Return the numbers of a chart: a line for each bucket in which one is known, empty fields for the others."""
    lines = [line for curve in chart.curves for line in curve.lines]
    rows = [",".join(("time", *(name for name, _ in lines), "health"))]
    width = (chart.end - chart.start) / max(chart.buckets, 1)
    for index in range(chart.buckets):
        at = round(chart.start + index * width)
        values = [line[index] for _, line in lines]
        if any(value is not None for value in values):
            shown = ("" if value is None else f"{value:.5g}" for value in values)
            rows.append(",".join((f"{utc_iso(at)[:19]}Z", *shown, chart.health_at(at))))
    return "\n".join(rows)
