"""Pure: saying how large the impact was and counting complaints: what each figure may look like, and the commands."""

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.figures import LONGEST, check_minutes, clean
from console.incident.guards import Entries, incident_of
from console.incident.impact import FIGURES, REVENUE, SHARE, USERS, Complained, ImpactStated
from console.incident.indicators import percent
from console.incident.money import parse_money
from console.incident.record import Incident
from console.incident.state import State
from console.incident.texts import clean_optional
from console.suggestion import did_you_mean

NO_INCIDENT = ("declined", "cancelled", "merged")
"""Statuses of what was no incident, or goes on in another one: it had no impact of its own."""
UNKNOWN = ("unknown", "?")
_MOST_COMPLAINTS = 1_000_000


def state_impact(
    state: State,
    id: str,  # noqa: A002 - the word for it
    figure: str,
    value: str,
    source: str = "",
    *,
    actor: str,
) -> Entries:
    """Say one figure of the impact, also after the end; the newest word counts, "unknown" takes it back.

    A value that is known needs a source. "61 %" of users is their share.
    """
    happened(state, id)
    name = _figure(figure)
    if name == USERS and value.strip().endswith("%"):
        name = SHARE
    kept = "" if value.strip().lower() in UNKNOWN else clean(name, value)
    return (Entry(ImpactStated(name, kept, _source(source, kept)), actor, id),)


def state_loss(
    state: State,
    id: str,  # noqa: A002 - the word for it
    rate: str,
    share: str,
    source: str = "",
    *,
    actor: str,
    minutes: int | None = None,
) -> Entries:
    """Say the lost revenue by its formula: so much a minute, of which `share` percent, for so many minutes.

    Without `minutes` for as long as the impact on users lasted.
    """
    happened(state, id)
    check_minutes(minutes)
    found = percent("share", share)
    if not found:
        raise Refused("Say which share of the revenue was lost, in percent: nothing is guessed.")
    fact = ImpactStated(REVENUE, "", _source(source, rate), parse_money(rate, "rate").exact, found, minutes)
    return (Entry(fact, actor, id),)


def complain(state: State, id: str, count: int, source: str = "", *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Count complaints, also after the end; fewer than none take back what was counted too often."""
    incident = happened(state, id)
    where = " ".join(clean_optional(source, "source").split())[:LONGEST]
    if not count or abs(count) > _MOST_COMPLAINTS:
        message = f"{count} is no number of complaints; expected 1 to {_MOST_COMPLAINTS}, or below zero to take back."
        raise Refused(message)
    before = incident.complaints.get(where)
    counted = 0 if before is None else before.n
    if counted + count < 0:
        known = ", ".join(f"{name or 'no place'} {each.n}" for name, each in incident.complaints.items()) or "none"
        place = where or "no named place"
        message = (
            f"{-count} cannot be taken back from {place}, which has {counted}. Counted: {known}: say which (--from)."
        )
        raise Refused(message)
    return (Entry(Complained(count, where), actor, id),)


def happened(state: State, id: str) -> Incident:  # noqa: A002 - the word for it
    """Return an incident that was one, live or over; Refused where it was none, or goes on in another."""
    incident = incident_of(state, id)
    if incident.status in NO_INCIDENT:
        where = f" into {incident.survivor}: say it of that one" if incident.survivor else ": it was none"
        message = f"{id} is {incident.status}{where}."
        raise Refused(message)
    return incident


def _figure(text: str) -> str:
    wanted = text.strip().lower().replace("_", "-")
    if wanted not in FIGURES:
        message = f"'{text.strip()[:80]}' is no figure{did_you_mean(wanted, FIGURES)} Figures: {', '.join(FIGURES)}."
        raise Refused(message)
    return wanted


def _source(text: str, value: str) -> str:
    source = " ".join(clean_optional(text, "source").split())
    if len(source) > LONGEST:
        raise Refused(f"The source has {len(source)} characters; at most {LONGEST} fit.")
    if value and not source:
        raise Refused("Say where that is from (--source WHERE, typed: from WHERE): without a source it is a guess.")
    return source
