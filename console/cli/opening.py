"""The command that opens an incident: declare."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import when, words
from console.incident import commands
from console.incident.events import Classified, Entry, Event
from console.incident.types import TYPES
from console.wiring import own, shipped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("title", nargs="+", metavar="TITLE", help="what is broken, in a few words")
    parser.add_argument(
        "--severity", "-s", metavar="LABEL", default="", help="such as SEV1; the second worst otherwise"
    )
    parser.add_argument("--started", metavar="TIME", default="", help="when the impact began: -10m, 14:32")
    parser.add_argument("--detected", metavar="TIME", default="", help="when somebody or something noticed")
    known = ", ".join(commands.DETECTED_BY)
    parser.add_argument("--detected-by", metavar="WHO", default="", help=f"who noticed: {known}")
    parser.add_argument("--purpose", choices=commands.PURPOSES, default=commands.PURPOSES[0], help="what it is for")
    parser.add_argument("--type", metavar="TYPE", default=TYPES[0], help=f"{', '.join(TYPES)}, or one of your own")
    parser.add_argument(
        "--codename", metavar="WORD", default="", help="of a security incident; otherwise one is picked"
    )
    parser.add_argument("--commander", metavar="NAME", default="", help="who leads; otherwise you do")
    parser.add_argument("--json", action="store_true", help='print {"id": ...}')


def _declare(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book, scheme = Logbook(desk, settings), shipped.scheme(settings)
    title = words(desk, args.title)
    state, now = book.state(), desk.clock()
    severity = args.severity or scheme.at(1).label

    def make(incident: str) -> Sequence[Entry]:
        return commands.declare(
            state,
            id=incident,
            title=title,
            severity=severity,
            actor=book.actor,
            now=now,
            scheme=scheme,
            started_at=when(args.started, now),
            detected_at=when(args.detected, now),
            detected_by=args.detected_by,
            purpose=args.purpose,
            type=args.type,
            types=own.types(settings),
            codename=args.codename,
            commander=args.commander,
        )

    make("")  # what is refused is refused before the log is opened for writing
    events = book.append(lambda journal: journal.declare(make, now))
    _tell(desk, events[0], severity, as_json=args.json)
    for fact in (event.fact for event in events):
        if isinstance(fact, Classified):
            desk.warn(f"codename {fact.codename}: say that one where others listen")
    return 0


def _tell(desk: Desk, event: Event, severity: str, *, as_json: bool) -> None:
    if as_json:
        import json

        desk.raw(json.dumps({"id": event.incident}))
    else:
        desk.say(event.incident)
        desk.warn(f"{severity}, saved as {event.key}. Next: warroom note TEXT, warroom assign ROLE PERSON")


VERBS = {"declare": Verb('warroom declare "Checkout fails" --severity SEV1 --started -10m', _declare, _arguments)}
