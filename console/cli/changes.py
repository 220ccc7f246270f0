"""The command that says what was changed lately: changes. It tells what the log has, and looks at nothing itself."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident.clock import SECOND, parse_when, short_span, utc_iso
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.state import State
from console.settings import Settings
from console.signals.changes import SAME, SeenChange, can_be_cause, ranked, seen_change, since
from console.wiring import log

NOT_FOLLOWED = "Nothing is followed: name a [[cluster]] or a [[repository]] in warroom.toml, and open a console."


def _arguments(parser: ArgumentParser) -> None:
    add_incident(parser)
    parser.add_argument("--since", metavar="TIME", default="", help="2h, 14:32 or a date and time; otherwise 2 hours")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _changes(args: Namespace, desk: Desk) -> int:
    settings, now = desk.settings_to_record(), desk.clock()
    oldest = _since(args.since, now) if args.since else None
    state = Logbook(desk, settings).state()
    incident = named(state, args.incident) if args.incident else state.current()
    onset = None if incident is None else incident.since
    oldest = since(onset, now) if oldest is None else oldest
    found = ranked(logged(settings, state), onset, now, oldest)
    if args.json:
        import json

        desk.raw(json.dumps(_as_json(found, incident, oldest), indent=2))
        return 0
    for line in _lines(found, incident):
        desk.say(line)
    if not found:
        desk.say(f"No change is in the log since {_when(oldest)}.")
        if not (settings.clusters or settings.repositories):
            desk.say(NOT_FOLLOWED)
    return 0


def _since(text: str, now: Instant) -> Instant:
    """Read a time, or how long ago: 2h means what -2h does."""
    try:
        return parse_when(text, now)
    except Refused:
        return parse_when(f"-{text}", now)


def logged(settings: Settings, state: State) -> Iterator[SeenChange]:
    """Yield the changes that the log has, each with its correction."""
    reader = log.open_log(settings)
    for event in reader.events(kinds=("change",)):
        found = seen_change(event, state.corrections)
        if found is not None:
            yield found
    reader.close()


def _lines(found: Sequence[SeenChange], incident: Incident | None) -> Iterator[str]:
    if incident is None:
        yield from (_line(each, "") for each in found)
        return
    began = "the onset" if incident.started_at is not None else "the declaration"
    yield f"{incident.id}  {incident.known_as}: {began} was at {_when(incident.since)}"
    before = [each for each in found if can_be_cause(each.at, incident.since)]
    yield from (_line(each, _distance(each.at, incident.since)) for each in before)
    if found[len(before) :]:
        yield f"after {began}, so that none of these can be its cause:"
    yield from (_line(each, _distance(each.at, incident.since)) for each in found[len(before) :])


def _line(each: SeenChange, distance: str) -> str:
    by = f" by {each.by}" if each.by else ""
    return f"{_when(each.at)}  {f'{distance:>13}  ' if distance else ''}{each.text}{by}  [{each.event}]"


def _distance(at: Instant, onset: Instant) -> str:
    if abs(at - onset) <= SAME:
        return "at that time"
    return f"{short_span(abs(at - onset))} {'before' if at < onset else 'after'}"


def _when(at: Instant) -> str:
    return f"{utc_iso(at)[:19].replace('T', ' ')}Z"


def _as_json(found: Sequence[SeenChange], incident: Incident | None, oldest: Instant) -> dict[str, object]:
    onset = None if incident is None else incident.since
    rows = [
        {**each._asdict(), "at": utc_iso(each.at), "from_onset": None if onset is None else (each.at - onset) / SECOND}
        for each in found
    ]
    return {
        "incident": None if incident is None else incident.id,
        "onset": None if onset is None else utc_iso(onset),
        "since": utc_iso(oldest),
        "changes": rows,
    }


VERBS = {"changes": Verb("warroom changes\nwarroom changes --since 6h", _changes, _arguments)}
