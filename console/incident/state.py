"""Pure: the state of all incidents as a fold over events in their total order."""

from collections.abc import Iterable, Iterator

from console.incident.draft import StateDraft
from console.incident.events import Event
from console.incident.fold import HANDLERS
from console.incident.record import (
    COMMANDER,
    LIVE,
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
    "states",
]

FOLD_KINDS: frozenset[str] = frozenset(fact.kind for fact in HANDLERS)
"""The kinds of event that change the state; a reader that only wants the state may skip all others."""

REFUSALS_KEPT = 1_000


EMPTY = State()


def apply(state: State, event: Event) -> State:
    """Return the state after one more event; the same object where the event changes nothing."""
    handler = HANDLERS.get(type(event.fact))
    if handler is None:
        return state
    draft = StateDraft(state, REFUSALS_KEPT)
    reason = handler(draft, event, event.fact)
    if reason:
        draft.refuse(event.key, reason)
    return draft.freeze()


def fold(events: Iterable[Event], state: State = EMPTY, *, keep: int = REFUSALS_KEPT) -> State:
    """Return the state after all these events, given in their total order; `keep` bounds the refusals."""
    draft = StateDraft(state, keep)
    handlers = HANDLERS
    for event in events:
        handler = handlers.get(type(event.fact))
        if handler is not None:
            reason = handler(draft, event, event.fact)
            if reason:
                draft.refuse(event.key, reason)
    return draft.freeze()


def states(events: Iterable[Event], state: State = EMPTY) -> Iterator[State]:
    """Yield the state after each event, for replay and tests."""
    for event in events:
        state = apply(state, event)
        yield state
