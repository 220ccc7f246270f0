"""Pure: how large the impact is, as lines to read; what nobody said is not estimated."""

from collections.abc import Iterator
from datetime import tzinfo

from console.incident.clock import clock_time
from console.incident.effect import impact_score, impact_span
from console.incident.facts import Instant
from console.incident.impact import FIGURES
from console.incident.money import NOT_ESTIMATED
from console.incident.record import Incident
from console.present.figures import text_span
from console.review.impact import Stated, stated
from widgets.values import Line, Span, Tone

_NAME = 32


def impact_lines(incident: Incident, now: Instant, tz: tzinfo | None = None) -> list[Line]:
    """Return every figure with its source, who said it and when; then complaints and the score with its inputs."""
    span, score = impact_span(incident, now), impact_score(incident, now)
    lines: list[Line] = [(*_name("impact on users"), text_span(f"{span}  {span.anchor}"))]
    for each in stated(incident, now):
        lines += _figure(each, tz)
    counted = {source: each.n for source, each in incident.complaints.items() if each.n}
    told = ", ".join(f"{n} from {source}" if source else f"{n} with no place named" for source, n in counted.items())
    lines.append((*_name("complaints"), text_span(told or "none counted", Tone.PLAIN if told else Tone.MUTED, 500)))
    lines.append((*_name("customer impact score"), text_span(score, Tone.STRONG)))
    lines.append((*_name(""), text_span(score.inputs, Tone.MUTED)))
    return lines


def _figure(each: Stated, tz: tzinfo | None) -> Iterator[Line]:
    name = _name(FIGURES[each.figure])
    if each.at is None:
        yield (*name, Span(NOT_ESTIMATED, Tone.MUTED))
    else:
        yield (*name, text_span(each.value or NOT_ESTIMATED, Tone.STRONG, 500))
        about = "; ".join(filter(None, (each.how, each.source, f"{each.by} {clock_time(each.at, tz)}")))
        yield (*_name(""), text_span(about, Tone.MUTED, 500))
    for text, _ in each.believed:
        yield (*_name(""), text_span(f"believed then: {text}", Tone.MUTED, 500))


def _name(name: str) -> Line:
    return (text_span(f"{name:{_NAME}} ", Tone.MUTED),)
