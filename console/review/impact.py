"""Pure: what an incident did to people and money, as blocks and JSON: each figure with who said it and from where."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from console.incident.clock import lasted, utc_iso
from console.incident.effect import impact_score, impact_span, revenue_lost
from console.incident.facts import Instant
from console.incident.impact import DATA_LOSS, FIGURES, REQUESTS, REVENUE, SHARE, SLA, USERS, shown
from console.incident.money import NOT_ESTIMATED, money
from console.incident.record import Incident
from console.incident.sizing import said
from console.review.blocks import Block, Code, Heading, Inline, Line, Paragraph, Points, Table, named
from console.review.moments import UNKNOWN, moment
from console.review.report import Report
from console.review.terms import stamps

_BELIEVED = {
    USERS: ("users", "reach", "impact", "function", "seen"),
    REVENUE: ("business",),
    DATA_LOSS: ("data_risk",),
}
"""What was answered while the incident ran, by the figure that it is about."""
NO_SLA = "no SLA configured"
_PLACES = Decimal("0.01")


class Stated(NamedTuple):
    """A figure as it stands: `value` "" is not estimated; `how` is its formula, or why it cannot be computed.

    `event` says it, `believed` is what was answered while the incident ran, each with its event.
    """

    figure: str
    value: str
    how: str = ""
    source: str = ""
    by: str = ""
    at: Instant | None = None
    event: str = ""
    believed: tuple[tuple[str, str], ...] = ()


def stated(incident: Incident, now: Instant) -> tuple[Stated, ...]:
    """Return every figure; the share of users only where somebody said it."""
    return tuple(_stated(incident, name, now) for name in FIGURES if name != SHARE or name in incident.impact)


def _stated(incident: Incident, name: str, now: Instant) -> Stated:
    figure, believed = incident.impact.get(name), tuple(_believed(incident, name))
    if figure is None:
        return Stated(name, "", believed=believed)
    value, how = shown(name, figure.value), ""
    if figure.rate:
        amount, how = revenue_lost(incident, now)
        value = "" if amount is None else str(amount)
    return Stated(name, value, how, figure.source, figure.by, figure.at, figure.event, believed)


def _believed(incident: Incident, name: str) -> Iterator[tuple[str, str]]:
    for question in _BELIEVED.get(name, ()):
        answer = incident.answers.get(question)
        if answer is not None and answer.text:
            yield said(question, answer.text), answer.event


def impact(report: Report) -> Iterator[Block]:
    """Yield how long, whom, what it cost, and the time in each severity."""
    incident, now = report.incident, report.as_of
    by_name = {each.figure: each for each in stated(incident, now)}
    span, score = impact_span(incident, now), impact_score(incident, now)
    felt = str(span) if span.value_ms is None else lasted(span.value_ms)
    yield Points(
        (
            named("Duration", UNKNOWN if report.duration is None else lasted(report.duration)),
            named("Impact on users", stamps(f"{felt} ({span.anchor})")),
            named("Users", *_users(by_name)),
            named("Requests failed", *_requests(report, by_name[REQUESTS])),
            named("Revenue", *_line(by_name[REVENUE])),
            named("Data loss", *_line(by_name[DATA_LOSS])),
            named("Service level agreement", *_agreed(report, by_name[SLA])),
            named("Complaints", *_complaints(incident)),
            named("Customer impact score", stamps(f"{score}: {score.inputs}")),
            named("Cost of the response", str(report.cost or NOT_ESTIMATED)),
            named("Services seen degraded or down", *_services(report)),
        )
    )
    yield Table(("severity", "time"), [(share.name, lasted(share.ms)) for share in report.severities])
    yield from _cost(report)


def _cost(report: Report) -> Iterator[Block]:
    """Yield what the cost is made of."""
    if report.cost is None:
        return
    yield Heading("Cost of the response")
    rows: list[tuple[Line, ...]] = []
    for each in report.shares:
        name, hours = each.name.replace("_", " "), f"{each.hours.quantize(_PLACES)} h"
        rows.append((name, hours, f"{each.counts.normalize():f}", str(each.amount)))
    yield Table(("whose time", "hours", "counts", "amount"), rows)
    yield Paragraph(f"Together {report.cost}. The parameters are those of [cost] in the configuration.")


def _users(by_name: dict[str, Stated]) -> Iterator[Inline]:
    share, users = by_name.get(SHARE), by_name[USERS]
    if share is None:
        yield from _line(users)
        return
    yield from _figure(share)
    if users.value:
        yield "; "
        yield from _figure(users)
    yield from _then(users)


def _requests(report: Report, each: Stated) -> Iterator[Inline]:
    """Yield what somebody said; else, or beside it, what the samples make of it."""
    if each.event or not report.failed:
        yield from _line(each)
    if report.failed:
        yield f"{'; ' if each.event else ''}{'; '.join(map(str, report.failed))}"


def _line(each: Stated) -> Iterator[Inline]:
    """Yield a figure with its source, or that it is not estimated; then what was believed while the incident ran."""
    if each.event:
        yield from _figure(each)
    else:
        yield NOT_ESTIMATED
    yield from _then(each)


def _figure(each: Stated) -> Iterator[Inline]:
    about = "; ".join(filter(None, (each.how, each.source, each.by)))
    yield f"{each.value or NOT_ESTIMATED} ({about}, "
    yield from (Code(each.event), ")")


def _then(each: Stated) -> Iterator[Inline]:
    for index, (text, event) in enumerate(each.believed):
        yield f"; {text} (" if index else f"; believed then: {text} ("
        yield from (Code(event), ")")


def _agreed(report: Report, said_: Stated) -> Iterator[Inline]:
    if said_.event:
        yield from _figure(said_)
        yield "; "
    yield "; ".join(map(str, report.agreed)) or NO_SLA


def _complaints(incident: Incident) -> Iterator[Inline]:
    found = {source: each for source, each in incident.complaints.items() if each.n}
    if not found:
        yield "none counted"
        return
    yield f"{sum(each.n for each in found.values()):,}: "
    for index, (source, each) in enumerate(found.items()):
        yield f"{', ' if index else ''}{each.n:,}{f' from {source}' if source else ' with no place named'} ("
        yield from (Code(each.event), ")")


def _services(report: Report) -> Iterator[Inline]:
    if not report.services:
        yield "none in the log"
    for index, each in enumerate(report.services):
        yield f"{', ' if index else ''}{each.service} {each.worst} at {moment(each.at)} ("
        yield from (Code(each.event), ")")


def published(report: Report) -> dict[str, Any]:
    """Return the impact with the keys of the published shape; what nobody said is None."""
    figures = report.incident.impact
    amount, _ = revenue_lost(report.incident, report.as_of)
    text, number = money(amount)
    return {
        "users_affected": int(figures[USERS].value) if USERS in figures else None,
        "requests_failed": int(figures[REQUESTS].value) if REQUESTS in figures else _only(report),
        "revenue_impact": text,
        "revenue_impact_amount": number,
    }


def _only(report: Report) -> int | None:
    """Return the estimate where one service was measured: those of several may count a request twice."""
    return report.failed[0].n if len(report.failed) == 1 else None


def impact_json(report: Report) -> dict[str, Any]:
    """Return the figures with their sources, complaints, agreements and the score."""
    incident, now = report.incident, report.as_of
    score = impact_score(incident, now)
    return {
        "impact_figures": [_figure_json(each) for each in stated(incident, now)],
        "complaints": [
            {"source": source or None, "count": each.n, "event": each.event}
            for source, each in incident.complaints.items()
        ],
        "sla": [
            {
                "name": each.slo.name,
                "service": each.slo.service or None,
                "allowed_ms": each.slo.allowed,
                "state": each.state,
                "took_ms": each.took,
                "beyond_ms": each.beyond,
            }
            for each in report.agreed
        ]
        or None,
        "requests_failed_measured": [each._asdict() for each in report.failed],
        "impact_score": None if score.value is None else float(score.value),
        "impact_score_inputs": score.inputs,
        "response_cost_shares": [
            {"name": each.name, "hours": f"{each.hours.quantize(_PLACES)}", "amount": str(each.amount)}
            for each in report.shares
        ],
    }


def _figure_json(each: Stated) -> dict[str, Any]:
    return {
        "figure": each.figure,
        "value": each.value or None,
        "how": each.how or None,
        "source": each.source or None,
        "by": each.by or None,
        "at": None if each.at is None else utc_iso(each.at),
        "event": each.event or None,
        "believed_then": [{"text": text, "event": event} for text, event in each.believed],
    }
