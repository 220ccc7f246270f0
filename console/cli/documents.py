"""The command that writes documents from the log: export."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.incident.errors import Failed, Refused, WarroomError
from console.incident.events import Entry, Exported
from console.review.document import render_json
from console.review.keep import incident_in, rejected
from console.review.naming import document_path
from console.review.postmortem import postmortem
from console.review.report import Report, build
from console.wiring import log, shipped
from console.wiring.secrets import redactor

LONGEST_DOCUMENT = 50_000_000
FORMATS = ("md", "json")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("incident", nargs="?", metavar="ID", default="", help="otherwise the live one, else the newest")
    parser.add_argument("--format", "-f", choices=FORMATS, default="md", help="md (the postmortem) or json")
    parser.add_argument(
        "--output",
        "-o",
        metavar="FILE",
        default="",
        help="- is standard output; otherwise incidents/YYYY-MM-DD-title.md",
    )


def _export(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book = Logbook(desk, settings)
    incident = meant(book.state(), args.incident, ended=True)
    report = build(log.open_log(settings).events(), incident.id, checklists=shipped.checklists(settings))
    redact = redactor(settings, desk.env)
    if args.output == "-":
        text = postmortem(report, redact).text if args.format == "md" else render_json(report, redact)
        desk.raw(text)
        return 0
    path = Path(args.output or document_path(incident, _taken(incident.id), args.format))
    if args.format == "md":
        _write_markdown(desk, path, report, redact)
    else:
        old = _old(path)
        if old is not None and _about(path, old) != incident.id:
            message = f"{path} is not an export of {incident.id}; it is never overwritten. Name another with -o."
            raise Refused(message)
        _write(path, render_json(report, redact))
    desk.say(path)
    if not settings.read_only:
        _tell_log(desk, book, incident.id, args.format, path)
    return 0


def _tell_log(desk: Desk, book: Logbook, incident: str, form: str, path: Path) -> None:
    """Record the export; the document is written already, so a log that cannot be written is only told of."""
    entry = Entry(Exported(form, str(path)), book.actor, incident)
    try:
        book.append(lambda journal: journal.append_all([entry]))
    except WarroomError as error:
        desk.warn(f"the document is written; that it was is not in the log: {error}")


def _write_markdown(desk: Desk, path: Path, report: Report, redact: Callable[[str], str]) -> None:
    """Write the postmortem; what people wrote into an earlier one stays, and what found no place is kept beside it."""
    merged = postmortem(report, redact, _old(path))
    if merged.conflicts:
        beside = path.with_name(f"{path.name}.rej")
        _write(beside, rejected(merged.conflicts))
        desk.warn(f"{len(merged.conflicts)} changes in {path} found no place; they are in {beside}")
    _write(path, merged.text)


def _taken(incident: str) -> Callable[[str], bool]:
    """Return what tells whether a path holds anything but this incident's own document."""

    def taken(text: str) -> bool:
        old = _old(Path(text))
        return old is not None and _about(Path(text), old) != incident

    return taken


def _about(path: Path, text: str) -> str:
    """Return the id of the incident that a document is about, or ""."""
    if path.suffix != ".json":
        return incident_in(text)
    import json

    try:
        return str(json.loads(text)["incident"]["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _old(path: Path) -> str | None:
    """Return what stands in a file, None where there is none."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as stream:
            return stream.read(LONGEST_DOCUMENT)
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}. Name another with -o."
        raise Failed(message) from error


def _write(path: Path, text: str) -> None:
    """Write a whole file or none: a crash on the way leaves the old one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}. Name another with -o, or print it with -o -."
        raise Failed(message) from error


VERBS = {"export": Verb("warroom export\nwarroom export --format json -o -", _export, _arguments)}
