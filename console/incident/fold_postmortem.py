"""Pure: what moves of the postmortem, its review and what was learnt do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident.clock import DAY
from console.incident.draft import IncidentDraft
from console.incident.events import Event, Learnt, PostmortemMoved, ReviewScheduled, StatusChanged
from console.incident.follow_up import LAST_DAY
from console.incident.handling import Handler, on_incident
from console.incident.postmortem import ALLOWED, CLOSED, DRAFT, REVIEWED, WAIVED, Meeting, words


def _moved(incident: IncidentDraft, event: Event, fact: PostmortemMoved) -> str:
    review = incident.review
    if fact.before != review.state:
        return f"the postmortem was {words(review.state)} by then, no longer {words(fact.before)}"
    if fact.after not in ALLOWED[review.state]:
        return f"the postmortem is {words(review.state)}: it cannot be {words(fact.after)}"
    if fact.after == WAIVED and not fact.reason:
        return "waiving a postmortem needs a reason"
    people = fact.reviewers or (() if fact.after == DRAFT else review.reviewers)
    incident.review = review._replace(
        state=fact.after, at=event.occurred_at, by=event.actor, event=event.key, reviewers=people
    )
    incident.postmortem = fact.after if fact.after in {REVIEWED, WAIVED} else ""
    incident.waiver = fact.reason if fact.after == WAIVED else ""
    return ""


def _scheduled(incident: IncidentDraft, event: Event, fact: ReviewScheduled) -> str:
    number = incident.review.scheduled + 1
    meeting = None
    if fact.at is not None:
        if not (0 <= fact.at < LAST_DAY and 0 <= fact.span <= DAY):
            return "no calendar can show that time"
        who = (fact.people, event.actor, event.key, event.recorded_at)
        meeting = Meeting(fact.at, fact.span, *who, number)
    elif incident.review.meeting is None:
        return "no review was scheduled by then"
    incident.review = incident.review._replace(meeting=meeting, scheduled=number)
    return ""


def _learnt(incident: IncidentDraft, _event: Event, fact: Learnt) -> str:
    incident.review = incident.review._replace(learnt=(*incident.review.learnt, f"{fact.playbook}: {fact.what}"))
    return ""


def on_closed(incident: IncidentDraft, event: Event, fact: StatusChanged) -> None:
    """Close the postmortem with its incident: what was reviewed is closed, what was waived stays so."""
    state = {"reviewed": CLOSED, "waived": WAIVED}.get(fact.postmortem)
    review = incident.review._replace(monitors=fact.monitors)
    if state is not None:
        review = review._replace(state=state, at=event.occurred_at, by=event.actor, event=event.key)
    incident.review = review


def on_reopened(incident: IncidentDraft) -> None:
    """Make a draft of what was reviewed: it is not over, and the document does not tell all."""
    incident.postmortem, incident.waiver = "", ""
    incident.review = incident.review._replace(state=DRAFT, at=None, by="", event="", reviewers=(), meeting=None)


HANDLERS: Mapping[type[Any], Handler] = {
    PostmortemMoved: on_incident(_moved),
    ReviewScheduled: on_incident(_scheduled),
    Learnt: on_incident(_learnt),
}
