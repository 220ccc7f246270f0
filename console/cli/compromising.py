"""Indicators of compromise: ioc, ioc add, ioc drop."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import clock_time
from console.incident.compromise import SORTS, Indicator
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.review.document import indicator_json


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, with the values as they are")
    add_incident(parser)


def _list(args: Namespace, desk: Desk) -> int:
    incident = meant(Logbook(desk, desk.settings_to_record()).state(), args.incident, ended=True)
    found = list(incident.compromise.values())
    if args.json:
        desk.raw(json.dumps([_document(each) for each in found], indent=2))
        return 0
    for each in found:
        seen = "; ".join(filter(None, (f"seen in {each.source}" if each.source else "", each.note)))
        desk.say(f"{each.sort:<8} {each.shown}  {seen}".rstrip() + f"  ({clock_time(each.at)}Z {each.by})")
    if not found:
        desk.say(f"{incident.id} has no indicators. Note one: warroom ioc add ip 203.0.113.7 --source auth.log")
    return 0


def _document(each: Indicator) -> dict[str, object]:
    return {**indicator_json(each), "shown": each.shown, "by": each.by}


def _named(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=", ".join(SORTS))
    parser.add_argument("value", metavar="VALUE", help="as it is, or written as 203[.]0[.]113[.]7")


def _add_arguments(parser: ArgumentParser) -> None:
    _named(parser)
    parser.add_argument("note", nargs="*", metavar="NOTE", default=[], help="what is known of it")
    parser.add_argument("--source", metavar="WHERE", default="", help="where it was seen: auth.log, a vendor")
    add_incident(parser)


def _add(args: Namespace, desk: Desk) -> int:
    book, note = Logbook(desk, desk.settings_to_record()), " ".join(args.note)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.note_indicator(
            state, incident.id, args.kind, args.value, note, actor=book.actor, source=args.source
        )

    return book.change(args.incident, make)


def _drop_arguments(parser: ArgumentParser) -> None:
    _named(parser)
    parser.add_argument("--because", metavar="WHY", default="", help="why it is none; it stays in the log")
    add_incident(parser)


def _drop(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.withdraw_indicator(state, incident.id, args.kind, args.value, args.because, actor=book.actor)

    return book.change(args.incident, make)


VERBS = {
    "ioc": Verb("warroom ioc\nwarroom ioc --json", _list, _list_arguments),
    "ioc add": Verb('warroom ioc add ip 203.0.113.7 "failed logins" --source auth.log', _add, _add_arguments),
    "ioc drop": Verb('warroom ioc drop ip 203.0.113.7 --because "our own scanner"', _drop, _drop_arguments),
}
