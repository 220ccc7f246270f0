"""Pure: the points of a metric as a chart with axes, a threshold, and the marks of what happened meanwhile."""

import math
from collections.abc import Iterable, Sequence
from datetime import tzinfo

from checks.kubernetes.objects import short_name
from console.incident.clock import clock_time, short_span
from console.incident.events import Instant
from console.present.figures import amount, text_span
from console.present.snapshot import ChartSeen, Context, MarkSeen
from console.present.timeline import look_of
from widgets.text import safe_text
from widgets.values import ChartValue, Line, Mark, Series, Span, Tone

TITLES = {
    "error_rate": "Error rate",
    "p95": "Latency p95",
    "traffic": "Traffic",
    "cpu": "CPU",
    "memory_available_ratio": "Memory available",
    "net_received": "Network in",
}
_NAMES = {"net_received": "in", "net_sent": "out"}
_BESIDE = (Tone.INFO, Tone.UNKNOWN)
_NOT_PROBED = "give it a PromQL expression in warroom.toml: traffic = '...'"
CHANGE = "change"
MOST_CHANGES = 8
_WEIGHTY = {CHANGE, "action"}
"""What explains a curve: named where there is no room for all marks."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LEAST = {"ratio": 0.01, "s": 0.01, "bytes": 1e6, "bytes/s": 1e4}
_WHOLE = 1.0


def chart_value(seen: ChartSeen, marks: Iterable[MarkSeen], tz: tzinfo | None) -> ChartValue:
    """Return a chart to draw."""
    drawn = ((seen.metric, seen.points), *seen.beside)
    values = [point for _, points in drawn for point in points if point is not None and math.isfinite(point)]
    high = _ceiling(max((*values, *(seen.band or ())), default=0.0), seen.unit)
    title = f"{TITLES.get(seen.metric, safe_text(seen.metric, 40))} · {safe_text(seen.service, 40)}"
    return ChartValue(
        title=title,
        badge=_badge(seen),
        series=tuple(
            Series(_NAMES.get(metric, metric), points, tone)
            for (metric, points), tone in zip(drawn, (_tone(seen), *_BESIDE), strict=False)
        ),
        marks=tuple(_marks(seen, marks)),
        low=0.0,
        high=high,
        ticks=tuple(amount(high * part, seen.unit) for part in (0.0, 0.5, 1.0)),
        span=(clock_time(seen.start, tz)[:5], clock_time(seen.end, tz)[:5]),
        threshold=seen.threshold if seen.threshold is not None and seen.threshold <= high else None,
        band=seen.band,
        empty=_nothing(seen) if not values else (),
    )


def _nothing(seen: ChartSeen) -> Line:
    if seen.metric == "traffic" and not seen.source:
        return (Span("no source", Tone.UNKNOWN), Span(f"  {_NOT_PROBED}", Tone.MUTED))
    return (Span("no data", Tone.UNKNOWN), text_span(f"  {seen.source}", Tone.MUTED))


def _ceiling(top: float, unit: str) -> float:
    """Return a round value above `top`, so that the axis reads well; a share never goes above 100 %."""
    top = max(top * 1.1, _LEAST.get(unit, 1.0))
    scale = 1.0
    while scale * 10 <= top:
        scale *= 10
    while scale > top:
        scale /= 10
    found = next(step * scale for step in _STEPS if step * scale >= top)
    return min(found, _WHOLE) if unit == "ratio" else found


def _badge(seen: ChartSeen) -> Span:
    """Return the number as it stands now; where there is none the last one that is drawn, with its age."""
    base = f" (base {amount(seen.baseline, seen.unit)})" if seen.baseline is not None else ""
    if seen.latest is not None:
        return Span(f"{amount(seen.latest, seen.unit)}{base}", _tone(seen))
    after = next((after for after, point in enumerate(reversed(seen.points)) if point is not None), None)
    if after is None:
        return Span("no data", Tone.UNKNOWN)
    point = seen.points[-1 - after]
    age = (seen.end - seen.start) // len(seen.points) * (after + 1)
    return Span(f"{amount(point or 0.0, seen.unit)} {short_span(age)} old", Tone.UNKNOWN)


def _tone(seen: ChartSeen) -> Tone:
    over = seen.threshold is not None and seen.latest is not None and seen.latest > seen.threshold
    return Tone.BAD if over else Tone.ACCENT


def marks_of(service: str, marks: Sequence[MarkSeen], context: Context) -> list[MarkSeen]:
    """Return the marks that tell something of a service: of the changes those of what rolls it out.

    Where nobody said what that is, the newest changes of all.
    """
    place = context.workloads.get(service)
    if place is not None:
        own = short_name(place.kind, place.name)
        return [mark for mark in marks if mark.kind != CHANGE or mark.about == own]
    newest = [mark for mark in marks if mark.kind == CHANGE][-MOST_CHANGES:]
    return [mark for mark in marks if mark.kind != CHANGE or mark in newest]


def _marks(seen: ChartSeen, marks: Iterable[MarkSeen]) -> Iterable[Mark]:
    span: Instant = max(seen.end - seen.start, 1)
    for mark in marks:
        others = mark.kind == "health" and not mark.text.startswith(f"{seen.service} ")
        if seen.start <= mark.at <= seen.end and not others:
            look = look_of(mark.kind, mark.text)
            weight = int(mark.kind in _WEIGHTY)
            yield Mark((mark.at - seen.start) / span, look.glyph, safe_text(mark.text, 40), look.tone, weight)
