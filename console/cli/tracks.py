"""Tracks of work: track open, report, close, list."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import parse_duration, utc_iso
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.incident.tracking import Asked
from console.present import tracks

Make = Callable[[State, Incident, str, Instant], Sequence[Entry]]


def _open_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("track", metavar="NAME", help="one word, such as alpha")
    parser.add_argument("lead", metavar="LEAD", help="who leads it and reports")
    parser.add_argument("every", metavar="SPAN", help="how long until they report, again and again: 10m")
    parser.add_argument("question", nargs="+", metavar="QUESTION", help="what they find out")
    add_incident(parser)


def _open(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    known = book.settings.people
    asked = Asked(args.track, args.lead, parse_duration(args.every), " ".join(args.question))
    book.change(
        args.incident,
        lambda state, incident, now: commands.open_track(
            state, incident.id, asked, actor=book.actor, now=now, known=known
        ),
    )
    book.tell_stranger(args.lead.strip().lstrip("@"))
    return 0


def _report_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("track", metavar="NAME", help="the track")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="where it stands")
    parser.add_argument("--next", metavar="SPAN", default="", help="when the next report is due; otherwise as before")
    add_incident(parser)


def _report(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    span = parse_duration(args.next) if args.next else None
    text = " ".join(args.text)
    return book.change(
        args.incident,
        lambda state, incident, now: commands.report_track(
            state, incident.id, args.track, text, actor=book.actor, now=now, span=span
        ),
    )


def _close_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("track", metavar="NAME", help="the track")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what it found")
    add_incident(parser)


def _close(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    text = " ".join(args.text)
    return book.change(
        args.incident,
        lambda state, incident, now: commands.close_track(
            state, incident.id, args.track, text, actor=book.actor, now=now
        ),
    )


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _list(args: Namespace, desk: Desk) -> int:
    state = Logbook(desk, desk.settings_to_record()).state()
    incident, now = meant(state, args.incident, ended=True), desk.clock()
    if args.json:
        desk.raw(json.dumps([_document(incident, each.key, now) for each in tracks.choices(incident, now)], indent=2))
        return 0
    for each in tracks.choices(incident, now):
        desk.say(each.label)
        desk.say(f"  {each.detail}")
    if not incident.tracks:
        desk.say("There is no track. One is opened with: warroom track open alpha bob 10m why is the pool full")
    return 0


def _document(incident: Incident, name: str, now: Instant) -> dict[str, object]:
    track = incident.tracks[name]
    return {
        "track": track.name,
        "lead": track.lead,
        "question": track.question,
        "since": utc_iso(track.since),
        "due": utc_iso(track.due) if track.closed is None else None,
        "late": track.closed is None and now >= track.due,
        "reports": track.reports,
        "last": track.last or None,
        "closed": None if track.closed is None else utc_iso(track.closed),
    }


VERBS = {
    "track open": Verb("warroom track open alpha bob 10m why is the pool full", _open, _open_arguments),
    "track report": Verb('warroom track report alpha "it leaks since 2.4.1" --next 20m', _report, _report_arguments),
    "track close": Verb('warroom track close alpha "2.4.1 leaks connections"', _close, _close_arguments),
    "track list": Verb("warroom track list\nwarroom track list --json", _list, _list_arguments),
}
