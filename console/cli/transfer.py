"""Commands that carry events out of the log and into it: events, import."""

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident.errors import Refused
from console.incident.guards import named
from console.journal.rows import Record
from console.wiring import log

BEAT = 0.25
"""Seconds between two looks for new events."""


def _events_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--ndjson", action="store_true", help="one JSON object a line; that is what it always is")
    parser.add_argument("--follow", "-f", action="store_true", help="wait for more, until interrupted")
    add_incident(parser)
    parser.add_argument("--kind", action="append", metavar="KIND", default=[], help="only these: note, decision ...")


def _events(args: Namespace, desk: Desk) -> int:
    from console.journal.transfer import export_events

    settings = desk.settings_to_record()
    incident = named(Logbook(desk, settings).state(), args.incident).id if args.incident else None
    reader = log.open_log(settings)

    def show(records: Iterable[Record]) -> None:
        for line in export_events(reader, records):
            desk.raw(line)
        desk.streams.stdout.flush()

    if not args.follow:
        show(reader.records(incident=incident, kinds=args.kind or None))
    while args.follow:
        show(record for record in reader.poll_records() if _wanted(record, incident, args.kind))
        time.sleep(BEAT)
    for problem in reader.problems:
        desk.warn(problem)
    return int(bool(reader.problems))


def _wanted(record: Record, incident: str | None, kinds: list[str]) -> bool:
    found = record.found
    return (incident is None or found["incident"] == incident) and (not kinds or found["kind"] in kinds)


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what `warroom events` wrote")


def _import(args: Namespace, desk: Desk) -> int:
    from console.journal.transfer import import_file

    if args.file == "-":
        message = "warroom import: it is read twice, so it has to be a file: warroom events > FILE; warroom import FILE"
        raise UsageError(message)
    settings = desk.settings_to_record()
    if not Path(args.file).is_file():
        message = f"{args.file} is no file; nothing was imported."
        raise Refused(message)
    journal = log.open_journal(settings, desk.clock, desk.env)
    try:
        done = import_file(journal, settings.log_dir, Path(args.file))
    finally:
        journal.close()
    desk.say(f"{done.added:,} events imported, {done.known:,} were there already")
    if done.cut:
        desk.warn("the last line was cut off and left out")
    return 0


VERBS = {
    "events": Verb("warroom events > log.ndjson\nwarroom events --follow", _events, _events_arguments),
    "import": Verb("warroom import log.ndjson", _import, _import_arguments),
}
