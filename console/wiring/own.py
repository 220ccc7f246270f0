"""Hands on what a room adds of its own: types and fields of incidents, planned maintenance and freezes, costs."""

from decimal import Decimal

from console.incident.closures import Closure
from console.incident.cost import MULTIPLIERS, PARTICIPANT, Rates
from console.incident.custom import FieldRule
from console.incident.factors import CATEGORIES
from console.incident.money import Money
from console.incident.slo import Slo, allowance
from console.incident.types import TYPES
from console.review.brief import House
from console.settings import Settings
from console.settings.costs import OTHERS
from console.settings.own import SloSettings


def types(settings: Settings) -> tuple[str, ...]:
    """Return the types that an incident may have."""
    return tuple(dict.fromkeys((*TYPES, *settings.own.types)))


def categories(settings: Settings) -> tuple[str, ...]:
    """Return the categories of what contributes to an incident."""
    return settings.own.fishbone or CATEGORIES


def fields(settings: Settings) -> tuple[FieldRule, ...]:
    """Return the fields that the configuration adds."""
    return tuple(FieldRule(*each) for each in settings.own.fields)


def closures(settings: Settings) -> tuple[Closure, ...]:
    """Return the maintenance and the freezes that are planned."""
    return tuple(Closure(*each) for each in settings.own.closures)


def house(settings: Settings) -> House:
    """Return what a brief tells that only the configuration knows."""
    return House(
        rates(settings), settings.own.bridge, settings.directory.workarounds, slos(settings), lost_per_minute(settings)
    )


def rates(settings: Settings) -> Rates | None:
    """Return what an hour of a response costs; None where the configuration says nothing of it."""
    cost = settings.own.cost
    if cost is None or cost.hourly is None:
        return None
    shares = {**MULTIPLIERS, **cost.multipliers}
    others = shares.pop(OTHERS, PARTICIPANT)
    return Rates(cost.hourly, cost.currency, shares, cost.preparation, cost.review, others, cost.hours_a_day)


def lost_per_minute(settings: Settings) -> Money | None:
    """Return what a minute of a complete outage loses; None where the configuration says nothing of it."""
    cost = settings.own.cost
    return None if cost is None or cost.lost_per_minute is None else Money(cost.lost_per_minute, cost.currency)


def slos(settings: Settings) -> tuple[Slo, ...]:
    """Return what was agreed on: how long services may be away."""
    return tuple(_slo(each) for each in settings.own.slos)


def _slo(each: SloSettings) -> Slo:
    if each.allowed is not None:
        return Slo(each.name, each.service, each.window, each.allowed)
    target = each.target or Decimal(0)
    return Slo(each.name, each.service, each.window, allowance(each.window, target), target)
