"""The log as the report of an incident. Reads, and changes no byte."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from console.incident.checklist import Checklist
from console.incident.cost import Rates
from console.incident.errors import Refused
from console.incident.events import Event, Instant
from console.incident.record import Correction
from console.incident.severity import Scheme
from console.incident.slo import Slo
from console.journal.reading import LogReader
from console.papers.trust import Trusted
from console.review.report import Report, WhatChanged, build
from console.signals.changes import ranked, seen_change
from console.unswept import unswept


def read_report(
    log_dir: Path,
    incident: str,
    checklists: Sequence[Checklist],
    rates: Rates | None = None,
    slos: Sequence[Slo] = (),
    scheme: Scheme | None = None,
    *,
    until: Instant | None = None,
) -> Report:
    """Read the log and build the report of an incident; Refused where there is none of this id.

    `until` leaves out what was recorded later: the report as it would have been then.
    Of a writer whose chain breaks, or whose file ends to be readable, the events before that are taken.
    """
    trusted, reader = Trusted(log_dir), LogReader(log_dir)
    try:
        with unswept():
            report = build(
                (event for event in trusted.of(reader.events()) if until is None or event.recorded_at <= until),
                incident,
                rank=what_changed,
                checklists=checklists,
                rates=rates,
                slos=slos,
                scheme=scheme,
            )
        return report._replace(breaks=trusted.breaks(reader.problems))
    except Refused as refusal:
        raise trusted.explained(refusal) from refusal
    finally:
        reader.close()


def what_changed(
    events: Sequence[Event], corrections: Mapping[str, Correction], onset: Instant, end: Instant
) -> list[WhatChanged]:
    """Return what was changed from two hours before the onset to the end, in the order in which the room shows it."""
    told = (seen_change(event, corrections) for event in events)
    found = ranked((each for each in told if each is not None), onset, end)
    return [WhatChanged(each.at, each.at - onset, each.event, each.by, each.text) for each in found if each.at <= end]
