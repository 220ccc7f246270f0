"""The command that says what to do next: guide."""

from argparse import ArgumentParser, Namespace

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident.clock import utc_iso
from console.incident.events import Instant
from console.present.guide import choices, phases_of
from console.review.guide import Phase, next_step
from console.wiring import shipped


def _arguments(parser: ArgumentParser) -> None:
    add_incident(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def _guide(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    state, now = Logbook(desk, settings).state(), desk.clock()
    phases = phases_of(state, meant(state, args.incident, ended=True), shipped.scheme(settings, desk.ignored), now)
    if args.json:
        import json

        upcoming = next_step(phases)
        found = None if upcoming is None else {"phase": upcoming[0].name, "step": upcoming[1].text}
        desk.raw(json.dumps({"next": found, "phases": [_document(each) for each in phases]}, indent=2))
        return 0
    for row in choices(phases, now):
        desk.say(row.label)
        desk.say(f"    {row.detail}")
    return 0


def _document(phase: Phase) -> dict[str, object]:
    return {
        "name": phase.name,
        "began": _time(phase.began),
        "ended": _time(phase.ended),
        "went_on_without_all": phase.passed and not all(step.done for step in phase.steps),
        "steps": [{"text": step.text, "done": step.done, "at": _time(step.at)} for step in phase.steps],
    }


def _time(at: Instant | None) -> str | None:
    return None if at is None else utc_iso(at)


VERBS = {"guide": Verb("warroom guide", _guide, _arguments)}
"""`guide` reads and never writes."""
