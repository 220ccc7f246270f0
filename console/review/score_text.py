"""Pure: the score card of a drill: for a terminal of 80 columns, and as JSON for programs."""

from collections.abc import Callable
from textwrap import wrap
from typing import Any
from unicodedata import east_asian_width

from console.incident.clock import short_span
from console.review.document import redacted
from console.review.scoring import Score
from widgets.text import safe_text

Redact = Callable[[str], str]
WIDTH = 80
NEVER = "never"
_TIMES = (
    ("declare", "an incident was declared"),
    ("commander", "somebody commanded"),
    ("first_update", "the first update"),
    ("hypothesis", "the right hypothesis"),
    ("mitigate", "mitigated"),
    ("recover", "users were well again"),
)
_WIDE = "WF"


def score_lines(score: Score, redact: Redact = str) -> list[str]:
    """Return the card as lines of at most 80 cells: plain text, columns aligned."""
    run = score.run
    lines = _wrapped(f"DRILL {run.begun.scenario}: {run.begun.title}", redact)
    lines += [
        f"seed {run.begun.seed}, {run.begun.speed_percent} % of real time",
        "",
        *_wrapped(_outcome(score), redact, f"SCORE {score.points} of 100   "),
        "",
    ]
    if run.begun.cause:
        lines += [*_wrapped(f"The cause: {run.begun.cause}", redact), ""]
    lines += ["Points"]
    for part in score.parts:
        lines += _wrapped(part.why, redact, f"  {part.points:3} of {part.of:2}  {part.name:17} ")
    lines += ["", "From the onset until"]
    lines += [f"  {words:25} {_span(getattr(run.times, name))}" for name, words in _TIMES]
    lines += ["", *_counts(score)]
    lines += ["", "Actions", *_actions(score, redact)]
    if score.faster:
        lines += ["", "What would have been faster"]
        for sentence in score.faster:
            lines += _wrapped(sentence, redact, "  - ")
    return lines


def score_json(score: Score, policy: str = "", redact: Redact = str) -> dict[str, Any]:
    """Return the card as JSON values; times are ms from the onset, what never came or was not measured None."""
    run = score.run
    made = {
        "scenario": run.begun.scenario,
        "title": run.begun.title,
        "seed": run.begun.seed,
        "speed_percent": run.begun.speed_percent,
        "policy": policy,
        "ended": run.reason or None,
        "minutes_of_impact": score.minutes_of_impact,
        "resolved": score.resolved,
        "incident": None if run.incident is None else run.incident.id,
        "status": None if run.incident is None else run.incident.status,
        "actions": [
            {"verb": act.verb, "target": act.target, "verdict": act.verdict, "harmful": act.harmful, "idle": act.idle}
            for act in run.actions
        ],
        "score": score.points,
        "parts": [part._asdict() for part in score.parts],
        "times": run.times._asdict(),
        "updates": _pair(run.updates),
        "promises": None if run.promises is None else _pair(run.promises),
        "checklist": _pair(run.checklist),
        "cause": run.begun.cause or None,
        "faster": list(score.faster),
    }
    result: dict[str, Any] = redacted(made, redact)
    return result


def _outcome(score: Score) -> str:
    impact, reason = score.minutes_of_impact, score.run.reason
    measured = "impact not measured: the drill did not end" if impact is None else f"{impact} minutes of user impact"
    well = "" if not impact else ", users are well again" if score.resolved else ", users are not well yet"
    return f"{measured}{well}{f' ({reason})' if reason else ''}"


def _counts(score: Score) -> list[str]:
    run = score.run
    kept = [] if run.promises is None else [f"Promises kept: {run.promises[0]} of {run.promises[1]}"]
    return [
        f"Updates on time: {run.updates[0]} of {run.updates[1]} due",
        *kept,
        f"Checklist: {run.checklist[0]} of {run.checklist[1]} items settled",
    ]


def _actions(score: Score, redact: Redact) -> list[str]:
    lines = []
    for act in score.run.actions:
        at = short_span(act.at - score.run.begun.onset)
        lines += _wrapped(f"{act.name}: {act.verdict}{_harm(act.harmful)}", redact, f"  {at:>7}  ")
    return lines or ["  none"]


def _harm(harmful: bool) -> str:  # noqa: FBT001 - it is the only thing that it is about
    return ", HARMFUL" if harmful else ""


def _span(ms: int | None) -> str:
    return NEVER if ms is None else short_span(ms)


def _pair(pair: tuple[int, int]) -> dict[str, int]:
    return {"done": pair[0], "of": pair[1]}


def _wrapped(text: str, redact: Redact, lead: str = "") -> list[str]:
    """Return the text in lines that fit, the first behind `lead`, the others below where it began."""
    shown = safe_text(redact(text))
    room = WIDTH - len(lead)
    if any(east_asian_width(char) in _WIDE for char in shown):
        room //= 2
    found = wrap(shown, room) or [""]
    return [f"{lead if index == 0 else ' ' * len(lead)}{line}" for index, line in enumerate(found)]
