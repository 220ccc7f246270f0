"""Pure: past incidents that resemble one, with the reason for every point. It claims no common cause."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.clock import utc_iso
from console.incident.facts import Instant
from console.incident.guards import incident_of
from console.incident.record import Incident
from console.review.fingerprints import Fingerprint, History, counts, fingerprints

SERVICES, CAUSE, WORDS, SIGNALS, TYPE = 40, 25, 20, 10, 5
"""Points for what two incidents have in common; of sets for the share of all of both that they have in common."""
LEAST = 20
"""Points from which on an incident resembles another."""
MOST = 5


class Similar(NamedTuple):
    """An incident that resembles another one: points of 100, and what they have in common."""

    incident: Incident
    points: int
    why: tuple[str, ...]


def similar(history: History, incident_id: str, now: Instant, most: int = MOST) -> tuple[Similar, ...]:
    """Return the incidents that resemble this one the most, the newest first of equals; Refused for no such id.

    Drills, tests and what was no incident are left out, and so is what was declared after it.
    """
    asked = incident_of(history.state, incident_id)
    prints = fingerprints(history, now)
    found = [
        _compared(each, prints[asked.id], prints[each.id])
        for each in history.state.incidents.values()
        if counts(each) and (each.declared_at, each.id) < (asked.declared_at, asked.id)
    ]
    near = [each for each in found if each.points >= LEAST]
    return tuple(sorted(near, key=lambda each: (-each.points, -each.incident.declared_at, each.incident.id))[:most])


def _compared(incident: Incident, one: Fingerprint, other: Fingerprint) -> Similar:
    points, why = compare(one, other)
    return Similar(incident, points, why)


def compare(one: Fingerprint, other: Fingerprint) -> tuple[int, tuple[str, ...]]:
    """Return the points (0 to 100) and the reasons; what is not known of both gives none."""
    parts = [
        _shared("services", SERVICES, one.services, other.services),
        (CAUSE, f"cause {one.cause}") if one.cause and one.cause == other.cause else (0, ""),
        _shared("words", WORDS, one.words, other.words),
        _shared("signals", SIGNALS, one.signals, other.signals),
        (TYPE, f"type {one.type}") if one.type == other.type else (0, ""),
    ]
    return round(sum(points for points, _ in parts)), tuple(why for points, why in parts if points)


def _shared(name: str, most: int, one: frozenset[str], other: frozenset[str]) -> tuple[float, str]:
    both = one & other
    if not both:
        return 0, ""
    return most * len(both) / len(one | other), f"{name} {', '.join(sorted(both))}"


def similar_json(found: Sequence[Similar]) -> list[Mapping[str, Any]]:
    """Return them as JSON values."""
    return [
        {
            "incident": each.incident.id,
            "title": each.incident.known_as,
            "severity": each.incident.severity,
            "status": each.incident.status,
            "declared": utc_iso(each.incident.declared_at),
            "points": each.points,
            "why": list(each.why),
            "cause": each.incident.cause or None,
            "summary": None if each.incident.codename else each.incident.summary or None,
            "document": None if each.incident.codename else each.incident.document or None,
        }
        for each in found
    ]
