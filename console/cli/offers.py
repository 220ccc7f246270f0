"""The answers to a role that was offered: accept, decline; and offering one: offer."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.record import COMMANDER, Incident
from console.incident.state import State

_FOR = "who says so at this console, where it is not you"


def _offer_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", help="such as technical, communications, scribe")
    parser.add_argument("person", nargs="+", metavar="PERSON", help="who is asked; `warroom who` says who might be")
    parser.add_argument("--contact", metavar="HOW", default="", help="how to reach them; otherwise as under [people]")
    add_incident(parser)


def _offer(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    person = " ".join(args.person)
    contact = args.contact or book.settings.directory.reach(person)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.offer_role(state, incident.id, args.role, person, actor=book.actor, now=now, contact=contact)

    book.change(args.incident, make)
    book.tell_stranger(person)
    return 0


def _handover_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("person", nargs="+", metavar="PERSON", help="who is to command; until they accept, you do")
    parser.add_argument("--next", dest="coming", metavar="TEXT", default="", help="what they have to decide next")
    parser.add_argument("--risks", metavar="TEXT", default="", help="what may still go wrong")
    add_incident(parser)


def _handover(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    person = " ".join(args.person)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        if person == book.actor:
            message = f"Who takes the command for themselves says so: warroom assign commander {person}"
            raise Refused(message)
        told = {"contact": book.settings.directory.reach(person), "coming": args.coming, "risks": args.risks}
        return commands.offer_role(state, incident.id, COMMANDER, person, actor=book.actor, now=now, **told)

    book.change(args.incident, make)
    book.tell_stranger(person)
    desk.warn(f"{person} accepts by `warroom accept commander`, by H in a console, or `--for {person}` here")
    return 0


def _accept_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", nargs="?", metavar="ROLE", default="", help="the role, where several are offered")
    parser.add_argument("--for", dest="person", metavar="NAME", default="", help=_FOR)
    add_incident(parser)


def _taking_arguments(parser: ArgumentParser) -> None:
    _accept_arguments(parser)
    parser.add_argument("--read-back", metavar="TEXT", default="", help="what you understood, in your words")


def _accept(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        taken = {"actor": book.actor, "now": now, "read_back": args.read_back}
        return commands.accept_role(state, incident.id, args.role, args.person, **taken)

    return book.change(args.incident, make)


def _decline_arguments(parser: ArgumentParser) -> None:
    _accept_arguments(parser)
    parser.add_argument("--because", metavar="WHY", default="", help="the reason: it helps to find somebody else")


def _decline(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.decline_role(
            state, incident.id, args.role, args.because, args.person, actor=book.actor, now=now
        )

    return book.change(args.incident, make)


VERBS = {
    "offer": Verb("warroom offer technical bob", _offer, _offer_arguments),
    "accept": Verb("warroom accept\nwarroom accept technical --for bob", _accept, _taking_arguments),
    "handover": Verb(
        'warroom handover bob --next "fail over?" --risks "the queue grows"',
        _handover,
        _handover_arguments,
    ),
    "decline": Verb('warroom decline technical --because "on a train"', _decline, _decline_arguments),
}
