"""The command that prints the timeline of an incident: for people, or for a spreadsheet."""

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from datetime import tzinfo

from console import papers
from console.cli.damage import tell_breaks
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import PLACING, Logbook, meant
from console.cli.writing import add_incident, when
from console.incident.codec import known_kind
from console.review.rows import Row
from console.review.spreadsheet import in_zone, timeline_csv
from console.wiring import shipped
from console.wiring.secrets import redactor


def _arguments(parser: ArgumentParser) -> None:
    add_incident(parser)
    parser.add_argument("--since", metavar="TIME", default="", help="only from there on: -30m, 14:32")
    parser.add_argument("--kind", metavar="KIND", action="append", default=[], help="such as note; again for more")
    parser.add_argument("--by", metavar="NAME", default="", help="only what this person wrote")
    parser.add_argument("--pinned", action="store_true", help="only what is pinned")
    parser.add_argument(
        "--tz", metavar="ZONE", default="", help="such as Europe/Berlin; otherwise that of this machine"
    )
    parser.add_argument("--csv", action="store_true", help="for a spreadsheet, in UTC and in that zone")


def _timeline(args: Namespace, desk: Desk) -> int:
    settings, zone = desk.settings_to_record(), _zone(args.tz)
    asked = frozenset(map(known_kind, args.kind))
    incident = meant(Logbook(desk, settings).state(PLACING), args.incident, ended=True)
    report = papers.read_report(settings.log_dir, incident.id, shipped.checklists(settings, desk.ignored))
    wanted = _wanted(args, asked, desk, report.rows)
    redact = redactor(settings, desk.env)
    if args.csv:
        desk.raw(redact(timeline_csv(wanted, zone)))
        return tell_breaks(desk, report)
    for row in wanted:
        remarks = f" ({'; '.join(row.remarks)})" if row.remarks else ""
        pin = "! " if row.pinned else ""
        desk.say(redact(f"{in_zone(row.at, zone)[:19]}  {pin}{row.actor}: {row.text}{remarks}  [{row.event}]"))
    if not wanted:
        desk.warn(f"nothing of {incident.id} matches")
    return tell_breaks(desk, report)


def _wanted(args: Namespace, asked: Collection[str], desk: Desk, rows: Sequence[Row]) -> list[Row]:
    since = when(args.since, desk.clock())
    return [
        row
        for row in rows
        if (since is None or row.at >= since)
        and (not asked or row.kind in asked)
        and args.by in {"", row.actor}
        and (row.pinned or not args.pinned)
    ]


def _zone(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError) as error:
        message = f"warroom timeline: --tz is the name of a time zone such as Europe/Berlin, not '{name}'"
        raise UsageError(message) from error


VERBS = {"timeline": Verb("warroom timeline --since -30m\nwarroom timeline --csv --tz UTC", _timeline, _arguments)}
