"""Pure: all that a person may do to an incident: (state, wish, now) -> entries for the log, or Refused and why."""

from console.incident.acknowledging import acknowledge
from console.incident.assessing import answer, opening
from console.incident.classifying import classify, note_evidence
from console.incident.compromising import note_indicator, withdraw_indicator
from console.incident.contacting import contacted
from console.incident.custom import set_field
from console.incident.deciding import WAIT, look_again, object_to, propose, report_can, take, withdraw
from console.incident.escalating import answer_call, jump_to, stop_escalation
from console.incident.exhibiting import exhibit_of, handle_exhibit, keep_exhibits
from console.incident.grading import lower_severity, raise_severity, set_severity
from console.incident.guards import Entries, incident_of
from console.incident.linking import add_link, drop_link
from console.incident.maintaining import end_maintenance, start_maintenance
from console.incident.moves import assign_role, change_status, release_role
from console.incident.offering import accept_role, decline_role, offer_role
from console.incident.record import ITEM_STATES
from console.incident.relating import make_part, mark_duplicate, merge, split
from console.incident.settling import settle
from console.incident.tasking import accept_task, end_task, extend_task, give_task, snooze_update
from console.incident.tracking import close_track, open_track, report_track
from console.incident.walking import tag_cause, walked
from console.incident.writing import (
    AUDIENCES,
    DETECTED_BY,
    OUTSIDE,
    PURPOSES,
    Target,
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
    "OUTSIDE",
    "PURPOSES",
    "WAIT",
    "Entries",
    "Target",
    "accept_role",
    "accept_task",
    "acknowledge",
    "add_link",
    "answer",
    "answer_call",
    "assign_role",
    "change_status",
    "classify",
    "close_track",
    "contacted",
    "correct",
    "decide",
    "declare",
    "decline_role",
    "drop_link",
    "end_maintenance",
    "end_task",
    "exhibit_of",
    "extend_task",
    "give_task",
    "handle_exhibit",
    "incident_of",
    "jump_to",
    "keep_exhibits",
    "look_again",
    "lower_severity",
    "make_part",
    "mark_duplicate",
    "merge",
    "note",
    "note_evidence",
    "note_indicator",
    "object_to",
    "offer_role",
    "open_track",
    "opening",
    "pin",
    "post_update",
    "propose",
    "raise_severity",
    "release_role",
    "report_can",
    "report_track",
    "set_field",
    "set_item",
    "set_severity",
    "set_timestamp",
    "settle",
    "snooze_update",
    "split",
    "start_maintenance",
    "stop_escalation",
    "tag_cause",
    "take",
    "unpin",
    "walked",
    "withdraw",
    "withdraw_indicator",
]
