"""Pure: under which name a document is kept."""

from collections.abc import Callable

from console.incident.clock import utc_iso
from console.incident.names import slug
from console.incident.record import Incident


def document_path(incident: Incident, taken: Callable[[str], bool], suffix: str = "md") -> str:
    """Return "incidents/YYYY-MM-DD-slug.md": the day of the declaration (UTC) and the title, or the codename.

    `taken` says whether a path holds something else than this incident's own document; then "-2", "-3", ... is added.
    """
    stem = f"incidents/{utc_iso(incident.declared_at)[:10]}-{slug(incident.known_as)}"
    number, path = 1, f"{stem}.{suffix}"
    while taken(path):
        number += 1
        path = f"{stem}-{number}.{suffix}"
    return path
