"""Pure: the events of an incident as rows of its timeline: corrected, in the order in which they happened."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from console.incident.clock import HOUR, MINUTE, clock_time
from console.incident.events import (
    ActionMoved,
    ConsoleClosed,
    ConsoleOpened,
    Corrected,
    Event,
    Exported,
    HeadsSeen,
    HealthChanged,
    Instant,
    MitigationSettled,
    Noted,
    Pinned,
    Rated,
)
from console.incident.state import Correction, Incident, State

LOOKBACK = HOUR
"""What belongs to no incident is taken in from this long before the incident began."""

LATE = MINUTE
"""An entry written down this much later than it happened says so."""

AMBIENT = (HealthChanged, Noted)
"""Facts that belong to the room: they count for every incident in whose time they fall."""

NOISE = (Exported, ConsoleOpened, ConsoleClosed, HeadsSeen, Corrected, Pinned, Rated)
"""Facts that have no row of their own: what they say stands elsewhere, without a name, or is about no incident."""

PASSING_STEPS = frozenset({"planned", "confirmed", "executed", "verifying", "declined", "cancelled"})
"""Steps of an action that get no row: what was sent and what became of it stands at the others."""


class Row(NamedTuple):
    """One event of the timeline. `event` cites it; `remarks` say what else the log knows about it."""

    at: Instant
    event: str
    actor: str
    kind: str
    text: str
    remarks: tuple[str, ...] = ()
    pinned: bool = False
    refused: bool = False


def belongs(event: Event, incident_id: str) -> bool:
    """Whether an event may be part of the incident: its own, or one of the whole room."""
    return event.incident == incident_id or (not event.incident and isinstance(event.fact, AMBIENT))


def cited(events: Sequence[Event], incident: Incident, as_of: Instant) -> list[Event]:
    """Return the events that get a row, in their total order."""
    first, last = incident.since - LOOKBACK, as_of if incident.until is None else incident.until
    return [
        event
        for event in events
        if not isinstance(event.fact, NOISE)
        and not (isinstance(event.fact, ActionMoved) and event.fact.step in PASSING_STEPS)
        and (event.incident or first <= event.occurred_at <= last)
    ]


def rows(events: Sequence[Event], state: State) -> tuple[Row, ...]:
    """Return the rows of these events by the time at which they happened, then their total order."""
    refusals = {refusal.event: refusal.reason for refusal in state.refusals}
    made = [_row(event, state, refusals) for event in events]
    made.sort(key=lambda row: row.at)  # stable: events come in their total order
    return tuple(made)


def _row(event: Event, state: State, refusals: Mapping[str, str]) -> Row:
    key = event.key
    correction, reason = state.corrections.get(key), refusals.get(key)
    at, text = event.occurred_at, _words(event, state)
    remarks: tuple[str, ...] = ()
    if correction is not None or reason is not None or event.recorded_at - at > LATE:
        remarks = _remarks(event, correction, reason)
    if correction is not None:
        text = text if correction.text is None else correction.text
        at = at if correction.occurred_at is None else correction.occurred_at
    pinned = state.is_pinned(key, born=event.pinned)
    return Row(at, key, event.actor, event.fact.kind, text, remarks, pinned, reason is not None)


def _words(event: Event, state: State) -> str:
    """Return what the event says; a mitigation by what was done, not by the id of the action."""
    fact = event.fact
    said = fact.summary()
    if not isinstance(fact, MitigationSettled) or (deed := state.actions.get(fact.action)) is None:
        return said
    return f"mitigation {deed.verb} {deed.target}{said.removeprefix(f'mitigation {fact.action}')}"


def _remarks(event: Event, correction: Correction | None, reason: str | None) -> tuple[str, ...]:
    said = []
    if reason is not None:
        said.append(f"refused: {reason}")
    if correction is not None:
        by = f"by {correction.by} in {correction.event}"
        if correction.text is not None:
            said.append(f"corrected {by}; first written: {event.fact.summary()}")
        if correction.occurred_at is not None:
            said.append(f"time corrected {by}; first written: {clock_time(event.occurred_at)} UTC")
    if event.recorded_at - event.occurred_at > LATE:
        said.append(f"written down at {clock_time(event.recorded_at)} UTC")
    return tuple(said)
