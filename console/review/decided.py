"""Pure: what became of a proposal: objections, what was decided and what was not, as lines and as plain values."""

from collections.abc import Iterator

from console.incident.clock import utc_iso
from console.incident.decision import PROPOSED, WITHDRAWN, Decision
from console.review.moments import moment


def below(decision: Decision) -> Iterator[str]:
    """Yield sentences: who objected, what was decided, what was not chosen, what was found later."""
    for objection in decision.objections:
        yield f"{moment(objection.at)} {objection.by} objected: {objection.why}"
    if decision.taken_at is not None:
        despite = f", in spite of the objection: {decision.despite}" if decision.despite else ""
        yield f"{moment(decision.taken_at)} decided by {decision.by}: {decision.option}{despite}"
    elif decision.state == WITHDRAWN:
        yield "withdrawn" + (f": {decision.reason_off}" if decision.reason_off else "")
    elif decision.state == PROPOSED:
        yield "never decided"
    for option, why in decision.not_chosen:
        yield f"not chosen: {option}" + (f" ({why})" if why else "")
    for found in decision.found:
        yield f"looked at again: {found}"
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
