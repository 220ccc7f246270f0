"""Commands about what an incident is: set (type, codename, fields of the configuration), evidence taken or waived."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant, tell_saved
from console.cli.writing import add_incident, words
from console.incident import commands
from console.incident.events import Entry, Instant
from console.incident.life import TAKEN, WAIVED
from console.incident.state import State
from console.wiring import own


def _set_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("field", metavar="FIELD", help="type, codename, or the id of a [[field]] of warroom.toml")
    parser.add_argument("value", nargs="+", metavar="VALUE", help="what it is to be")
    parser.add_argument("--because", metavar="WHY", default="", help="the reason; no longer security needs one")
    add_incident(parser)


def _set(args: Namespace, desk: Desk) -> int:
    book, value = Logbook(desk, desk.settings_to_record()), " ".join(args.value)

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident, actor = meant(state, args.incident, ended=True), book.actor
        if args.field in {"type", "codename"}:
            to = value if args.field == "type" else incident.type
            called = value if args.field == "codename" else ""
            types = (*own.types(book.settings), incident.type)
            return commands.classify(state, incident.id, to, args.because, actor=actor, types=types, codename=called)
        rules = own.fields(book.settings)
        return commands.set_field(state, incident.id, args.field, value, rules=rules, actor=actor, now=now)

    tell_saved(desk, book.record(make))
    return 0


def _evidence_arguments(how: str, parser: ArgumentParser) -> None:
    said = "what was taken, and where it is" if how == TAKEN else "why none is taken"
    parser.add_argument("text", nargs="+", metavar="TEXT", help=f"{said}; - reads standard input")
    add_incident(parser)


def _evidence(how: str, args: Namespace, desk: Desk) -> int:
    book, text = Logbook(desk, desk.settings_to_record()), words(desk, args.text)

    def make(state: State, _now: Instant) -> Sequence[Entry]:
        return commands.note_evidence(state, meant(state, args.incident).id, how, text, actor=book.actor)

    tell_saved(desk, book.record(make))
    return 0


VERBS = {
    "set": Verb(
        'warroom set type security\nwarroom set customer "Acme" --incident 002',
        _set,
        _set_arguments,
    ),
    "evidence taken": Verb(
        'warroom evidence taken "disk image of api-7c9f, in the vault"',
        partial(_evidence, TAKEN),
        partial(_evidence_arguments, TAKEN),
    ),
    "evidence waived": Verb(
        'warroom evidence waived "the host is gone already"',
        partial(_evidence, WAIVED),
        partial(_evidence_arguments, WAIVED),
    ),
}
