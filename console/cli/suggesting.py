"""Commands that suggest hypotheses: hypothesis suggest, hypothesis take. They look at every check once."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.changes import logged
from console.cli.cited import change_and_name
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.investigating import seen_once
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import HOUR
from console.incident.errors import Refused
from console.incident.events import Entry, HealthChanged, Instant
from console.incident.priors import learned
from console.incident.record import Incident
from console.incident.state import State
from console.present.candidates import Ailing, Candidate, candidates, told
from console.present.investigation import Looked, investigation
from console.settings import Settings
from console.wiring import guides, log


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _suggest(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    state = Logbook(desk, settings).state()
    incident = meant(state, args.incident, ended=True)
    found = _found(desk, settings, state, incident)
    if args.json:
        import json

        desk.raw(json.dumps([_document(each) for each in found], indent=2))
        return 0
    for each in found:
        desk.say(f"{each.key}  {each.text}{f'  (is {each.taken})' if each.taken else ''}")
        for line in told(each):
            desk.say(f"    {line}")
    if not found:
        desk.say(
            f"Nothing was changed before {incident.id} that the log knows, and nothing else that is seen is wrong."
        )
    return 0


def _found(desk: Desk, settings: Settings, state: State, incident: Incident) -> list[Candidate]:
    """Return the candidates; of an incident that is over nothing can be looked at any more."""
    return from_log(desk, settings, state, incident, _looked(desk, settings, state) if incident.live else ())


def from_log(
    desk: Desk, settings: Settings, state: State, incident: Incident, looked: Sequence[Looked] = ()
) -> list[Candidate]:
    """Return the candidates that the log tells, and those of what was looked at."""
    moved = learned(guides.priors(settings, desk.ignored), state.incidents.values())
    return candidates(state, incident, logged(settings, state), _ailing(settings, incident), looked, moved)


def _looked(desk: Desk, settings: Settings, state: State) -> Sequence[Looked]:
    seen = seen_once(settings, state, desk)
    listed, priors = guides.investigation(settings, desk.ignored), guides.priors(settings, desk.ignored)
    return investigation(seen, listed, priors, seen.at)


def _ailing(settings: Settings, incident: Incident) -> list[Ailing]:
    """Return when each service was first not well around the onset, as the log has it."""
    found: dict[str, Ailing] = {}
    reader = log.open_log(settings)
    for event in reader.events(kinds=(HealthChanged.kind,)):
        fact, end = event.fact, incident.until
        if not isinstance(fact, HealthChanged) or fact.after not in {"degraded", "down"}:
            continue
        if event.occurred_at >= incident.since - HOUR and (end is None or event.occurred_at <= end):
            found.setdefault(fact.service, Ailing(fact.service, fact.after, event.occurred_at, event.key))
    reader.close()
    return list(found.values())


def _document(each: Candidate) -> dict[str, object]:
    return {
        "key": each.key,
        "text": each.text,
        "component": each.component or None,
        "grounds": [{"side": one.side, "text": one.text, "event": one.event or None} for one in each.grounds],
        "test": each.test or None,
        "hypothesis": each.taken or None,
    }


def _take_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="what stands in front of a suggestion")
    parser.add_argument("--owner", metavar="NAME", default="", help="who looks into it")
    add_incident(parser)


def _take(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    state = book.state()
    found = _found(desk, book.settings, state, meant(state, args.incident, ended=True))
    chosen = next((each for each in found if each.key == args.key.strip()), None)
    if chosen is None:
        known = ", ".join(each.key for each in found) or "none"
        message = f"there is no suggestion '{args.key.strip()}'; there are: {known}."
        raise Refused(message)
    picked = chosen

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.add_hypothesis(
            state,
            incident.id,
            picked.text,
            actor=book.actor,
            test=picked.test,
            owner=args.owner,
            component=picked.component,
            evidence=picked.evidence,
            source=picked.key,
        )

    return change_and_name(book, desk, args.incident, make)


VERBS = {
    "hypothesis suggest": Verb("warroom hypothesis suggest", _suggest, _arguments),
    "hypothesis take": Verb("warroom hypothesis take alice@host/12 --owner bob", _take, _take_arguments),
}
