"""Pure: what exhibits and their handling do to the state; the same rules as in `fold`."""

import re
from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.exhibits import HANDLED, Custody, Exhibit, ExhibitHandled, ExhibitKept, ExhibitMissed, Missed
from console.incident.handling import Handler, on_incident
from console.incident.life import TAKEN
from console.incident.names import next_name

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _kept(incident: IncidentDraft, event: Event, fact: ExhibitKept) -> str:
    if not _SHA256.fullmatch(fact.sha256) or (fact.errors_sha256 and not _SHA256.fullmatch(fact.errors_sha256)):
        return "evidence has a SHA-256, and this is none"
    taken = incident.exhibits
    name = fact.exhibit if fact.exhibit not in taken else next_name("e", taken)
    taken[name] = Exhibit(name, fact, fact.collector or event.actor, event.key)
    if fact.size or fact.errors_size:  # nothing at all is a fact, and no evidence
        incident.evidence = TAKEN
    return ""


def _missed(incident: IncidentDraft, event: Event, fact: ExhibitMissed) -> str:
    made = Missed(fact.what, fact.source, fact.reason, fact.snapshot, event.occurred_at, event.actor, event.key)
    incident.missed.append(made)
    return ""


def _handled(incident: IncidentDraft, event: Event, fact: ExhibitHandled) -> str:
    if fact.how not in HANDLED:
        return f"{fact.how} is nothing that is done with evidence"
    found = next((each for each in incident.exhibits.values() if each.event == fact.kept), None)
    if found is None and not fact.kept:
        found = incident.exhibits.get(fact.exhibit)
    if found is None:
        return f"there is no evidence {fact.exhibit}"
    once = Custody(fact.how, event.actor, event.occurred_at, fact.to, fact.purpose, event.key)
    incident.exhibits[found.id] = found._replace(custody=(*found.custody, once))
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    ExhibitKept: on_incident(_kept),
    ExhibitMissed: on_incident(_missed),
    ExhibitHandled: on_incident(_handled),
}
