"""Pure: what an incident cost in people's time. Every parameter is given; without them nothing is estimated."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from console.incident.clock import DAY, HOUR
from console.incident.events import Instant
from console.incident.money import NOT_ESTIMATED, Money, money
from console.incident.record import COMMANDER, Incident

__all__ = [
    "MULTIPLIERS",
    "NOT_ESTIMATED",
    "PARTICIPANT",
    "Money",
    "Rates",
    "Share",
    "cost_shares",
    "money",
    "response_cost",
]

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


class Share(NamedTuple):
    """A part of the cost: whose time, how many hours, what share of an hour each counts, and the amount."""

    name: str
    hours: Decimal
    counts: Decimal
    amount: Money


def response_cost(incident: Incident, now: Instant, rates: Rates | None) -> Money | None:
    """Return the cost of the response up to its end (or `now`); None ("not estimated") without rates."""
    if rates is None:
        return None
    return Money(sum((each.amount.amount for each in cost_shares(incident, now, rates)), Decimal(0)), rates.currency)


def cost_shares(incident: Incident, now: Instant, rates: Rates | None) -> tuple[Share, ...]:
    """Return what the cost is made of: the time in each role, then the review; nothing without rates."""
    if rates is None:
        return ()
    end = now if incident.until is None else incident.until
    hours: dict[str, Decimal] = {}
    for span in incident.roster:
        stretch = max(0, (end if span.until is None else min(span.until, end)) - span.since)
        hours[span.role] = hours.get(span.role, Decimal(0)) + _hours(stretch, rates.hours_a_day)
    people = {span.person for span in incident.roster if span.role != "observer"}
    return (
        *(_share(role, spent, rates.multipliers.get(role, rates.others), rates) for role, spent in hours.items()),
        _share("preparation of the review", rates.preparation, Decimal(1), rates),
        _share(f"review with {len(people)}", rates.review * len(people), Decimal(1), rates),
    )


def _share(name: str, hours: Decimal, counts: Decimal, rates: Rates) -> Share:
    return Share(name, hours, counts, Money(hours * counts * rates.hourly, rates.currency))


def _hours(ms: int, a_day: int) -> Decimal:
    if ms <= DAY:
        return Decimal(ms) / HOUR
    days, rest = divmod(ms, DAY)
    return a_day * days + min(Decimal(rest) / HOUR, Decimal(a_day))
