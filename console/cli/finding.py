"""Commands that find incidents and words: list, search."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.incident.clock import elapsed, utc_iso
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.relations import relations
from console.incident.state import State
from console.journal.reading import EventRow
from console.review.document import related


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--live", action="store_true", help="only those that are worked on")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _list(args: Namespace, desk: Desk) -> int:
    state, now = Logbook(desk, desk.settings_to_record()).state(), desk.clock()
    found = [each for each in reversed(tuple(state.incidents.values())) if each.live or not args.live]
    if args.json:
        import json

        desk.raw(json.dumps([_as_json(state, incident, now) for incident in found], indent=2))
        return 0
    if not found:
        desk.say(f"{'No incident is live' if args.live else 'There is no incident in this log'}.")
    _show(desk, state, found, now)
    return 0


def _show(desk: Desk, state: State, incidents: Sequence[Incident], now: Instant) -> None:
    severity = max((len(incident.severity) for incident in incidents), default=0)
    status = max((len(incident.status) for incident in incidents), default=0)
    for incident in incidents:
        when = utc_iso(incident.declared_at)[:16].replace("T", " ")
        purpose = "" if incident.purpose == "incident" else f" ({incident.purpose})"
        others = "".join(f" · {each.words} {each.other}" for each in relations(state, incident))
        desk.say(
            f"{incident.id}  {incident.severity:<{severity}}  {incident.status:<{status}}  {when}Z"
            f"  {_running(incident, now):>9}  {incident.known_as}{purpose}{others}"
        )


def _running(incident: Incident, now: Instant) -> str:
    return elapsed((now if incident.until is None else incident.until) - incident.since)


def _as_json(state: State, incident: Incident, now: Instant) -> dict[str, object]:
    return {
        "id": incident.id,
        "severity": incident.severity,
        "rank": incident.rank,
        "status": incident.status,
        "title": incident.known_as,
        "codename": incident.codename or None,
        "type": incident.type,
        "purpose": incident.purpose,
        "declared": utc_iso(incident.declared_at),
        "resolved": None if incident.resolved_at is None else utc_iso(incident.resolved_at),
        "elapsed_ms": max(0, (now if incident.until is None else incident.until) - incident.since),
        "commander": incident.commander,
        "relations": related(relations(state, incident)),
    }


def _search_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="all of them must occur")
    parser.add_argument("--limit", type=int, metavar="N", default=50, help="at most so many, the best first (50)")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _search(args: Namespace, desk: Desk) -> int:
    from console.journal.search import search

    found, problems = search(desk.settings_to_record().log_dir, " ".join(args.words), limit=max(1, args.limit))
    for problem in problems:
        desk.warn(problem)
    if args.json:
        import json

        desk.raw(json.dumps([_hit(each.row) for each in found], indent=2))
        return 0
    for row in (each.row for each in found):
        when = utc_iso(row.occurred_at)[:19].replace("T", " ")
        desk.say(f"{row.incident or '-':<16}  {when}Z  {row.actor}: {row.text}  [{row.key}]")
    if not found or len(found) >= args.limit:
        desk.warn(f"the best {len(found)} shown: there may be more" if found else "0 events found")
    return 0


def _hit(row: EventRow) -> dict[str, object]:
    return {**row._asdict(), "occurred_at": utc_iso(row.occurred_at), "recorded_at": utc_iso(row.recorded_at)}


VERBS = {
    "list": Verb("warroom list\nwarroom list --live", _list, _list_arguments),
    "search": Verb("warroom search rolled back", _search, _search_arguments),
}
