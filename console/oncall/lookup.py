"""Asks every schedule who is on call now; what cannot be asked says so and takes nothing else away."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from console.incident.clock import Clock
from console.incident.duty import Duty
from console.incident.errors import Failed, WarroomError
from console.incident.events import Instant
from console.oncall.calendar import parse_calendar
from console.oncall.fetching import Fetcher
from console.oncall.rota import Told, on_duty
from console.oncall.shift_file import parse_shifts
from console.settings import Login, Person, Schedule

SignIn = Callable[[Login], Mapping[str, str]]
"""Returns the headers that sign in; raises Refused where a secret is missing."""
_LARGEST = 2_000_000


class Lookup(NamedTuple):
    """What asking needs to know. `sign_in` fetches secrets only when a calendar is asked for."""

    schedules: Sequence[Schedule]
    people: Mapping[str, Person]
    log_dir: Path
    clock: Clock
    sign_in: SignIn
    writes: bool = True

    def now(self) -> tuple[Duty, ...]:
        """Return who is on call, schedule by schedule. May take seconds where calendars are fetched."""
        return tuple(duty for schedule in self.schedules for duty in self._of(schedule))

    def _of(self, schedule: Schedule) -> tuple[Duty, ...]:
        now = self.clock()
        try:
            told = self._told(schedule, now)
        except WarroomError as error:
            source = schedule.url.partition("://")[2].partition("/")[0] or str(schedule.file or schedule.ical)
            told = Told((), source, None, str(error))
        return on_duty(schedule, told, now)

    def _told(self, schedule: Schedule, now: Instant) -> Told:
        people = list(self.people.values())
        if schedule.url:
            fetcher = Fetcher(schedule.url, self.sign_in(schedule.login), self.log_dir, self.clock, writes=self.writes)
            kept = fetcher.get()
            shifts = parse_calendar(kept.text, now, people)
            return Told(shifts, fetcher.source, kept.at, kept.problem, cached=True)
        if schedule.ical is not None:
            return Told(parse_calendar(_text(schedule.ical), now, people), str(schedule.ical), now)
        assert schedule.file is not None
        shifts, problems = parse_shifts(_text(schedule.file), str(schedule.file), schedule.name, self.people)
        return Told(shifts, str(schedule.file), now, "; ".join(map(str, problems)))


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Failed(f"{path} is not UTF-8 text (byte {error.start}).") from error
