"""Pure: a report as the JSON that other programs read; its schema ships in console/data/schemas."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from console.incident.clock import utc_iso
from console.incident.compromise import Indicator
from console.incident.cost import money
from console.incident.deed import Deed
from console.incident.events import Instant
from console.incident.impact import DATA_LOSS
from console.incident.links import Linked
from console.incident.record import Incident
from console.incident.relations import Relation
from console.review import decided
from console.review.blocks import Redact
from console.review.causes_json import causes_json, root_cause_json
from console.review.exhibited import evidence_json
from console.review.follow_up import action_items_json, prevention_json, review_json
from console.review.impact import impact_json, published
from console.review.keep import told
from console.review.promises import promises_json
from console.review.relief import immediate, permanent
from console.review.report import Report
from console.review.response import response_json

MINUTE = 60_000


NO_PARTS: Mapping[str, str] = {}


def document(report: Report, parts: Mapping[str, str] = NO_PARTS) -> dict[str, Any]:
    """Return the incident with the keys of the published shape; what is not known is None.

    Money is a text with its currency and, beside it, a number. `details` holds what the published shape has no key for.
    `parts` is what people wrote in the postmortem, by part.
    """
    incident = report.incident
    return {
        "status": incident.status,
        "incident": {"id": incident.id, "severity": incident.severity, "title": incident.title},
        "timeline": {
            "detected": _iso(incident.detected_at),
            "acknowledged": _iso(incident.acknowledged_at),
            "mitigated": _iso(incident.mitigated_at),
            "resolved": _iso(incident.resolved_at),
        },
        "root_cause": root_cause_json(incident),
        "mitigation": {"immediate": immediate(report.deeds), "permanent": permanent(incident, report.deeds)},
        "impact": published(report),
        "post_mortem": {
            "document": incident.document or None,
            "action_items": action_items_json(incident, report.as_of),
            "lessons_learned": [*told(parts.get("lessons", "")), *incident.review.learnt] or None,
        },
        "prevention": prevention_json(incident),
        "details": _details(report),
    }


def render_json(report: Report, redact: Redact = str, parts: Mapping[str, str] = NO_PARTS) -> str:
    """Return the document as text; the same report gives the same bytes, ASCII only."""
    return json.dumps(redacted(document(report, parts), redact), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def resolution(incident: Incident, deeds: Iterable[Deed] = ()) -> dict[str, Any]:
    """Return what the payload of a resolution holds at least; what is not known is None."""
    end, lost = incident.resolved_at, incident.impact.get(DATA_LOSS)
    return {
        "incident_id": incident.id,
        "severity": incident.severity,
        "duration_minutes": None if end is None else max(0, end - incident.since) // MINUTE,
        "root_cause": root_cause_json(incident)["issue"],
        "mitigation": immediate(deeds),
        "data_loss": None if lost is None else lost.value,
    }


def _details(report: Report) -> dict[str, Any]:
    incident = report.incident
    cost, cost_amount = money(report.cost)
    return {
        "as_of": utc_iso(report.as_of),
        "purpose": incident.purpose,
        "type": incident.type,
        "scheme": incident.scheme,
        "rank": incident.rank,
        "commander": incident.commander,
        "summary": incident.summary or None,
        "detected_by": incident.detected_by or None,
        "started": _iso(incident.started_at),
        "declared": _iso(incident.declared_at),
        "identified": _iso(incident.identified_at),
        "closed": _iso(incident.closed_at),
        "reopened": incident.reopened,
        "cause": incident.cause or None,
        "merged_into": incident.survivor or None,
        "codename": incident.codename or None,
        "evidence": incident.evidence or None,
        "fields": dict(sorted(incident.fields.items())),
        "postmortem": incident.postmortem or None,
        "review": review_json(incident),
        "response_cost": cost,
        "response_cost_amount": cost_amount,
        **_lists(report),
    }


def _lists(report: Report) -> dict[str, Any]:
    return {
        **_measured(report),
        **_written(report),
        "relations": related(report.relations),
        "open_questions": [each.text for each in report.questions],
        "events": report.cites,
        "breaks": [
            {"event": each.event or None, "problem": each.problem, "left_out": each.left_out} for each in report.breaks
        ],
        "heads": [{"event": each.event, "hash": each.hash or None} for each in report.heads],
    }


def _measured(report: Report) -> dict[str, Any]:
    """Return what was counted and seen: times, services, changes."""
    return {
        "metrics": [
            {"name": each.name, "ms": each.value_ms, "why_not": each.why_not or None, "anchor": each.anchor}
            for each in report.metrics
        ],
        "time_in_severity": [{"severity": each.name, "rank": each.rank, "ms": each.ms} for each in report.severities],
        "time_in_status": [{"status": each.name, "ms": each.ms} for each in report.statuses],
        "services": [
            {"service": each.service, "worst": each.worst, "at": _iso(each.at), "event": each.event}
            for each in report.services
        ],
        "changes": [
            {
                "event": each.event,
                "at": _iso(each.at),
                "from_onset_ms": each.from_onset,
                "by": each.by or None,
                "text": each.text,
            }
            for each in report.changes
        ],
        "more_changes": report.more_changes,
    }


def _written(report: Report) -> dict[str, Any]:
    """Return what people did and said: roles, decisions, promises, indicators."""
    return {
        "roles": [
            {"role": each.role, "person": each.person, "from": _iso(each.since), "to": _iso(each.until)}
            for each in report.incident.roster
        ],
        "decisions": [decided.document(each) for each in report.incident.decisions.values()],
        "promises": promises_json(report.incident, report.end),
        **impact_json(report),
        **response_json(report),
        "links": [link_json(each) for each in report.incident.links.values()],
        "indicators": [indicator_json(each) for each in report.incident.compromise.values()],
        **causes_json(report.incident),
        **evidence_json(report.incident),
    }


def link_json(each: Linked) -> dict[str, Any]:
    """Return a link as JSON values."""
    return {"kind": each.sort, "url": each.url, "title": each.title or None, "by": each.by, "event": each.event}


def indicator_json(each: Indicator) -> dict[str, Any]:
    """Return an indicator of compromise as JSON values, as it is: whoever searches for it needs it so."""
    return {
        "kind": each.sort,
        "value": each.value,
        "source": each.source or None,
        "note": each.note or None,
        "at": utc_iso(each.at),
        "event": each.event,
    }


def related(found: Iterable[Relation]) -> list[dict[str, str]]:
    """Return how an incident belongs to others."""
    return [{"relation": each.kind, "incident": each.other} for each in found]


def _iso(at: Instant | None) -> str | None:
    return None if at is None else utc_iso(at)


def redacted(value: Any, redact: Redact) -> Any:
    """Return JSON values with the secrets taken out of every text in them; keys stay."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: redacted(each, redact) for key, each in value.items()}
    return [redacted(each, redact) for each in value] if isinstance(value, list) else value
