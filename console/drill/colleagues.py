"""Pure: the other people of a drill: what they say and when, from the scenario and from what the log tells."""

from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from console.drill.scenario import Colleague, Scenario
from console.incident.events import Entry, Event, Instant, Noted, RoleAccepted, RoleAssigned, RoleOffered


class Said(NamedTuple):
    """Something that somebody says at `at` (ms): a text, or that they take a `role` of an incident."""

    at: Instant
    by: str
    text: str
    role: str = ""
    incident: str = ""

    def entry(self) -> Entry:
        """Return it as the log takes it."""
        fact = RoleAccepted(self.role, self.by) if self.role else Noted(self.text)
        return Entry(fact, self.by, self.incident)


class Colleagues:
    """Everybody but the commander: answers to a role after a while, asks, promises, and keeps that or forgets it."""

    def __init__(self, scenario: Scenario, seed: int, start: Instant) -> None:
        self._random = Random(seed)  # noqa: S311 - how quickly somebody answers
        self._known = {each.name: each for each in scenario.colleagues}
        self._due = sorted(_of_scenario(scenario.colleagues, start))

    def plan(self, said: Said) -> None:
        """Have something said at its time."""
        self._due = sorted([*self._due, said])

    def hear(self, events: Iterable[Event]) -> None:
        """Take in what came into the log: who was given or offered a role says so after a while."""
        for event in events:
            fact = event.fact
            if isinstance(fact, RoleAssigned | RoleOffered) and fact.person in self._known:
                who = self._known[fact.person]
                delay = who.answers * self._random.uniform(0.6, 1.4)
                at = event.occurred_at + round(delay * 1000)
                accepted = (fact.role, event.incident) if isinstance(fact, RoleOffered) else ("", "")
                self._due.append(Said(at, who.name, f"I have {fact.role.replace('_', ' ')}.", *accepted))
                self._due.sort()

    def speak(self, now: Instant) -> list[Entry]:
        """Return who says what by now."""
        said = [each for each in self._due if each.at <= now]
        self._due = self._due[len(said) :]
        return [each.entry() for each in said]


def _of_scenario(colleagues: Iterable[Colleague], start: Instant) -> Iterator[Said]:
    """Yield questions, promises, and what becomes of the promises that are kept."""
    for who in colleagues:
        at = start + round(who.at * 1000)
        if who.asks:
            yield Said(at, who.name, who.asks)
        if who.promises:
            yield Said(at, who.name, who.promises)
            if who.reports:
                yield Said(at + round(who.within * 1000), who.name, who.reports)
