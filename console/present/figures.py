"""Pure: how numbers, ages and health are written. A number that is not one says why; a guess is never shown."""

from collections.abc import Iterable
from datetime import tzinfo

from checks.sample import Quality, Status
from console.incident.clock import short_span
from console.incident.events import Instant
from console.present.snapshot import SourceSeen
from console.signals.health import Figure
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

GLYPHS = {Status.OK: "●", Status.DEGRADED: "▲", Status.DOWN: "✖", Status.UNKNOWN: "?"}
TONES = {Status.OK: Tone.OK, Status.DEGRADED: Tone.WARN, Status.DOWN: Tone.BAD, Status.UNKNOWN: Tone.UNKNOWN}
WORDS = {Status.OK: "ok", Status.DEGRADED: "degraded", Status.DOWN: "DOWN", Status.UNKNOWN: "no data"}

_BYTES = ("B", "kB", "MB", "GB", "TB", "PB")
_PER_STEP = 1000.0
_MINUTE = 60.0


def text_span(raw: object, tone: Tone = Tone.PLAIN, cap: int = 400) -> Span:
    """Return outside text as a span: the way through the safe-text boundary."""
    return Span(safe_text(raw, cap), tone)


def place(zone: tzinfo) -> str:
    """Name a time zone in short: "New York" for America/New_York."""
    return str(zone).rpartition("/")[2].replace("_", " ")


def percent(ratio: float) -> str:
    """Write a ratio (0..1) as "6.1%"; below ten percent with one digit, so that 0.3% is not 0%."""
    value = ratio * 100
    if not value:
        return "0%"
    if 0 < value < 0.1:  # noqa: PLR2004 - below what one digit can show
        return "<0.1%"
    return f"{value:.1f}%" if value < 9.95 else f"{value:.0f}%"  # noqa: PLR2004 - two digits are enough


def seconds(value: float) -> str:
    """Write a length of time in seconds: "12ms", "1.2s", "3m"."""
    if value < 0.9995:  # noqa: PLR2004 - rounds to 1000 ms
        return f"{value * 1000:.0f}ms"
    return f"{value:.1f}s" if value < _MINUTE else short_span(round(value * 1000))


def size(value: float) -> str:
    """Write bytes in decimal units: "1.5GB"."""
    step = 0
    while value >= _PER_STEP and step < len(_BYTES) - 1:
        value /= _PER_STEP
        step += 1
    return f"{value:.0f}{_BYTES[step]}" if step < 2 or value >= 10 else f"{value:.1f}{_BYTES[step]}"  # noqa: PLR2004 - two digits


def amount(value: float, unit: str) -> str:
    """Write a value in its unit (those of `checks.sample.Reading`)."""
    if unit == "ratio":
        return percent(value)
    if unit == "s":
        return seconds(value)
    if unit in {"bytes", "bytes/s"}:
        return size(value) + unit.removeprefix("bytes")
    plain = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2g}"  # noqa: PLR2004 - two digits
    if unit.startswith("/"):
        return plain + unit
    return f"{plain} {unit}".strip() if unit != "count" else plain


def age_text(at: Instant, now: Instant) -> str:
    """Write an age: "3s", "2m"."""
    return short_span(now - at)


def trouble(source: SourceSeen, now: Instant) -> str:
    """Return why a source tells nothing, and when it is asked again."""
    if source.next_try is None:
        return source.error
    return f"{source.error}; next try in {short_span(max(source.next_try - now, 0))}"


def failing(sources: Iterable[SourceSeen], now: Instant) -> tuple[Line, ...]:
    """Return what a pane says of its sources that are down: the last good answer, the error, the next try."""
    return tuple(
        (text_span(f"? {each.name}: ", Tone.UNKNOWN, 80), text_span(f"{last_answer(each, now)}; {trouble(each, now)}"))
        for each in sources
        if each.error
    )


def last_answer(source: SourceSeen, now: Instant) -> str:
    """Return when a source last told something."""
    return "no answer yet" if source.last_good is None else f"answered {age_text(source.last_good, now)} ago"


def figure_span(figure: Figure, now: Instant, tone: Tone = Tone.PLAIN) -> Span:
    """Return a service's number as one cell: the value, "no data", "error", or the last value with its age."""
    if figure.quality is Quality.ERROR:
        return Span("error", Tone.UNKNOWN)
    if figure.value is None:
        return Span("—", Tone.MUTED)
    text = amount(figure.value, figure.unit)
    if figure.stale(now):
        return Span(f"{text} {age_text(figure.at, now)} old", Tone.UNKNOWN)
    return Span(text, tone)
