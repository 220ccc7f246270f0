"""Pure: what our own house says about an action: evidence first, changes are frozen, somebody is at work."""

from collections.abc import Iterable, Iterator

from console.actions.drafts.scaling import is_number
from console.incident.action import INFORMS, WARNS, Finding, Wanted
from console.incident.clock import utc_iso
from console.incident.closures import FREEZE, Closure, holding
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.types import RESTRICTED

EVIDENCE, FROZEN, MAINTAINED = "evidence", "change freeze", "maintenance"
_TYPED = frozenset({EVIDENCE, FROZEN})
_DESTROYS = frozenset({"delete", "evict", "restart", "rollback"})
"""Verbs that end pods: what they hold in memory and on their disks is gone then."""


def house(wanted: Wanted, live: Iterable[Incident], closures: Iterable[Closure], now: Instant) -> Iterator[Finding]:
    """Yield what is to be known before this is done; a way back is not held up by a freeze."""
    if destroys(wanted):
        for incident in live:
            if incident.type in RESTRICTED and not incident.evidence:
                told = f"security incident {incident.known_as} ({incident.id}): take evidence first"
                yield Finding(
                    WARNS, EVIDENCE, f"{told} (e on screen 2, /evidence add FILE, taken WHAT), or /evidence waived WHY"
                )
    for closure in holding(closures, now=now):
        until = f"until {utc_iso(closure.until)[:16]}Z"
        why = f": {closure.reason}" if closure.reason else ""
        if closure.kind == FREEZE:
            if not wanted.undoes:
                yield Finding(WARNS, FROZEN, f"changes are frozen {until}{why}")
        elif closure.covers(wanted.service, wanted.target.context):
            yield Finding(INFORMS, MAINTAINED, f"{closure.subject} is in maintenance {until}{why}")


def destroys(wanted: Wanted) -> bool:
    """Whether an action ends pods for good."""
    to_nothing = wanted.verb == "scale" and is_number(wanted.value) and not int(wanted.value)
    return wanted.verb in _DESTROYS or to_nothing


def is_typed(findings: Iterable[Finding]) -> bool:
    """Whether something was found that is only gone past by typing the name of the target."""
    return any(each.check in _TYPED for each in findings)
