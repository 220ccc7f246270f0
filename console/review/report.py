"""Pure: everything that the log knows about one incident, as a value. Reads no clock: the log's last event is "now"."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.incident.checklist import Checklist, PhaseProgress, choose, progress
from console.incident.cost import Money, Rates, response_cost
from console.incident.events import (
    ActionMoved,
    ChangeSeen,
    ConsoleClosed,
    ConsoleOpened,
    Decided,
    DecisionProposed,
    Event,
    Exported,
    HeadsSeen,
    HealthChanged,
    Instant,
)
from console.incident.guards import incident_of
from console.incident.metrics import Metric, Share, metrics, time_in_severities, time_in_statuses
from console.incident.relations import Relation, relations
from console.incident.state import Correction, Incident, State, fold
from console.review.pictured import Health, Mark, Pictured, healths, marks
from console.review.questions import Question, questions
from console.review.rows import Row, belongs, cited, rows

SHORT_HASH = 12
_PASSING = (Exported, ConsoleOpened, ConsoleClosed, HeadsSeen)
"""Facts about consoles and documents: they do not make the report of an incident a later one."""

MOST_CHANGES = 30
_EVERY = 1 << 62


class Head(NamedTuple):
    """The last event of a writer that the report rests on, and the beginning of its hash ("" where there is none)."""

    event: str
    hash: str


class Break(NamedTuple):
    """Where a log can be trusted no more: `event` is the first bad one ("" where it is not one event), `problem` why.

    So many events of its writer, from there on, were `left_out`.
    """

    event: str
    problem: str
    left_out: int = 0


class ServiceImpact(NamedTuple):
    """A service that was seen not ok: the worst word, since when, and the event that says so."""

    service: str
    worst: str
    at: Instant
    event: str


class WhatChanged(NamedTuple):
    """Something that was changed around the incident; `from_onset` in ms is negative before the onset."""

    at: Instant
    from_onset: int
    event: str
    by: str
    text: str


Rank = Callable[[Sequence[Event], Mapping[str, Correction], Instant, Instant], Sequence[WhatChanged]]
"""Says which events of changes matter, given the corrections, the onset and the end; the likeliest cause first."""


class Report(NamedTuple):
    """An incident for its review. `as_of` is the time of its last event; spans of a running incident end there."""

    incident: Incident
    as_of: Instant
    rows: tuple[Row, ...]
    decisions: tuple[Row, ...]
    metrics: tuple[Metric, ...]
    severities: tuple[Share, ...]
    statuses: tuple[Share, ...]
    checklist: str
    phases: tuple[PhaseProgress, ...]
    services: tuple[ServiceImpact, ...]
    questions: tuple[Question, ...]
    heads: tuple[Head, ...]
    cost: Money | None
    changes: tuple[WhatChanged, ...]
    more_changes: int
    """How many further changes the report leaves out."""
    relations: tuple[Relation, ...]
    marks: tuple[Mark, ...]
    """What charts mark: changes, actions and decisions."""
    health: tuple[Health, ...]
    breaks: tuple[Break, ...] = ()
    """Where the log is damaged: all else rests on the part of it that is good."""
    pictured: Pictured = Pictured()
    """What the sample store adds: the log itself holds no samples."""

    @property
    def end(self) -> Instant:
        """When it ended; the time of its last event while it runs."""
        return self.as_of if self.incident.until is None else self.incident.until

    @property
    def cites(self) -> int:
        """How many events the rows and the changes cite."""
        return len({row.event for row in self.rows} | {each.event for each in self.changes})

    @property
    def duration(self) -> int | None:
        """Milliseconds from the start to the resolution; None where one of them is not known."""
        start, end = self.incident.started_at, self.incident.resolved_at
        return None if start is None or end is None else end - start


def build(
    events: Iterable[Event],
    incident_id: str,
    *,
    rank: Rank,
    checklists: Sequence[Checklist] = (),
    rates: Rates | None = None,
) -> Report:
    """Build the report of an incident from all events of the log, given in their total order.

    Refused where the log has no such incident.
    """
    kept: list[Event] = []
    changed: list[Event] = []
    state = fold(_keeping(events, incident_id, kept, changed), keep=_EVERY)
    incident = incident_of(state, incident_id)
    as_of = max(event.recorded_at for event in kept if event.incident and not isinstance(event.fact, _PASSING))
    shown = cited(kept, incident, as_of)
    timeline = rows(shown, state)
    end = as_of if incident.until is None else incident.until
    found = rank(changed, state.corrections, incident.since, end)
    changes = tuple(found[:MOST_CHANGES])
    told = {each.event for each in changes}
    checklist = choose(checklists, incident.rank, incident.type)
    phases = () if checklist is None else progress(checklist, incident, as_of)
    return Report(
        incident=incident,
        as_of=as_of,
        rows=timeline,
        decisions=tuple(row for row in timeline if row.kind in {Decided.kind, DecisionProposed.kind}),
        metrics=metrics(incident, as_of),
        severities=time_in_severities(incident, as_of),
        statuses=time_in_statuses(incident, as_of),
        checklist="" if checklist is None else checklist.title or checklist.name,
        phases=phases,
        services=_services(shown, state),
        questions=questions(incident, phases),
        heads=_heads([*shown, *(event for event in changed if event.key in told)]),
        cost=response_cost(incident, as_of, rates),
        changes=changes,
        more_changes=len(found) - len(changes),
        relations=relations(state, incident),
        marks=marks(timeline, [_row_of(each) for each in changes], _begun(shown)),
        health=healths(shown),
    )


def _row_of(change: WhatChanged) -> Row:
    return Row(change.at, change.event, change.by, ChangeSeen.kind, change.text)


def _begun(events: Iterable[Event]) -> set[str]:
    return {event.key for event in events if isinstance(event.fact, ActionMoved) and event.fact.step == "executing"}


def _keeping(events: Iterable[Event], incident_id: str, kept: list[Event], changed: list[Event]) -> Iterator[Event]:
    """Pass all events on, keep those that belong to the incident, and all changes: the log is read once.

    Of the changes only the incident says which matter, and it begins after what caused it.
    """
    for event in events:
        if event.incident == incident_id or (not event.incident and belongs(event, incident_id)):
            kept.append(event)
        if isinstance(event.fact, ChangeSeen):
            changed.append(event)
        yield event


def _heads(events: Sequence[Event]) -> tuple[Head, ...]:
    last: dict[str, Event] = {}
    for event in events:
        seen = last.get(event.writer)
        if seen is None or seen.seq < event.seq:
            last[event.writer] = event
    return tuple(Head(last[writer].key, last[writer].hash[:SHORT_HASH]) for writer in sorted(last))


_BADNESS = {"degraded": 1, "unknown": 0, "down": 2}


def _services(events: Sequence[Event], state: State) -> tuple[ServiceImpact, ...]:
    """Return the services that were degraded or down while the incident ran; an unknown one is not called broken."""
    found: dict[str, ServiceImpact] = {}
    for event in events:
        fact = event.fact
        if not isinstance(fact, HealthChanged) or _BADNESS.get(fact.after, 0) == 0:
            continue
        if event.key in state.corrections and state.corrections[event.key].text is not None:
            continue
        seen = found.get(fact.service)
        if seen is None or _BADNESS[fact.after] > _BADNESS[seen.worst]:
            found[fact.service] = ServiceImpact(fact.service, fact.after, event.occurred_at, event.key)
    return tuple(found[service] for service in sorted(found))
