"""Documents on disk: the postmortem and the JSON of an incident, from the log. Overwrites nothing of anybody's."""

import gc
import json
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from console.incident.checklist import Checklist
from console.incident.cost import Rates
from console.incident.errors import Failed, Refused
from console.incident.events import Event, Instant
from console.incident.record import Correction
from console.journal.reading import LogReader
from console.review.document import render_json
from console.review.keep import Merged, incident_in, marked, rejected
from console.review.naming import document_path
from console.review.postmortem import postmortem
from console.review.report import Report, WhatChanged, build
from console.signals.changes import ranked, seen_change

Redact = Callable[[str], str]
FORMATS = ("md", "json")


class Written(NamedTuple):
    """Where a document is; `rejects` is the file with what people wrote and that found no place in it, or None."""

    path: Path
    rejects: Path | None = None


def read_report(
    log_dir: Path,
    incident: str,
    checklists: Sequence[Checklist],
    rates: Rates | None = None,
    *,
    until: Instant | None = None,
) -> Report:
    """Read the log and build the report of an incident; Refused where there is none of this id.

    `until` leaves out what was recorded later: the report as it would have been then.
    """
    reader = LogReader(log_dir)
    collecting = gc.isenabled()
    gc.disable()  # a long log is a million small values that all stay: looking for garbage among them only takes time
    try:
        known = (event for event in reader.events() if until is None or event.recorded_at <= until)
        return build(known, incident, rank=what_changed, checklists=checklists, rates=rates)
    finally:
        reader.close()
        if collecting:
            gc.enable()


def what_changed(
    events: Sequence[Event], corrections: Mapping[str, Correction], onset: Instant, end: Instant
) -> list[WhatChanged]:
    """Return what was changed from two hours before the onset to the end, in the order in which the room shows it."""
    told = (seen_change(event, corrections) for event in events)
    found = ranked((each for each in told if each is not None), onset, end)
    return [WhatChanged(each.at, each.at - onset, each.event, each.by, each.text) for each in found if each.at <= end]


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
    if form == "json" and path.is_file() and not _is_ours(path, report.incident.id, form):
        message = (
            f"{path} is not an export of {report.incident.id}; it is never overwritten. Name another with --output."
        )
        raise Refused(message)
    if path.exists() and not path.is_file():  # a device or a pipe would be read for ever
        message = f"{path} is no file that a document can be written to; `--output -` is standard output."
        raise Refused(message)
    try:
        old = path.read_text(encoding="utf-8") if path.exists() else None
        merged = Merged(render_json(report, redact), ()) if form == "json" else postmortem(report, redact, old)
        path.parent.mkdir(parents=True, exist_ok=True)
        # First what people wrote: whatever happens next, it is somewhere.
        rejects = _set_aside(path, rejected(merged.conflicts)) if merged.conflicts else None
        _replace(path, merged.text, private=bool(report.incident.codename))
    except Refused as refusal:
        message = f"{path}: {refusal} Name another file with --output."
        raise Refused(message) from refusal
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"{path} was not written: {why}. Change to another directory, or name a file with --output."
        raise Failed(message) from error
    return Written(path, rejects)


def _is_ours(path: Path, incident: str, form: str) -> bool:
    """Whether a file holds this incident's own document of an earlier time."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = path.read_text(encoding="utf-8")
        if form == "json":
            return bool(json.loads(text)["incident"]["id"] == incident)
        return incident_in(text) == marked(incident)
    return False


def _set_aside(path: Path, text: str) -> Path:
    """Write a `.rej` file beside the document, under a name that nothing has yet, for the same eyes; return it."""
    number, rejects = 1, path.with_name(f"{path.name}.rej")
    while rejects.exists():
        number += 1
        rejects = path.with_name(f"{path.name}.{number}.rej")
    _replace(rejects, text, like=path)
    return rejects


def _replace(path: Path, text: str, like: Path | None = None, *, private: bool = False) -> None:
    """Write beside it and move it over: a crash leaves the old file or the new one, never half of one.

    Who may read a document that is there already (or the one it is `like`) is for people to say, and stays so; a new
    one that is `private` is for nobody else.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    model = like or path
    mode = stat.S_IMODE(model.stat().st_mode) if model.exists() else 0o600 if private else None
    with suppress(FileNotFoundError):
        beside.unlink()  # left by a process that ended while it wrote
    try:
        with beside.open("x", encoding="utf-8") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
