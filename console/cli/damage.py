"""What a command says of a log that is damaged: where, and as its exit status."""

from console.cli.desk import Desk
from console.review.report import Report

DAMAGED = 3
"""Exit status: it is done, from the part of the log that can be trusted."""


def tell_breaks(desk: Desk, report: Report) -> int:
    """Say where the log is damaged, and return the exit status."""
    for each in report.breaks:
        desk.warn(f"the log is damaged: {each.problem}")
    return DAMAGED if report.breaks else 0
