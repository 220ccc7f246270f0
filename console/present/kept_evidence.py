"""Pure: the evidence of an incident as lines for the screen: what is kept, who has it, what was not to be had."""

from collections.abc import Iterator

from console.incident.clock import clock_time
from console.incident.exhibits import Exhibit
from console.incident.record import Incident
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

_LONGEST = 160
_NONE = "None kept yet: /evidence add FILE, e on screen 2, or warroom evidence add -- CMD ARGS"


def evidence_lines(incident: Incident) -> tuple[Line, ...]:
    """Return the exhibits in their order with what is odd and who had them, then the gaps."""
    lines = [line for each in incident.exhibits.values() for line in _exhibit(each)]
    for gap in incident.missed:
        said = f"not collected: {gap.what}: {gap.reason}"
        lines.append((Span("-    ", Tone.MUTED), Span(safe_text(said, _LONGEST), Tone.WARN)))
    if not lines:
        noted = ((Span(f"Noted as {incident.evidence}."),),) if incident.evidence else ()
        return (*noted, (Span(_NONE, Tone.MUTED),))
    return tuple(lines)


def _exhibit(each: Exhibit) -> Iterator[Line]:
    kept = each.kept
    yield (
        Span(f"{safe_text(each.id, 12):<5}", Tone.ACCENT),
        Span(f"{each.short} ", Tone.MUTED),
        Span(safe_text(kept.what, _LONGEST)),
        Span(f"  {kept.size:,} bytes, {clock_time(kept.acquired_at)}Z {safe_text(each.by, 40)}", Tone.MUTED),
    )
    for remark in kept.remarks:
        yield (Span("     "), Span(safe_text(remark, _LONGEST), Tone.WARN))
    for once in each.custody:
        said = f"{once.said}, {once.by}, {clock_time(once.at)}Z"
        yield (Span("     "), Span(safe_text(said, _LONGEST), Tone.MUTED))
