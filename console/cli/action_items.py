"""Action items of all incidents: actions; actions add, set, start, done, drop, reopen."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant, tell_saved
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.ahead import parse_ahead
from console.incident.errors import Refused
from console.incident.events import ActionItemAdded, Entry, Event, Instant
from console.incident.follow_up import DONE, HORIZONS, IN_PROGRESS, LEFT, OPEN, PRIORITIES, TYPES, WONT_DO
from console.incident.following_up import item_of, unknown_owner
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.state import State
from console.incident.tasking import known_people
from console.incident.wording import hint_of
from console.review.action_list import Listed, Wish, counted, due_words, headline, list_csv, list_json, listed
from console.wiring.secrets import redactor

_NONE = ("none", "-", "")


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--open", action="store_true", help="only what is neither done nor dropped")
    parser.add_argument("--overdue", action="store_true", help="only what is late")
    parser.add_argument("--undated", action="store_true", help="only what is open and has no due date")
    parser.add_argument("--owner", metavar="NAME", default="", help="only theirs")
    parser.add_argument("--drills", action="store_true", help="those of drills and tests, too")
    add_incident(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, with the counts")
    form.add_argument("--csv", action="store_true", help="as CSV, for a spreadsheet")
    form.add_argument("--ical", action="store_true", help="due dates and reviews, for a calendar")


def _list(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    state, now = Logbook(desk, settings).state(), desk.clock()
    asked = named(state, args.incident).id if args.incident else ""
    wish = Wish(args.open, args.overdue, args.undated, args.owner, asked, args.drills)
    found = listed(state, wish, now, redactor(settings, desk.env))
    if args.json:
        desk.raw(json.dumps(list_json(found, now), indent=2))
    elif args.csv:
        desk.raw(list_csv(found, now, None))
    elif args.ical:
        desk.raw(_calendar(desk, state, wish, found))
    else:
        _show(desk, found, now)
    return 0


def _calendar(desk: Desk, state: State, wish: Wish, found: Sequence[Listed]) -> str:
    from console.review.calendar import due_calendar

    every = (each for each in state.incidents.values() if wish.incident in {"", each.id})
    reviews = [each for each in every if wish.drills or wish.incident or each.purpose == "incident"]
    settings = desk.settings()
    emails = {name: each.email for name, each in settings.directory.people.items() if each.email}
    shown = [] if wish.overdue or wish.undated else reviews
    return due_calendar(found, shown, None, emails, redactor(settings, desk.env))


def _show(desk: Desk, found: Sequence[Listed], now: Instant) -> None:
    desk.say(headline(counted(found, now)))
    wide = max((len(each.item.owner) for each in found), default=0)
    for incident, item in found:
        told = ", ".join(filter(None, (item.priority, item.type, item.horizon)))
        who = f"{(item.owner or 'no owner'):<{max(8, min(wide, 20))}}"
        head = f"{incident.id} {item.id:<3}  {item.word:<11}  {due_words(item, now):<24}  {who}"
        desk.say(f"{head}  {item.text} ({told}){f': {item.reason}' if item.reason else ''}  [{item.event}]")


def add_fields(parser: ArgumentParser) -> None:
    """Add what an action item has besides its text."""
    parser.add_argument("--owner", metavar="NAME", default="", help="one person: a team is nobody")
    parser.add_argument("--due", metavar="DATE", default="", help="+14d, fri, tomorrow, 2026-12-05")
    parser.add_argument("--priority", metavar="WORD", default="", help=f"{', '.join(PRIORITIES)}, or P1 to P4")
    parser.add_argument("--type", metavar="WORD", default="", help=", ".join(TYPES))
    parser.add_argument("--horizon", metavar="WORD", default="", help=", ".join(HORIZONS))
    parser.add_argument(
        "--from", dest="source", metavar="WHAT", default="", help="a factor, a hypothesis, the key of an event"
    )
    add_incident(parser)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what is there when it is done")
    add_fields(parser)


def _add(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    write_down(desk, book, args, " ".join(args.text))
    return 0


def write_down(desk: Desk, book: Logbook, args: Namespace, text: str, kind: str = "", horizon: str = "") -> None:
    """Write an action item down and say what it lacks; `kind` and `horizon` count where the options say nothing."""
    directory = book.settings.directory
    seen: list[Incident] = []

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident = meant(state, args.incident, ended=True)
        seen.append(incident)
        return commands.add_action_item(
            state,
            incident.id,
            text,
            actor=book.actor,
            now=now,
            owner=args.owner,
            due=_due(args.due, now),
            priority=args.priority,
            type=args.type or kind,
            horizon=args.horizon or horizon,
            source=args.source,
            known=known_people(incident, {*directory.people, book.actor}),
            teams=tuple(directory.teams),
        )

    events = book.record(make)
    tell_saved(desk, events)
    _tell_added(desk, events)
    _tell_owner(book, seen[-1], args.owner)


def _tell_added(desk: Desk, events: Sequence[Event]) -> None:
    """Say what it is called and what it lacks, and hint at words after which nobody can say when it is done."""
    from console.wiring.guides import weak_words

    for fact in (each.fact for each in events):
        if isinstance(fact, ActionItemAdded):
            desk.say(f"action item {fact.item}")
            lacks = [f"no {word}" for word, value in (("owner", fact.owner), ("due date", fact.due)) if not value]
            if lacks:
                desk.warn(f"{fact.item} has {' and '.join(lacks)} yet: warroom actions set {fact.item} --owner --due")
            if hint := hint_of(fact.text, weak_words()):
                desk.warn(hint)


def _tell_owner(book: Logbook, incident: Incident, owner: str) -> None:
    """Say that an owner is neither under [people] nor on the roster: it is saved all the same."""
    told = unknown_owner(incident, owner, {*book.settings.directory.people, book.actor})
    if told:
        book.desk.warn(told)


def _due(text: str, now: Instant) -> Instant | None:
    return None if text.strip().lower() in _NONE else parse_ahead(text, now)


def _item_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", help="such as a1, or 002:a1: `warroom actions` names them")
    add_incident(parser)


def _placed(state: State, asked: str, incident: str) -> tuple[Incident, str]:
    """Return the incident that an item is meant of: the one named, the one that has it, or Refused with the choice."""
    origin, _, item = asked.strip().lower().rpartition(":")
    if origin or incident:
        return named(state, origin or incident), item
    every = [each for each in state.incidents.values() if item in each.action_items]
    found = [each for each in every if each.purpose == "incident"] or every
    left = [each for each in found if each.action_items[item].state in LEFT] if found[1:] else found
    if len(left or found) == 1:
        return (left or found)[0], item
    if found:
        choice = "; ".join(f"{each.id} {each.action_items[item].text[:40]}" for each in found[-5:])
        raise Refused(f"{len(found)} incidents have an action item {item}, say which with --incident: {choice}.")
    return meant(state, "", ended=True), item


def _set_arguments(parser: ArgumentParser) -> None:
    _item_arguments(parser)
    for option, hint in (
        ("owner", "one person; none: nobody"),
        ("due", "+14d, fri, 2026-12-05; none: no date"),
        ("priority", ", ".join(PRIORITIES)),
        ("type", ", ".join(TYPES)),
        ("horizon", ", ".join(HORIZONS)),
        ("text", "what is to be done"),
    ):
        parser.add_argument(f"--{option}", metavar=option.upper(), default=None, help=hint)
    parser.add_argument("--from", dest="source", metavar="WHAT", default=None, help="where it comes from")


def _set(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    directory = book.settings.directory
    seen: list[Incident] = []

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident, item = _placed(state, args.item, args.incident)
        seen.append(incident)
        return commands.change_action_item(
            state,
            incident.id,
            item,
            _wishes(args, now),
            actor=book.actor,
            now=now,
            known=known_people(incident, {*directory.people, book.actor}),
            teams=tuple(directory.teams),
        )

    tell_saved(desk, book.record(make))
    _tell_owner(book, seen[-1], args.owner or "")
    return 0


def _wishes(args: Namespace, now: Instant) -> dict[str, str | Instant | None]:
    names = ("text", "owner", "priority", "type", "horizon", "source")
    given = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    wishes: dict[str, str | Instant | None] = {
        name: "" if name != "text" and value.strip().lower() in _NONE else value for name, value in given.items()
    }
    return wishes if args.due is None else {**wishes, "due": _due(args.due, now)}


def _move_arguments(to: str, parser: ArgumentParser) -> None:
    _item_arguments(parser)
    if to in {DONE, IN_PROGRESS}:
        parser.add_argument("text", nargs="*", metavar="RESULT", help="what came of it" if to == DONE else "a remark")
    else:
        parser.add_argument("--because", dest="text", nargs="+", metavar="WHY", default=[], help="why; it is needed")


def _move(to: str, args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, _now: Instant) -> Sequence[Entry]:
        incident, item = _placed(state, args.item, args.incident)
        before = item_of(incident, item).state
        if to == OPEN and before in LEFT:
            raise Refused(f"{item} of {incident.id} is {before.replace('_', ' ')}: it is not over.")
        return commands.move_action_item(state, incident.id, item, to, " ".join(args.text), actor=book.actor)

    tell_saved(desk, book.record(make))
    return 0


_EXAMPLES = {
    "actions": "warroom actions --overdue\nwarroom actions --owner bob --open\nwarroom actions --ical > actions.ics",
    "add": 'warroom actions add "Page on-call at 80 % of the pool" --owner bob --due +14d --type detect',
    "set": "warroom actions set a1 --owner dana --due fri",
    "start": "warroom actions start a1",
    "done": 'warroom actions done a1 "the alert fired in the drill of Friday"',
    "drop": 'warroom actions drop a1 --because "the service is going away"',
    "reopen": 'warroom actions reopen a1 --because "it happened again"',
}
VERBS = {
    "actions": Verb(_EXAMPLES["actions"], _list, _list_arguments),
    "actions add": Verb(_EXAMPLES["add"], _add, _add_arguments),
    "actions set": Verb(_EXAMPLES["set"], _set, _set_arguments),
    **{
        f"actions {word}": Verb(_EXAMPLES[word], partial(_move, to), partial(_move_arguments, to))
        for word, to in (("start", IN_PROGRESS), ("done", DONE), ("drop", WONT_DO), ("reopen", OPEN))
    },
}
