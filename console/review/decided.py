"""Pure: what became of a proposal, as lines below it: objections, what was decided, and what was not chosen."""

from collections.abc import Callable, Iterator

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
