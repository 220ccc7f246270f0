"""Pure: the postmortem as it is to be written, given what stands in the file now."""

from collections.abc import Mapping

from console.incident.errors import Refused
from console.review.blocks import Redact
from console.review.keep import Merged, incident_in, marked, merge, written
from console.review.markdown import NO_PICTURES, render
from console.review.report import Report


def postmortem(
    report: Report, redact: Redact = str, old_text: str | None = None, pictures: Mapping[str, str] = NO_PICTURES
) -> Merged:
    """Return the document with what people wrote into the old one; Refused where that is about something else."""
    if old_text is None:
        return Merged(render(report, redact, pictures=pictures), ())
    about = incident_in(old_text)
    if about != marked(report.incident.id):
        message = f"this file is {'about ' + about if about else 'not one of ours'}; it is never overwritten."
        raise Refused(message)
    return merge(old_text, render(report, redact, written(old_text), pictures))
