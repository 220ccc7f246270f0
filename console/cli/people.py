"""Who is needed and how to reach them: who, oncall."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident.clock import short_span, utc_iso
from console.incident.duty import Duty
from console.incident.events import Instant
from console.incident.guards import named
from console.present.who import NOBODY, People, Responder, responders
from console.settings import Settings
from console.suggestion import did_you_mean
from console.wiring.oncall import lookup
from console.wiring.shipped import known

GAP = 1


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _who_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service", nargs="*", metavar="SERVICE", help="what is hit; otherwise what is not ok")
    add_incident(parser)
    _json(parser)


def _who(args: Namespace, desk: Desk) -> int:
    settings = desk.settings(known())
    state = Logbook(desk, settings).state()
    services = args.service or [name for name, word in sorted(state.health.items()) if word not in {"ok", "unknown"}]
    for name in args.service:
        if name not in settings.directory.services:
            names = settings.directory.services
            raise UsageError(f"there is no service '{name}'{did_you_mean(name, names)} Known: {', '.join(names)}.")
    incident = named(state, args.incident) if args.incident else state.current()
    found = responders(incident, services, people(settings, desk), desk.clock())
    if args.json:
        desk.raw(json.dumps([_document(each) for each in found], indent=2))
    else:
        for each in found:
            desk.say(_line(each))
        if not found:
            desk.say("Nobody is needed: no incident is live, no service is hit. `warroom who SERVICE` asks for one.")
    return GAP if any(each.state == NOBODY for each in found) else 0


def people(settings: Settings, desk: Desk) -> People:
    """Return what is known of people; asks the schedules."""
    duties = lookup(settings, desk.env, desk.clock).now()
    _tell(duties, desk)
    return People(settings.directory, duties, settings.roles)


def _tell(duties: Sequence[Duty], desk: Desk) -> None:
    """Tell what of the schedules could not be read or asked, each once."""
    for line in dict.fromkeys(f"{each.schedule}: {problem}" for each in duties for problem in each.problems):
        desk.warn(line)


def _line(each: Responder) -> str:
    name, what = each.person or "NOBODY", ", ".join(each.what)
    return f"{name:<14} {what}  ({each.source}){f'  {each.contact}' if each.contact else ''}"


def _document(each: Responder) -> dict[str, object]:
    return {
        "person": each.person or None,
        "for": list(each.what),
        "source": each.source,
        "state": each.state,
        "contact": each.contact or None,
    }


def _oncall(args: Namespace, desk: Desk) -> int:
    settings = desk.settings(known())
    duties, now = lookup(settings, desk.env, desk.clock).now(), desk.clock()
    if args.json:
        desk.raw(json.dumps([_duty_document(each, settings, now) for each in duties], indent=2))
    else:
        for each in duties:
            desk.say(_duty_line(each, settings, now))
        _tell(duties, desk)
        if not duties:
            desk.say("No schedule is known. [[oncall]] in warroom.toml names one: a file of shifts, or a calendar.")
    return GAP if any(not each.person or each.problems for each in duties) else 0


def _duty_line(each: Duty, settings: Settings, now: Instant) -> str:
    until = "" if each.until is None else f"until {utc_iso(each.until)[:16]}Z, in {short_span(each.until - now)}"
    if not each.person:
        until = until.replace("until", "next shift at")
    name, contact = each.person or "NOBODY", settings.directory.reach(each.person)
    told = f"{each.source}, cached {short_span(now - (each.read_at or now))} ago" if each.cached else each.source
    return "  ".join(filter(None, (f"{each.schedule:<14} {name:<12}", until, f"({told})", contact)))


def _duty_document(each: Duty, settings: Settings, now: Instant) -> dict[str, object]:
    return {
        "schedule": each.schedule,
        "person": each.person or None,
        "contact": settings.directory.reach(each.person) or None,
        "since": None if each.since is None else utc_iso(each.since),
        "until": None if each.until is None else utc_iso(each.until),
        "role": each.role or None,
        "team": each.team or None,
        "service": each.service or None,
        "source": each.source,
        "age_ms": None if each.read_at is None else now - each.read_at,
        "problem": each.problem or None,
    }


VERBS = {
    "who": Verb("warroom who\nwarroom who web --json", _who, _who_arguments),
    "oncall": Verb("warroom oncall\nwarroom oncall --json", _oncall, _json),
}
