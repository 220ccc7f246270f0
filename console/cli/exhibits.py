"""Commands about kept evidence: evidence, evidence show, view, get, hand, verify."""

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from console.cli.collecting import writing
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.evidence.store import Store
from console.incident import commands
from console.incident.clock import clock_time, utc_iso
from console.incident.errors import Failed
from console.incident.events import Entry, Instant
from console.incident.exhibits import EXPORTED, TRANSFERRED, VIEWED, Exhibit
from console.incident.record import Incident
from console.incident.state import State
from console.review.exhibited import exhibit_json

CHANGED = 1
_SHOWN = 1 << 20
_ROW = 16
_PRINTABLE = range(32, 127)


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, with all that is known of each")
    add_incident(parser)


def _list(args: Namespace, desk: Desk) -> int:
    incident = meant(Logbook(desk, desk.settings_to_record()).state(), args.incident, ended=True)
    every = incident.exhibits.values()
    if args.json:
        desk.raw(json.dumps([exhibit_json(each) for each in every], indent=2))
        return 0
    for each in every:
        had = f", with {each.holder}" if each.holder != each.by else ""
        odd = f"  ! {'; '.join(each.kept.remarks)}" if each.kept.remarks else ""
        taken = f"{clock_time(each.kept.acquired_at)}Z {each.by}"
        desk.say(f"{each.id:<4} {each.short}  {each.kept.size:>13,}  {taken}{had}  {each.kept.what}{odd}")
    for gap in incident.missed:
        desk.say(f"-    not collected: {gap.what}: {gap.reason}  ({clock_time(gap.at)}Z {gap.by})")
    if not incident.exhibits:
        noted = f"; noted as {incident.evidence}" if incident.evidence else ""
        desk.say(f"{incident.id} keeps no evidence{noted}. Keep some: warroom evidence add FILE")
    return 0


def _one(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="e1, or the first digits of its hash")
    add_incident(parser)


def _found(args: Namespace, state: State) -> tuple[Incident, Exhibit]:
    incident = meant(state, args.incident, ended=True)
    return incident, commands.exhibit_of(incident, args.id)


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    _one(parser)


def _show(args: Namespace, desk: Desk) -> int:
    _, exhibit = _found(args, Logbook(desk, desk.settings_to_record()).state())
    if args.json:
        desk.raw(json.dumps(exhibit_json(exhibit), indent=2))
        return 0
    for name, value in _facts(exhibit):
        desk.say(f"{name:<14}{value}")
    for each in exhibit.custody:
        desk.say(f"{'custody':<14}{utc_iso(each.at)} {each.by}: {each.said}")
    return 0


def _facts(exhibit: Exhibit) -> Iterator[tuple[str, object]]:
    kept = exhibit.kept
    yield from (
        ("evidence", exhibit.id),
        ("what", kept.what),
        ("sha256", kept.sha256),
        ("size", f"{kept.size:,} bytes"),
    )
    yield from (("method", kept.method), ("source", kept.source), ("host", kept.host))
    yield from (("tool", f"{kept.tool} ({kept.version})"), ("collector", exhibit.by))
    yield "acquired", f"{utc_iso(kept.began_at)} to {utc_iso(kept.acquired_at)}"
    if kept.modified_at is not None:
        yield "last changed", utc_iso(kept.modified_at)
    if kept.exit_code is not None:
        yield "exit code", kept.exit_code
        yield "ran in", kept.folder
        errors = f"{kept.errors_size:,} bytes, sha256 {kept.errors_sha256}" if kept.errors_sha256 else "nothing"
        yield "stderr", errors
    for remark in kept.remarks:
        yield "remark", remark
    yield "event", exhibit.event


def _view_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--purpose", metavar="WHY", default="", help="what for")
    parser.add_argument("--stderr", action="store_true", help="what the command wrote to standard error")
    _one(parser)


def _view(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, writing(desk))
    incident, exhibit = _found(args, book.state())
    sha256 = exhibit.kept.errors_sha256 if args.stderr else exhibit.kept.sha256
    size = exhibit.kept.errors_size if args.stderr else exhibit.kept.size
    if not sha256:
        desk.warn(f"{exhibit.id} has nothing from standard error.")
        return 0
    content = b""
    for block in Store(book.settings.log_dir).blocks(sha256):  # to its end: only then it is known to be the same
        content += block[: _SHOWN - len(content)]
    _handle(book, incident, exhibit, VIEWED, args.purpose)
    lines = content.decode("utf-8", "replace").splitlines() if b"\0" not in content else _dump(content)
    for line in lines:
        desk.say(line)
    if size > len(content):
        desk.warn(f"{size - len(content):,} bytes more: warroom evidence get {exhibit.id} -o FILE --purpose WHY")
    return 0


def _dump(content: bytes) -> Iterator[str]:
    for place in range(0, min(len(content), _ROW * 256), _ROW):
        part = content[place : place + _ROW]
        signs = "".join(chr(each) if each in _PRINTABLE else "." for each in part)
        yield f"{place:08x}  {part.hex(' '):<{_ROW * 3}} {signs}"


def _get_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--output", "-o", metavar="FILE", required=True, help="where the copy goes")
    parser.add_argument("--purpose", metavar="WHY", required=True, help="what for")
    _one(parser)


def _get(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, writing(desk))
    incident, exhibit = _found(args, book.state())
    target = Path(args.output)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if os.path.lexists(target):
            raise Failed(f"{target} exists already; nothing was copied. Name another file.")
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "wb") as file:
            for block in Store(book.settings.log_dir).blocks(exhibit.kept.sha256):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        _handle(book, incident, exhibit, EXPORTED, args.purpose, str(target.absolute()))
        os.link(beside, target)  # never over a file that came meanwhile
    except OSError as error:
        raise Failed(f"{target} was not written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
    desk.say(target)
    return 0


def _hand_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="WHO", required=True, help="who has it now")
    parser.add_argument("--purpose", metavar="WHY", required=True, help="what for")
    _one(parser)


def _hand(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, writing(desk))
    incident, exhibit = _found(args, book.state())
    _handle(book, incident, exhibit, TRANSFERRED, args.purpose, args.to)
    desk.say(f"{exhibit.id} is with {args.to}")
    return 0


def _handle(book: Logbook, incident: Incident, exhibit: Exhibit, how: str, purpose: str, to: str = "") -> None:
    def make(state: State, _now: Instant) -> Sequence[Entry]:
        return commands.handle_exhibit(state, incident.id, exhibit.id, how, purpose, actor=book.actor, to=to)

    book.record(make)


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--incident", "-i", metavar="ID", default="", help="only what this one keeps, and nothing else")


def _verify(args: Namespace, desk: Desk) -> int:
    from console.evidence.verifying import verify

    settings = desk.settings_to_record()
    state = Logbook(desk, settings).state()
    chosen = {found.id: found} if args.incident and (found := meant(state, args.incident, ended=True)) else None
    verdicts = verify(settings.log_dir, chosen or state.incidents)
    if chosen is not None:
        verdicts = [each for each in verdicts if each.exhibits]
    if args.json:
        desk.raw(json.dumps([each._asdict() for each in verdicts], indent=2))
        return 0 if all(each.ok for each in verdicts) else CHANGED
    for each in verdicts:
        desk.say(f"{each.word:<8} {each.sha256[:12]:<12}  {', '.join(each.exhibits) or '-'}  {each.text}")
    bad = len({each.sha256 for each in verdicts if not each.ok})  # one piece may be wrong in two ways
    good = len({each.sha256 for each in verdicts}) - bad
    desk.say(f"{good} good, {bad} not" if verdicts else f"There is no evidence in {settings.log_dir}.")
    return CHANGED if bad else 0


VERBS = {
    "evidence": Verb("warroom evidence\nwarroom evidence --json", _list, _list_arguments),
    "evidence show": Verb("warroom evidence show e1", _show, _show_arguments),
    "evidence view": Verb('warroom evidence view e1 --purpose "find the first login"', _view, _view_arguments),
    "evidence get": Verb('warroom evidence get e1 -o auth.log --purpose "for the forensic team"', _get, _get_arguments),
    "evidence hand": Verb(
        'warroom evidence hand e1 --to "D. Lee, police" --purpose "case 4711"', _hand, _hand_arguments
    ),
    "evidence verify": Verb("warroom evidence verify", _verify, _verify_arguments),
}
