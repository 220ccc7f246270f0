"""Pure: what is open about the cause: what nobody decided, and what stands there without an event for it."""

from collections.abc import Iterator, Mapping, Sequence

from console.incident import factors
from console.incident.hypotheses import root_causes
from console.incident.record import Incident
from console.incident.whys import Why, branches

_ROOT, _TRIGGER, _FACTORS = (
    "What was the root cause, in which component?",
    "What triggered it?",
    "What contributed to it?",
)
CAUSES: Mapping[str, str] = {_ROOT: "root-cause", _TRIGGER: "root-cause", _FACTORS: "contributing-factors"}
"""What is asked of every incident, with the part that people write in which it may be answered."""


def is_answered(incident: Incident, question: str) -> bool:
    """Whether people accepted what answers one of `CAUSES`."""
    if question == _ROOT:
        return bool(root_causes(incident.hypotheses))
    sorts = (factors.TRIGGER,) if question == _TRIGGER else ()
    return bool(factors.accepted_factors(incident.factors, *sorts))


def undecided(incident: Incident) -> Iterator[str]:
    """Yield what is left open of hypotheses, factors and whys, once the incident is over."""
    if not incident.live:
        yield from _hypotheses(incident)
        yield from _factors(incident)
        yield from _unsupported([each.why for each in branches(incident.whys) if each.is_unsupported])


def _unsupported(found: Sequence[Why]) -> Iterator[str]:
    """Ask once for all answers that rest on nothing."""
    if len(found) > 1:
        yield f"What speaks for {', '.join(each.id for each in found)} of the whys? No event is named for any of them."
    for each in found if len(found) == 1 else ():
        yield f"What speaks for {each.id}? No event is named for it: {each.text}"


def in_short(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield what who takes over has to know of the cause, by name: what was accepted, and what is being thought."""
    found = root_causes(incident.hypotheses)
    if found:
        yield "Root cause", "; ".join(f"{each.text}{' (unsupported)' if each.is_unsupported else ''}" for each in found)
    left = [each for each in incident.hypotheses.values() if not each.is_decided]
    if left:
        owned = (f"{each.id} {each.state}{f' ({each.owner})' if each.owner else ''}: {each.text}" for each in left)
        yield "Hypotheses", "; ".join(owned)


def _hypotheses(incident: Incident) -> Iterator[str]:
    found = root_causes(incident.hypotheses)
    if incident.hypotheses and not found:
        yield "Which hypothesis was the root cause? None was accepted."
    for each in incident.hypotheses.values():
        if not each.is_decided:
            yield f"Did {each.id} hold? It was {each.state} and never decided: {each.text}"
    for cause in found:
        if cause.is_unsupported:
            yield f"What speaks for the root cause {cause.id}? It was accepted without an event for it."
        if not cause.component:
            yield f"In which component was the root cause {cause.id}?"


def _factors(incident: Incident) -> Iterator[str]:
    for each in incident.factors.values():
        if each.state == factors.PROPOSED:
            yield f"Does {each.id} hold? It was named and neither accepted nor struck: {each.text}"
        elif each.is_unsupported:
            yield f"What speaks for {each.id}? No event is named for it: {each.text}"
