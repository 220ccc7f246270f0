"""Pure: what figures of the impact and complaints do to the state; the newest word on a figure counts."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.errors import Refused
from console.incident.events import Event
from console.incident.figures import clean, formula_is_sound
from console.incident.handling import Handler, on_incident
from console.incident.impact import FIGURES, REVENUE, Complained, Complaints, Figure, ImpactStated
from console.incident.rating import LEAST, MOST, Rated, Rating


def _stated(incident: IncidentDraft, event: Event, fact: ImpactStated) -> str:
    if fact.figure not in FIGURES:
        return f"{fact.figure} is no figure of an impact"
    if not _is_sound(fact):
        return f"{fact.value or fact.rate} is no value of {FIGURES[fact.figure]}"
    if not fact.value and not fact.rate:
        return "" if incident.impact.pop(fact.figure, None) else "nothing had been said of it by then"
    said = (fact.value, fact.source, fact.rate, fact.share, fact.minutes)
    incident.impact[fact.figure] = Figure(*said, event.actor, event.occurred_at, event.key)
    return ""


def _is_sound(fact: ImpactStated) -> bool:
    """Whether it is what a command would have written: another program may have."""
    if fact.rate:
        return fact.figure == REVENUE and not fact.value and formula_is_sound(fact.rate, fact.share, fact.minutes)
    try:
        return not fact.value or clean(fact.figure, fact.value) == fact.value
    except Refused:
        return False


def _complained(incident: IncidentDraft, event: Event, fact: Complained) -> str:
    before = incident.complaints.get(fact.source)
    count = fact.count + (0 if before is None else before.n)
    if count < 0:
        return "fewer had been counted by then"
    incident.complaints[fact.source] = Complaints(count, event.occurred_at, event.actor, event.key)
    return ""


def _rated(incident: IncidentDraft, event: Event, fact: Rated) -> str:
    if not LEAST <= fact.stars <= MOST:
        return f"{fact.stars} is no rating from {LEAST} to {MOST}"
    incident.ratings[event.actor] = Rating(fact.stars, fact.text, event.occurred_at, event.key)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    ImpactStated: on_incident(_stated),
    Complained: on_incident(_complained),
    Rated: on_incident(_rated),
}
"""How large the impact was, who complained, and what those who took part think of the response."""
