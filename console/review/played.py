"""Pure: what people did in a drill, measured from its onset out of the log alone. It judges nothing."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.incident.action import STEPS, VERDICTS
from console.incident.checklist import Checklist
from console.incident.deed import TAKEN
from console.incident.errors import Refused
from console.incident.events import (
    ActionMoved,
    Corrected,
    Decided,
    DrillBegun,
    DrillEnded,
    Event,
    Instant,
    Noted,
    StatusChanged,
    UpdatePosted,
)
from console.incident.record import COMMANDER, LIVE, Incident
from console.incident.severity import Scheme
from console.incident.state import State, fold
from console.incident.tasking import tally
from console.incident.tasks import Tally
from console.review.on_time import live_since, ticked, updates_on_time

_MACHINES = frozenset({"", "warroom"})
"""Actors that are no person."""
_VOID = ("declined", "cancelled", "merged")
_UNSURE = frozenset({"executing", "timed out", "in doubt"})
"""Last steps of an action after which its effect may be in the world."""
_EVERY = 1 << 62


class Times(NamedTuple):
    """Milliseconds from the onset, never negative; None for what never came."""

    declare: int | None = None
    commander: int | None = None
    first_update: int | None = None
    hypothesis: int | None = None
    mitigate: int | None = None
    recover: int | None = None


class Act(NamedTuple):
    """An action that was sent at `at`. `verdict` is how it was judged, or the step at which it stopped."""

    verb: str
    target: str
    verdict: str
    at: Instant
    helpful: bool = False
    harmful: bool = False
    idle: bool = False

    @property
    def name(self) -> str:
        """What was done to what: "rollback deploy/web"."""
        return f"{self.verb} {self.target}"


class Played(NamedTuple):
    """A drill as it was played. `impact` is in ms, None where the drill did not end; pairs are (how many, of how many).

    `incident` is the one that was declared for it, None where nobody declared; `promises` is None where none was made.
    """

    begun: DrillBegun
    reason: str
    impact: int | None
    incident: Incident | None
    times: Times
    updates: tuple[int, int]
    checklist: tuple[int, int]
    actions: tuple[Act, ...]
    promises: tuple[int, int] | None = None


class _Drill(NamedTuple):
    """The newest drill of a log: its events from its beginning to its end, in their total order."""

    begun: DrillBegun
    ended: DrillEnded | None
    events: tuple[Event, ...]
    state: State
    until: Instant

    @property
    def recovered(self) -> Instant | None:
        """When users were well again."""
        return None if self.ended is None else self.ended.recovered

    def since_onset(self, at: Instant | None) -> int | None:
        """Return how long after the onset that was."""
        return None if at is None else max(0, at - self.begun.onset)


def measure(events: Iterable[Event], scheme: Scheme, checklists: Sequence[Checklist] = ()) -> Played:
    """Measure the newest drill of these events, which are those of a whole log; Refused where it has none."""
    drill = _newest(sorted(events, key=lambda event: event.order))
    incident = _declared(drill.state)
    acts = _acts(drill)
    return Played(
        begun=drill.begun,
        reason="" if drill.ended is None else drill.ended.reason,
        impact=None if drill.ended is None else max(0, drill.ended.impact),
        incident=incident,
        times=_times(drill, incident, acts),
        updates=(0, 0) if incident is None else updates_on_time(incident, scheme, drill.until),
        checklist=(0, 0) if incident is None else ticked(incident, checklists, drill.until),
        actions=acts,
        promises=_promises(incident, drill.until),
    )


def _promises(incident: Incident | None, now: Instant) -> tuple[int, int] | None:
    """Return how many promises were kept, and of how many; None where none was made."""
    found = Tally(0, 0) if incident is None else tally(incident, now)
    return (found.kept, found.of) if found.of else None


def _newest(events: Sequence[Event]) -> _Drill:
    begun, first = None, 0
    for index, event in enumerate(events):
        if isinstance(event.fact, DrillBegun):
            begun, first = event.fact, index
    if begun is None:
        raise Refused("No drill was begun in this log.")
    ends = (index for index in range(first, len(events)) if isinstance(events[index].fact, DrillEnded))
    end = next(ends, len(events) - 1)
    last, kept = events[end], tuple(events[first : end + 1])
    ended = last.fact if isinstance(last.fact, DrillEnded) else None
    until = last.occurred_at if ended is not None else max(event.occurred_at for event in kept)
    return _Drill(begun, ended, kept, fold(kept, keep=_EVERY), until)


def _declared(state: State) -> Incident | None:
    """Return the incident that was worked on: the first that was ever live and not called off, else the first."""
    lived = [each for each in state.incidents.values() if any(step.status in LIVE for step in each.statuses)]
    return next((each for each in lived if each.status not in _VOID), lived[0] if lived else None)


def _times(drill: _Drill, incident: Incident | None, acts: Sequence[Act]) -> Times:
    since = drill.since_onset
    times = Times(hypothesis=since(_first_right(drill)), recover=since(drill.recovered))
    times = times._replace(mitigate=since(_mitigated(drill, incident, acts)))
    if incident is None:
        return times
    held = (span.since for span in incident.roster if span.role == COMMANDER and span.person not in _MACHINES)
    return times._replace(
        declare=since(live_since(incident)),
        commander=since(min(held, default=None)),
        first_update=since(min((step.at for step in incident.updates), default=None)),
    )


def _first_right(drill: _Drill) -> Instant | None:
    """Return when the right hypothesis was first written down: that counts, and not the time that it was given.

    What was recorded after the end came in by an import, and has only that time.
    """
    wanted = [[word.casefold() for word in words if word.strip()] for words in drill.begun.hypothesis]
    for event in drill.events:
        if event.actor not in _MACHINES and event.actor not in drill.begun.others:
            text = _text_of(event).casefold()
            if text and any(words and all(_begins(word, text) for word in words) for words in wanted):
                return event.recorded_at if event.recorded_at <= drill.until else event.occurred_at
    return None


def _text_of(event: Event) -> str:
    """Return what a person wrote."""
    fact = event.fact
    if isinstance(fact, Noted | UpdatePosted):
        return fact.text
    if isinstance(fact, Decided):
        return f"{fact.text} {fact.reason}"
    if isinstance(fact, StatusChanged):
        return fact.reason
    return (fact.text or "") if isinstance(fact, Corrected) else ""


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins so: "deploy" is in "redeployed" not, in "deployment" it is."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0


def _mitigated(drill: _Drill, incident: Incident | None, acts: Sequence[Act]) -> Instant | None:
    """Return when impact ended or fell: an action was judged so, somebody said so, or the right action ended it.

    A word alone mitigates nothing: it counts from when an action had taken effect, or users were well by themselves.
    """
    after = (event for event in drill.events if event.occurred_at >= drill.begun.onset)
    steps = [(event.occurred_at, event.fact) for event in after if isinstance(event.fact, ActionMoved)]
    found = [at for at, fact in steps if fact.step == "improved"]
    recovered = [] if drill.recovered is None else [drill.recovered]
    if any(act.helpful for act in acts):
        found += recovered
    grounds = min([*recovered, *(at for at, fact in steps if fact.step in TAKEN)], default=None)
    said = None if incident is None else _said_better(incident)
    if said is not None and grounds is not None:
        found.append(max(said, grounds))
    return min(found, default=None)


def _said_better(incident: Incident) -> Instant | None:
    return incident.resolved_at if incident.mitigated_at is None else incident.mitigated_at


def _acts(drill: _Drill) -> tuple[Act, ...]:
    """Return what was sent, in the order of its beginning; what was declined or refused is no action."""
    by_id: dict[str, list[Event]] = {}
    for event in drill.events:
        if isinstance(event.fact, ActionMoved) and event.fact.step in STEPS:
            by_id.setdefault(event.fact.action, []).append(event)
    acts = (_act(drill.begun, steps) for steps in by_id.values())
    return tuple(act for act in acts if act is not None)


def _act(begun: DrillBegun, events: Sequence[Event]) -> Act | None:
    moves = [(event.occurred_at, event.fact) for event in events if isinstance(event.fact, ActionMoved)]
    steps = [fact.step for _, fact in moves]
    took = not TAKEN.isdisjoint(steps)
    if not took and steps[-1] not in {*_UNSURE, "failed"}:
        return None
    sent = ((at, fact) for at, fact in moves if fact.step not in {"planned", "confirmed"})
    at, fact = next(sent)
    verdict = next((step for step in reversed(steps) if step in VERDICTS), steps[-1])
    act = Act(fact.verb, fact.target, verdict, at)
    harmful = (took or steps[-1] in _UNSURE) and _is_one_of(act.name, begun.harms)
    helpful, idle = took and _is_one_of(act.name, begun.helps), _is_one_of(act.name, begun.idle)
    return act._replace(harmful=harmful, helpful=helpful, idle=idle)


def _is_one_of(name: str, patterns: Sequence[str]) -> bool:
    """Whether an action is named, or a pattern with `*` at its end begins as it does."""
    return any(name == each or (each.endswith("*") and name.startswith(each[:-1])) for each in patterns)
