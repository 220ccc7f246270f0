"""Pure: all that is known of one incident, to read: what it is, its times, and the incidents it belongs to."""

from console.incident.clock import clock_time, elapsed, utc_iso
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.relations import relations
from console.incident.times import NAMES
from console.incident.types import RESTRICTED
from console.present.details import pair
from console.present.snapshot import Context, Snapshot
from widgets.values import Line, Tone


def about(snapshot: Snapshot, incident: Incident, context: Context, now: Instant) -> list[Line]:
    """Return the lines."""
    end = incident.until
    running = elapsed((now if end is None else end) - incident.since)
    lines = [pair("incident", incident.id), pair("title", incident.title, Tone.STRONG)]
    if incident.codename:
        lines.append(pair("codename", f"{incident.codename}: say this one where others listen", Tone.WARN))
    lines += [
        pair("severity", incident.severity),
        pair("status", f"{incident.status}, {running}"),
        pair("type", incident.type),
        pair("commander", incident.commander),
    ]
    for each in relations(snapshot.state, incident):
        lines.append(pair(each.words, f"{each.other} {_called(snapshot, each.other)}"))
    if incident.summary:
        lines.append(pair("summary", incident.summary))
    lines += [*_evidence(incident), *indicator_lines(incident), *_fields(incident, context), ()]
    for name in NAMES:
        at = getattr(incident, f"{name}_at")
        lines.append(pair(name, "not known", Tone.MUTED) if at is None else pair(name, utc_iso(at)))
    return lines


def _called(snapshot: Snapshot, other: str) -> str:
    found = snapshot.state.incidents.get(other)
    return "not in this log" if found is None else f"{found.known_as} ({found.status})"


def _evidence(incident: Incident) -> list[Line]:
    if incident.evidence:
        return [pair("evidence", incident.evidence)]
    return (
        [pair("evidence", "not taken yet: /evidence snapshot, add FILE, or taken WHAT", Tone.WARN)]
        if incident.codename
        else []
    )


def indicator_lines(incident: Incident) -> list[Line]:
    """Return the indicators of compromise, written so that nobody clicks on one."""
    lines = []
    for each in incident.compromise.values():
        seen = f", seen in {each.source}" if each.source else ""
        note = f": {each.note}" if each.note else ""
        lines.append(pair(f"ioc {each.sort}", f"{each.shown}{seen}{note} ({clock_time(each.at)}Z {each.by})"))
    if not lines and incident.type in RESTRICTED:
        lines.append(pair("indicators", "none: /ioc ip 203.0.113.7 seen in auth.log", Tone.MUTED))
    return lines


def _fields(incident: Incident, context: Context) -> list[Line]:
    """Return the fields that the configuration adds, and those that another console's added."""
    lines = []
    for rule in context.fields:
        value = incident.fields.get(rule.id)
        lines.append(pair(rule.label, "not set", Tone.MUTED) if value is None else pair(rule.label, value))
    known = {rule.id for rule in context.fields}
    return [*lines, *(pair(field, value) for field, value in incident.fields.items() if field not in known)]
