"""Pure: a report for people outside: what it is called, how bad, its times, and what they were told. Nothing else."""

from console.incident.clock import elapsed
from console.incident.events import UpdatePosted
from console.incident.status import public_status
from console.incident.writing import OUTSIDE
from console.review.escaping import plain
from console.review.markdown import Redact
from console.review.moments import moment
from console.review.report import Report

_TIMES = ("started", "detected", "mitigated", "resolved")


def outside(report: Report, redact: Redact = str) -> str:
    """Return it as Markdown: no person, no note, no service, no hash; the title only of what has no codename."""
    incident = report.incident

    def text(raw: str) -> str:
        return plain(redact(raw))

    lines = [f"# {text(incident.known_as)}", "", f"- **Severity:** {text(incident.severity)}"]
    if report.breaks:
        lines[2:2] = ["**The log is damaged: this rests on the part of it that can be trusted.**", ""]
    lines.append(f"- **Status:** {text(public_status(incident.status) or 'being looked at')}")
    for name in _TIMES:
        at = getattr(incident, f"{name}_at")
        if at is not None:
            lines.append(f"- **{name.capitalize()}:** {moment(at)} UTC")
    if report.duration is not None:
        lines.append(f"- **Duration:** {elapsed(report.duration)}")
    told = {step.event for step in incident.updates if step.audience in OUTSIDE}
    rows = [row for row in report.rows if row.kind == UpdatePosted.kind and row.event in told and not row.refused]
    lines += ["", "## What was said", ""]
    lines += [f"- {moment(row.at)} UTC: {text(row.text)}" for row in rows] or ["Nothing yet."]
    lines += ["", "## Course", ""]
    course = ((step.at, public_status(step.status)) for step in incident.statuses)
    lines += [f"- {moment(at)} UTC: {text(status)}" for at, status in course if status is not None]
    return "\n".join(lines) + f"\n\nAs of {moment(report.as_of)} UTC.\n"
