"""Pure: what was changed and what of it is news; nearest to the onset first. Knows no source and no log."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checks.change import Change
from console.incident.clock import DAY, HOUR, MINUTE
from console.incident.events import ChangeSeen, Event, Instant
from console.incident.record import Correction

BACK = 2 * HOUR
"""How far back changes are looked at: from now, and from the onset while there is one."""
NEAR = HOUR
"""How near to the onset a change stands out."""
SAME = MINUTE
"""Onsets are told by the minute: what was changed up to so much later may still be the cause."""
AHEAD = DAY
"""How far ahead of ours the clock of a source may be."""
MOST_KEYS = 20_000
_NOTHING: Mapping[str, Correction] = {}


class SeenChange(NamedTuple):
    """A change as the log has it, `at` in ms since 1970: the fields of `ChangeSeen`; `event` names the log's event."""

    at: Instant
    source: str
    what: str
    target: str
    text: str
    by: str = ""
    where: str = ""
    key: str = ""
    event: str = ""


def seen_change(event: Event, corrections: Mapping[str, Correction] = _NOTHING) -> SeenChange | None:
    """Return the change that an event tells, with its correction over it (by event key); None where it tells none."""
    fact = event.fact
    if not isinstance(fact, ChangeSeen):
        return None
    said = corrections.get(event.key)
    text = fact.text if said is None or said.text is None else said.text
    at = event.occurred_at if said is None or said.occurred_at is None else said.occurred_at
    return SeenChange(at, fact.source, fact.what, fact.target, text, fact.by, fact.where, fact.key, event.key)


def since(onset: Instant | None, now: Instant) -> Instant:
    """Return from when on changes matter: two hours back, and two hours before the onset."""
    return (now if onset is None else min(onset, now)) - BACK


def can_be_cause(at: Instant, onset: Instant) -> bool:
    """Whether something at `at` can have caused what began at the onset."""
    return at <= onset + SAME


def is_near(at: Instant, onset: Instant) -> bool:
    """Whether it is within an hour of the onset."""
    return abs(at - onset) <= NEAR


def ranked(
    changes: Iterable[SeenChange], onset: Instant | None, now: Instant, oldest: Instant | None = None
) -> list[SeenChange]:
    """Return the changes that matter, each once: what came before the onset, the nearest first, then what came after.

    Those from `oldest` on, or from where they usually matter. Without an onset the newest are first. Nothing is left
    out for its words, but a time that no clock here can mean.
    """
    oldest = since(onset, now) if oldest is None else oldest
    found = [each for each in merged(changes) if oldest <= each.at <= now + AHEAD]
    if onset is None:
        return sorted(found, key=lambda each: (-each.at, each.key))
    return sorted(found, key=lambda each: (not can_be_cause(each.at, onset), abs(each.at - onset), each.key))


def merged(changes: Iterable[SeenChange]) -> list[SeenChange]:
    """Return each change once, as first told; what the first did not know is taken from those that say it again."""
    found: dict[str, SeenChange] = {}
    for each in changes:
        key = each.key or each.event
        known = found.get(key)
        if known is None:
            found[key] = each
        elif not (known.by and known.where):
            found[key] = known._replace(by=known.by or each.by, where=known.where or each.where)
    return list(found.values())


class KnownKeys:
    """The keys of the changes that the log has of the last day: so that it keeps each one once. Bounded."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._at: dict[str, Instant] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def __len__(self) -> int:
        return len(self._at)

    def add(self, key: str, at: Instant) -> None:
        """Remember the key of a change that happened at `at`, whoever wrote it into the log."""
        self._at[key] = at
        if len(self._at) > self._most:
            # A good part of the oldest goes at once, since it costs looking at all of them.
            oldest = sorted(self._at, key=self._at.__getitem__)[: max(1, self._most // 10)]
            for each in oldest:
                del self._at[each]

    def forget(self, before: Instant) -> None:
        """Drop what happened before this instant."""
        self._at = {key: at for key, at in self._at.items() if at >= before}


def fresh(changes: Iterable[Change], known: KnownKeys, now: Instant) -> list[Change]:
    """Return what the log does not have, each once, the oldest first; only what is a day old, or younger, is news.

    Nothing is remembered by this: add the keys once they are in the log.
    """
    found: dict[str, Change] = {}
    for change in sorted(changes, key=lambda each: each.at):
        if change.key not in known and now - DAY <= change.at <= now + AHEAD:
            found.setdefault(change.key, change)
    return list(found.values())
