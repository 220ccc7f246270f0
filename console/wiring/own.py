"""Hands on what a room adds of its own: types and fields of incidents, planned maintenance and freezes, costs."""

from console.incident.closures import Closure
from console.incident.cost import MULTIPLIERS, PARTICIPANT, Rates
from console.incident.custom import FieldRule
from console.incident.factors import CATEGORIES
from console.incident.types import TYPES
from console.review.brief import House
from console.settings import Settings
from console.settings.costs import OTHERS


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
    return House(rates(settings), settings.own.bridge, settings.directory.workarounds)


def rates(settings: Settings) -> Rates | None:
    """Return what an hour of a response costs; None where the configuration says nothing of it."""
    cost = settings.own.cost
    if cost is None:
        return None
    shares = {**MULTIPLIERS, **cost.multipliers}
    others = shares.pop(OTHERS, PARTICIPANT)
    return Rates(cost.hourly, cost.currency, shares, cost.preparation, cost.review, others, cost.hours_a_day)
