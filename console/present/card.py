"""Pure: the card of an action before it is confirmed: changes, findings, the exact request, the way back."""

from collections.abc import Iterable

from console.incident.action import BLOCKS, INFORMS, LEVELS, UNCHECKED, WARNS, Finding, Plan
from console.incident.clock import short_span
from console.present.figures import text_span
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

_MARKS = {
    BLOCKS: Span("✖ blocks", Tone.BAD),
    UNCHECKED: Span("? could not check", Tone.UNKNOWN),
    WARNS: Span("▲ warns", Tone.WARN),
    INFORMS: Span("✓", Tone.OK),
}
_LONGEST = 500
_LONGEST_BODY = 20_000
_LONGEST_NAME, _LEAD = 34, 9
"""Characters of the name of a context, and of its beginning where it is longer."""
_BLANK: Line = (Span(""),)


def card_title(plan: Plan) -> str:
    """Return the heading: the action in a line."""
    return safe_text(plan.summary, 120)


def card_context(plan: Plan) -> Line:
    """Return the line that stays in sight: the context and its server, and whether it is production."""
    name = safe_text(plan.production or plan.wanted.target.context, _LONGEST)
    if len(name) > _LONGEST_NAME:  # both ends of a long one tell something, and what follows has to be in sight
        name = f"{name[:_LEAD]}…{name[_LEAD + 1 - _LONGEST_NAME :]}"
    tone = Tone.BAD if plan.production else Tone.INFO
    return (
        Span(f"{name}{' [PRODUCTION]' if plan.production else ''}", tone),
        text_span(f"  {plan.server}", tone, 160),
    )


def card_about(plan: Plan) -> Line:
    """Return what it is done to, which stays in sight, too."""
    target = plan.wanted.target
    where = f"{target.namespace}/" if target.namespace else ""
    return (text_span(f"{where}{target.name} ({target.kind})", Tone.STRONG, _LONGEST),)


def card_lines(plan: Plan) -> tuple[Line, ...]:
    """Return what stands on the card under its context and what it is about, what weighs most first."""
    return (
        judgement(plan),
        _BLANK,
        *_target(plan),
        *_changes(plan),
        *_findings(plan.findings),
        *_afterwards(plan),
        *_request(plan),
    )


def judgement(plan: Plan) -> Line:
    """Return what the findings come to, in a line."""
    count = {level: sum(1 for each in plan.findings if each.level == level) for level in LEVELS}
    if count[BLOCKS]:
        return (Span("This cannot be done", Tone.BAD), Span(f": {plan.blocked[0].check} blocks it."))
    against = [f"{count[WARNS]} warning{'s' * (count[WARNS] != 1)}"] if count[WARNS] else []
    against += [f"{count[UNCHECKED]} not checked"] if count[UNCHECKED] else []
    if against:
        return (Span(f"Look first: {', '.join(against)}.", Tone.WARN),)
    return (Span("Nothing stands against it", Tone.OK), Span(f" ({count[INFORMS]} checks).", Tone.MUTED))


def _target(plan: Plan) -> Iterable[Line]:
    context = plan.wanted.target.context
    yield (Span("in      ", Tone.MUTED), text_span(f"{context} on {plan.server}", Tone.PLAIN, _LONGEST))
    yield (Span("as      ", Tone.MUTED), text_span(plan.who or "not known", Tone.PLAIN, _LONGEST))
    if plan.wanted.service:
        yield (Span("service ", Tone.MUTED), text_span(plan.wanted.service, Tone.PLAIN, _LONGEST))


def _changes(plan: Plan) -> Iterable[Line]:
    yield _BLANK
    if not plan.changes:
        yield (Span("Nothing changes.", Tone.MUTED),)
        return
    yield (Span("What changes", Tone.ACCENT),)
    for each in plan.changes:
        yield (
            text_span(f"  {each.what}: ", Tone.MUTED, _LONGEST),
            text_span(each.before or "nothing", Tone.PLAIN, _LONGEST),
            Span(" → ", Tone.MUTED),
            text_span(each.after or "nothing", Tone.STRONG, _LONGEST),
        )


def _findings(findings: Iterable[Finding]) -> Iterable[Line]:
    ordered = sorted(findings, key=lambda each: LEVELS.index(each.level))
    if ordered:
        yield _BLANK
        yield (Span("What was found", Tone.ACCENT),)
    for each in ordered:
        tone = Tone.STRONG if each.level == BLOCKS else Tone.MUTED if each.level == INFORMS else Tone.PLAIN
        yield (Span("  "), _MARKS[each.level], Span(" "), text_span(f"{each.check}: {each.text}", tone, _LONGEST))


def _afterwards(plan: Plan) -> Iterable[Line]:
    yield _BLANK
    yield (Span("Afterwards", Tone.ACCENT),)
    watched = f"the rollout, then {plan.wanted.service}" if plan.wanted.service else "the rollout; no service is named"
    window = short_span(round(plan.window * 1000))
    yield (text_span(f"  watched: {watched}, for {window}, then a verdict on the timeline", Tone.PLAIN, _LONGEST),)
    if plan.undo is not None:
        to = {"rollback": " to what runs now", "scale": f" to {plan.undo.value}"}.get(plan.undo.verb, "")
        way = f"  the way back: {plan.undo.verb}{to}, kept in the ledger (L)"
        yield (text_span(way, Tone.PLAIN, _LONGEST),)
    else:
        yield (Span("  there is no way back from this", Tone.WARN),)


def _request(plan: Plan) -> Iterable[Line]:
    if plan.request is None:
        return
    yield _BLANK
    yield (Span("The exact request", Tone.ACCENT),)
    query = "&".join(f"{name}={value}" for name, value in plan.request.query)
    yield (text_span(f"  {plan.request.method} {plan.request.path}{'?' if query else ''}{query}", Tone.PLAIN, 2000),)
    if plan.request.body:
        yield (text_span(f"  {plan.request.content_type}", Tone.MUTED, _LONGEST),)
        yield (text_span(f"  {plan.request.body}", Tone.MUTED, _LONGEST_BODY),)
