"""Pure: the line that every dialog shows of production, and the one of maintenance and freezes."""

from collections.abc import Iterable

from console.incident.clock import clock_time, utc_iso
from console.incident.closures import FREEZE, Closure, holding
from console.incident.events import Instant
from console.present.snapshot import Context, Snapshot
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

DRILL = "DRILL: nothing here is real"
_LONGEST = 60
_DAY = 86_400_000
"""Characters of the names: what follows them is never cut off."""


def production_line(context: Context, clusters: Iterable[str] = ()) -> Line:
    """Return which of the clusters are in production, else what of the console is; nothing where nothing is.

    `clusters` are the contexts that a dialog is about.
    """
    if context.drill:
        return (Span(DRILL, Tone.ACTION),)
    meant = set(clusters)
    named = sorted({context.productions[each] for each in meant if each in context.productions})
    own = context.production
    if meant and own == ", ".join(context.productions.values()):
        own = ""  # it only names the clusters in production, and none of them is meant
    name = safe_text(", ".join(named) or own, 10 * _LONGEST)
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return (Span(f"{name} [PRODUCTION]", Tone.BAD),) if name else ()


def closures(snapshot: Snapshot, context: Context, now: Instant) -> tuple[Closure, ...]:
    """Return the maintenance and the freezes that hold now, planned ones and those begun by hand."""
    return holding(context.closures, snapshot.state.maintenance.values(), now=now)


def closed(snapshot: Snapshot, context: Context, now: Instant) -> Line:
    """Say what holds now, freezes first, in a line; nothing where nothing does."""
    found = closures(snapshot, context, now)
    told = [f"{_what(each)} until {until(each, now)}" for each in found]
    why = "; ".join(dict.fromkeys(each.reason for each in found if each.reason))  # behind all: it may be cut off
    return (Span(safe_text(f"{' · '.join(told)}{f' ({why})' if why else ''}", 600)),) if found else ()


def closed_briefly(snapshot: Snapshot, context: Context, now: Instant) -> Line:
    """Say the same in a few cells: "FREEZE 18:00Z", of several the first."""
    found = closures(snapshot, context, now)[:1]
    return tuple(
        Span(f"{'FREEZE' if each.kind == FREEZE else 'MAINT.'} {until(each, now)}", Tone.WARN) for each in found
    )


def _what(closure: Closure) -> str:
    return "CHANGE FREEZE" if closure.kind == FREEZE else f"MAINTENANCE of {closure.subject}"


def until(closure: Closure, now: Instant) -> str:
    """Return when it is over: "18:00Z", with the day where that is not within a day."""
    clock = clock_time(closure.until)[:5]
    return f"{clock}Z" if closure.until - now < _DAY else f"{utc_iso(closure.until)[:10]} {clock}Z"
