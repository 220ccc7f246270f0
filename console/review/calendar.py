"""Pure: due dates of action items and the review meeting as iCalendar text; the same log gives the same bytes.

Imported where it is used: the library that writes calendars takes its time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from icalendar import Calendar, Event, vCalAddress

from console.incident.events import Instant
from console.incident.record import Incident
from console.review.action_list import Listed
from console.review.blocks import Redact
from widgets.text import safe_text

_PRODUCT = "-//warroom//action items and reviews//EN"
_LONGEST = 500
_NONE: Mapping[str, str] = {}


def due_calendar(
    found: Iterable[Listed],
    reviews: Sequence[Incident],
    tz: tzinfo | None,
    emails: Mapping[str, str] = _NONE,
    redact: Redact = str,
) -> str:
    """Return a calendar of the due dates (whole days in `tz`) of what is left, and of the reviews of these incidents.

    Each entry keeps its UID for ever, and counts its changes: a program that read an older one takes the newer.
    """
    events = [_due(each, tz) for each in found if each.item.is_left and each.item.due is not None]
    events += [_meeting(each, emails, redact) for each in reviews if each.review.meeting is not None]
    return _text(events)


def review_calendar(incident: Incident, emails: Mapping[str, str] = _NONE, redact: Redact = str) -> str:
    """Return the calendar of one review meeting; `emails` are those of the people by name, as far as they are known."""
    return _text([_meeting(incident, emails, redact)])


def _text(events: Sequence[Event]) -> str:
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    for event in events:
        made.add_component(event)
    return str(made.to_ical(), "utf-8")


def _due(each: Listed, tz: tzinfo | None) -> Event:
    incident, item = each
    day = _day(item.due or 0, tz)
    owner = f" ({item.owner})" if item.owner else ""
    told = [f"{item.priority} priority", item.type, item.horizon, "" if incident.codename else item.source]
    what = f"{item.id} of {incident.codename}" if incident.codename else item.text  # a calendar is read by others
    lines = [f"Action item {item.id} of {incident.id}", ", ".join(filter(None, told)), f"Event {item.event}"]
    made = _event(f"{incident.id}-{item.id}", item.event, item.last, item.changed)
    made.add("summary", safe_text(f"Due: {what}{owner}", _LONGEST))
    made.add("dtstart", day)
    made.add("dtend", day + timedelta(days=1))
    made.add("description", _lines(lines))
    made.add("transp", "TRANSPARENT")  # a due date takes nobody's time
    return made


def _meeting(incident: Incident, emails: Mapping[str, str], redact: Redact) -> Event:
    meeting = incident.review.meeting
    if meeting is None:
        message = f"{incident.id} has no review meeting"
        raise ValueError(message)
    start = datetime.fromtimestamp(meeting.at // 1000, UTC)
    title = f"Review of the postmortem: {incident.severity} {incident.id} {redact(incident.known_as)}"
    made = _event(f"{incident.id}-review", incident.statuses[0].event, meeting.said, meeting.number - 1)
    made.add("summary", safe_text(title, _LONGEST))
    made.add("dtstart", start)
    made.add("dtend", start + timedelta(milliseconds=meeting.span))
    document = f"Document: {incident.document}" if incident.document else "No document was exported yet"
    people = f"With {', '.join(meeting.people)}" if meeting.people else ""
    made.add("description", _lines([redact(document), redact(people), f"Event {meeting.event}"]))
    for person in meeting.people:
        if "@" in emails.get(person, ""):
            address = vCalAddress(f"mailto:{safe_text(emails[person], 200)}")
            address.params["CN"] = safe_text(person, 100).replace('"', "'")
            made.add("attendee", address)
    return made


def _event(name: str, origin: str, said: Instant, number: int) -> Event:
    """Return an entry without its content; `origin` is an event of the log: no other log has it."""
    made = Event()
    made.add("uid", f"{name}-{origin.replace('/', '-')}".replace("@", "-at-") + "@warroom")
    made.add("dtstamp", datetime.fromtimestamp(said // 1000, UTC))
    made.add("sequence", number)
    return made


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(safe_text(each, _LONGEST) for each in lines if each)


def _day(at: Instant, tz: tzinfo | None) -> date:
    return datetime.fromtimestamp(at // 1000, UTC).astimezone(tz).date()
