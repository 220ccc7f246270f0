"""Pure: what became of a proposal: objections, what was decided and what was not, as lines and as plain values."""

from collections.abc import Callable, Iterator

from console.incident.clock import utc_iso
from console.incident.decision import PROPOSED, WITHDRAWN, Decision
from console.incident.events import Instant

Words = Callable[[str], str]
Moment = Callable[[Instant | None], str]


def below(decision: Decision, text: Words, moment: Moment) -> Iterator[str]:
    """Yield sentences; `text` makes words of the log fit for the document."""
    for objection in decision.objections:
        yield f"{moment(objection.at)} {text(objection.by)} objected: {text(objection.why)}"
    if decision.taken_at is not None:
        despite = f", in spite of the objection: {text(decision.despite)}" if decision.despite else ""
        yield f"{moment(decision.taken_at)} decided by {text(decision.by)}: {text(decision.option)}{despite}"
    elif decision.state == WITHDRAWN:
        yield "withdrawn" + (f": {text(decision.reason_off)}" if decision.reason_off else "")
    elif decision.state == PROPOSED:
        yield "never decided"
    for option, why in decision.not_chosen:
        yield f"not chosen: {text(option)}" + (f" ({text(why)})" if why else "")
    for found in decision.found:
        yield f"looked at again: {text(found)}"
    if decision.again_at is not None:
        yield f"to be looked at again at {moment(decision.again_at)}"


def document(decision: Decision) -> dict[str, object]:
    """Return a proposal and what became of it as plain values; times are RFC 3339, what is not known is None."""
    return {
        "id": decision.id,
        "proposed": decision.text,
        "because": decision.reason or None,
        "state": decision.state,
        "decided": decision.option or None,
        "by": decision.by or None,
        "at": None if decision.taken_at is None else utc_iso(decision.taken_at),
        "despite": decision.despite or None,
        "objections": [{"by": each.by, "why": each.why, "at": utc_iso(each.at)} for each in decision.objections],
        "not_chosen": [{"option": option, "why": why or None} for option, why in decision.not_chosen],
        "look_again": None if decision.again_at is None else utc_iso(decision.again_at),
        "event": decision.event,
    }
