"""Commands that find incidents and words: list, search."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.incident.clock import elapsed, utc_iso
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.relations import relations
from console.incident.state import State
from console.journal.search import Hit, look_in_all
from console.journal.wanted import USAGE, parse_wanted, plain_words
from console.review.document import related
from console.written import find_written

_LONG = 200
"""Characters; of a longer text the part that was found is shown."""


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
    parser.add_argument("words", nargs="+", metavar="WORDS", help=USAGE)
    parser.add_argument("--newest", action="store_true", help="the newest first, not the best")
    where = "another log directory; repeat it"
    parser.add_argument("--archive", action="append", metavar="DIR", default=[], help=where)
    parser.add_argument("--limit", type=int, metavar="N", default=50, help="at most so many (50)")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _search(args: Namespace, desk: Desk) -> int:
    settings, line = desk.settings_to_record(), " ".join(_quoted(word) for word in args.words)
    wanted = parse_wanted(line, desk.clock(), newest=args.newest, limit=args.limit)
    logs = (settings.log_dir, *settings.own.archives, *(Path(each).absolute() for each in args.archive))
    found, problems = look_in_all(logs, wanted)
    marked = bool(wanted.kinds or wanted.actor or wanted.incident or wanted.since)
    written = [] if marked else find_written(Path(), plain_words(line))
    for problem in problems:
        desk.warn(problem)
    if args.json:
        import json

        documents = [{**each._asdict(), "path": str(each.path)} for each in written]
        desk.raw(json.dumps([*(_hit(each) for each in found), *documents], indent=2))
        return 0
    for hit in found:
        desk.say(_hit_line(hit, elsewhere=hit.log != settings.log_dir))
    for passage in written:
        desk.say(f"{passage.incident or '-':<16}  {passage.path} ({passage.part}): {passage.snippet}")
    if not found or len(found) >= wanted.limit:
        best = "newest" if wanted.newest else "best"
        desk.warn(f"the {best} {len(found)} shown: there may be more" if found else "0 events found")
    return 0


def _quoted(word: str) -> str:
    """Return a word of the command line as it was meant: what the shell took the quotation marks off stays together."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _hit_line(hit: Hit, *, elsewhere: bool) -> str:
    row = hit.row
    when = utc_iso(row.occurred_at)[:19].replace("T", " ")
    text = row.text if len(row.text) <= _LONG else hit.snippet
    drill = f" ({hit.purpose})" if hit.purpose else ""
    log = f" in {hit.log}" if elsewhere else ""
    return f"{row.incident or '-':<16}{drill}  {when}Z  {row.actor}: {text}  [{row.key}]{log}"


def _hit(hit: Hit) -> dict[str, object]:
    row = hit.row
    return {
        **row._asdict(),
        "occurred_at": utc_iso(row.occurred_at),
        "recorded_at": utc_iso(row.recorded_at),
        "snippet": hit.snippet,
        "purpose": hit.purpose or None,
        "log": str(hit.log),
    }


VERBS = {
    "list": Verb("warroom list\nwarroom list --live", _list, _list_arguments),
    "search": Verb(
        "warroom search rolled back\nwarroom search kind:decision since:30d --newest", _search, _search_arguments
    ),
}
