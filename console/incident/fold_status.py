"""Pure: what moves, severities and timestamps do to the state; the same rules as in `fold`."""

from collections.abc import Callable, Mapping
from typing import Any

from console.incident import fold_life, fold_postmortem
from console.incident.draft import IncidentDraft, StateDraft
from console.incident.errors import Refused
from console.incident.events import Acknowledged, Event, SeverityChanged, StatusChanged, TimestampSet
from console.incident.handling import Handler, on_incident
from console.incident.life import DUPLICATE_OF
from console.incident.record import SeverityStep, StatusStep
from console.incident.status import ALLOWED, check_move
from console.incident.times import floor

POSTMORTEMS = ("reviewed", "waived")


def _acknowledged(incident: IncidentDraft, event: Event, _fact: Acknowledged) -> str:
    if incident.acknowledged_at is not None:
        return "it was acknowledged before"
    at = floor(incident.times(), "acknowledged", event.occurred_at)
    if not incident.fits("acknowledged", at):
        return "it was mitigated before"
    incident.stamp("acknowledged", at, event.key)
    return ""


def _status(incident: IncidentDraft, event: Event, fact: StatusChanged) -> str:
    if fact.before != incident.status:
        return f"it was {incident.status} by then, no longer {fact.before}"
    try:
        check_move(fact.before, fact.after)
    except Refused as refusal:
        return str(refusal)
    if fact.after == "resolved" and not fact.reason:
        return "resolved needs a summary"
    if fact.after == "cancelled" and fact.survivor and incident.related.get(DUPLICATE_OF) != fact.survivor:
        return f"it is no duplicate of {fact.survivor}: that did not hold"
    if incident.statuses[1:]:  # another console's clock goes ahead: the moves keep their order all the same
        event = event._replace(occurred_at=max(event.occurred_at, incident.statuses[-1].at))
    incident.status = fact.after
    incident.statuses.append(StatusStep(event.occurred_at, fact.after, event.key))
    _MOVES.get(fact.after, _nothing)(incident, event, fact)
    return ""


def _moved(draft: StateDraft, event: Event, fact: StatusChanged) -> str:
    if fact.after == "merged":
        survivor = draft.peek(fact.survivor)
        if survivor is None or not ALLOWED.get(survivor.status):
            return f"{fact.survivor or 'the incident that it goes into'} had ended by then"
        if why := fold_life.unfit(draft, event.incident, fact.survivor):
            return why
    return _CHANGED(draft, event, fact)


def _nothing(_incident: IncidentDraft, _event: Event, _fact: StatusChanged) -> None:
    """Most moves change the status and nothing else."""


def _on_investigating(incident: IncidentDraft, _event: Event, fact: StatusChanged) -> None:
    if fact.before == "resolved":
        # The impact is back: what said that it had ended no longer holds. The log and `statuses` keep it.
        incident.reopened += 1
        incident.mitigated_at = incident.resolved_at = None
        incident.let_go("mitigated", "resolved")
        fold_postmortem.on_reopened(incident)


def _on_identified(incident: IncidentDraft, event: Event, _fact: StatusChanged) -> None:
    if incident.identified_at is None:
        incident.stamp("identified", event.occurred_at, event.key)


def _on_monitoring(incident: IncidentDraft, event: Event, _fact: StatusChanged) -> None:
    if incident.mitigated_at is None:
        incident.stamp("mitigated", event.occurred_at, event.key)


def _on_resolved(incident: IncidentDraft, event: Event, fact: StatusChanged) -> None:
    incident.summary = fact.reason
    incident.stamp("resolved", event.occurred_at, event.key)


def _on_closed(incident: IncidentDraft, event: Event, fact: StatusChanged) -> None:
    incident.postmortem, incident.owner = fact.postmortem if fact.postmortem in POSTMORTEMS else "", fact.owner
    incident.waiver = fact.reason if fact.postmortem == "waived" else ""
    fold_postmortem.on_closed(incident, event, fact)
    incident.stamp("closed", event.occurred_at, event.key)


def _on_merged(incident: IncidentDraft, _event: Event, fact: StatusChanged) -> None:
    incident.survivor = fact.survivor


_CHANGED = on_incident(_status)

_MOVES: Mapping[str, Callable[[IncidentDraft, Event, StatusChanged], None]] = {
    "investigating": _on_investigating,
    "identified": _on_identified,
    "monitoring": _on_monitoring,
    "resolved": _on_resolved,
    "closed": _on_closed,
    "merged": _on_merged,
}


def _severity(incident: IncidentDraft, event: Event, fact: SeverityChanged) -> str:
    if fact.before != incident.severity:
        return f"it was {incident.severity} by then, no longer {fact.before}"
    incident.severity, incident.rank = fact.after, fact.rank
    incident.severities.append(SeverityStep(event.occurred_at, fact.after, fact.rank, event.key))
    return ""


def _timestamp(incident: IncidentDraft, _event: Event, fact: TimestampSet) -> str:
    if fact.name not in _SETTABLE:
        return f"{fact.name} is not a timestamp that can be set"
    if fact.name in {"resolved", "closed"} and getattr(incident, f"{fact.name}_at") is None:
        return f"it was {incident.status} by then"
    if not incident.fits(fact.name, fact.at):
        return f"{fact.name} no longer fits between the other timestamps"
    setattr(incident, f"{fact.name}_at", fact.at)
    incident.let_go(fact.name)  # it now stands for itself: correcting the move that first set it leaves it alone
    return ""


_SETTABLE = ("started", "detected", "acknowledged", "identified", "mitigated", "resolved", "closed")


HANDLERS: Mapping[type[Any], Handler] = {
    Acknowledged: on_incident(_acknowledged),
    StatusChanged: _moved,
    SeverityChanged: on_incident(_severity),
    TimestampSet: on_incident(_timestamp),
}
