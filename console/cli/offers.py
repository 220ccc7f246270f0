"""The answers to a role that was offered: accept, decline; and offering one: offer."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant, tell_saved
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.events import Entry, Instant
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

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident = meant(state, args.incident)
        return commands.offer_role(state, incident.id, args.role, person, actor=book.actor, now=now, contact=contact)

    tell_saved(desk, book.record(make))
    return 0


def _accept_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", nargs="?", metavar="ROLE", default="", help="the role, where several are offered")
    parser.add_argument("--for", dest="person", metavar="NAME", default="", help=_FOR)
    add_incident(parser)


def _accept(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident = meant(state, args.incident)
        return commands.accept_role(state, incident.id, args.role, args.person, actor=book.actor, now=now)

    tell_saved(desk, book.record(make))
    return 0


def _decline_arguments(parser: ArgumentParser) -> None:
    _accept_arguments(parser)
    parser.add_argument("--because", metavar="WHY", default="", help="the reason: it helps to find somebody else")


def _decline(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident = meant(state, args.incident)
        return commands.decline_role(
            state, incident.id, args.role, args.because, args.person, actor=book.actor, now=now
        )

    tell_saved(desk, book.record(make))
    return 0


VERBS = {
    "offer": Verb("warroom offer technical bob", _offer, _offer_arguments),
    "accept": Verb("warroom accept\nwarroom accept technical --for bob", _accept, _accept_arguments),
    "decline": Verb('warroom decline technical --because "on a train"', _decline, _decline_arguments),
}
