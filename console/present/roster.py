"""Pure: who does what, since when, and which required role nobody has."""

from console.incident import roles
from console.incident.clock import short_span
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.due import ROLE_GRACE
from console.present.figures import text_span
from console.present.snapshot import Snapshot
from widgets.values import Column, Row, Span, TableValue, Tone

_COLUMNS = (
    Column("role", width=9),
    Column("person", grow=True),
    Column("contact", drop=2),
    Column("since", align="right", drop=1),
)


def roster_table(snapshot: Snapshot, now: Instant) -> TableValue:
    """Return the roster pane; a row's key is the role."""
    incident = snapshot.state.current()
    if incident is None:
        return TableValue("Roster", _COLUMNS, empty=(Span("opens with an incident", Tone.MUTED),))
    required = roles.required(incident.rank)
    others = [role for role in incident.roles if role not in required]
    rows = tuple(row for role in (*required, *others) for row in _rows(incident, role, now))
    missing = sum(1 for role in required if role not in incident.roles)
    late = now - incident.declared_at > ROLE_GRACE
    tone = (Tone.BAD if late else Tone.WARN) if incident.live else Tone.MUTED
    badge = Span(f"{missing} unfilled", tone) if missing else Span("all filled", Tone.MUTED)
    return TableValue("Roster", _COLUMNS, rows, badge)


def _rows(incident: Incident, role: str, now: Instant) -> list[Row]:
    name = Span(roles.label(role))
    holders = incident.holders(role)
    if not holders:
        if not incident.live:
            return [Row(role, (name, Span("unfilled", Tone.MUTED), Span(""), Span("")))]
        late = now - incident.declared_at > ROLE_GRACE
        waiting = Span(short_span(now - incident.declared_at), Tone.MUTED)
        return [Row(role, (name, Span("unfilled", Tone.BAD if late else Tone.WARN), Span(""), waiting))]
    return [
        Row(
            role if index == 0 else f"{role}#{index}",
            (
                name,
                text_span(holder.person, Tone.STRONG, 60),
                text_span(holder.contact, Tone.MUTED, 40),
                Span(short_span(now - holder.since), Tone.MUTED),
            ),
        )
        for index, holder in enumerate(holders)
    ]
