"""Pure: shifts of a schedule, and who has one now."""

from collections.abc import Iterable
from typing import NamedTuple

from console.incident.duty import Duty
from console.incident.events import Instant
from console.settings import Schedule


class Shift(NamedTuple):
    """A person is on call from `since` until before `until`."""

    person: str
    since: Instant
    until: Instant


class Told(NamedTuple):
    """What a source said: its shifts, its name, when it said so, and what of it cannot be read, or be asked again."""

    shifts: tuple[Shift, ...]
    source: str
    read_at: Instant | None
    problems: tuple[str, ...] = ()
    cached: bool = False


def on_duty(schedule: Schedule, told: Told, now: Instant) -> tuple[Duty, ...]:
    """Return who is on call now, each once; one without a person where nobody is, until the next shift begins."""
    where = (schedule.role, schedule.team, schedule.service, told.source, told.read_at, told.problems, told.cached)
    current: dict[str, Shift] = {}
    for shift in sorted(told.shifts):
        if shift.since <= now < shift.until:
            current.setdefault(shift.person, shift)
    if current:
        held = [(each, _end(each, told.shifts)) for each in current.values()]
        return tuple(Duty(schedule.name, shift.person, shift.since, end, *where) for shift, end in held)
    coming = min((shift.since for shift in told.shifts if shift.since > now), default=None)
    return (Duty(schedule.name, "", None, coming, *where),)


def _end(current: Shift, shifts: Iterable[Shift]) -> Instant:
    """Return when somebody is relieved: a shift that follows their own without a gap is the same to them."""
    end = current.until
    for shift in sorted(shifts, key=lambda each: each.since):
        if shift.person == current.person and shift.since <= end < shift.until:
            end = shift.until
    return end
