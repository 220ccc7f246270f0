"""Commands that change an incident: ack, move, assign, release, time, tick."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident, when
from console.incident import commands
from console.incident.checklist import Checklist, Item, choose, progress
from console.incident.clock import parse_when
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.guards import named
from console.incident.leaving import left_open, unwell
from console.incident.record import Incident
from console.incident.roles import CATALOGUE, find_role, label, named_person
from console.incident.state import State
from console.incident.status import ALLOWED
from console.wiring import own, shipped


def _book(desk: Desk) -> Logbook:
    return Logbook(desk, desk.settings_to_record())


def _at(parser: ArgumentParser) -> None:
    add_incident(parser)
    parser.add_argument("--at", metavar="TIME", default="", help="when it happened: -5m, 14:32")


def _ack(args: Namespace, desk: Desk) -> int:
    book = _book(desk)
    if book.settings.escalation is not None:
        from console.cli.climbing import catch_up

        catch_up(book)

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        at = when(args.at, now)
        return commands.acknowledge(state, incident.id, actor=book.actor, now=now, occurred_at=at)

    return book.change(args.incident, change)


def _move_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("to", metavar="STATUS", help=", ".join(ALLOWED))
    parser.add_argument(
        "--summary",
        "--because",
        metavar="TEXT",
        default="",
        dest="reason",
        help="what happened and what ended it; resolved needs it",
    )
    parser.add_argument("--reviewed", action="store_true", help="closed: the postmortem was reviewed")
    parser.add_argument(
        "--monitor", dest="monitors", action="append", metavar="TEXT", default=[], help="closed: one that was added"
    )
    parser.add_argument("--into", metavar="ID", default="", help="merged: the incident that it goes into")
    parser.add_argument(
        "--force",
        action="store_true",
        help="in spite of services that are not well, and of what is neither undone nor owned",
    )
    _at(parser)


def _move(args: Namespace, desk: Desk) -> int:
    book = _book(desk)
    scheme = shipped.scheme(book.settings, desk.ignored)

    left: list[str] = []

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        left.extend(_left(desk, state, incident, args))
        return commands.change_status(
            state,
            incident.id,
            args.to,
            args.reason,
            actor=book.actor,
            now=now,
            occurred_at=when(args.at, now),
            forced=args.force,
            survivor=named(state, args.into).id if args.into else "",
            reviewed=args.reviewed,
            monitors=args.monitors,
            scheme=scheme,
            fields=own.fields(book.settings),
        )

    book.change(args.incident, change, ended=True)
    for line in left:
        desk.warn(line)
    return 0


def _left(desk: Desk, state: State, incident: Incident, args: Namespace) -> list[str]:
    """Return what an end leaves behind, to be told once it is saved; Refused where services are not well by then."""
    to = args.to.strip().lower()
    sick = unwell(state) if to == "resolved" else ""
    if sick and not args.force:
        message = (
            f"{sick}, as last recorded; `warroom check` looks now. To resolve it all the same: --force, and say why"
        )
        raise Refused(f"{message} in --summary.")
    still = (
        "; ".join(left_open(incident, desk.clock())) if to in {"resolved", "closed", "cancelled", "declined"} else ""
    )
    return [*([f"resolved although {sick}"] if sick else []), *([f"left open: {still}"] if still else [])]


def _assign_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", help=", ".join(CATALOGUE))
    parser.add_argument("person", nargs="*", metavar="PERSON", help="otherwise the one under [roles]")
    parser.add_argument("--contact", metavar="HOW", default="", help="how to reach them; otherwise as under [people]")
    _at(parser)


def _assign(args: Namespace, desk: Desk) -> int:
    book = _book(desk)
    role = find_role(args.role)
    person = named_person(role, " ".join(args.person)) if args.person else book.settings.roles.get(role, "")
    if not person:
        message = f"say who: warroom assign {args.role} NAME (the configuration names nobody for {label(role)})"
        raise UsageError(message)
    if not args.person:
        desk.warn(f"{person}, from [roles] in {book.settings.path}")
    contact = args.contact or book.settings.people.get(person, "")

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        at = when(args.at, now)
        return commands.assign_role(
            state, incident.id, role, person, actor=book.actor, now=now, contact=contact, occurred_at=at
        )

    book.change(args.incident, change)
    book.tell_stranger(person)
    return 0


def _release_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", help="the role that is left")
    parser.add_argument("person", nargs="*", metavar="PERSON", help="who leaves it, where several have it")
    _at(parser)


def _release(args: Namespace, desk: Desk) -> int:
    book = _book(desk)

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        person, at = " ".join(args.person), when(args.at, now)
        return commands.release_role(state, incident.id, args.role, person, actor=book.actor, now=now, occurred_at=at)

    return book.change(args.incident, change)


def _time_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="WHICH", help="started, detected, acknowledged, identified, mitigated ...")
    parser.add_argument("at", metavar="TIME", help="-10m, 14:32 or 2026-11-21T14:32Z")
    parser.add_argument("--because", metavar="WHY", default="", help="the reason")
    add_incident(parser)


def _time(args: Namespace, desk: Desk) -> int:
    book = _book(desk)

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        at = parse_when(args.at, now)
        return commands.set_timestamp(state, incident.id, args.name, at, args.because, actor=book.actor, now=now)

    return book.change(args.incident, change, ended=True)


def _tick_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", nargs="*", metavar="ITEM", help="its name or part of its title; none lists them all")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--skip", metavar="WHY", default="", help="it will not be done, and why")
    for state, sentence in (("doing", "it is being done"), ("open", "it is to be done after all")):
        kind.add_argument(f"--{state}", dest="state", action="store_const", const=state, help=sentence)
    kind.add_argument("--na", dest="state", action="store_const", const="n/a", help="it does not apply here")
    add_incident(parser)


def _tick(args: Namespace, desk: Desk) -> int:
    book = _book(desk)
    lists = shipped.checklists(book.settings, desk.ignored)
    if not args.item:
        return _show_items(desk, book, args, lists)

    def change(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        item = _item(choose(lists, incident.rank, incident.type), " ".join(args.item), incident)
        to = args.state or ("skipped" if args.skip else "done")
        return commands.set_item(state, incident.id, item.id, item.title, to, args.skip, actor=book.actor, now=now)

    return book.change(args.incident, change)


def _show_items(desk: Desk, book: Logbook, args: Namespace, lists: Sequence[Checklist]) -> int:
    incident = meant(book.state(), args.incident)
    checklist = choose(lists, incident.rank, incident.type)
    if checklist is None:
        desk.say(f"There is no checklist for {incident.severity}.")
        return 0
    for phase in progress(checklist, incident, desk.clock()):
        desk.say(f"{phase.phase.name}  {phase.finished}/{len(phase.items)}")
        for each in phase.items:
            desk.say(f"  {each.word:<8} {each.item.id:<24} {each.item.title} ({each.owner})")
    return 0


def _item(checklist: Checklist | None, words: str, incident: Incident) -> Item:
    items = [item for phase in checklist.phases for item in phase.items] if checklist is not None else []
    exact = [item for item in items if item.id == words]
    found = exact or [item for item in items if words.lower() in f"{item.id} {item.title}".lower()]
    if len(found) == 1:
        return found[0]
    which = f"{len(found)} items have" if found else "no item of the checklist has"
    names = ", ".join(item.id for item in found or items) or f"there is none for {incident.severity}"
    message = f"{which} '{words}' in its name or title: {names}"
    raise Refused(message)


VERBS = {
    "ack": Verb("warroom ack", _ack, _at),
    "move": Verb(
        'warroom move mitigating\nwarroom move resolved --summary "rolled back web to 2.4.0"', _move, _move_arguments
    ),
    "assign": Verb("warroom assign communications bob", _assign, _assign_arguments),
    "release": Verb("warroom release scribe", _release, _release_arguments),
    "time": Verb("warroom time started 14:05", _time, _time_arguments),
    "tick": Verb(
        'warroom tick "recent deploys"\nwarroom tick bridge --skip "everybody is in one room"', _tick, _tick_arguments
    ),
}
