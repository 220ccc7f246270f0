"""Tasks and promises: task give, list, accept, done, more, drop; and snooze, which lets an update wait."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import parse_duration, utc_iso
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.incident.tasking import inherited, tally
from console.incident.tasks import Task
from console.present import tasks
from console.review.promises import promise_json


def _give_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="one person, by name")
    parser.add_argument("span", metavar="SPAN", help="how long they have: 5m, 1h30m")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what they do and report back on")
    add_incident(parser)


def _give(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    people = book.settings.people
    text, span = " ".join(args.text), parse_duration(args.span)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.give_task(state, incident.id, args.person, span, text, actor=book.actor, now=now, known=people)

    book.change(args.incident, make)
    book.tell_stranger(args.person.strip().lstrip("@").rstrip(",:"))
    return 0


def _task_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("task", metavar="TASK", help="such as t1: `warroom task list` names them")
    add_incident(parser)


def _accept(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.accept_task(state, incident.id, args.task, actor=book.actor)

    return book.change(args.incident, make)


def _end_arguments(how: str, parser: ArgumentParser) -> None:
    _task_arguments(parser)
    if how == "done":
        parser.add_argument("text", nargs="*", metavar="RESULT", help="what came of it")
    else:
        parser.add_argument("--because", dest="text", nargs="+", metavar="WHY", required=True, help="why")


def _end(how: str, args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    text = " ".join(args.text)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.end_task(state, incident.id, args.task, how, text, actor=book.actor)

    return book.change(args.incident, make, ended=True)


def _more_arguments(parser: ArgumentParser) -> None:
    _task_arguments(parser)
    _waiting(parser)


def _waiting(parser: ArgumentParser) -> None:
    parser.add_argument("span", metavar="SPAN", help="from now: 5m, 1h30m")
    parser.add_argument("--because", metavar="WHY", required=True, help="the reason")


def _more(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    span = parse_duration(args.span)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.extend_task(state, incident.id, args.task, span, args.because, actor=book.actor, now=now)

    return book.change(args.incident, make)


def _snooze_arguments(parser: ArgumentParser) -> None:
    _waiting(parser)
    add_incident(parser)


def _snooze(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    span = parse_duration(args.span)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.snooze_update(state, incident.id, span, args.because, actor=book.actor, now=now)

    return book.change(args.incident, make)


def _list_arguments(parser: ArgumentParser) -> None:
    add_incident(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def _list(args: Namespace, desk: Desk) -> int:
    state, now = Logbook(desk, desk.settings()).state(), desk.clock()
    incident = meant(state, args.incident, ended=True)
    left = inherited(state, incident)
    if args.json:
        kept = tally(incident, now)
        made = [_document(task, now) for task in incident.tasks.values()]
        made += [{**_document(task, now), "of": origin} for origin, task in left]
        desk.raw(json.dumps({"incident": incident.id, "kept": kept.kept, "late": kept.late, "tasks": made}, indent=2))
        return 0
    desk.say(tasks.headline(incident, now))
    for row in tasks.choices(incident, now, left):
        desk.say(f"  {row.label}")
        desk.say(f"       {row.detail}")
    for origin in dict.fromkeys(origin for origin, _ in left):
        desk.warn(f"{origin} is merged into this: warroom task done TASK --incident {origin}")
    return 0


def _document(task: Task, now: Instant) -> dict[str, object]:
    """Return a task as the postmortem has it, and how far it has come: a list is asked for while it runs."""
    return {
        **promise_json(task, now),
        "given": utc_iso(task.given),
        "by": task.by,
        "accepted": None if task.accepted is None else utc_iso(task.accepted),
        "how": task.how,
        "open": task.is_open,
    }


_EXAMPLES = {
    "give": 'warroom task give bob 5m "check the pool"',
    "list": "warroom task list\nwarroom task list --json",
    "accept": "warroom task accept t1",
    "done": 'warroom task done t1 "the pool is full"',
    "more": 'warroom task more t1 5m --because "the dump is still running"',
    "drop": 'warroom task drop t1 --because "rolled back"',
    "snooze": 'warroom snooze 10m --because "nothing new until the restart is through"',
}
VERBS = {
    "task give": Verb(_EXAMPLES["give"], _give, _give_arguments),
    "task list": Verb(_EXAMPLES["list"], _list, _list_arguments),
    "task accept": Verb(_EXAMPLES["accept"], _accept, _task_arguments),
    "task done": Verb(_EXAMPLES["done"], partial(_end, "done"), partial(_end_arguments, "done")),
    "task more": Verb(_EXAMPLES["more"], _more, _more_arguments),
    "task drop": Verb(_EXAMPLES["drop"], partial(_end, "dropped"), partial(_end_arguments, "dropped")),
    "snooze": Verb(_EXAMPLES["snooze"], _snooze, _snooze_arguments),
}
