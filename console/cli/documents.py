"""The command that writes documents from the log: export."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from console import papers
from console.cli.damage import tell_breaks
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import PLACING, Logbook, meant
from console.cli.wording import tell_hints
from console.cli.writing import add_incident
from console.incident.errors import WarroomError
from console.incident.events import Entry, Exported
from console.papers.reaching import unreachable
from console.review.report import Report
from console.unswept import unswept
from console.wiring import own, shipped
from console.wiring.checks import limits, watched
from console.wiring.secrets import redactor


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="otherwise the live one, else the newest")
    add_incident(parser)
    formats, where = papers.FORMATS, "- is standard output; otherwise incidents/YYYY-MM-DD-title.md"
    parser.add_argument(
        "--format", "-f", choices=formats, default="md", help="md (the postmortem), html (the same as a page) or json"
    )
    parser.add_argument("--check-links", action="store_true", help="ask whether the links answer, and warn")
    parser.add_argument("--charts", action="store_true", help="md: write the charts beside it, as SVG (html has them)")
    parser.add_argument(
        "--redacted",
        action="store_true",
        help="for people outside: no names, no notes, no services; to standard output, or -o FILE",
    )
    parser.add_argument("--output", "-o", metavar="FILE", default="", help=where)


def _export(args: Namespace, desk: Desk) -> int:
    with unswept():  # the process ends with the document
        return _exported(args, desk)


def _exported(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book, redact = Logbook(desk, settings), redactor(settings, desk.env)
    incident = meant(book.state(PLACING), args.id or args.incident, ended=True)  # the report folds the rest
    lists = shipped.checklists(settings, desk.ignored)
    agreed = (own.rates(settings), own.slos(settings), shipped.known_scheme(settings, desk.ignored))
    report = papers.read_report(settings.log_dir, incident.id, lists, *agreed)
    store = papers.Store(settings.log_dir, watched(settings), limits(settings))
    if not args.redacted:
        report = (papers.with_failures if args.format == "json" else papers.with_pictures)(report, store)
    if args.redacted:
        if args.output in {"", "-"}:
            desk.raw(papers.render_outside(report, args.format, redact))
        else:
            desk.say(papers.write_outside(report, args.format, Path(args.output), redact).path)
        return ended(report, desk, reach=args.check_links)
    if args.output == "-":
        desk.raw(papers.render(report, args.format, redact))
        return ended(report, desk, reach=args.check_links)
    if args.output:
        written = papers.write_to(report, args.format, Path(args.output), redact, drawn=args.charts)
    else:
        written = papers.write(report, args.format, Path(), redact, drawn=args.charts)
    desk.say(written.path)
    if not (args.id or args.incident):
        desk.warn(f"{incident.id} {incident.severity} {incident.known_as} ({incident.status})")
    if written.rejects is not None:
        desk.warn(f"some of what was changed in {written.path} found no place in it: it is in {written.rejects}")
    tell_hints(desk, incident, written.path if args.format == "md" else papers.document_of(incident, Path()))
    if not settings.read_only:
        tell_log(desk, book, incident.id, args.format, written.path)
    return ended(report, desk, reach=args.check_links)


def ended(report: Report, desk: Desk, *, reach: bool = False) -> int:
    """Tell which links lead nowhere, if that is asked for, and where the log is damaged; return the exit status."""
    for problem in unreachable(tuple(report.incident.links)) if reach and report.incident.links else ():
        desk.warn(f"link: {problem}")
    return tell_breaks(desk, report)


def tell_log(desk: Desk, book: Logbook, incident: str, form: str, path: Path) -> None:
    """Record the export; the document is written already, so a log that cannot be written is only told of."""
    entry = Entry(Exported(form, str(path)), book.actor, incident)
    try:
        book.append(lambda journal: journal.append_all([entry]))
    except WarroomError as error:
        desk.warn(f"the document is written; that it was is not in the log: {error}")


VERBS = {"export": Verb("warroom export\nwarroom export --format json -o -", _export, _arguments)}
