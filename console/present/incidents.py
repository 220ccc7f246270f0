"""Pure: the incidents that a console may be about, and what the header says of those that it is not about."""

from collections.abc import Mapping

from console.incident.clock import elapsed, utc_iso
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.due import DueItem, due_items
from console.present.snapshot import Context, Snapshot
from widgets.text import safe_text
from widgets.values import Choice, Column, Row, Span, TableValue, Tone

MOST = 30
"""Incidents that the switcher lists."""
_PRESSING = {"triage": 1, "resolved": 2}


def choices(snapshot: Snapshot, context: Context, now: Instant) -> list[Choice]:
    """Return the incidents to choose from: live ones first, the worst first; then the newest of the others."""
    newest = reversed(tuple(snapshot.state.incidents.values()))
    found = sorted(newest, key=_place)[:MOST]
    return [_choice(each, context, now, snapshot.state.health) for each in found]


def _place(incident: Incident) -> tuple[int, int]:
    return (0, incident.rank) if incident.live else (_PRESSING.get(incident.status, 3), 0)


def _choice(incident: Incident, context: Context, now: Instant, health: Mapping[str, str]) -> Choice:
    age = elapsed((now if incident.until is None else incident.until) - incident.since)
    late = len(overdue(incident, context, now, health))
    pressing = f"{late} late · " if late else ""
    detail = f"{incident.severity} {incident.status} {age} · {pressing}IC {incident.commander} · {incident.id}"
    tone = Tone.BAD if late else Tone.PLAIN if incident.live else Tone.MUTED
    return Choice(incident.id, safe_text(incident.known_as, 60), safe_text(detail, 200), tone)


def overdue(incident: Incident, context: Context, now: Instant, health: Mapping[str, str]) -> list[DueItem]:
    """Return what is late in an incident; `health` is service -> word."""
    return [item for item in due_items(incident, context, now, health) if item.at <= now]


def ringing(snapshot: Snapshot, context: Context, now: Instant) -> frozenset[tuple[str, str, Instant]]:
    """Return what is late in all live incidents and in this console's own: what is new in it rings the bell."""
    here = snapshot.incident
    watched = (*snapshot.state.live(), *(() if here is None or here.live else (here,)))
    late = ((each.id, overdue(each, context, now, snapshot.state.health)) for each in watched)
    return frozenset((incident, item.key, item.at) for incident, items in late for item in items)


def others(snapshot: Snapshot, context: Context, now: Instant) -> Span | None:
    """Say how many others are live, and whether one is worse or has something late; None where there is none."""
    here = snapshot.incident
    live = [each for each in snapshot.state.live() if here is None or each.id != here.id]
    if not live:
        return None
    worst = min(live, key=lambda each: each.rank)
    worse = f", {safe_text(worst.severity, 20)} is worse" if here is None or worst.rank < here.rank else ""
    count = sum(len(overdue(each, context, now, snapshot.state.health)) for each in live)
    late = f", {count} late" if count else ""
    return Span(f"+{len(live)} live{worse}{late}: I", Tone.BAD if worse or late else Tone.INFO)


_COLUMNS = (
    Column("", 1),
    Column("severity"),
    Column("title", grow=True),
    Column("status", drop=1),
    Column("began (UTC)", drop=2),
    Column("took", align="right", drop=3),
    Column("commander", drop=4),
    Column("incident", ends=True, drop=5),
)


def incidents_table(snapshot: Snapshot, now: Instant, words: str, here: Incident | None) -> TableValue:
    """Return all incidents, the newest first, or those that have all of the words; `here` is the one that is shown."""
    wanted = words.casefold().split()
    rows = [
        row
        for incident in reversed(tuple(snapshot.state.incidents.values()))
        if all(word in _found_by(incident) for word in wanted)
        for row in (_row(incident, now, shown=here is not None and here.id == incident.id),)
    ]
    empty = (Span("no incident has these words" if wanted else "no incident yet", Tone.MUTED),)
    badge = Span(f"{len(rows):,} of {len(snapshot.state.incidents):,}" if wanted else "", Tone.INFO)
    return TableValue("Incidents", _COLUMNS, tuple(rows), badge, empty, headings=True)


def _found_by(incident: Incident) -> str:
    said = (incident.id, incident.known_as, incident.severity, incident.status, incident.commander, incident.purpose)
    return " ".join(said).casefold()


def _row(incident: Incident, now: Instant, *, shown: bool) -> Row:
    took = elapsed((now if incident.until is None else incident.until) - incident.since)
    tone = Tone.STRONG if incident.live else Tone.PLAIN
    purpose = "" if incident.purpose == "incident" else f" ({incident.purpose})"
    return Row(
        incident.id,
        (
            Span("●" if shown else "", Tone.ACCENT),
            Span(safe_text(incident.severity, 20), tone),
            Span(safe_text(incident.known_as, 200) + purpose, tone),
            Span(safe_text(incident.status, 20), Tone.WARN if incident.live else Tone.MUTED),
            Span(utc_iso(incident.since)[:16].replace("T", " "), Tone.MUTED),
            Span(took),
            Span(safe_text(incident.commander, 40), Tone.MUTED),
            Span(safe_text(incident.id, 40), Tone.MUTED),
        ),
    )
