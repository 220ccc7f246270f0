"""Pure: closing a temporary mitigation: who owns it, or why it stays."""

from console.incident.deeds import MitigationSettled
from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.guards import Entries
from console.incident.state import State
from console.incident.texts import clean_optional

OWNED, KEPT = "owned", "kept"


def settle(state: State, action: str, how: str, *, owner: str = "", reason: str = "", actor: str) -> Entries:
    """Say that a mitigation is no open end any more: "owned" by somebody, or "kept" for a reason. Refused otherwise."""
    deed = state.actions.get(action)
    if deed is None:
        raise Refused(f"the log has no action {action}.")
    if deed.is_in_doubt:
        raise Refused(f"{deed.verb} {deed.target} is in doubt: check it first, then it is known what it left behind.")
    if not deed.is_open and not deed.is_handed_over:
        raise Refused(f"{deed.verb} {deed.target} left nothing open: it is {deed.settled or deed.step}.")
    if how not in {OWNED, KEPT}:
        raise Refused(f"{how} is no way to settle a mitigation; expected {OWNED} or {KEPT}.")
    owner, reason = clean_optional(owner, "owner"), clean_optional(reason)
    if how == OWNED and not owner:
        raise Refused("a mitigation that is owned needs a name: who takes care of it?")
    if how == KEPT and not reason:
        raise Refused("a mitigation that stays needs a reason: why is it not temporary?")
    return (Entry(MitigationSettled(action, how, owner, reason), actor, deed.incident),)
