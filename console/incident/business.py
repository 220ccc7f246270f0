"""Pure: business hours: what need not be answered at night, on a weekend or on a holiday waits for the next morning."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from console.incident.clock import parse_duration, short_span
from console.incident.facts import Instant

_SATURDAY = 5
_DAYS = re.compile(r"([1-9]\d?) ?(?:bd|business days?)")
_LONGEST = 366
"""Days after which a next business day is looked for no more: somebody wrote down every day as a holiday."""


class Within(NamedTuple):
    """How long something may take: `span` in ms, or so many business `days`."""

    span: int = 0
    days: int = 0

    def __str__(self) -> str:
        """Return "5 business days", "3d"."""
        return f"{self.days} business days" if self.days else short_span(self.span)


def parse_within(text: str) -> Within:
    """Return what "48h", "3d" or "5 business days" means; Refused for anything else."""
    found = _DAYS.fullmatch(" ".join(text.lower().split()))
    return Within(days=int(found[1])) if found else Within(parse_duration(text))


class Calendar(NamedTuple):
    """When people are at work: Monday to Friday but for `holidays`, from `opens` to `closes`.

    Times are local in `tz`; None is the zone of this machine.
    """

    tz: tzinfo | None = None
    holidays: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(17)

    def works_on(self, day: date) -> bool:
        """Whether a day is a business day."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def deferred(self, at: Instant) -> Instant:
        """Return `at` where it lies in business hours, else when the next business day opens.

        A time that no calendar has (another writer's clock is beyond all years) stays as it is.
        """
        try:
            local = datetime.fromtimestamp(at / 1000, UTC).astimezone(self.tz)
        except (OverflowError, ValueError, OSError):
            return at
        if self.works_on(local.date()) and self.opens <= local.time() < self.closes:
            return at
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        for later in range(_LONGEST):
            opening = day + timedelta(days=later)
            if self.works_on(opening):
                return self._instant(datetime.combine(opening, self.opens))
        return at

    def after(self, at: Instant, within: Within) -> Instant:
        """Return when so long after `at` is over; so many business days end at the same time of day.

        A time that no calendar has stays as it is.
        """
        if not within.days:
            return at + within.span
        try:
            local = datetime.fromtimestamp(at / 1000, UTC).astimezone(self.tz)
            day, left = local.date(), within.days
            for _ in range(_LONGEST):
                day += timedelta(days=1)
                left -= self.works_on(day)
                if not left:
                    break
            return self._instant(datetime.combine(day, local.time()))
        except (OverflowError, ValueError, OSError):
            return at

    def last_at(self, when: time, before: Instant, after: Instant) -> Instant:
        """Return the last business day at `when` o'clock that is not later than `before`, else `before` itself.

        What is not later than `after` is none.
        """
        try:
            day = datetime.fromtimestamp(before / 1000, UTC).astimezone(self.tz).date()
            for back in range(_LONGEST):
                at = self._instant(datetime.combine(day - timedelta(days=back), when))
                if at <= after:
                    break
                if at <= before and self.works_on(day - timedelta(days=back)):
                    return at
        except (OverflowError, ValueError, OSError):
            return before
        return before

    def _instant(self, naive: datetime) -> Instant:
        aware = naive.astimezone() if self.tz is None else naive.replace(tzinfo=self.tz)
        return round(aware.timestamp() * 1000)
