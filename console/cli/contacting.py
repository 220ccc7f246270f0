"""Saying that somebody outside was talked to: contacted."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import parse_duration
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("party", metavar="PARTY", help="a vendor, a paper, as under [[party]]")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what they said")
    parser.add_argument("--next", metavar="SPAN", default="", help="when to call them again: 30m")
    parser.add_argument("--ticket", metavar="ID", default="", help="theirs")
    add_incident(parser)


def _contacted(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    known = [each.name for each in book.settings.directory.parties]
    span, text = parse_duration(args.next) if args.next else None, " ".join(args.text)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.contacted(
            state, incident.id, args.party, text, actor=book.actor, now=now, span=span, ticket=args.ticket, known=known
        )

    return book.change(args.incident, make)


_EXAMPLE = 'warroom contacted "payments vendor" "they are on it" --ticket T-77 --next 30m'
VERBS = {"contacted": Verb(_EXAMPLE, _contacted, _arguments)}
