"""Documents of an incident at their places, in every format; what is not ours there is never overwritten."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from console.atomic import replace_text
from console.incident.errors import Failed, Refused
from console.incident.record import Incident
from console.papers.files import set_aside
from console.review.document import render_json
from console.review.keep import Merged, edited, incident_in, marked, parts, rejected
from console.review.naming import document_path
from console.review.outside import outside, outside_json
from console.review.postmortem import postmortem
from console.review.report import Report

Redact = Callable[[str], str]
FORMATS = ("md", "html", "json")


class Written(NamedTuple):
    """Where a document is; `rejects` is the file with what people wrote and that found no place in it, or None."""

    path: Path
    rejects: Path | None = None


def render(report: Report, form: str, redact: Redact = str, folder: Path = Path()) -> str:
    """Return the document as text; `form` is one of FORMATS. A page and JSON have what people wrote below `folder`."""
    if form == "json":
        return render_json(report, redact, _parts(report, _people(report, folder)))
    if form == "html":
        return _page(report, _people(report, folder), redact)
    return postmortem(report, redact).text


def render_outside(report: Report, form: str, redact: Redact = str) -> str:
    """Return what people outside may read; `form` is one of FORMATS."""
    from console.papers.webpage import outside_page

    makers = {"md": outside, "html": outside_page, "json": outside_json}
    return makers[form](report, redact)


def write_outside(report: Report, form: str, path: Path, redact: Redact = str) -> Written:
    """Write what people outside may read to a file that is not there yet: nothing in it tells whose it is."""
    if path.exists():
        raise Refused(f"{path} is there already; it is never overwritten. Name another with --output.")
    try:
        replace_text(path, render_outside(report, form, redact))
    except OSError as error:
        raise Failed(f"{path} was not written: {error.strerror}. Name another file with --output.") from error
    return Written(path)


def place(report: Report, form: str, folder: Path) -> Path:
    """Return incidents/YYYY-MM-DD-slug below `folder`, with a number where that holds something else."""
    return document_of(report.incident, folder, form)


def document_of(incident: Incident, folder: Path, form: str = "md") -> Path:
    """Return where the document of an incident stands, or would stand."""

    def taken(name: str) -> bool:
        path = folder / name
        return path.exists() and not _is_ours(path, incident.id, form)

    return folder / document_path(incident, taken, form)


def write(report: Report, form: str, folder: Path, redact: Redact = str, *, drawn: bool = False) -> Written:
    """Write incidents/YYYY-MM-DD-slug below `folder`; what people wrote into an earlier one stays.

    So it does where that was called otherwise: the incident may have got a codename since.
    """
    path = place(report, form, folder)
    return write_to(report, form, path, redact, drawn=drawn, earlier=_exported(report.incident))


def write_to(
    report: Report,
    form: str,
    path: Path,
    redact: Redact = str,
    *,
    drawn: bool = False,
    earlier: Path | None = None,
) -> Written:
    """Write to this file; Refused where it holds something else than this incident's own document.

    Where there is none yet, what people wrote into the `earlier` Markdown document comes along.
    With `drawn` the charts of a Markdown document are written as pictures into a folder beside it.
    """
    if form != "md" and path.is_file() and not _is_ours(path, report.incident.id, form):
        message = (
            f"{path} is not an export of {report.incident.id}; it is never overwritten. Name another with --output."
        )
        raise Refused(message)
    if path.exists() and not path.is_file():  # a device or a pipe would be read for ever
        message = f"{path} is no file that a document can be written to; `--output -` is standard output."
        raise Refused(message)
    try:
        old = _old(path, earlier if form == "md" else None)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _pictures(report, path) if drawn and form == "md" else {}
        merged = _merged(report, form, path, old, redact) if form != "md" else postmortem(report, redact, old, beside)
        # First what people wrote: whatever happens next, it is somewhere.
        rejects = set_aside(path, rejected(merged.conflicts)) if merged.conflicts else None
        replace_text(path, merged.text, private=bool(report.incident.codename))
    except Refused as refusal:
        message = f"{path}: {refusal} Name another file with --output."
        raise Refused(message) from refusal
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"{path} was not written: {why}. Change to another directory, or name a file with --output."
        raise Failed(message) from error
    return Written(path, rejects)


def _exported(incident: Incident) -> Path | None:
    """Return where the Markdown document of an incident was written last; None where there is none now."""
    found = Path(incident.document).with_suffix(".md") if incident.document else None
    return found if found is not None and _is_ours(found, incident.id, "md") else None


def _old(path: Path, earlier: Path | None) -> str | None:
    found = path if path.exists() else earlier
    return None if found is None else found.read_text(encoding="utf-8")


def _pictures(report: Report, path: Path) -> dict[str, str]:
    """Write the charts into a folder that is called as the document is; return their addresses from there, by name."""
    from console.papers.webpage import marked_picture, pictures

    found = {}
    for name, svg in pictures(report).items():
        file, number = path.with_suffix("") / f"{name}.svg", 1
        while file.exists() and not _is_ours(file, report.incident.id, "svg"):
            number += 1
            file = file.with_name(f"{name}-{number}.svg")
        file.parent.mkdir(exist_ok=True)
        replace_text(file, marked_picture(report.incident.id, svg), private=bool(report.incident.codename))
        found[name] = quote(f"{file.parent.name}/{file.name}")
    return found


def _merged(report: Report, form: str, path: Path, old: str | None, redact: Redact) -> Merged:
    """Return a page or JSON as it is to be written, given what stands in the file now."""
    beside = path.with_suffix(".md")
    people = beside if _is_ours(beside, report.incident.id, "md") else _people(report, Path())
    if form == "json":
        return Merged(render_json(report, redact, _parts(report, people)), ())
    return Merged(_page(report, people, redact), () if old is None else edited(old))


def _page(report: Report, people: Path, redact: Redact) -> str:
    """Return the page with what people wrote in their Markdown document, if there is one."""
    from console.papers.webpage import webpage  # what makes pages is not loaded before the first one is made

    return webpage(report, _parts(report, people), people.name, redact)


def _people(report: Report, folder: Path) -> Path:
    """Return where people write, or would write: where the document would stand, else where it was written last."""
    found = place(report, "md", folder)
    return found if found.exists() else _exported(report.incident) or found


def _parts(report: Report, people: Path) -> dict[str, str]:
    """Return what people wrote in their Markdown document, by part; nothing where there is none."""
    return parts(people.read_text(encoding="utf-8")) if _is_ours(people, report.incident.id, "md") else {}


def _is_ours(path: Path, incident: str, form: str) -> bool:
    """Whether a file holds this incident's own document of an earlier time."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = path.read_text(encoding="utf-8")
        if form == "json":
            return bool(json.loads(text)["incident"]["id"] == incident)
        return incident_in(text) == marked(incident)
    return False
