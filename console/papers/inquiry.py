"""The report of an investigation on disk, with what people wrote into an earlier one; nobody's file is overwritten."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from console.atomic import replace_text
from console.incident.errors import Failed, Refused
from console.incident.events import Event
from console.incident.record import Incident
from console.journal.reading import LogReader
from console.papers.files import set_aside
from console.papers.writing import Redact, Written
from console.review.inquiry import Inquiry, cited_events, inquiry_of
from console.review.keep import Merged, incident_in, marked, merge, rejected, seal
from console.review.markdown import markdown
from console.review.naming import document_path
from console.review.report import Report

_EVERY = 1 << 62
_SUFFIX = "investigation.md"


def cited_from(log_dir: Path, report: Report) -> Mapping[str, Event]:
    """Return the events that an investigation rests on, as far as the log has them and can be trusted."""
    ends = {writer: int(seq) for each in report.breaks for writer, _, seq in [each.event.rpartition("/")] if writer}
    reader = LogReader(log_dir)
    try:
        found = [reader.event(name) for name in cited_events(report.incident)]
    finally:
        reader.close()
    return {each.key: each for each in found if each is not None and each.seq < ends.get(each.writer, _EVERY)}


def render_inquiry(inquiry: Inquiry, redact: Redact = str) -> str:
    """Return the report as Markdown; the same log gives the same bytes."""
    return seal(_about(inquiry.report.incident), markdown(inquiry_of(inquiry), redact))


def write_inquiry(inquiry: Inquiry, path: Path | None, redact: Redact = str) -> Written:
    """Write to this file, otherwise to incidents/YYYY-MM-DD-slug.investigation.md; Refused where it is not ours."""
    incident = inquiry.report.incident
    where = (
        Path(document_path(incident, lambda name: _is_other(Path(name), incident), _SUFFIX)) if path is None else path
    )
    if _is_other(where, incident):
        message = f"{where} is no investigation of {incident.id}; it is never overwritten. Name another with --output."
        raise Refused(message)
    text = render_inquiry(inquiry, redact)
    try:
        merged = merge(where.read_text(encoding="utf-8"), text) if where.exists() else Merged(text, ())
        where.parent.mkdir(parents=True, exist_ok=True)
        rejects = set_aside(where, rejected(merged.conflicts)) if merged.conflicts else None
        replace_text(where, merged.text, private=bool(incident.codename))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"{where} was not written: {why}. Change to another directory, or name a file with --output."
        raise Failed(message) from error
    return Written(where, rejects)


def _about(incident: Incident) -> str:
    """Return how the first line names it: not as the postmortem does, which would take it for its own."""
    return f"investigation-{incident.id}"


def _is_other(path: Path, incident: Incident) -> bool:
    """Whether a path holds anything but this incident's own investigation; a device is never read."""
    if not path.exists():
        return False
    with suppress(OSError, UnicodeDecodeError):
        return not path.is_file() or incident_in(path.read_text(encoding="utf-8")) != marked(_about(incident))
    return True
