"""Documents on disk: the postmortem and the JSON of an incident, from the log. Overwrites nothing of anybody's."""

from console.papers.past import Store, with_failures, with_pictures
from console.papers.reading import read_report, what_changed
from console.papers.writing import (
    FORMATS,
    Redact,
    Written,
    document_of,
    render,
    render_outside,
    write,
    write_outside,
    write_to,
)

__all__ = [
    "FORMATS",
    "Redact",
    "Store",
    "Written",
    "document_of",
    "read_report",
    "render",
    "render_outside",
    "what_changed",
    "with_failures",
    "with_pictures",
    "write",
    "write_outside",
    "write_to",
]
"""What other parts of the program write documents with."""
