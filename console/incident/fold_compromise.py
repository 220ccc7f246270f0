"""Pure: what indicators of compromise do to the state; the newest word on one counts."""

from collections.abc import Mapping
from typing import Any

from console.incident.compromise import SORTS, Indicator, IndicatorNoted, key_of
from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident


def _noted(incident: IncidentDraft, event: Event, fact: IndicatorNoted) -> str:
    if fact.sort not in SORTS:
        return f"{fact.sort} is no kind of indicator"
    key = key_of(fact.sort, fact.value)
    before = incident.compromise.get(key)
    if fact.withdrawn:
        return "" if incident.compromise.pop(key, None) else "it was no indicator by then"
    if before is None:
        made = (fact.sort, fact.value, fact.source, fact.note, event.occurred_at, event.actor, event.key)
        incident.compromise[key] = Indicator(*made)
    else:
        incident.compromise[key] = before._replace(source=fact.source or before.source, note=fact.note or before.note)
    return ""


HANDLERS: Mapping[type[Any], Handler] = {IndicatorNoted: on_incident(_noted)}
