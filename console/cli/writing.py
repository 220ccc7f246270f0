"""Commands that write down what people say: note, update."""

from argparse import ArgumentParser, Namespace

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import PLACING, Logbook, meant, tell_saved
from console.incident.clock import parse_when
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.state import State
from console.incident.writing import AUDIENCES, note, post_update

LONGEST_INPUT = 1_000_000


def add_incident(parser: ArgumentParser) -> None:
    """Add --incident."""
    parser.add_argument("--incident", "-i", metavar="ID", default="", help="which one, where several are live")


def add_time(parser: ArgumentParser) -> None:
    """Add --at and --force."""
    parser.add_argument("--at", metavar="TIME", default="", help="when it happened: -5m, 14:32 or 2026-11-21T14:32Z")
    parser.add_argument("--force", action="store_true", help="accept a time more than a day before the start")


def when(text: str, now: Instant) -> Instant | None:
    """Read a time of the command line; None where none was given."""
    return parse_when(text, now) if text else None


def words(desk: Desk, given: list[str]) -> str:
    """Join the words of a text; "-" alone reads standard input."""
    if given != ["-"]:
        return " ".join(given)
    text = desk.streams.stdin.read(LONGEST_INPUT + 1)
    if len(text) > LONGEST_INPUT:
        message = f"standard input holds more than {LONGEST_INPUT:,} characters; nothing was written."
        raise Refused(message)
    return text.strip()


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what happened; - reads standard input")
    add_incident(parser)
    add_time(parser)
    parser.add_argument("--pin", action="store_true", help="pin it")


def _note(args: Namespace, desk: Desk) -> int:
    text = words(desk, args.text)
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, now: Instant) -> tuple[Entry, ...]:
        incident, at = meant(state, args.incident), when(args.at, now)
        return note(
            state, incident.id, text, actor=book.actor, now=now, occurred_at=at, pinned=args.pin, forced=args.force
        )

    tell_saved(desk, book.record(make, PLACING))
    return 0


def _update_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what they were told; - reads standard input")
    add_incident(parser)
    parser.add_argument("--at", metavar="TIME", default="", help="when they were told: -5m, 14:32")
    parser.add_argument("--force", action="store_true", help="also public or customers, of a security incident")
    parser.add_argument("--audience", choices=AUDIENCES, default=AUDIENCES[0], help=f"whom ({', '.join(AUDIENCES)})")


def _update(args: Namespace, desk: Desk) -> int:
    text = words(desk, args.text)
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, now: Instant) -> tuple[Entry, ...]:
        incident, at = meant(state, args.incident), when(args.at, now)
        return post_update(
            state, incident.id, text, args.audience, actor=book.actor, now=now, occurred_at=at, forced=args.force
        )

    tell_saved(desk, book.record(make))
    return 0


VERBS = {
    "note": Verb('warroom note "web rolled back to 2.4.0" --at -5m', _note, _arguments),
    "update": Verb(
        'warroom update "Checkout fails for some; next update in 20 min" --audience public', _update, _update_arguments
    ),
}
