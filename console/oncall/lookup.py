"""Asks every schedule who is on call now; what cannot be asked says so and takes nothing else away."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from console.incident.clock import Clock
from console.incident.duty import Duty
from console.incident.errors import Failed, WarroomError
from console.incident.events import Instant
from console.oncall.calendar import Read, parse_calendar
from console.oncall.fetching import Fetcher
from console.oncall.rota import Told, on_duty
from console.oncall.shift_file import parse_shifts
from console.settings import Login, Person, Schedule

SignIn = Callable[[Login], Mapping[str, str]]
"""Returns the headers that sign in; raises Refused where a secret is missing."""
_LARGEST = 2_000_000
HOLDS = 6 * 3_600_000
"""Milliseconds for which the shifts of a calendar hold: they are unrolled for weeks ahead."""


class Lookup:
    """Asks the schedules. `sign_in` fetches secrets only when a calendar is asked for; belongs to one thread."""

    def __init__(
        self,
        schedules: Sequence[Schedule],
        people: Mapping[str, Person],
        log_dir: Path,
        clock: Clock,
        sign_in: SignIn,
        *,
        writes: bool = True,
    ) -> None:
        self._schedules, self._people, self._log_dir = schedules, people, log_dir
        self._clock, self._sign_in, self._writes = clock, sign_in, writes
        self._unrolled: dict[str, tuple[str, Instant, Read]] = {}

    def now(self) -> tuple[Duty, ...]:
        """Return who is on call, schedule by schedule. May take seconds where calendars are fetched."""
        return tuple(duty for schedule in self._schedules for duty in self._of(schedule))

    def _of(self, schedule: Schedule) -> tuple[Duty, ...]:
        now = self._clock()
        try:
            told = self._told(schedule, now)
        except WarroomError as error:
            source = schedule.url.partition("://")[2].partition("/")[0] or str(schedule.file or schedule.ical)
            told = Told((), source, None, (str(error),))
        return on_duty(schedule, told, now)

    def _told(self, schedule: Schedule, now: Instant) -> Told:
        if schedule.url:
            headers = partial(self._sign_in, schedule.login)
            fetcher = Fetcher(schedule.url, headers, self._log_dir, self._clock, writes=self._writes)
            kept = fetcher.get()
            found = self._calendar(schedule.name, kept.text, now, fetcher.source)
            silent = (kept.problem,) if kept.problem else ()
            return Told(found.shifts, fetcher.source, kept.at, (*silent, *found.problems), cached=True)
        if schedule.ical is not None:
            source = str(schedule.ical)
            found = self._calendar(schedule.name, _text(schedule.ical), now, source)
            return Told(found.shifts, source, now, found.problems)
        assert schedule.file is not None
        shifts, problems = parse_shifts(_text(schedule.file), str(schedule.file), schedule.name, self._people)
        return Told(shifts, str(schedule.file), now, tuple(map(str, problems)))

    def _calendar(self, name: str, text: str, now: Instant, source: str) -> Read:
        """Return the shifts of a calendar; one that says what it said before is not read again for a while."""
        before = self._unrolled.get(name)
        if before is not None and before[0] == text and 0 <= now - before[1] < HOLDS:
            return before[2]
        found = parse_calendar(text, now, list(self._people.values()), source)
        self._unrolled[name] = (text, now, found)
        return found


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Failed(f"{path} is not UTF-8 text (byte {error.start}).") from error
