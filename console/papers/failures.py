"""How many requests failed while users felt the incident, from the samples of sources that measure all requests."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from console.incident.clock import SECOND
from console.incident.effect import impact_span
from console.incident.errors import Failed
from console.journal.charting import SampleReader
from console.review.failed import FailedRequests, estimate
from console.review.report import Report
from console.signals.health import ERROR_RATE, TRAFFIC, Watched

_SHORTEST = 30 * SECOND
_MOST = 2_000


def failures(report: Report, log_dir: Path, watched: Sequence[Watched]) -> tuple[FailedRequests, ...]:
    """Return an estimate for each service that was hit and has both numbers in the store; our own probes are not asked.

    A probe knows how many of its own few requests failed, not how many of the users'.
    """
    span = impact_span(report.incident, report.as_of).value_ms
    if not span or not report.services or report.incident.started_at is None:
        return ()
    reader = SampleReader(log_dir)
    try:
        both = _measured(reader)
        checks = [each for each in watched if each.check in both]
        found = (_of(reader, each, report.incident.started_at, span) for each in checks)
        first = {each.service: each for each in reversed([each for each in found if each is not None])}
        return tuple(first[service] for service in sorted(first))
    finally:
        reader.close()


def _measured(reader: SampleReader) -> set[str]:
    """Return the checks that give both numbers."""
    named: dict[str, set[str]] = {}
    for name in reader.names():
        named.setdefault(name.check, set()).add(name.metric)
    return {check for check, metrics in named.items() if {ERROR_RATE, TRAFFIC} <= metrics}


def _of(reader: SampleReader, each: Watched, start: int, span: int) -> FailedRequests | None:
    # A bucket has room for two looks, so that one is never empty for being between them.
    width = max(_SHORTEST, round(2 * each.interval * SECOND), -(-span // _MOST))
    buckets = -(-span // width)
    with suppress(Failed):
        rates, traffic = (
            reader.series(each.check, metric, start, start + buckets * width, buckets)
            for metric in (ERROR_RATE, TRAFFIC)
        )
        return estimate(each.service, rates, traffic, width, span)
    return None
