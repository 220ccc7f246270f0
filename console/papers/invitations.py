"""The calendar file of a review on disk, beside the postmortem. Overwrites nothing of anybody's."""

from pathlib import Path

from console.atomic import replace_text
from console.incident.errors import Failed, Refused
from console.incident.record import Incident
from console.review.naming import document_path

LONGEST = 100_000


def write(incident: Incident, text: str, folder: Path, named: Path | None = None) -> Path:
    """Write incidents/YYYY-MM-DD-slug.ics below `folder`, or the file that is `named`; return where it is.

    An earlier one of this review is replaced. Refused where a named file holds something else.
    """
    uid = _uid(text)

    def taken(name: str) -> bool:
        return (folder / name).exists() and not _is_ours(folder / name, uid)

    path = named or folder / document_path(incident, taken, "ics")
    if path.exists() and not _is_ours(path, uid):
        message = f"{path} is not the calendar of this review; it is never overwritten. Name another with --output."
        raise Refused(message)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, text, private=bool(incident.codename))
    except OSError as error:
        message = (
            f"{path} was not written: {error.strerror}. Change to another directory, or name a file with --output."
        )
        raise Failed(message) from error
    return path


def _uid(text: str) -> str:
    """Return the UID of a calendar of one entry, with its folded lines."""
    plain = text.replace("\r\n ", "")
    return next((line for line in plain.splitlines() if line.startswith("UID:")), "")


def _is_ours(path: Path, uid: str) -> bool:
    """Whether a file is an earlier calendar of the same review; a device or a pipe is none."""
    try:
        if not path.is_file() or path.stat().st_size > LONGEST:
            return False
        return _uid(path.read_bytes().decode("utf-8")) == uid
    except (OSError, UnicodeDecodeError):
        return False
