"""Pure: what follows from an incident, as blocks of its postmortem and as JSON values: action items, monitors."""

import re
from collections.abc import Iterator
from typing import Any

from console.incident.clock import MINUTE, utc_iso
from console.incident.events import Instant
from console.incident.follow_up import DONE, ActionItem, count, day_of
from console.incident.postmortem import CLOSED, IN_REVIEW, REVIEWED, words
from console.incident.record import Incident
from console.review.action_list import headline, item_json
from console.review.blocks import Block, Code, Inline, Line, Paragraph, Strong, full_columns, points
from console.review.moments import moment
from console.review.report import Report

_ALERT = re.compile(r"\b(?:alerts?|alarms?|pages?|paged|paging)\b", re.IGNORECASE)
_PLAYBOOK = re.compile(r"\b(?:runbooks?|playbooks?|checklists?)\b", re.IGNORECASE)
_HEAD = ("id", "action", "owner", "due (UTC)", "priority", "type", "horizon", "status", "event")


def action_items(report: Report) -> Iterator[Block]:
    """Yield the action items that the log has, by its last event; nothing where nobody wrote one."""
    incident, now = report.incident, report.as_of
    if incident.action_items:
        yield Paragraph(f"{headline(count(incident.action_items, now=now))}, as of {moment(now)} UTC.")
        yield full_columns(_HEAD, tuple(_row(each, now) for each in incident.action_items.values()))
    for title, lines in (
        ("Monitors that were added", incident.review.monitors),
        ("Written into the playbooks", incident.review.learnt),
    ):
        if lines:
            yield Paragraph((Strong(f"{title}:"),))
            yield points(*lines)


def _row(item: ActionItem, now: Instant) -> tuple[Line, ...]:
    due = "none" if item.due is None else day_of(item.due)
    late = " (overdue)" if item.is_overdue(now) else ""
    status = f"{item.word}{late}{f': {item.reason}' if item.reason else ''}"
    source = f" (from {item.source})" if item.source else ""
    told = (item.priority, item.type, item.horizon, status)
    return (item.id, f"{item.text}{source}", item.owner or "nobody", due, *told, (Code(item.event),))


def standing(incident: Incident) -> Iterator[Inline]:
    """Yield where the postmortem stands, in words."""
    review = incident.review
    if incident.postmortem == "waived":
        yield f"waived: {incident.waiver}"
        return
    yield words(REVIEWED if review.state == CLOSED else review.state)
    if review.reviewers:
        yield f" by {', '.join(review.reviewers)}"
    if review.meeting is not None and not review.is_settled:
        yield f", {'' if review.state == IN_REVIEW else 'to be '}reviewed at {moment(review.meeting.at)} UTC ("
        yield from (Code(review.meeting.event), ")")


def action_items_json(incident: Incident, now: Instant) -> list[dict[str, Any]] | None:
    """Return the action items as JSON values; None where nobody wrote one."""
    return [item_json(each, now) for each in incident.action_items.values()] or None


def prevention_json(incident: Incident) -> dict[str, Any]:
    """Return what makes it better already: monitors and alerts that are there, and whether the playbooks changed.

    What is done counts, and what was said on closing; `runbook_updated` is None where the log says nothing of it.
    """
    done = [each.text for each in incident.action_items.values() if each.state == DONE]
    found = [each.text for each in incident.action_items.values() if each.state == DONE and each.type == "detect"]
    about = [each for each in incident.action_items.values() if _PLAYBOOK.search(each.text)]
    updated = bool(incident.review.learnt) or any(_PLAYBOOK.search(text) for text in done)
    return {
        "monitoring_added": [*incident.review.monitors, *(text for text in found if not _ALERT.search(text))],
        "alerts_added": [text for text in found if _ALERT.search(text)],
        "runbook_updated": True if updated else False if about else None,
    }


def review_json(incident: Incident) -> dict[str, Any]:
    """Return where the postmortem stands as JSON values."""
    review, meeting = incident.review, incident.review.meeting
    at = {} if meeting is None else {"at": utc_iso(meeting.at), "minutes": meeting.span // MINUTE}
    return {
        "state": review.state,
        "since": None if review.at is None else utc_iso(review.at),
        "reviewers": list(review.reviewers),
        "meeting": None if meeting is None else {**at, "people": list(meeting.people), "event": meeting.event},
        "learnt": list(review.learnt),
        "event": review.event or None,
    }
