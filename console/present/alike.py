"""Pure: past incidents that resemble one, as lines to read."""

from collections.abc import Sequence

from console.incident.clock import utc_iso
from console.present.figures import text_span
from console.review.similar import Similar
from widgets.values import Line, Span, Tone


def similar_lines(found: Sequence[Similar]) -> list[Line]:
    """Return each with its points, what both have in common, and how it ended."""
    lines: list[Line] = []
    for each in found:
        other = each.incident
        day = utc_iso(other.declared_at)[:10]
        lines.append((text_span(f"{each.points:>3}  {other.known_as}", Tone.STRONG),))
        lines.append((text_span(f"     {other.id}  {other.severity} {other.status}  {day}", Tone.MUTED),))
        lines.append((text_span(f"     because of {'; '.join(each.why)}"),))
        if other.summary and not other.codename:
            lines.append((text_span(f"     it ended so: {other.summary}", Tone.OK),))
    return lines or [(Span("No past incident resembles this one in services, cause, words or signals.", Tone.MUTED),)]
