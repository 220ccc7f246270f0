"""Pure: where the postmortem stands, in lines that a terminal and a brief show."""

from collections.abc import Iterator

from console.incident.ahead import shown
from console.incident.clock import MINUTE, from_now
from console.incident.events import Instant
from console.incident.postmortem import WAIVED, words
from console.incident.record import Incident


def review_lines(incident: Incident, due: Instant | None, now: Instant) -> Iterator[str]:
    """Yield where the postmortem stands, by when it is reviewed (`due`, None for no such time), and who reads it."""
    review = incident.review
    event = f" [{review.event}]" if review.event else ""
    why = f": {incident.waiver}" if review.state == WAIVED and incident.waiver else ""
    yield f"postmortem    {words(review.state)}{why}{event}"
    yield f"document      {incident.document or 'not written yet: warroom export'}"
    if review.reviewers:
        yield f"reviewers     {', '.join(review.reviewers)}"
    if due is not None:
        yield f"due           {shown(due)} ({from_now(due, now)})"
    if review.meeting is not None:
        meeting = review.meeting
        people = f", with {', '.join(meeting.people)}" if meeting.people else ""
        yield f"review        {shown(meeting.at)}, {meeting.span // MINUTE} min{people} [{meeting.event}]"
