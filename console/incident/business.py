"""Pure: business hours: what need not be answered at night, on a weekend or on a holiday waits for the next morning."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from console.incident.facts import Instant

_SATURDAY = 5
_LONGEST = 366
"""Days after which a next business day is looked for no more: somebody wrote down every day as a holiday."""


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

    def _instant(self, naive: datetime) -> Instant:
        aware = naive.astimezone() if self.tz is None else naive.replace(tzinfo=self.tz)
        return round(aware.timestamp() * 1000)
