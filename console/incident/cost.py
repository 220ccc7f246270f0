"""Pure: what an incident cost in people's time. Every parameter is given; without them nothing is estimated."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple

from console.incident.clock import DAY, HOUR
from console.incident.events import Instant
from console.incident.record import COMMANDER, Incident

PARTICIPANT = Decimal("0.5")
"""Share of an hour that an hour in a role counts which has no multiplier of its own."""
MULTIPLIERS: Mapping[str, Decimal] = MappingProxyType(
    {
        COMMANDER: Decimal(1),
        "scribe": Decimal("0.75"),
        "communications_lead": Decimal("0.75"),
        "customer_support_lead": Decimal("0.75"),
        "executive_liaison": Decimal("0.75"),
        "observer": Decimal(0),
    }
)
"""Share of an hour that an hour in a role counts."""

HOURS_A_DAY = 8
"""Of a stretch of more than 24 hours, so many hours a day are counted."""


class Rates(NamedTuple):
    """Parameters of the estimate: `hourly` in `currency`; hours of review preparation and per person in the review.

    `others` is the multiplier of every role that `multipliers` does not name.
    """

    hourly: Decimal
    currency: str
    multipliers: Mapping[str, Decimal] = MULTIPLIERS
    preparation: Decimal = Decimal(1)
    review: Decimal = PARTICIPANT
    others: Decimal = PARTICIPANT
    hours_a_day: int = HOURS_A_DAY

    def __str__(self) -> str:
        """Say how it is counted, in a few words."""
        return f"time in roles and review x {self.hourly} {self.currency}/h"


class Money(NamedTuple):
    """An amount with its currency."""

    amount: Decimal
    currency: str

    @property
    def rounded(self) -> Decimal:
        """The amount to two places, half up."""
        return self.amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def __str__(self) -> str:
        """Return "1234.50 EUR"."""
        return f"{self.rounded} {self.currency}"


NOT_ESTIMATED = "not estimated"


def money(amount: Money | None) -> tuple[str | None, float | None]:
    """Return an amount as text with its currency, and its numeric twin."""
    return (None, None) if amount is None else (str(amount), float(amount.rounded))


def response_cost(incident: Incident, now: Instant, rates: Rates | None) -> Money | None:
    """Return the cost of the response up to its end (or `now`); None ("not estimated") without rates."""
    if rates is None:
        return None
    end = now if incident.until is None else incident.until
    hours = rates.preparation
    people = {span.person for span in incident.roster if span.role != "observer"}
    hours += rates.review * len(people)
    for span in incident.roster:
        stretch = max(0, (end if span.until is None else min(span.until, end)) - span.since)
        hours += _hours(stretch, rates.hours_a_day) * rates.multipliers.get(span.role, rates.others)
    return Money(hours * rates.hourly, rates.currency)


def _hours(ms: int, a_day: int) -> Decimal:
    if ms <= DAY:
        return Decimal(ms) / HOUR
    days, rest = divmod(ms, DAY)
    return a_day * days + min(Decimal(rest) / HOUR, Decimal(a_day))
