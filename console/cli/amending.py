"""Commands about events that are in the log already: pin, correct."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, tell_saved
from console.cli.writing import when, words
from console.incident import commands
from console.incident.errors import Refused
from console.incident.events import Entry, Event, Instant
from console.incident.state import State
from console.settings import Settings
from console.wiring import log


def _target(settings: Settings, key: str) -> Event:
    """Find the event "writer/seq"."""
    event = log.open_log(settings).event(key)
    if event is None:
        message = f"there is no event {key}; `warroom events` and `warroom note` name them, like alice@host/12."
        raise Refused(message)
    return event


def _pin_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="such as alice@host/12")
    parser.add_argument("--off", action="store_true", help="take the pin off")


def _pin(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    target = _target(book.settings, args.event)
    act = commands.unpin if args.off else commands.pin

    def make(state: State, _now: Instant) -> Sequence[Entry]:
        return act(state, target, actor=book.actor)

    tell_saved(desk, book.record(make))
    return 0


def _correct_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="such as alice@host/12")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="what it should have said; - reads standard input")
    parser.add_argument("--at", metavar="TIME", default="", help="when it really happened: -5m, 14:32")
    parser.add_argument("--force", action="store_true", help="accept a time more than a day before the start")


def _correct(args: Namespace, desk: Desk) -> int:
    if not args.text and not args.at:
        message = "warroom correct: say what is right: another TEXT, another time with --at, or both"
        raise UsageError(message)
    book = Logbook(desk, desk.settings_to_record())
    text = words(desk, args.text) if args.text else None
    target = _target(book.settings, args.event)

    def make(state: State, now: Instant) -> Sequence[Entry]:
        at = when(args.at, now)
        return commands.correct(state, target, text, at, actor=book.actor, now=now, forced=args.force)

    tell_saved(desk, book.record(make))
    return 0


VERBS = {
    "pin": Verb("warroom pin alice@host/12", _pin, _pin_arguments),
    "correct": Verb('warroom correct alice@host/12 "rolled back to 2.3.9" --at 14:32', _correct, _correct_arguments),
}
