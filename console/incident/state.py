"""Pure: the state of all incidents as a fold over events in their total order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from console.incident.draft import StateDraft
from console.incident.events import Event
from console.incident.fold import HANDLERS
from console.incident.record import (
    COMMANDER,
    LIVE,
    NOTHING,
    Correction,
    Holder,
    Incident,
    ItemState,
    Refusal,
    RosterSpan,
    SeverityStep,
    StatusStep,
    UpdateStep,
)

__all__ = [
    "COMMANDER",
    "EMPTY",
    "FOLD_KINDS",
    "LIVE",
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
    "apply",
    "fold",
]

FOLD_KINDS: frozenset[str] = frozenset(fact.kind for fact in HANDLERS)
"""The kinds of event that change the state; a reader that only wants the state may skip all others."""

REFUSALS_KEPT = 1_000


class State(NamedTuple):
    """What the log says so far. `incidents` by id, in the order of declaration; `health` by service.

    `pins` and `unpins` are the events that a later event pinned or unpinned; `corrections` are by the event that they
    correct, and `roots` leads from a correction to that event. `refusals` are the newest ones, bounded.
    """

    incidents: Mapping[str, Incident] = NOTHING
    pins: frozenset[str] = frozenset()
    unpins: frozenset[str] = frozenset()
    corrections: Mapping[str, Correction] = NOTHING
    roots: Mapping[str, str] = NOTHING
    health: Mapping[str, str] = NOTHING
    refusals: tuple[Refusal, ...] = ()

    def live(self) -> tuple[Incident, ...]:
        """Return the live incidents in the order of declaration."""
        return tuple(incident for incident in self.incidents.values() if incident.live)

    def current(self) -> Incident | None:
        """Return the incident that the room is about: the newest live one, else the newest still to be closed."""
        for wanted in (LIVE, ("triage",), ("resolved",)):
            for incident in reversed(tuple(self.incidents.values())):
                if incident.status in wanted:
                    return incident
        return None

    def is_pinned(self, key: str, *, born: bool = False) -> bool:
        """Whether an event is pinned; `born` is its own flag from when it was written."""
        return key in self.pins or (born and key not in self.unpins)


EMPTY = State()


def apply(state: State, event: Event) -> State:
    """Return the state after one more event; the same object where the event changes nothing."""
    handler = HANDLERS.get(type(event.fact))
    if handler is None:
        return state
    draft = _thaw(state, REFUSALS_KEPT)
    _step(draft, handler, event)
    return _freeze(draft)


def fold(events: Iterable[Event], state: State = EMPTY, *, keep: int = REFUSALS_KEPT) -> State:
    """Return the state after all these events, given in their total order; `keep` bounds the refusals."""
    draft = _thaw(state, keep)
    handlers = HANDLERS
    for event in events:
        handler = handlers.get(type(event.fact))
        if handler is not None:
            _step(draft, handler, event)
    return _freeze(draft)


def states(events: Iterable[Event], state: State = EMPTY) -> Iterator[State]:
    """Yield the state after each event, for replay and tests."""
    for event in events:
        state = apply(state, event)
        yield state


def _step(draft: StateDraft, handler: Callable[[StateDraft, Event, Any], str], event: Event) -> None:
    reason = handler(draft, event, event.fact)
    if reason:
        draft.refusals.append(Refusal(event.key, reason))
        if len(draft.refusals) > 2 * draft.keep:
            del draft.refusals[: -draft.keep]


def _thaw(state: State, keep: int) -> StateDraft:
    draft = StateDraft(keep)
    draft.incidents = dict(state.incidents)
    draft.pins, draft.unpins = set(state.pins), set(state.unpins)
    draft.corrections, draft.roots = dict(state.corrections), dict(state.roots)
    draft.health, draft.refusals = dict(state.health), list(state.refusals)
    return draft


def _freeze(draft: StateDraft) -> State:
    for incident_id, incident in draft.open.items():
        draft.incidents[incident_id] = incident.freeze()
    return State(
        MappingProxyType(draft.incidents),
        frozenset(draft.pins),
        frozenset(draft.unpins),
        MappingProxyType(draft.corrections),
        MappingProxyType(draft.roots),
        MappingProxyType(draft.health),
        tuple(draft.refusals[-draft.keep :]),
    )
