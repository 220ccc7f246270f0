"""Pure: the commands about maintenance that is begun by hand: (state, wish, now) -> entries for the log, or Refused."""

from collections.abc import Sequence

from console.incident.clock import DAY, MINUTE, clock_time
from console.incident.errors import Refused
from console.incident.events import Entry, Instant, MaintenanceEnded, MaintenanceStarted
from console.incident.guards import Entries
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.suggestion import did_you_mean

LONGEST = 7 * DAY
"""How long maintenance may be said to take (ms); what takes longer stands in the configuration."""


def start_maintenance(
    state: State, service: str, span: int, reason: str, *, services: Sequence[str], actor: str, now: Instant
) -> Entries:
    """Say that somebody works on a service for so long (ms), and why."""
    name = service.strip()
    if name not in services:
        known = f"Services: {', '.join(services)}." if services else "The configuration has no [[service]]."
        message = f"'{name}' is not a service{did_you_mean(name, services)} {known}"
        raise Refused(message)
    if not MINUTE <= span <= LONGEST:
        message = "Maintenance takes from a minute to seven days: --for 1h. A longer one is a [[maintenance]] section."
        raise Refused(message)
    held = state.maintenance.get(name)
    if held is not None and held.holds(now):
        message = f"{name} is in maintenance until {clock_time(held.until)}Z, says {held.by}: end that first."
        raise Refused(message)
    return (Entry(MaintenanceStarted(name, now + span, clean_text(reason, "reason")), actor),)


def end_maintenance(state: State, service: str, reason: str = "", *, actor: str, now: Instant) -> Entries:
    """Say that the work on a service is over."""
    name = service.strip()
    held = state.maintenance.get(name)
    if held is None or not held.holds(now):
        on = [each for each, closure in state.maintenance.items() if closure.holds(now)]
        known = f"In maintenance: {', '.join(on)}." if on else "Nothing is that was begun by hand."
        message = f"{name} is not in maintenance{did_you_mean(name, on)} {known}"
        raise Refused(message)
    return (Entry(MaintenanceEnded(name, clean_optional(reason)), actor),)
