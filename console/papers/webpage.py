"""The postmortem as one page for a browser, and the pictures that it has. Writes no file."""

import logging
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from console.review.html import Look, page
from console.review.hypertext import Html
from console.review.keep import marked, seal_page
from console.review.outside import outside_document
from console.review.pictured import phases
from console.review.pictures import caption
from console.review.report import Report
from console.review.sections import postmortem_of


def webpage(report: Report, parts: Mapping[str, str], beside: str, redact: Callable[[str], str] = str) -> str:
    """Return the page. `parts` is what people wrote in the Markdown document `beside`, by part."""
    foot = (
        f"This page was made from the log of {report.incident.id} by warroom and is made anew with every export. "
        f"What people add is written into {beside} (warroom export) and appears here with the next export."
    )
    look = Look(_style(), parts, pictures(report), foot)
    return seal_page(report.incident.id, page(postmortem_of(report, parts), look, redact))


def outside_page(report: Report, redact: Callable[[str], str] = str) -> str:
    """Return the page for people outside: it says neither where it comes from nor who made it."""
    return f"<!doctype html>\n{page(outside_document(report), Look(_style()), redact)}"


def pictures(report: Report) -> dict[str, Html]:
    """Return the charts of a report as SVG, by name."""
    if not report.pictured.charts:
        return {}
    _quiet()
    from console.papers.drawing import Happened, draw  # the library that draws takes a while to load

    happened = Happened(report.marks, phases(report.incident))
    return {chart.name: draw(chart, happened, caption(chart)) for chart in report.pictured.charts}


def marked_picture(incident: str, svg: str) -> str:
    """Return a picture as a file that says whose it is."""
    from console.papers.drawing import standalone

    return f"<!-- warroom:incident {marked(incident)} -->\n{standalone(svg)}"


@cache
def _style() -> str:
    return (Path(__file__).parents[1] / "data" / "page.css").read_text(encoding="utf-8")


def _quiet() -> None:
    """Let the library that draws keep to itself what it does with its caches: it belongs on no screen."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
