"""Pure: what an incident cost in people's time. Every parameter is given; without them nothing is estimated."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple

from console.incident.clock import DAY, HOUR
from console.incident.events import Instant
from console.incident.record import COMMANDER, Incident

_PARTICIPANT = Decimal("0.5")
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
"""Share of an hour that an hour in a role counts; every other role counts half."""

HOURS_A_DAY = 8
"""Of a stretch of more than 24 hours, so many hours a day are counted."""


class Rates(NamedTuple):
    """Parameters of the estimate: `hourly` in `currency`; hours of review preparation and per person in the review."""

    hourly: Decimal
    currency: str
    multipliers: Mapping[str, Decimal] = MULTIPLIERS
    preparation: Decimal = Decimal(1)
    review: Decimal = _PARTICIPANT


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
        hours += _hours(stretch) * rates.multipliers.get(span.role, _PARTICIPANT)
    return Money(hours * rates.hourly, rates.currency)


def _hours(ms: int) -> Decimal:
    if ms <= DAY:
        return Decimal(ms) / HOUR
    days, rest = divmod(ms, DAY)
    return HOURS_A_DAY * days + min(Decimal(rest) / HOUR, Decimal(HOURS_A_DAY))
