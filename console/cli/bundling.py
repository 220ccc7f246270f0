"""An incident as one file that another machine can check: bundle, bundle verify, bundle open."""

import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from console import __version__, papers
from console.bundle.gathering import Gathering, Span
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import HOUR, utc_iso
from console.incident.errors import Failed, Refused, WarroomError
from console.incident.events import Entry, Exported, Instant
from console.incident.exhibits import EXPORTED
from console.incident.record import Incident
from console.incident.state import State
from console.incident.types import RESTRICTED
from console.review.keep import incident_in, marked
from console.review.report import Report
from console.wiring import own, shipped
from console.wiring.checks import limits, watched
from console.wiring.secrets import redactor

CHANGED = 1
_AROUND = HOUR
"""ms before the start and after the end of which samples are taken along."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="otherwise the live one, else the newest")
    add_incident(parser)
    where = "otherwise warroom-ID.tar; with .gz at its end it is packed"
    parser.add_argument("--output", "-o", metavar="FILE", default="", help=where)
    parser.add_argument("--only", action="store_true", help="this incident's events only: then no chain can be checked")
    parser.add_argument(
        "--with-restricted", action="store_true", help="although the log holds other security incidents"
    )
    parser.add_argument("--sign", action="store_true", help="sign the list of hashes with your SSH key")
    parser.add_argument("--key", metavar="FILE", default="", help="with --sign: the key; otherwise ~/.ssh/id_ed25519")


def _bundle(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book = Logbook(desk, settings)
    state = book.state()
    incident = meant(state, args.id or args.incident, ended=True)
    if not args.only and not args.with_restricted:
        _refuse_restricted(state, incident)
    target = Path(args.output or f"warroom-{incident.id}.tar")
    report = papers.read_report(
        settings.log_dir, incident.id, shipped.checklists(settings, desk.ignored), own.rates(settings)
    )
    store = papers.Store(settings.log_dir, watched(settings), limits(settings))
    _write(args, book, incident, papers.with_pictures(report, store), target)
    if not settings.read_only:
        _tell_log(book, incident, target)
    return 0


def _refuse_restricted(state: State, incident: Incident) -> None:
    others = [each for each in state.incidents.values() if each.type in RESTRICTED and each.id != incident.id]
    if others:
        named = ", ".join(f"{each.id} ({each.known_as})" for each in others[:5])
        raise Refused(
            f"The log also holds {named}: a chain can only be checked whole, so all of it would go along. Say "
            "--only for the events of this incident alone, or --with-restricted where that is meant."
        )


def _write(args: Namespace, book: Logbook, incident: Incident, report: Report, target: Path) -> None:
    from console.bundle import manifest
    from console.bundle.checking import NAMESPACE
    from console.bundle.making import make, sizes
    from console.journal import signing

    key = Path(args.key or f"{book.desk.env.get('HOME', '')}/.ssh/id_ed25519")
    sign = partial(signing.sign_bytes, key=key, namespace=NAMESPACE) if args.sign else None
    work = _work_folder(target)
    try:
        gathered = _gathered(args, book, incident, report, work)
        details = manifest.Details(
            incident=incident.id,
            called=incident.known_as,
            scope=manifest.ONLY if args.only else manifest.WHOLE,
            as_of=utc_iso(report.as_of),
            made_by=book.actor,
            program=f"warroom {__version__}",
            signed=False,
            heads=gathered.heads,
            missing=gathered.missing,
            problems=gathered.problems,
            files=(),
        )
        made = make(target, incident.id, details, gathered.sources, sign)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    found = sizes(made)
    parts = ", ".join(f"{name} {size:,}" for name, size in found.items())
    book.desk.say(target)
    book.desk.warn(f"{len(made.files)} files, bytes: {parts}{'; signed' if made.signed else ''}")
    for problem in made.problems:
        book.desk.warn(f"in it as it is: {problem}")


def _work_folder(target: Path) -> Path:
    """Return a private folder beside the bundle: there has to be room for it twice anyway."""
    try:
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise Failed(f"{target} was not written: {error.strerror}.") from error


def _gathered(args: Namespace, book: Logbook, incident: Incident, report: Report, work: Path) -> Gathering:
    from console.bundle import archive

    redact = redactor(book.settings, book.desk.env)
    gathered = Gathering(book.settings.log_dir, work)
    if not args.only:
        gathered.log()
    end = incident.closed_at or incident.resolved_at or report.as_of
    gathered.samples(Span(incident.since - _AROUND, end + _AROUND))
    gathered.events(incident.id)
    gathered.evidence(incident)
    _bring_words(report, work / archive.DOCUMENTS["md"])
    for form in papers.FORMATS:
        gathered.documents([papers.write_to(report, form, work / archive.DOCUMENTS[form], redact).path])
    return gathered


def _bring_words(report: Report, target: Path) -> None:
    """Put the postmortem as it lies where it was exported to in the place of the new one: what people wrote stays."""
    document = report.incident.document
    written = Path(document).with_suffix(".md") if document else target
    with suppress(OSError, ValueError):  # it was moved, or is something else by now
        if incident_in(written.read_text(encoding="utf-8")) == marked(report.incident.id):
            shutil.copyfile(written, target)


def _tell_log(book: Logbook, incident: Incident, target: Path) -> None:
    """Record it; the bundle is written already, so a log that cannot be written is only told of."""
    path = str(target.absolute())

    def make(state: State, _now: Instant) -> Sequence[Entry]:
        made = [Entry(Exported("bundle", path), book.actor, incident.id)]
        for each in incident.exhibits:
            made += commands.handle_exhibit(state, incident.id, each, EXPORTED, "bundle", actor=book.actor, to=path)
        return made

    try:
        book.record(make)
    except WarroomError as error:
        book.desk.warn(f"the bundle is written; that it was is not in the log: {error}")


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what `warroom bundle` wrote")
    parser.add_argument("--signers", metavar="FILE", default="", help="the allowed_signers file: one of them signed it")


def _verify(args: Namespace, desk: Desk) -> int:
    from console.bundle.checking import check
    from console.bundle.stream import Damaged

    try:
        found = check(Path(args.file), Path(args.signers) if args.signers else None)
    except Damaged as error:
        desk.say(f"BAD: {error}")
        return CHANGED
    details = found.opened.details
    desk.say(f"{details.incident} {details.called}, as of {details.as_of}, made by {details.made_by}: {details.scope}")
    desk.say(f"{len(details.files)} files, {found.opened.size:,} bytes, every hash as the manifest says")
    if found.signer:
        desk.say(f"signed by {found.signer}")
    for note in found.notes:
        desk.say(f"note: {note}")
    for problem in found.problems:
        desk.say(f"BAD: {problem}")
    if not found.problems and details.heads:
        desk.say(f"every chain is whole: {', '.join(details.heads)}")
    return CHANGED if found.problems else 0


def _open_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what `warroom bundle` wrote")
    parser.add_argument("folder", metavar="DIR", help="a new folder")


def _open(args: Namespace, desk: Desk) -> int:
    from console.bundle.checking import open_into
    from console.bundle.manifest import WHOLE

    details = open_into(Path(args.file), Path(args.folder)).details
    log = Path(args.folder) / "log"
    desk.say(args.folder)
    if details.scope == WHOLE:
        desk.warn(f"look at it: warroom --log-dir {log} --read-only status --incident {details.incident}")
    else:
        desk.warn(f"its events go into a log: warroom --log-dir {log} import {Path(args.folder) / 'events.ndjson'}")
    return 0


VERBS = {
    "bundle": Verb("warroom bundle\nwarroom bundle INC-20261121-001 -o case.tar.gz --sign", _bundle, _arguments),
    "bundle verify": Verb("warroom bundle verify case.tar.gz --signers allowed_signers", _verify, _verify_arguments),
    "bundle open": Verb("warroom bundle open case.tar.gz case", _open, _open_arguments),
}
