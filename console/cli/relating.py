"""Commands about how incidents belong to each other: relate, split."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant, tell_saved
from console.cli.writing import add_incident, words
from console.incident import commands
from console.incident.events import Entry, Instant
from console.incident.guards import named
from console.incident.relations import relations
from console.incident.state import State
from console.incident.tasking import open_tasks
from console.wiring import shipped


def _relate_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="the incident; otherwise the live one")
    add_incident(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--duplicate-of", metavar="ID", default="", help="it is this one, seen twice: it is cancelled")
    how.add_argument("--merge-into", metavar="ID", default="", help="it goes on in this one")
    how.add_argument("--part-of", metavar="ID", default="", help="it is a part of this one; none takes it out")
    parser.add_argument("--because", metavar="WHY", default="", help="the reason; needed where it matters")
    parser.add_argument("--force", action="store_true", help="end it in one that nobody works on; needs --because")


def _relate(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    if not (args.duplicate_of or args.merge_into or args.part_of):
        return _show(args, desk, book)

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident, actor = meant(state, args.id or args.incident, ended=bool(args.duplicate_of)).id, book.actor
        if args.duplicate_of:
            first = named(state, args.duplicate_of).id
            return commands.mark_duplicate(
                state, incident, first, args.because, actor=actor, now=now, forced=args.force
            )
        if args.merge_into:
            into = named(state, args.merge_into).id
            return commands.merge(state, incident, into, args.because, actor=actor, now=now, forced=args.force)
        whole = "" if args.part_of == "none" else named(state, args.part_of).id
        return commands.make_part(state, incident, whole, args.because, actor=actor)

    events = book.record(make)
    tell_saved(desk, events)
    if args.merge_into:
        _tell_left(desk, book.state(), events[0].incident)
    return 0


def _tell_left(desk: Desk, state: State, merged: str) -> None:
    """Say which tasks stay open: they go on with the incident that goes on."""
    incident = state.incidents[merged]
    left = "; ".join(f"{each.id} {each.person}: {each.text}" for each in open_tasks(incident))
    if left:
        desk.warn(f"still open, and now among the tasks of {incident.survivor}: {left}")


def _show(args: Namespace, desk: Desk, book: Logbook) -> int:
    state = book.state()
    incident = meant(state, args.id or args.incident, ended=True)
    found: dict[str, list[str]] = {}
    for each in relations(state, incident):
        found.setdefault(each.other, []).append(each.words)
    for key, words_of in found.items():
        other = state.incidents.get(key)
        called = "" if other is None else f"  {other.status}  {other.known_as}"
        desk.say(f"{incident.id}  {', '.join(words_of)} {key}{called}")
    if not found:
        desk.warn(f"{incident.id} has nothing to do with another incident, as far as the log knows")
    return 0


def _split_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("title", nargs="+", metavar="TITLE", help="what the other matter is, in a few words")
    parser.add_argument("--severity", "-s", metavar="LABEL", default="", help="otherwise as the one it is split from")
    parser.add_argument("--commander", metavar="NAME", default="", help="who leads it; otherwise you do")
    add_incident(parser)


def _split(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book, scheme = Logbook(desk, settings), shipped.scheme(settings, desk.ignored)
    title, state, now = words(desk, args.title), book.state(), desk.clock()
    if not title:
        message = "say what the other matter is: warroom split TITLE"
        raise UsageError(message)
    origin = meant(state, args.incident)

    def make(made: str) -> Sequence[Entry]:
        return commands.split(
            state,
            origin.id,
            id=made,
            title=title,
            actor=book.actor,
            now=now,
            scheme=scheme,
            severity=args.severity,
            commander=args.commander,
        )

    make("")  # what is refused is refused before the log is opened for writing
    event = book.append(lambda journal: journal.declare(make, now))[0]
    desk.say(event.incident)
    desk.warn(f"split from {origin.id}, saved as {event.key}")
    return 0


VERBS = {
    "relate": Verb(
        "warroom relate 002 --duplicate-of 001\nwarroom relate 002 --merge-into 001\nwarroom relate 002 --part-of 001",
        _relate,
        _relate_arguments,
    ),
    "split": Verb('warroom split "Search is slow, too" --commander bob', _split, _split_arguments),
}
