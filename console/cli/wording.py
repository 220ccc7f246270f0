"""Hints at blame and hindsight in what people wrote into a postmortem: hints, and a few lines after an export."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from console import papers
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident.errors import Failed
from console.incident.record import Incident
from console.review.language import Hint, hints
from console.wiring import shipped

_SHOWN = 3
FOUND = 1
"""Exit status of `hints` where there are any."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="otherwise the live one, else the newest")
    parser.add_argument("--file", metavar="FILE", default="", help="the document; otherwise the one below here")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _hints(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    incident = meant(Logbook(desk, settings).state(), args.id or args.incident, ended=True)
    path = Path(args.file) if args.file else papers.document_of(incident, Path())
    found = found_in(incident, path)
    if args.json:
        desk.raw(json.dumps([each._asdict() for each in found], indent=2))
        return FOUND if found else 0
    for each in found:
        desk.say(f"{path}:{each.line}: {each.kind}: '{each.words}' in: {each.sentence}")
        desk.say(f"    {each.ask}")
    if not found:
        desk.say(f"Nothing in {path} speaks of blame or hindsight.")
    return FOUND if found else 0


def found_in(incident: Incident, path: Path) -> tuple[Hint, ...]:
    """Return what is hinted at in the parts of a document that people wrote; Failed where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise Failed(f"{path} cannot be read: {why}. `warroom export` writes it; --file names another.") from error
    return hints(text, shipped.language(), {span.person for span in incident.roster} - {""})


def tell_hints(desk: Desk, incident: Incident, path: Path) -> None:
    """Say in a few lines which sentences may be put better; nothing where there is no document."""
    if not path.is_file():
        return
    found = found_in(incident, path)
    for each in found[:_SHOWN]:
        desk.warn(f"{path}:{each.line}: {each.kind}: '{each.words}'. {each.ask}")
    if len(found) > _SHOWN:
        desk.warn(f"{len(found) - _SHOWN} more: warroom hints {incident.id}")


VERBS = {"hints": Verb("warroom hints\nwarroom hints INC-20261121-001 --file postmortem.md", _hints, _arguments)}
