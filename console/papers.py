"""Documents on disk: the postmortem and the JSON of an incident, from the log. Overwrites nothing of anybody's."""

import gc
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from console.incident.checklist import Checklist
from console.incident.errors import Failed, Refused
from console.journal.reading import LogReader
from console.review.document import render_json
from console.review.keep import Merged, incident_in, rejected
from console.review.naming import document_path
from console.review.postmortem import postmortem
from console.review.report import Report, build

Redact = Callable[[str], str]
FORMATS = ("md", "json")


class Written(NamedTuple):
    """Where a document is; `rejects` is the file with what people wrote and that found no place in it, or None."""

    path: Path
    rejects: Path | None = None


def read_report(log_dir: Path, incident: str, checklists: Sequence[Checklist]) -> Report:
    """Read the log and build the report of an incident; Refused where there is none of this id."""
    reader = LogReader(log_dir)
    collecting = gc.isenabled()
    gc.disable()  # a long log is a million small values that all stay: looking for garbage among them only takes time
    try:
        return build(reader.events(), incident, checklists=checklists)
    finally:
        reader.close()
        if collecting:
            gc.enable()


def render(report: Report, form: str, redact: Redact = str) -> str:
    """Return the document as text; `form` is "md" or "json"."""
    return render_json(report, redact) if form == "json" else postmortem(report, redact).text


def write(report: Report, form: str, folder: Path, redact: Redact = str) -> Written:
    """Write incidents/YYYY-MM-DD-slug below `folder`; what people wrote into an earlier one stays."""

    def taken(name: str) -> bool:
        path = folder / name
        return path.exists() and not _is_ours(path, report.incident.id, form)

    path = folder / document_path(report.incident, taken, form)
    return write_to(report, form, path, redact)


def write_to(report: Report, form: str, path: Path, redact: Redact = str) -> Written:
    """Write to this file; Refused where it holds something else than this incident's own document."""
    if form == "json" and path.exists() and not _is_ours(path, report.incident.id, form):
        message = (
            f"{path} is not an export of {report.incident.id}; it is never overwritten. Name another with --output."
        )
        raise Refused(message)
    try:
        old = path.read_text(encoding="utf-8") if path.exists() else None
        merged = Merged(render_json(report, redact), ()) if form == "json" else postmortem(report, redact, old)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, merged.text)
        if not merged.conflicts:
            return Written(path)
        rejects = path.with_name(f"{path.name}.rej")
        _replace(rejects, rejected(merged.conflicts))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"{path} was not written: {why}. Change to another directory, or name a file with --output."
        raise Failed(message) from error
    return Written(path, rejects)


def _is_ours(path: Path, incident: str, form: str) -> bool:
    """Whether a file holds this incident's own document of an earlier time."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = path.read_text(encoding="utf-8")
        about = json.loads(text)["incident"]["id"] if form == "json" else incident_in(text)
        return bool(about == incident)
    return False


def _replace(path: Path, text: str) -> None:
    """Write beside it and move it over: a crash leaves the old file or the new one, never half of one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
