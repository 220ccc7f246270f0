"""Pure: moving the postmortem on, setting its review and by when that is due: (state, wish, now) -> entries."""

from collections.abc import Iterable, Sequence

from console.incident.ahead import shown
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import Entry, Instant, Learnt, PostmortemMoved, ReviewScheduled
from console.incident.following_up import owner_named
from console.incident.guards import Entries, incident_of
from console.incident.postmortem import ALLOWED, IN_REVIEW, MEETING, REVIEWED, WAIVED, words
from console.incident.record import Incident
from console.incident.severity import Scheme
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.suggestion import did_you_mean

_LONGEST = 24 * 60 * MINUTE


def move_postmortem(
    state: State,
    id: str,  # noqa: A002 - the word for it
    to: str,
    reason: str = "",
    *,
    actor: str,
    reviewers: Sequence[str] = (),
    known: Iterable[str] = (),
) -> Entries:
    """Move the postmortem to another state; reviewed and in review need a document, waived needs a reason."""
    incident = incident_of(state, id)
    after, before = to.strip().lower().replace("-", "_").replace(" ", "_"), incident.review.state
    if after not in ALLOWED[before]:
        raise Refused(_not_a_move(before, after))
    if incident.live or incident.status == "triage":
        raise Refused(f"{id} is {incident.status}: its postmortem begins when it is resolved.")
    why = clean_optional(reason)
    if after == WAIVED and not why:
        raise Refused(f"Waiving the postmortem of {id} needs a reason.")
    if after in {IN_REVIEW, REVIEWED} and not incident.document:
        raise Refused(f"No postmortem of {id} was exported yet: write one with `warroom export`, then review it.")
    names = tuple(dict.fromkeys(owner_named(each, known) for each in reviewers))
    return (Entry(PostmortemMoved(before, after, why, names), actor, id),)


def _not_a_move(before: str, after: str) -> str:
    allowed = ", ".join(map(words, ALLOWED[before])) or "none, it has ended"
    if after not in ALLOWED:
        return f"'{words(after)}' is no state of a postmortem{did_you_mean(after, ALLOWED)} Allowed next: {allowed}."
    if after == before:
        return f"The postmortem is {words(before)} already. Allowed next: {allowed}."
    how = " It is closed with its incident: warroom move closed." if after == "closed" else ""
    return f"{words(before)} -> {words(after)} is not a move of a postmortem. Allowed next: {allowed}.{how}"


def schedule_review(  # noqa: PLR0913 - when, how long, with whom
    state: State,
    id: str,  # noqa: A002 - the word for it
    at: Instant,
    *,
    actor: str,
    now: Instant,
    span: int = MEETING,
    people: Sequence[str] = (),
    known: Iterable[str] = (),
    reason: str = "",
) -> Entries:
    """Say when the postmortem is reviewed (again, where that was said before), for how many ms, and with whom."""
    incident = incident_of(state, id)
    if incident.review.is_settled:
        raise Refused(f"The postmortem of {id} is {words(incident.review.state)}: there is nothing to review.")
    if at <= now:
        raise Refused(f"{shown(at)} has passed: it is {shown(now)} now. Nothing was written.")
    if not MINUTE <= span <= _LONGEST:
        raise Refused("A review takes between a minute and a day.")
    before = incident.review.meeting
    names = tuple(dict.fromkeys(owner_named(each, known) for each in people))
    if before is not None and not names:
        names = before.people  # another time, and the same people
    fact = ReviewScheduled(at, span, names, clean_optional(reason))
    if before is not None and (before.at, before.span, before.people) == (at, span, names):
        raise Refused(f"The review of {id} is at {shown(at)} already.")
    return (Entry(fact, actor, id),)


def call_off_review(state: State, id: str, reason: str = "", *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Call the review off; the postmortem stays to be reviewed."""
    incident = incident_of(state, id)
    if incident.review.meeting is None:
        raise Refused(f"No review of {id} is scheduled.")
    why = clean_optional(reason)
    if not why:
        raise Refused(f"Calling the review of {id} off needs a reason.")
    return (Entry(ReviewScheduled(None, reason=why), actor, id),)


def learnt(playbook: str, path: str, what: str) -> Learnt:
    """Return the fact of what was written into a file of the playbooks."""
    return Learnt(playbook, clean_text(path, "path"), clean_text(what, "change"))


def review_due(incident: Incident, scheme: Scheme) -> Instant | None:
    """Return by when the postmortem has to be reviewed; None where it was, where it runs, or where none is asked for.

    Counted from the resolution, as the policy of its severity says; where that asks for none, a meeting that somebody
    set is due all the same.
    """
    if incident.review.is_settled or incident.status not in {"resolved", "closed"} or incident.resolved_at is None:
        return None
    level = scheme.at(incident.rank)
    meeting = incident.review.meeting
    if not level.postmortem:
        return None if meeting is None else meeting.at
    return scheme.calendar.after(incident.resolved_at, level.review_within)
