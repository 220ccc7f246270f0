"""Commands about what an incident did to people, and what they say of it: impact, complaint, rate."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from console import papers
from console.cli.damage import tell_breaks
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import PLACING, Logbook, meant
from console.cli.writing import add_incident, words
from console.incident import commands
from console.incident.clock import clock_time
from console.incident.effect import impact_score, impact_span
from console.incident.events import Entry, Instant
from console.incident.impact import FIGURES
from console.incident.money import NOT_ESTIMATED
from console.incident.record import Incident
from console.incident.state import State
from console.review.impact import NO_SLA, Stated, impact_json, published, stated
from console.review.report import Report
from console.wiring import own, shipped
from console.wiring.checks import limits, watched

_NAME = 24


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _impact(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    incident = meant(Logbook(desk, settings).state(PLACING), args.incident, ended=True)
    lists = shipped.checklists(settings, desk.ignored)
    agreed = (own.rates(settings), own.slos(settings))
    report = papers.read_report(settings.log_dir, incident.id, lists, *agreed)
    report = papers.with_failures(report, papers.Store(settings.log_dir, watched(settings), limits(settings)))
    if args.json:
        desk.raw(json.dumps({"incident": incident.id, **published(report), **impact_json(report)}, indent=2))
        return tell_breaks(desk, report)
    for name, text in _lines(report):
        desk.say(f"{name:<{_NAME}} {text}")
    return tell_breaks(desk, report)


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what is known as names and texts."""
    incident, now = report.incident, report.as_of
    span = impact_span(incident, now)
    yield "impact on users", f"{span}  ({span.anchor})"
    for each in stated(incident, now):
        yield FIGURES[each.figure], _said(each)
        for text, event in each.believed:
            yield "", f"believed then: {text}  [{event}]"
    for failed in report.failed:
        yield "", f"requests failed: {failed}"
    for judged in report.agreed:
        yield "agreed", str(judged)
    if not report.agreed:
        yield "agreed", NO_SLA
    counted = [
        f"{each.n} from {source}" if source else f"{each.n} with no place named"
        for source, each in incident.complaints.items()
        if each.n
    ]
    yield "complaints", ", ".join(counted) or "none counted"
    score = impact_score(incident, now)
    yield "customer impact score", f"{score}  ({score.inputs})"
    yield "cost of the response", str(report.cost or NOT_ESTIMATED)
    for share in report.shares:
        yield "", f"{share.name.replace('_', ' ')}: {share.hours:.2f} h x {share.counts}: {share.amount}"


def _said(each: Stated) -> str:
    if not each.event or each.at is None:
        return NOT_ESTIMATED
    about = "; ".join(filter(None, (each.how, each.source)))
    return f"{each.value or NOT_ESTIMATED}  ({about})  {clock_time(each.at)}Z {each.by}  [{each.event}]"


def _set_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("figure", metavar="FIGURE", help=", ".join(FIGURES))
    parser.add_argument("value", nargs="+", metavar="VALUE", help='12000, "61 %%", "1200.50 EUR", none, unknown')
    parser.add_argument("--source", metavar="WHERE", default="", help="where it is from: a dashboard, a person")
    add_incident(parser)


def _set(args: Namespace, desk: Desk) -> int:
    book, value = Logbook(desk, desk.settings_to_record()), words(desk, args.value)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.state_impact(state, incident.id, args.figure, value, args.source, actor=book.actor)

    return book.change(args.incident, make, ended=True)


def _loss_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--share", metavar="PERCENT", default="", help="how much of the revenue was lost")
    parser.add_argument("--rate", metavar="AMOUNT", default="", help='revenue a minute: "250.00 EUR"; else [cost]')
    parser.add_argument("--minutes", type=int, metavar="N", help="for so long; else as long as the impact lasted")
    parser.add_argument("--source", metavar="WHERE", default="", help="where that is from")
    add_incident(parser)


def _loss(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book, configured = Logbook(desk, settings), own.lost_per_minute(settings)
    rate = args.rate or ("" if configured is None else configured.exact)
    if not rate:
        message = 'say what a minute brings: --rate "250.00 EUR", or lost_per_minute under [cost] of the configuration'
        raise UsageError(message)
    source = args.source or ("" if args.rate else "[cost] of the configuration")

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.state_loss(state, incident.id, rate, args.share, source, actor=book.actor, minutes=args.minutes)

    return book.change(args.incident, make, ended=True)


def _complaint_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("count", nargs="?", type=int, metavar="N", default=1, help="how many more; -2 takes two back")
    parser.add_argument("--from", dest="source", metavar="WHERE", default="", help="where they came in: zendesk, phone")
    add_incident(parser)


def _complaint(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.complain(state, incident.id, args.count, args.source, actor=book.actor)

    return book.change(args.incident, make, ended=True)


def _rate_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("stars", metavar="N", help="1 (poor) to 5 (excellent)")
    parser.add_argument("text", nargs="*", metavar="WHY", default=[], help="why; documents have it without your name")
    add_incident(parser)


def _rate(args: Namespace, desk: Desk) -> int:
    book, text = Logbook(desk, desk.settings_to_record()), words(desk, args.text)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.rate(state, incident.id, args.stars, text, actor=book.actor)

    return book.change(args.incident, make, ended=True)


VERBS = {
    "impact": Verb("warroom impact\nwarroom impact --json", _impact, _arguments),
    "impact set": Verb(
        'warroom impact set users 12000 --source "login dashboard"\n'
        'warroom impact set revenue "1200.50 EUR" --source finance',
        _set,
        _set_arguments,
    ),
    "impact loss": Verb("warroom impact loss --share 60 --rate '250.00 EUR' --source finance", _loss, _loss_arguments),
    "complaint": Verb("warroom complaint\nwarroom complaint 3 --from zendesk", _complaint, _complaint_arguments),
    "rate": Verb('warroom rate 4 "clear roles, late updates"', _rate, _rate_arguments),
}
