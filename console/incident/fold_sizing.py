"""Pure: what was said of how bad it is, and promises that were not kept, as they stand in the state."""

from collections.abc import Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.handling import Handler, on_incident
from console.incident.record import LIVE, Answer
from console.incident.sizing import QUESTIONS, Assessed, Breached


def _assessed(incident: IncidentDraft, event: Event, fact: Assessed) -> str:
    for question, text in fact.answers.items():
        if question not in QUESTIONS or not isinstance(text, str):
            return f"{question} is no question that can be answered"
    for question, text in fact.answers.items():
        incident.answers[question] = Answer(text, event.occurred_at, event.actor, event.key)
    return ""


def _breached(incident: IncidentDraft, _event: Event, fact: Breached) -> str:
    """Take a breach in once; one that was written while another console did what was due changes nothing."""
    key = f"{fact.promise}.{fact.round}"
    if key in incident.breaches:
        return "another console wrote it before"
    if fact.promise == "acknowledge" and incident.acknowledged_at is not None:
        return "it was acknowledged by then"
    if fact.promise == "update" and fact.round != len(incident.updates):
        return "an update was given by then"
    if incident.status not in {*LIVE, "triage"}:
        return f"it was {incident.status} by then"
    incident.breaches[key] = fact.due_at
    return ""


HANDLERS: Mapping[type[Any], Handler] = {Assessed: on_incident(_assessed), Breached: on_incident(_breached)}
