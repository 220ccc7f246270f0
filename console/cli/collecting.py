"""The command that takes evidence: evidence add."""

import re
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.evidence.running import Limits
from console.evidence.store import Store
from console.evidence.taking import Place, from_command, from_file
from console.incident import commands
from console.incident.clock import parse_duration
from console.incident.errors import Refused, WarroomError
from console.incident.events import Entry, Event, Instant
from console.incident.exhibits import Exhibit, ExhibitKept, ExhibitMissed
from console.incident.state import State
from console.settings import Settings

PATIENCE = "60s"
_SIZE = re.compile(r"(\d{1,15})\s?([kmgt]?)(?:i?b)?", re.IGNORECASE)
_STEPS = {"": 0, "k": 10, "m": 20, "g": 30, "t": 40}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="*", metavar="FILE", default=[], help="one or more files")
    parser.add_argument("--command", "-c", metavar="LINE", default="", help="what this says; or write -- CMD ARGS")
    parser.add_argument("--what", "-w", metavar="TEXT", default="", help="what it is; otherwise where it came from")
    parser.add_argument(
        "--limit", metavar="SIZE", default="", help="the most that is kept of one: 500M, 4G; else evidence_limit, 1G"
    )
    parser.add_argument("--timeout", metavar="TIME", default=PATIENCE, help="how long a command may take: 5m; else 60s")
    parser.add_argument(
        "--env",
        metavar="NAME",
        action="append",
        default=[],
        help="a variable that the command gets, too; may be given often",
    )
    add_incident(parser)


def _add(args: Namespace, desk: Desk) -> int:
    line = _command(args)
    if bool(line) == bool(args.file):
        raise UsageError("warroom evidence add: name a FILE, or a command: -- journalctl -u api -n 500")
    book = Logbook(desk, writing(desk))
    limit = size_of(args.limit) if args.limit else book.settings.evidence_limit << 20
    incident = meant(book.state(), args.incident, ended=True).id
    place = Place(Store(book.settings.log_dir), desk.clock, desk.env)
    if line:
        limits = Limits(parse_duration(args.timeout) / 1000, limit)
        return keep(book, incident, [from_command(place, line, args.what, limits, args.env)])
    status = 0
    for name in args.file:
        try:
            keep(book, incident, [from_file(place, Path(name), args.what, limit)])
        except WarroomError as error:
            if len(args.file) == 1:
                raise
            desk.warn(f"warroom: {error}")
            status = 1
    return status


def writing(desk: Desk) -> Settings:
    """Return the settings; Refused in read-only mode, before anything is read or run."""
    settings = desk.settings_to_record()
    if settings.read_only:
        raise Refused("read-only: nothing is kept. Leave out --read-only, or read_only under [room], to take evidence.")
    return settings


def _command(args: Namespace) -> list[str]:
    if not args.command:
        return list(args.tail)
    if args.tail:
        raise UsageError("warroom evidence add: one command, with --command or behind --")
    try:
        return shlex.split(args.command)
    except ValueError as error:
        raise UsageError(f"warroom evidence add: --command cannot be read: {error}") from error


def size_of(text: str) -> int:
    """Return bytes of "500M", "4G", "1000"; UsageError for anything else."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise UsageError(f"'{text}' is no size: write it like 500M or 4G")
    return int(found[1]) << _STEPS[found[2].lower()]


def keep(book: Logbook, incident: str, kept: Sequence[ExhibitKept], missed: Sequence[ExhibitMissed] = ()) -> int:
    """Write down what was taken, and say under which names it is kept."""

    def make(state: State, _now: Instant) -> Sequence[Entry]:
        return commands.keep_exhibits(state, incident, kept, missed, actor=book.actor)

    events = book.record(make)
    for each in _named(book.state(), incident, events):
        book.desk.say(told(each))
        for remark in each.kept.remarks:
            book.desk.warn(f"{each.id}: {remark}")
    for gap in missed:
        book.desk.warn(f"not collected: {gap.what}: {gap.reason}")
    return 0


def _named(state: State, incident: str, events: Sequence[Event]) -> list[Exhibit]:
    """Return what these events kept: another console may have used a name first."""
    keys = {event.key for event in events}
    return [each for each in state.incidents[incident].exhibits.values() if each.event in keys]


def told(exhibit: Exhibit) -> str:
    """Return an exhibit as a line: its name, its hash, its size and what it is."""
    kept = exhibit.kept
    ended = "" if kept.exit_code is None else f", exit {kept.exit_code}"
    return f"{exhibit.id:<4} {kept.sha256}  {kept.size:,} bytes{ended}  {kept.what}"


VERBS = {
    "evidence add": Verb(
        "warroom evidence add /var/log/auth.log\nwarroom evidence add -- journalctl -u api -n 500",
        _add,
        _add_arguments,
        tail=True,
    ),
}
