"""Pure: the charts of a postmortem as blocks: their places, the legend of their marks, and the numbers behind them."""

from collections.abc import Iterator

from console.incident.clock import lasted
from console.review.blocks import Block, Chart, Code, Heading, Line, Listing, Paragraph, Table
from console.review.moments import moment
from console.review.pictured import ServiceChart, csv
from console.review.report import Report

_NAMES = {"error_rate": "error rate", "p95": "latency p95"}


def charts(report: Report) -> Iterator[Block]:
    """Yield the charts and what their marks mean; or that there are none."""
    found = report.pictured
    yield Heading("What it looked like")
    for chart in found.charts:
        yield Chart(chart.name, caption(chart))
    if not found.charts:
        yield Paragraph("There are no samples of the services in this time, and so no charts.")
        return
    if found.unmeasured:
        yield Paragraph(f"No samples: {', '.join(found.unmeasured)}.")
    if found.left_out:
        yield Paragraph(f"Hit later or less, and left out here: {', '.join(found.left_out)}.")
    yield from _compared(report)
    if report.marks:
        rows: list[tuple[Line, ...]] = [
            (str(each.number), moment(each.at), each.kind, each.text, (Code(each.event),)) for each in report.marks
        ]
        yield Table(("mark", "time (UTC)", "kind", "what", "event"), rows)


def _compared(report: Report) -> Iterator[Block]:
    """Yield how the numbers changed: against as long a time before it began."""
    found = report.pictured.compared
    if not found:
        return
    length = lasted(report.end - report.incident.since)
    rows: list[tuple[Line, ...]] = [
        (each.service, _NAMES.get(each.metric, each.metric), *(_amount(each.metric, value) for value in each[2:]))
        for each in found
    ]
    yield Table(("service", "mean of", f"in the {length} before", "while it lasted"), rows)


def _amount(metric: str, value: float | None) -> str:
    if value is None:
        return "no samples"
    return f"{value:.2%}" if metric == "error_rate" else f"{value * 1000:.0f} ms"


def caption(chart: ServiceChart) -> str:
    """Return what a chart shows, in words."""
    curves = ", ".join(curve.title.lower() for curve in chart.curves)
    return f"{chart.service}: {curves} and health, {moment(chart.start)} to {moment(chart.end)} UTC"


def numbers(report: Report) -> Iterator[Block]:
    """Yield the numbers behind the charts."""
    for chart in report.pictured.charts:
        yield Listing(csv(chart), "csv", f"The numbers behind the chart of {chart.service}")
