"""The postmortem on its way: review status, move, schedule, off."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import time
from pathlib import Path

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.ahead import parse_ahead, shown
from console.incident.clock import MINUTE, parse_duration, short_span, utc_iso
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.postmortem import ALLOWED, MEETING, words
from console.incident.record import Incident
from console.incident.reviewing import review_due
from console.incident.state import State
from console.incident.tasking import known_people
from console.review.way import review_lines
from console.wiring import shipped
from console.wiring.secrets import redactor

_OPENS = time(10)
"""When a meeting is on a day for which nobody says a time."""


def _status_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _status(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    incident, now = meant(book.state(), args.incident, ended=True), desk.clock()
    due = review_due(incident, shipped.scheme(book.settings, desk.ignored))
    if args.json:
        desk.raw(json.dumps(_document(incident, due, now), indent=2))
        return 0
    for line in review_lines(incident, due, now):
        desk.say(line)
    allowed = ", ".join(words(each) for each in ALLOWED[incident.review.state])
    if allowed:
        desk.say(f"next          {allowed} (warroom review move ...)")
    return 0


def _document(incident: Incident, due: Instant | None, now: Instant) -> dict[str, object]:
    review = incident.review
    meeting = review.meeting
    return {
        "incident": incident.id,
        "state": review.state,
        "since": None if review.at is None else utc_iso(review.at),
        "event": review.event or None,
        "document": incident.document or None,
        "reviewers": list(review.reviewers),
        "due": None if due is None else utc_iso(due),
        "overdue": due is not None and due < now,
        "meeting": None
        if meeting is None
        else {
            "at": utc_iso(meeting.at),
            "minutes": meeting.span // MINUTE,
            "people": list(meeting.people),
            "event": meeting.event,
        },
    }


def _move_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("to", metavar="STATE", help="in-review, reviewed, waived, draft")
    parser.add_argument("--because", metavar="WHY", default="", help="the reason; waived needs one")
    parser.add_argument("--by", dest="people", action="append", metavar="NAME", default=[], help="who reads it")
    add_incident(parser)


def _move(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def change(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        known = known_people(incident, {*book.settings.directory.people, book.actor})
        who = {"actor": book.actor, "reviewers": args.people, "known": known}
        return commands.move_postmortem(state, incident.id, args.to, args.because, **who)

    return book.change(args.incident, change, ended=True)


def _schedule_arguments(parser: ArgumentParser) -> None:
    asked = '+2d, "fri 14:00", 2026-12-05T14:00; none: in time, as the severity asks for it'
    parser.add_argument("at", nargs="*", metavar="TIME", default=[], help=asked)
    parser.add_argument("--with", dest="people", action="append", metavar="NAME", default=[], help="who comes")
    parser.add_argument("--for", dest="span", metavar="SPAN", default="", help="how long it takes; 1h otherwise")
    parser.add_argument("--because", metavar="WHY", default="", help="why it is at another time than before")
    parser.add_argument("--output", "-o", metavar="FILE", default="", help="- is standard output")
    add_incident(parser)


def _schedule(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    people = book.settings.directory.people

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.schedule_review(
            state,
            incident.id,
            parse_ahead(" ".join(args.at), now, at=_OPENS) if args.at else _in_time(book, desk, incident, now),
            actor=book.actor,
            now=now,
            span=parse_duration(args.span) if args.span else MEETING,
            people=args.people,
            known=known_people(incident, {*people, book.actor}),
            reason=args.because,
        )

    asked = meant(book.state(), args.incident, ended=True).id
    book.change(asked, change)
    _write(args, desk, book, asked)
    return 0


def _in_time(book: Logbook, desk: Desk, incident: Incident, now: Instant) -> Instant:
    """Return the last morning of a business day before the review is due."""
    scheme = shipped.scheme(book.settings, desk.ignored)
    due = review_due(incident, scheme)
    if due is None or due <= now:
        late = "nobody asks for it by a time" if due is None else f"it was due until {shown(due)}"
        raise Refused(f"Say when the review of {incident.id} is: {late}. Such as: warroom review schedule +1d")
    return scheme.calendar.last_at(_OPENS, due, now)


def _write(args: Namespace, desk: Desk, book: Logbook, asked: str) -> None:
    """Write the calendar file, and say by when the policy wants the review where the meeting is later."""
    from console.papers import invitations
    from console.review.calendar import review_calendar

    incident = book.state().incidents[asked]
    people = book.settings.directory.people
    emails = {name: each.email for name, each in people.items() if each.email}
    text = review_calendar(incident, emails, redactor(book.settings, desk.env))
    if args.output == "-":
        desk.raw(text)
    else:
        desk.say(invitations.write(incident, text, Path(), Path(args.output) if args.output else None))
    due, meeting = review_due(incident, shipped.scheme(book.settings, desk.ignored)), incident.review.meeting
    if due is not None and meeting is not None and meeting.at > due:
        late = short_span(meeting.at - due)
        desk.warn(f"the policy of {incident.severity} wants it reviewed until {shown(due)}: this is {late} later")


def _off_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--because", metavar="WHY", default="", help="why; it is needed")
    add_incident(parser)


def _off(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def change(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.call_off_review(state, incident.id, args.because, actor=book.actor)

    return book.change(args.incident, change, ended=True)


VERBS = {
    "review status": Verb("warroom review status", _status, _status_arguments),
    "review move": Verb(
        'warroom review move in-review --by dana\nwarroom review move waived --because "a false alarm"',
        _move,
        _move_arguments,
    ),
    "review schedule": Verb(
        'warroom review schedule --with dana --with bob\nwarroom review schedule "fri 14:00" --for 30m',
        _schedule,
        _schedule_arguments,
    ),
    "review off": Verb('warroom review off --because "half of us are ill"', _off, _off_arguments),
}
