"""Pure: the numbers of an incident at length, each with where it counts from. What is not known is never 0."""

from collections.abc import Iterable
from datetime import tzinfo

from console.incident.classifier import Classifier
from console.incident.clock import clock_time, short_span, utc_iso
from console.incident.cost import NOT_ESTIMATED, Rates, response_cost
from console.incident.deadlines import promises
from console.incident.events import Instant
from console.incident.metrics import Metric, metrics, time_in_severities, time_in_statuses
from console.incident.record import Incident
from console.incident.severity import Scheme
from console.incident.sizing import QUESTIONS
from console.incident.times import NAMES
from console.present.figures import text_span
from console.present.impact import impact_lines
from console.present.severity import triaged
from widgets.values import Line, Span, Tone

_NAME, _LONGEST = 32, 78
"""Cells of a name, and of a line."""


def number_lines(
    incident: Incident,
    scheme: Scheme,
    now: Instant,
    tz: tzinfo | None,
    rates: Rates | None = None,
    *,
    rules: Classifier | None = None,
) -> list[Line]:
    """Return every metric with its anchor, the timestamps, what is promised, and how bad it is said to be."""
    lines: list[Line] = [_head("How long it took")]
    for metric in metrics(incident, now):
        lines += _metric(metric)
    lines += _cost(incident, now, rates)
    lines += [(), _head("Promised"), *_promised(incident, scheme, now, tz)]
    lines += [(), _head("Timestamps")]
    for name in NAMES:
        at = getattr(incident, f"{name}_at")
        shown = "unset" if at is None else _moment(at, tz)
        lines.append((*_name(f"{name}_at"), text_span(shown, Tone.MUTED if at is None else Tone.PLAIN)))
    lines += [(), _head("Time in each severity")]
    lines += [(*_name(share.name), text_span(short_span(share.ms))) for share in time_in_severities(incident, now)]
    lines += [(), _head("Time in each status")]
    lines += [(*_name(share.name), text_span(short_span(share.ms))) for share in time_in_statuses(incident, now)]
    lines += [(), _head("Impact"), *impact_lines(incident, now, tz)]
    if incident.answers:
        lines += [(), _head("How bad it is"), *_answers(incident)]
    if ruled := triaged(incident, rules, scheme):
        lines.append((*_name("the rules propose"), text_span(ruled, Tone.STRONG, 500)))
    return lines


def _cost(incident: Incident, now: Instant, rates: Rates | None) -> list[Line]:
    amount = response_cost(incident, now, rates)
    if amount is None:
        return [(*_name("cost"), Span(f"{NOT_ESTIMATED}: the configuration has no [cost]", Tone.MUTED))]
    return _anchored("cost", text_span(amount, Tone.STRONG), str(rates))


def _metric(metric: Metric) -> list[Line]:
    shown = text_span(metric, Tone.MUTED if metric.value_ms is None else Tone.STRONG)
    return _anchored(metric.name, shown, metric.anchor)


def _anchored(name: str, shown: Span, counted: str) -> list[Line]:
    """Return a value with its anchor behind it, or below it where it is too long for a line."""
    anchor = text_span(f"  {counted}", Tone.MUTED)
    if len(shown.text) + len(anchor.text) <= _LONGEST - _NAME:
        return [(*_name(name), shown, anchor)]
    return [(*_name(name), shown), (*_name(""), anchor)]


def _promised(incident: Incident, scheme: Scheme, now: Instant, tz: tzinfo | None) -> Iterable[Line]:
    for each in promises(incident, scheme):
        left = each.at - now
        tone = Tone.BAD if left < 0 else Tone.WARN if now >= each.presses_at else Tone.PLAIN
        when = f"in {short_span(left)}" if left >= 0 else f"{short_span(-left)} late"
        yield (*_name(each.name), text_span(when, tone), text_span(f"  {_moment(each.at, tz)}", Tone.MUTED))
    for key, due in incident.breaches.items():
        yield (*_name(key.partition(".")[0]), text_span(f"was late: due {_moment(due, tz)}", Tone.BAD))


def _answers(incident: Incident) -> Iterable[Line]:
    for question, answer in incident.answers.items():
        shown = answer.text + (" %" if question == "users" and answer.text else "")
        tone = Tone.PLAIN if shown else Tone.UNKNOWN
        yield (*_name(QUESTIONS.get(question, question)), text_span(shown or "unknown: an open question", tone, 500))


def _head(text: str) -> Line:
    return (Span(text, Tone.STRONG),)


def _name(name: str) -> Line:
    return (text_span(f"{name:{_NAME}} ", Tone.MUTED),)


def _moment(at: Instant, tz: tzinfo | None) -> str:
    return f"{utc_iso(at)[:19].replace('T', ' ')}Z ({clock_time(at, tz)} local)"
