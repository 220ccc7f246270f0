"""Commands about maintenance: start, end, and the list of it and of the freezes."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, tell_saved
from console.incident import commands
from console.incident.clock import utc_iso
from console.incident.closures import FREEZE, Closure
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.state import State
from console.wiring import own


def _start_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service", metavar="SERVICE", help="a [[service]] of warroom.toml")
    parser.add_argument("--for", metavar="SPAN", required=True, dest="span", help="how long: 45m, 1h30m")
    parser.add_argument("--because", metavar="WHY", required=True, help="what is done to it")


def _start(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    services = [each.name for each in book.settings.services]
    span = _span(args.span)

    def make(state: State, now: Instant) -> Sequence[Entry]:
        return commands.start_maintenance(
            state, args.service, span, args.because, services=services, actor=book.actor, now=now
        )

    tell_saved(desk, book.record(make))
    return 0


def _span(text: str) -> int:
    """Return a time span in ms."""
    from console.settings.tables import span_seconds

    seconds = span_seconds(text)
    if seconds is None:
        message = f"'{text}' is not a time span such as 45m or 1h30m."
        raise Refused(message)
    return round(seconds * 1000)


def _end_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service", metavar="SERVICE", help="what is in maintenance")
    parser.add_argument("--because", metavar="WHY", default="", help="how it went")


def _end(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())

    def make(state: State, now: Instant) -> Sequence[Entry]:
        return commands.end_maintenance(state, args.service, args.because, actor=book.actor, now=now)

    tell_saved(desk, book.record(make))
    return 0


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _list(args: Namespace, desk: Desk) -> int:
    settings, now = desk.settings(), desk.clock()
    every = (*own.closures(settings), *Logbook(desk, settings).state().maintenance.values())
    found = sorted((each for each in every if each.until > now), key=lambda each: each.since)
    if args.json:
        import json

        desk.raw(json.dumps([_document(each, now) for each in found], indent=2))
        return 0
    for each in found:
        word = "now   " if each.holds(now) else "later "
        what = "change freeze" if each.kind == FREEZE else f"maintenance of {each.subject}"
        tail = "".join((f": {each.reason}" if each.reason else "", f" ({each.by})" if each.by else ""))
        desk.say(f"{word} {utc_iso(each.since)[:16]}Z to {utc_iso(each.until)[:16]}Z  {what}{tail}")
    if not found:
        desk.warn("no maintenance and no freeze, now or later")
    return 0


def _document(each: Closure, now: Instant) -> dict[str, object]:
    told = {name: getattr(each, name) or None for name in ("kind", "service", "cluster", "reason", "by")}
    return {**told, "from": utc_iso(each.since), "to": utc_iso(each.until), "now": each.holds(now)}


VERBS = {
    "maintenance start": Verb('warroom maintenance start api --for 1h --because "new disks"', _start, _start_arguments),
    "maintenance end": Verb("warroom maintenance end api", _end, _end_arguments),
    "maintenance list": Verb("warroom maintenance list", _list, _list_arguments),
}
