"""Pure: all that a person may do to an incident: (state, wish, now) -> entries for the log, or Refused and why."""

from console.incident.deciding import WAIT, look_again, object_to, propose, report_can, take, withdraw
from console.incident.guards import Entries, incident_of
from console.incident.moves import (
    assign_role,
    change_status,
    lower_severity,
    raise_severity,
    release_role,
    set_severity,
)
from console.incident.record import ITEM_STATES
from console.incident.settling import settle
from console.incident.writing import (
    AUDIENCES,
    DETECTED_BY,
    PURPOSES,
    Target,
    acknowledge,
    correct,
    decide,
    declare,
    note,
    pin,
    post_update,
    set_item,
    set_timestamp,
    unpin,
)

__all__ = [
    "AUDIENCES",
    "DETECTED_BY",
    "ITEM_STATES",
    "PURPOSES",
    "WAIT",
    "Entries",
    "Target",
    "acknowledge",
    "assign_role",
    "change_status",
    "correct",
    "decide",
    "declare",
    "incident_of",
    "look_again",
    "lower_severity",
    "note",
    "object_to",
    "pin",
    "post_update",
    "propose",
    "raise_severity",
    "release_role",
    "report_can",
    "set_item",
    "set_severity",
    "set_timestamp",
    "settle",
    "take",
    "unpin",
    "withdraw",
]
