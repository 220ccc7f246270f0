"""Commands that say how bad it is: assess, which needs no log, and answer, which writes what was open."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant, tell_saved
from console.cli.writing import add_incident, words
from console.incident import assessing, commands, indicators
from console.incident.checklist import Checklist, choose
from console.incident.classifier import Proposal, propose, sentence
from console.incident.clock import short_span
from console.incident.events import Entry, Instant
from console.incident.severity import Level, Scheme
from console.incident.sizing import QUESTIONS
from console.incident.state import State
from console.wiring import shipped

_FIRST = 6
"""How many steps of the checklist are named."""


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _arguments(parser: ArgumentParser) -> None:
    for indicator in indicators.INDICATORS.values():
        what = "yes|no|unknown" if indicator.options else "PERCENT"
        parser.add_argument(
            _option(indicator.name), dest=indicator.name, metavar=what, default="", help=indicator.words
        )
    parser.add_argument("--service", metavar="NAME", action="append", default=[], help="what is affected; repeat it")
    parser.add_argument("--impact", metavar="WHAT", default="", help=f"or in words: {', '.join(indicators.IMPACTS)}")
    parser.add_argument("--cause", metavar="TEXT", action="append", default=[], help="what may be behind it; repeat it")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _assess(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    given = {name: indicators.read(name, getattr(args, name)) for name in indicators.INDICATORS}
    impact = indicators.impact(args.impact)
    values = {**indicators.of_impact(impact), **{name: value for name, value in given.items() if value}}
    services = assessing.clean("services", ", ".join(args.service), settings.named)
    proposal = propose(shipped.classifier(settings, desk.ignored).size, values)
    scheme, lists = shipped.scheme(settings, desk.ignored), shipped.checklists(settings, desk.ignored)
    made = {
        "severity": _severity(proposal, scheme),
        "affected_services": services.split(", ") if services else [],
        "user_impact": _impact(values) or indicators.UNKNOWN,
        "potential_causes": args.cause,
        "immediate_actions": [] if proposal is None else list(_actions(scheme.at(proposal.rank), lists)),
    }
    if args.json:
        import json

        desk.raw(json.dumps(made, indent=2))
    else:
        _show(desk, made, "nothing to go by" if proposal is None else sentence(proposal, scheme))
    return 0


def _severity(proposal: Proposal | None, scheme: Scheme) -> Mapping[str, object] | None:
    if proposal is None:
        return None
    label, known = scheme.at(proposal.rank).label, scheme.at(proposal.known).label
    because = sentence(proposal, scheme)
    return {
        "label": label,
        "rank": proposal.rank,
        "because": because,
        "rule": proposal.because,
        "by_what_is_known": known,
        "unknown": list(proposal.unknown),
    }


def _impact(values: Mapping[str, str]) -> str:
    """Return what is known of users and functions, without what is not so."""
    return ", ".join(indicators.shown(name, value) for name, value in values.items() if value != "no")


def _actions(level: Level, lists: Sequence[Checklist]) -> Iterator[str]:
    """Yield what the severity asks for, and the first steps of its checklist."""
    if level.ack_within is not None:
        yield f"acknowledge within {short_span(level.ack_within)}: {level.responders}"
    if level.page:
        yield f"page: {', '.join(level.page)}"
    if level.update_every is not None:
        yield f"tell people every {short_span(level.update_every)}"
    checklist = choose(lists, level.rank)
    if checklist is not None:
        yield from (item.title for item in checklist.phases[0].items[:_FIRST])


def _show(desk: Desk, made: Mapping[str, object], why: str) -> None:
    desk.say(why)
    for name, value in made.items():
        lines = [str(each) for each in value] if isinstance(value, list) else [str(value)]
        if name != "severity":
            for line in lines or ["none named"]:
                desk.say(f"{name.replace('_', ' '):<18} {line}")
                name = ""  # noqa: PLW2901 - said once


def _answer_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUESTION", help=", ".join(QUESTIONS))
    parser.add_argument("text", nargs="+", metavar="TEXT", help="the answer, or unknown; - reads standard input")
    add_incident(parser)


def _answer(args: Namespace, desk: Desk) -> int:
    settings, text = desk.settings_to_record(), words(desk, args.text)
    book = Logbook(desk, settings)

    def make(state: State, now: Instant) -> Sequence[Entry]:
        incident = meant(state, args.incident)
        return commands.answer(
            state, incident.id, {args.question: text}, actor=book.actor, now=now, services=settings.named
        )

    tell_saved(desk, book.record(make))
    return 0


VERBS = {
    "assess": Verb(
        'warroom assess --users 61 --outage no\nwarroom assess --impact "critical feature" --json', _assess, _arguments
    ),
    "answer": Verb("warroom answer users 30", _answer, _answer_arguments),
}
