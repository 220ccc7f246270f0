"""Pure: the commands that let incidents belong to each other: duplicate, merge, part, split. Nothing is deleted."""

from console.incident.errors import Refused
from console.incident.events import Entry, Instant, Related, StatusChanged
from console.incident.going_on import check_goes_on
from console.incident.guards import Entries, check_fits, incident_of, stays_restricted, working
from console.incident.life import DUPLICATE_OF, PART_OF, SPLIT_FROM
from console.incident.moves import change_status
from console.incident.severity import Scheme
from console.incident.state import State
from console.incident.status import ALLOWED
from console.incident.texts import clean_optional
from console.incident.writing import declare


def mark_duplicate(
    state: State,
    id: str,  # noqa: A002 - the word for it
    other: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    forced: bool = False,
) -> Entries:
    """Say that an incident is another one, seen twice: it is cancelled where it has not ended, and points there."""
    incident, first = incident_of(state, id), incident_of(state, other)
    check_fits(state, incident, first)
    stays_restricted(incident, first)
    if first.survivor:
        message = f"{first.id} was merged into {first.survivor}: say that {id} is a duplicate of that one."
        raise Refused(message)
    if incident.related.get(DUPLICATE_OF) == first.id:
        message = f"{id} is a duplicate of {first.id} already."
        raise Refused(message)
    why = clean_optional(reason)
    check_goes_on(state, incident, first, why, forced=forced)
    made: Entries = (Entry(Related(DUPLICATE_OF, first.id, why), actor, id),)
    if "cancelled" in ALLOWED[incident.status]:
        told = f"duplicate of {first.id}{f': {why}' if why else ''}"
        (moved,) = change_status(state, id, "cancelled", told, actor=actor, now=now)
        # It ends only where the relation holds: of two consoles that say it of each other at once, one stays live.
        ends = StatusChanged(incident.status, "cancelled", told, forced, survivor=first.id)
        made += (moved._replace(fact=ends),)
    return made


def merge(
    state: State,
    id: str,  # noqa: A002 - the word for it
    into: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    forced: bool = False,
) -> Entries:
    """Let an incident end in another one, which goes on for both."""
    return change_status(state, id, "merged", reason, actor=actor, now=now, survivor=into, forced=forced)


def make_part(state: State, id: str, whole: str, reason: str = "", *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Let an incident be a part of another one, both going on; "" takes it out again."""
    incident = working(state, id)
    if whole:
        check_fits(state, incident, working(state, whole))
    if incident.related.get(PART_OF, "") == whole:
        message = f"{id} is a part of {whole} already." if whole else f"{id} is no part of another incident."
        raise Refused(message)
    return (Entry(Related(PART_OF, whole, clean_optional(reason)), actor, id),)


def split(  # noqa: PLR0913 - what every declaration needs
    state: State,
    origin: str,
    *,
    id: str,  # noqa: A002 - the word for it
    title: str,
    actor: str,
    now: Instant,
    scheme: Scheme,
    severity: str = "",
    commander: str = "",
) -> Entries:
    """Open an incident for what turned out to be another matter; it begins as the one that it is split from."""
    incident = working(state, origin)
    made = declare(
        state,
        id=id,
        title=title,
        severity=severity or incident.severity,
        actor=actor,
        now=now,
        scheme=scheme,
        started_at=incident.started_at,
        detected_at=incident.detected_at,
        detected_by=incident.detected_by,
        purpose=incident.purpose,
        type=incident.type,
        types=(incident.type,),
        commander=commander,
    )
    return (*made, Entry(Related(SPLIT_FROM, incident.id), actor, id))
