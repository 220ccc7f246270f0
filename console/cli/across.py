"""Commands about all incidents: scorecard, similar."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import meant
from console.cli.writing import add_incident
from console.history import read_past
from console.incident.clock import parse_duration, short_span, utc_iso
from console.incident.metrics import Spread
from console.review.fingerprints import History
from console.review.scorecard import MET, MISSED, Goals, Scorecard, Target, scorecard
from console.review.similar import similar, similar_json

_SHAPES = {MET: "✔", MISSED: "✖"}
_UNKNOWN = "?"
_MOST_MISSED = 10


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--since", metavar="SPAN", default="", help="how far back: 90d (as usual), 30d, 365d")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _scorecard(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    goals = Goals(*settings.own.goals)
    if args.since:
        goals = goals._replace(window=parse_duration(args.since))
    made = scorecard(_read(desk), desk.clock(), goals)
    if args.json:
        desk.raw(json.dumps(_json(made), indent=2))
        return 0
    for line in _lines(made):
        desk.say(line)
    return 0


def _read(desk: Desk) -> History:
    past = read_past(desk.settings_to_record().log_dir)
    for problem in past.problems:
        desk.warn(problem)
    return past.history


def _lines(made: Scorecard) -> Iterator[str]:
    left = ", ".join(f"{count} {word}" for word, count in sorted(made.left_out.items()))
    what = "incident" if made.counted == 1 else "incidents"
    out = f"; left out: {left}" if left else ""
    yield f"{short_span(made.until - made.since)} up to {utc_iso(made.until)[:10]}: {made.counted} {what}{out}"
    for target in made.targets:
        yield from _target(target)
    yield ""
    yield f"{'how long':<8} {'median':>8} {'p90':>8} {'mean':>8} {'n':>5} {'unset':>6}   before: median, n"
    for trend in made.trends:
        now, before = trend.now, trend.before
        row = f"{trend.name:<8} {_span(now.median):>8} {_span(now.p90):>8} {_span(now.mean):>8} {now.n:>5}"
        yield f"{row} {now.missing:>6}   {_span(before.median)}, {before.n}   {trend.anchor}"


def _target(target: Target) -> Iterator[str]:
    open_ = f"; {target.open}" if target.open else ""
    shape = f"{_SHAPES.get(target.state, _UNKNOWN)} {target.state:<15}"
    yield f"{shape} {target.name}: {target.found}, goal {target.goal}{open_}"
    for case in target.missed[:_MOST_MISSED]:
        yield f"    {case.incident}  {case.why}"
    if target.missed[_MOST_MISSED:]:
        yield f"    and {len(target.missed) - _MOST_MISSED} more: --json lists all"


def _span(ms: int | None) -> str:
    return "n/a" if ms is None else short_span(ms)


def _json(made: Scorecard) -> dict[str, Any]:
    return {
        "since": utc_iso(made.since),
        "until": utc_iso(made.until),
        "incidents": made.counted,
        "incidents_before": made.before,
        "left_out": dict(sorted(made.left_out.items())),
        "targets": [
            {
                "key": each.key,
                "name": each.name,
                "state": each.state,
                "found": each.found,
                "goal": each.goal,
                "n": each.n,
                "open": each.open or None,
                "cases": [case._asdict() for case in each.cases],
            }
            for each in made.targets
        ],
        "times": [
            {"name": each.name, "anchor": each.anchor, "now": _spread(each.now), "before": _spread(each.before)}
            for each in made.trends
        ],
    }


def _spread(found: Spread) -> dict[str, int | None]:
    return {
        "n": found.n,
        "unset": found.missing,
        "median_ms": found.median,
        "p90_ms": found.p90,
        "mean_ms": found.mean,
    }


def _similar_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="otherwise the live one, else the newest")
    add_incident(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def _similar(args: Namespace, desk: Desk) -> int:
    history = _read(desk)
    incident = meant(history.state, args.id or args.incident, ended=True)
    found = similar(history, incident.id, desk.clock())
    if args.json:
        desk.raw(json.dumps({"incident": incident.id, "similar": similar_json(found)}, indent=2))
        return 0
    for each in found:
        other = each.incident
        when = utc_iso(other.declared_at)[:10]
        desk.say(f"{each.points:>3}  {other.id}  {other.severity}  {other.status}  {when}  {other.known_as}")
        desk.say(f"     because of {'; '.join(each.why)}")
        if other.summary and not other.codename:
            desk.say(f"     it ended so: {other.summary}")
        if other.document and not other.codename:
            desk.say(f"     {other.document}")
    if not found:
        desk.warn(f"no past incident resembles {incident.id} in services, cause, words or signals")
    return 0


VERBS = {
    "scorecard": Verb("warroom scorecard\nwarroom scorecard --since 365d --json", _scorecard, _arguments),
    "similar": Verb("warroom similar\nwarroom similar 002", _similar, _similar_arguments),
}
