"""Pure: the commands that raise and lower the severity: two verbs, and what speaks against the second."""

from console.incident.errors import Refused
from console.incident.events import Entry, Instant, SeverityChanged
from console.incident.guards import Entries, dated, working
from console.incident.record import Incident
from console.incident.roles import required
from console.incident.severity import Level, Scheme, find
from console.incident.state import State
from console.incident.texts import clean_optional


def raise_severity(
    state: State,
    id: str,  # noqa: A002 - the word for it
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    scheme: Scheme,
    occurred_at: Instant | None = None,
) -> Entries:
    """Go one step toward the worst severity; refused at the worst one. Raising never lowers."""
    incident = working(state, id)
    worse = [level for level in scheme.levels if level.rank < incident.rank]
    if not worse:
        message = f"{id} is already {incident.severity}, the worst severity there is."
        raise Refused(message)
    level = max(worse, key=lambda each: each.rank)
    return _to_level(incident, level, reason, actor, dated(incident, occurred_at, now))


def lower_severity(  # noqa: PLR0913 - a step, why, and in spite of what
    state: State,
    id: str,  # noqa: A002 - the word for it
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    scheme: Scheme,
    occurred_at: Instant | None = None,
    forced: bool = False,
) -> Entries:
    """Go one step away from the worst severity, for a reason; refused at the mildest one, and as `set_severity`."""
    incident = working(state, id)
    milder = [level for level in scheme.levels if level.rank > incident.rank]
    if not milder:
        message = f"{id} is already {incident.severity}, the mildest severity there is."
        raise Refused(message)
    level = min(milder, key=lambda each: each.rank)
    return set_severity(
        state, id, level.label, reason, actor=actor, now=now, scheme=scheme, occurred_at=occurred_at, forced=forced
    )


def set_severity(  # noqa: PLR0913 - a label and why
    state: State,
    id: str,  # noqa: A002 - the word for it
    severity: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    scheme: Scheme,
    occurred_at: Instant | None = None,
    forced: bool = False,
) -> Entries:
    """Go to a severity by its label. A milder one needs a reason, and to be forced while a service is down."""
    incident = working(state, id)
    level = find(scheme, severity)
    if level.label == incident.severity:
        message = f"{id} is already {incident.severity}."
        raise Refused(message)
    if level.rank > incident.rank and not reason.strip():
        message = f"Lowering {id} from {incident.severity} to {level.label} needs a reason."
        raise Refused(message)
    against = bars(state) if level.rank > incident.rank else ""
    if against and not forced:
        message = f"{id} stays {incident.severity}: {against}. Force it with a reason if it is to be lowered."
        raise Refused(message)
    at = dated(incident, occurred_at, now)
    return _to_level(incident, level, reason, actor, at, forced=bool(against))


def bars(state: State) -> str:
    """Return what speaks against lowering a severity now ("api is down"), "" for nothing."""
    down = sorted(service for service, word in state.health.items() if word == "down")
    return f"{', '.join(down)} {'are' if down[1:] else 'is'} down" if down else ""


def newly_required(incident: Incident, rank: int) -> tuple[str, ...]:
    """Return the roles that a rank needs and the present one does not, as far as nobody has them; no holder changes."""
    before = required(incident.rank)
    return tuple(role for role in required(rank) if role not in before and role not in incident.roles)


def _to_level(
    incident: Incident, level: Level, reason: str, actor: str, at: Instant | None, *, forced: bool = False
) -> Entries:
    fact = SeverityChanged(incident.severity, level.label, level.rank, clean_optional(reason), forced)
    return (Entry(fact, actor, incident.id, at),)
