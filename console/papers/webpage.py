"""The postmortem as one page for a browser: its style sheet ships as data. Writes no file."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from console.review.html import Look, page
from console.review.keep import seal_page
from console.review.report import Report
from console.review.sections import postmortem_of


def webpage(report: Report, parts: Mapping[str, str], beside: str, redact: Callable[[str], str] = str) -> str:
    """Return the page. `parts` is what people wrote in the Markdown document `beside`, by part."""
    foot = (
        f"This page was made from the log of {report.incident.id} by warroom and is made anew with every export. "
        f"What people add is written into {beside} (warroom export) and appears here with the next export."
    )
    look = Look(_style(), parts, {}, foot)
    return seal_page(report.incident.id, page(postmortem_of(report, parts), look, redact))


@cache
def _style() -> str:
    return (Path(__file__).parents[1] / "data" / "page.css").read_text(encoding="utf-8")
