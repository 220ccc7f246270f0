"""Pure: the checklist by phases, with what is overdue and whose turn it is."""

from console.incident.checklist import ItemProgress, PhaseProgress, choose, progress
from console.incident.clock import HOUR, MINUTE, short_span
from console.incident.events import Instant
from console.present.figures import text_span
from console.present.snapshot import Context, Snapshot
from widgets.values import Column, Row, Span, TableValue, Tone

BOXES = {"open": "[ ]", "doing": "[~]", "done": "[x]", "skipped": "[-]", "n/a": "[/]"}
UNFILLED = " (role unfilled)"
"""Left out of every line: the roster and Due say which roles are empty."""
_COLUMNS = (Column("", width=3), Column("item", width=28, grow=True), Column("who", drop=2))


def checklist_table(snapshot: Snapshot, context: Context, now: Instant) -> TableValue:
    """Return the checklist pane; a row's key is the item's id, that of a phase heading begins with "#"."""
    incident = snapshot.incident
    if incident is None:
        return TableValue("Checklist", _COLUMNS, empty=(Span("opens with an incident", Tone.MUTED),))
    checklist = choose(context.checklists, incident.rank, incident.type)
    if checklist is None:
        return TableValue("Checklist", _COLUMNS, empty=(Span("none for this severity", Tone.MUTED),))
    phases = progress(checklist, incident, now)
    rows = tuple(row for phase in phases for row in _phase(phase, now))
    finished, total = sum(phase.finished for phase in phases), sum(len(phase.items) for phase in phases)
    current = next((phase for phase in phases if phase.current), None)
    title = f"Checklist  {minutes(current)}" if current is not None and incident.live else "Checklist"
    return TableValue(title, _COLUMNS, rows, Span(f"{finished}/{total}", Tone.MUTED))


def _phase(phase: PhaseProgress, now: Instant) -> list[Row]:
    tone = Tone.BAD if phase.overdue else (Tone.STRONG if phase.current else Tone.MUTED)
    late = f"  {short_span(now - phase.due)} overdue" if phase.overdue and phase.due is not None else ""
    heading = (Span("──", Tone.MUTED), text_span(f"{minutes(phase)}{late}", tone), Span(""))
    return [Row(f"#{phase.phase.name}", heading), *(_item(item) for item in phase.items)]


def minutes(progress_of: PhaseProgress) -> str:
    """Return the time of a phase, counted from the declaration: "5-15 min"."""
    phase = progress_of.phase
    if max(phase.offset_from, phase.offset_to or 0) > 2 * HOUR:
        first = short_span(phase.offset_from) if phase.offset_from else "0"
        return f"{first}+" if phase.offset_to is None else f"{first}-{short_span(phase.offset_to)}"
    start = phase.offset_from // MINUTE
    return f"{start}+ min" if phase.offset_to is None else f"{start}-{phase.offset_to // MINUTE} min"


def _item(item: ItemProgress) -> Row:
    why = f" ({item.state.reason})" if item.state is not None and item.state.reason else ""
    tone = {"open": Tone.PLAIN, "doing": Tone.ACCENT}.get(item.word, Tone.MUTED)
    if item.overdue:
        tone = Tone.WARN
    cells = (
        Span(BOXES[item.word], tone),
        text_span(f"{item.item.title}{why}", tone),
        text_span(item.owner.removesuffix(UNFILLED), Tone.MUTED, 40),
    )
    return Row(item.item.id, cells)
