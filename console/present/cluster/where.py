"""Pure: which cluster this is, as whom we see it, and how much of it answers."""

from checks.kubernetes.objects import ClusterSeen
from widgets.text import safe_text
from widgets.values import Line, Span, Tone


def where(seen: ClusterSeen, *, several: bool) -> Line:
    """Return the words at the end of the line of tabs."""
    live = sum(1 for each in seen.resources if each.state == "ok")
    wanted = sum(1 for each in seen.resources if each.state != "absent")
    spans = [Span(safe_text(seen.context, 60), Tone.STRONG)]
    if several:
        spans.append(Span(" (c: others)", Tone.MUTED))
    if seen.insecure:
        spans.append(Span("  TLS NOT CHECKED", Tone.WARN))
    if seen.who:
        spans.append(Span(f"  as {safe_text(seen.who, 60)}", Tone.MUTED))
    if seen.error:
        spans.append(Span("  ? no connection", Tone.UNKNOWN))
    elif wanted:
        tone = Tone.OK if live == wanted else Tone.WARN
        spans += [Span("  ● " if live == wanted else "  ▲ ", tone), Span(f"{live} of {wanted} live", Tone.MUTED)]
    return tuple(spans)
