"""Pure: what incidents are recognised by: services hit, signals, cause, words, type; and the log in one pass for it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.incident.events import Event, HealthChanged
from console.incident.facts import Instant
from console.incident.record import Incident, State
from console.incident.state import fold

LEFT_OUT = ("declined", "cancelled", "merged", "triage")
"""Statuses of what was no incident, goes on in another one, or nobody has declared yet."""
_NOT_WELL = ("degraded", "down")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PLAIN = frozenset({"and", "are", "but", "for", "from", "has", "not", "some", "that", "the", "was", "were", "with"})
_MOST_WORDS = 12
_SIGNAL_WORDS = 4


class Seen(NamedTuple):
    """A service was seen not well, and why."""

    at: Instant
    service: str
    reason: str


class History(NamedTuple):
    """All incidents, and when services were seen not well, the oldest first."""

    state: State
    seen: Sequence[Seen] = ()


class Fingerprint(NamedTuple):
    """What an incident is recognised by; what nobody knows is empty and resembles nothing."""

    services: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    cause: str = ""
    words: frozenset[str] = frozenset()
    type: str = ""


def gather(events: Iterable[Event]) -> History:
    """Read events once, given in their total order."""
    seen: list[Seen] = []
    state = fold(_noting(events, seen))
    seen.sort(key=lambda each: each.at)
    return History(state, seen)


def _noting(events: Iterable[Event], seen: list[Seen]) -> Iterator[Event]:
    for event in events:
        fact = event.fact
        if type(fact) is HealthChanged and fact.after in _NOT_WELL:
            seen.append(Seen(event.occurred_at, fact.service, fact.reason))
        yield event


def counts(incident: Incident) -> bool:
    """Whether it is an incident of its own: no drill, no test, none that was called off or is part of another."""
    return incident.purpose == "incident" and incident.status not in LEFT_OUT


def fingerprints(history: History, now: Instant) -> Mapping[str, Fingerprint]:
    """Return the fingerprint of every incident, by id."""
    times = [each.at for each in history.seen]
    return {each.id: _fingerprint(each, history, times, now) for each in history.state.incidents.values()}


def _fingerprint(incident: Incident, history: History, times: Sequence[Instant], now: Instant) -> Fingerprint:
    until = now if incident.until is None else incident.until
    found = history.seen[bisect_left(times, incident.since) : bisect_right(times, until)]
    named = incident.answers.get("services")
    services = {name.strip() for name in named.text.split(",")} if named is not None else set()
    return Fingerprint(
        frozenset({*services, *(each.service for each in found)} - {""}),
        frozenset(filter(None, (signal(each.service, each.reason) for each in found))),
        incident.cause,
        words(incident.known_as),
        incident.type,
    )


def signal(service: str, reason: str) -> str:
    """Return why a service was not well, without the numbers, which differ each time: "web: error rate over"."""
    found = _WORD.findall(reason.lower())[:_SIGNAL_WORDS]
    return f"{service}: {' '.join(found)}" if found else ""


def words(text: str) -> frozenset[str]:
    """Return the words of a title that tell something."""
    found = (word for word in _WORD.findall(text.lower()) if word not in _PLAIN)
    return frozenset(list(dict.fromkeys(found))[:_MOST_WORDS])


def repeats(one: Fingerprint, other: Fingerprint) -> str:
    """Say why two incidents are one that came again, "" where they are not.

    It did with the same accepted cause, or where the same services were hit with the same signals.
    """
    if one.cause and one.cause == other.cause:
        return f"cause {one.cause}"
    if one.signals and one.services == other.services and one.signals == other.signals:
        return f"the same signals of {', '.join(sorted(one.services))}"
    return ""
