"""Pure: the small values of an incident: who held which role, each step of its course, each word on it."""

from collections.abc import Mapping
from typing import NamedTuple

from console.incident.facts import Instant


class Holder(NamedTuple):
    """Who has a role, since when, and how to reach them; `event` names the event that says so."""

    person: str
    since: Instant
    contact: str = ""
    event: str = ""


def everybody(role: str, first: Mapping[str, Holder], more: Mapping[str, tuple[Holder, ...]]) -> tuple[Holder, ...]:
    """Return who has a role, given the first holders of all roles and those beside them."""
    holder = first.get(role)
    return () if holder is None else (holder, *more.get(role, ()))


class RosterSpan(NamedTuple):
    """One stretch of a person in a role; `until` None: still there."""

    role: str
    person: str
    since: Instant
    until: Instant | None = None
    contact: str = ""
    event: str = ""


class ItemState(NamedTuple):
    """Where a checklist item stands: open, doing, done, skipped (with a reason) or n/a."""

    state: str
    at: Instant
    by: str
    reason: str = ""
    title: str = ""
    event: str = ""


class SeverityStep(NamedTuple):
    """From `at` on the severity was `label`."""

    at: Instant
    label: str
    rank: int
    event: str = ""


class StatusStep(NamedTuple):
    """From `at` on the status was `status`."""

    at: Instant
    status: str
    event: str = ""


class UpdateStep(NamedTuple):
    """Somebody was told something at `at`."""

    at: Instant
    audience: str
    event: str = ""


class Correction(NamedTuple):
    """What an event's text and time really are (None: as written), says `by` at `at` in `event`."""

    text: str | None
    occurred_at: Instant | None
    by: str
    at: Instant
    event: str


class Refusal(NamedTuple):
    """An event that excludes an earlier one of another writer: it stands in the log and changes nothing."""

    event: str
    reason: str

    @property
    def told(self) -> str:
        """What the one who wrote it is told."""
        return f"Another console was first: {self.reason}. {self.event} stands in the log and changes nothing."


class Answer(NamedTuple):
    """What was said of how bad it is; `text` "" is unknown: an open question."""

    text: str
    at: Instant
    by: str
    event: str = ""
