"""Pure: the other people of a drill: what they say, promise and do by when, from the scenario and from the log."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple

from console.drill.scenario import Colleague, Scenario
from console.incident import commands
from console.incident.errors import Refused
from console.incident.events import (
    Entry,
    Event,
    Fact,
    Instant,
    Noted,
    RoleAccepted,
    RoleAssigned,
    RoleOffered,
    TaskAccepted,
    TaskEnded,
    TaskGiven,
)
from console.incident.record import Incident
from console.incident.state import State

_OF_THE_TIME = 0.8
"""The part of a task's time after which somebody who keeps promises is done with it."""
Act = Callable[[State, Instant], Iterable[Entry]]
"""What somebody does, given where the log stands then; it may be refused."""


class Doing(NamedTuple):
    """Something that somebody does at `at` (ms)."""

    at: Instant
    act: Act


class Colleagues:
    """Everybody but the commander: they answer after a while, ask, promise, and keep that or forget it."""

    def __init__(self, scenario: Scenario, seed: int, start: Instant) -> None:
        self._random = Random(seed)  # noqa: S311 - how quickly somebody answers
        self._known = {each.name: each for each in scenario.colleagues}
        self._due: list[Doing] = []
        for who in scenario.colleagues:
            at = start + round(who.at * 1000)
            if who.asks:
                self.plan(at, says(who.name, who.asks))
            if who.promises:
                self.plan(at, _promises(who))

    def plan(self, at: Instant, act: Act) -> None:
        """Have something done at its time."""
        self._due.append(Doing(at, act))
        self._due.sort(key=lambda each: each.at)

    def hear(self, events: Iterable[Event]) -> None:
        """Take in what came into the log: who was given a role or a task answers after a while."""
        for event in events:
            who = self._known.get(getattr(event.fact, "person", ""))
            if who is None:
                continue
            if isinstance(event.fact, RoleAssigned):
                role = event.fact.role.replace("_", " ")
                self.plan(self._answer(event, who), says(who.name, f"I have {role}."))
            elif isinstance(event.fact, RoleOffered):
                self.plan(self._answer(event, who), _does(event, RoleAccepted(event.fact.role, who.name), who))
            elif isinstance(event.fact, TaskGiven):
                self._take(event, event.fact, who)

    def act(self, state: Callable[[], State], now: Instant) -> Iterator[Entry]:
        """Yield what they do by now; `state` is asked anew for each, since each is written before the next."""
        while self._due and self._due[0].at <= now:
            doing = self._due.pop(0)
            try:
                yield from doing.act(state(), now)
            except Refused:
                continue  # somebody else said so first, or it is over

    def _answer(self, event: Event, who: Colleague) -> Instant:
        return event.occurred_at + round(who.answers * self._random.uniform(0.6, 1.4) * 1000)

    def _take(self, event: Event, task: TaskGiven, who: Colleague) -> None:
        """Say yes to a task, and do it in time, or forget it."""
        if event.actor != who.name:
            self.plan(self._answer(event, who), _does(event, TaskAccepted(task.task, event.key), who))
        if not who.forgets:
            # What was promised has a report; what was asked for is simply done.
            said = who.reports if event.actor == who.name else ""
            at = event.occurred_at + round((task.due - event.occurred_at) * _OF_THE_TIME)
            self.plan(at, _does(event, TaskEnded(task.task, event.key, "done", said), who))


def says(name: str, text: str) -> Act:
    """Return what writes that down."""
    return lambda _state, _now: (Entry(Noted(text), name),)


def _does(event: Event, fact: Fact, who: Colleague) -> Act:
    """Return what answers an event in its incident."""
    return lambda _state, _now: (Entry(fact, who.name, event.incident),)


def _promises(who: Colleague) -> Act:
    """Return what makes a task of a promise; without an incident it is only said."""

    def act(state: State, now: Instant) -> Iterable[Entry]:
        incident = _live(state)
        if incident is None:
            return (Entry(Noted(who.promises), who.name),)
        span = round(who.within * 1000)
        return commands.give_task(state, incident.id, who.name, span, who.promises, actor=who.name, now=now)

    return act


def _live(state: State) -> Incident | None:
    return next(reversed(state.live()), None)
