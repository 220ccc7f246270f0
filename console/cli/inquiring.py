"""The command that writes the report of an investigation: export investigation."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from console import papers
from console.cli.desk import Desk
from console.cli.documents import ended, tell_log
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.suggesting import from_log
from console.cli.writing import add_incident
from console.papers.inquiry import cited_from, render_inquiry, write_inquiry
from console.present.candidates import told
from console.review.inquiry import Inquiry, Query, Suggestion
from console.settings import Settings
from console.wiring import own, shipped
from console.wiring.secrets import redactor


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="otherwise the live one, else the newest")
    add_incident(parser)
    where = "- is standard output; otherwise incidents/YYYY-MM-DD-title.investigation.md"
    parser.add_argument("--output", "-o", metavar="FILE", default="", help=where)


def _export(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book = Logbook(desk, settings)
    state = book.state()
    incident = meant(state, args.id or args.incident, ended=True)
    lists = shipped.checklists(settings, desk.ignored)
    report = papers.read_report(settings.log_dir, incident.id, lists, own.rates(settings))
    found = from_log(desk, settings, state, incident)
    inquiry = Inquiry(
        report,
        cited_from(settings.log_dir, report),
        tuple(Suggestion(each.key, each.text, tuple(told(each)), each.taken) for each in found),
        tuple(_queries(settings)),
    )
    redact = redactor(settings, desk.env)
    if args.output == "-":
        desk.raw(render_inquiry(inquiry, redact))
        return ended(report, desk)
    written = write_inquiry(inquiry, Path(args.output) if args.output else None, redact)
    desk.say(written.path)
    if written.rejects is not None:
        desk.warn(f"some of what was changed in {written.path} found no place in it: it is in {written.rejects}")
    if not settings.read_only:
        tell_log(desk, book, incident.id, "investigation", written.path)
    return ended(report, desk)


def _queries(settings: Settings) -> Iterator[Query]:
    """Yield what the checks ask, as it stands in the configuration: expressions first, then addresses."""
    for check in settings.checks:
        if check.kind == "prometheus":
            yield from (Query(check.name, metric, text) for metric, text in check.queries.items())
    for check in settings.checks:
        if check.kind in {"http", "vendor"}:
            yield Query(check.name, check.kind, check.url)
        elif check.kind == "dns":
            yield Query(check.name, f"dns {check.record}", check.domain)
        elif check.kind == "tcp":
            yield Query(check.name, "tcp", f"{check.host}:{check.port}")


VERBS = {
    "export investigation": Verb("warroom export investigation\nwarroom export investigation -o -", _export, _arguments)
}
