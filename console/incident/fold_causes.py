"""Pure: what hypotheses, whys and factors do to the state; the same rules as in `fold`."""

from collections.abc import Mapping
from typing import Any

from console.incident import factors
from console.incident.draft import IncidentDraft
from console.incident.events import Event
from console.incident.factors import Factor, FactorJudged, FactorNamed, FactorSet
from console.incident.handling import Handler, made_by, on_incident
from console.incident.hypotheses import (
    ACCEPTED,
    PROPOSED,
    SURE,
    Hypothesis,
    HypothesisAdded,
    HypothesisMoved,
    HypothesisSet,
    Step,
    why_not,
)
from console.incident.names import next_name
from console.incident.references import FOR, NEITHER, SIDES, Reference, Weighed, first_references, with_reference
from console.incident.roles import NOBODY
from console.incident.whys import QUESTIONS, Why, WhyAnswered, WhyAsked, WhyStruck


def _added(incident: IncidentDraft, event: Event, fact: HypothesisAdded) -> str:
    taken = incident.hypotheses
    name = fact.hypothesis if fact.hypothesis not in taken else next_name("h", taken)
    at, by = event.occurred_at, event.actor
    taken[name] = Hypothesis(
        name,
        fact.text,
        by,
        at,
        event.key,
        (Step(PROPOSED, at, by, "", event.key),),
        fact.test,
        fact.owner,
        _percent(fact.confidence),
        fact.component,
        first_references(fact.evidence, by, at, event.key),
        fact.source,
    )
    return ""


def _percent(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= SURE else None


def _moved(incident: IncidentDraft, event: Event, fact: HypothesisMoved) -> str:
    found = made_by(incident.hypotheses, event, fact.hypothesis, fact.made)
    if found is None:
        return f"there is no hypothesis {fact.hypothesis}"
    if found.state != fact.before:
        return f"{found.id} was {found.state} by then"
    by = fact.by or event.actor
    wrong = why_not(found, fact.after, fact.reason)
    if fact.after == ACCEPTED and by.lower() in NOBODY:
        wrong = f"a root cause is what a person accepts; '{by}' is nobody"
    if wrong:
        return wrong
    if found.state == ACCEPTED and incident.cause_told == found.text:
        incident.cause = incident.cause_told = incident.cause_event = ""  # it was tagged with what is taken back
    step = Step(fact.after, event.occurred_at, by, fact.reason, event.key)
    incident.hypotheses[found.id] = found._replace(steps=(*found.steps, step))
    return ""


def _set(incident: IncidentDraft, event: Event, fact: HypothesisSet) -> str:
    found = made_by(incident.hypotheses, event, fact.hypothesis, fact.made)
    if found is None:
        return f"there is no hypothesis {fact.hypothesis}"
    if found.state == ACCEPTED and fact.text not in {None, found.text}:
        return f"{found.id} was accepted by then, and somebody accepted its words"
    incident.hypotheses[found.id] = found._replace(
        text=fact.text or found.text,
        test=found.test if fact.test is None else fact.test,
        owner=found.owner if fact.owner is None else fact.owner,
        component=found.component if fact.component is None else fact.component,
        confidence=found.confidence if fact.confidence is None else _percent(fact.confidence),
    )
    return ""


def _weighed(incident: IncidentDraft, event: Event, fact: Weighed) -> str:
    """Keep the newest word on an event, of whatever it is about: their names differ."""
    if fact.side not in SIDES:
        return f"{fact.side} is not what an event can be"
    new = Reference(fact.event, fact.side, fact.why, event.actor, event.occurred_at, event.key)
    board: tuple[dict[str, Any], ...] = (incident.hypotheses, incident.whys, incident.factors)
    for things in board:
        found = made_by(things, event, fact.subject, fact.made)
        if found is None:
            continue
        if things is not incident.hypotheses and fact.side not in {FOR, NEITHER}:
            return f"nothing speaks {fact.side} {found.id}: strike it instead"
        things[found.id] = found._replace(evidence=with_reference(found.evidence, new))
        return ""
    return f"there is no {fact.subject}"


def _asked(incident: IncidentDraft, _event: Event, fact: WhyAsked) -> str:
    incident.why_asked = fact.text
    return ""


def _answered(incident: IncidentDraft, event: Event, fact: WhyAnswered) -> str:
    whys = incident.whys
    above = made_by(whys, event, fact.under, fact.below) if fact.under else None
    if fact.under and above is None:
        return f"there is no answer {fact.under}"
    if fact.asked not in QUESTIONS:
        return f"{fact.asked} is not asked"
    name = fact.answer if fact.answer not in whys else next_name("w", whys)
    by, at = event.actor, event.occurred_at
    known = first_references(fact.evidence, by, at, event.key)
    whys[name] = Why(name, fact.text, "" if above is None else above.id, fact.asked, by, at, event.key, known)
    return ""


def _why_struck(incident: IncidentDraft, event: Event, fact: WhyStruck) -> str:
    found = made_by(incident.whys, event, fact.answer, fact.made)
    if found is None:
        return f"there is no answer {fact.answer}"
    if found.struck:
        return f"{found.id} was struck by then"
    incident.whys[found.id] = found._replace(struck=fact.reason or "no reason was given")
    return ""


def _named(incident: IncidentDraft, event: Event, fact: FactorNamed) -> str:
    if fact.sort not in factors.SORTS:
        return f"{fact.sort} is no kind of factor"
    taken = incident.factors
    name = fact.factor if fact.factor not in taken else next_name("f", taken)
    by, at = event.actor, event.occurred_at
    known = first_references(fact.evidence, by, at, event.key)
    made = Factor(name, fact.text, fact.category, fact.sort, by, at, event.key, fact.tags, known)
    taken[name] = made._replace(state=factors.ACCEPTED, judged=by) if fact.accepted else made
    return ""


def _judged(incident: IncidentDraft, event: Event, fact: FactorJudged) -> str:
    found = made_by(incident.factors, event, fact.factor, fact.made)
    if found is None:
        return f"there is no factor {fact.factor}"
    if found.state != fact.before:
        return f"{found.id} was {found.state} by then"
    if fact.after not in factors.MOVES[found.state]:
        return f"{found.id} cannot be {fact.after}"
    incident.factors[found.id] = found._replace(state=fact.after, reason=fact.reason, judged=event.actor)
    return ""


def _factor_set(incident: IncidentDraft, event: Event, fact: FactorSet) -> str:
    found = made_by(incident.factors, event, fact.factor, fact.made)
    if found is None:
        return f"there is no factor {fact.factor}"
    if fact.sort is not None and fact.sort not in factors.SORTS:
        return f"{fact.sort} is no kind of factor"
    incident.factors[found.id] = found._replace(
        text=fact.text or found.text,
        category=fact.category or found.category,
        sort=fact.sort or found.sort,
        tags=fact.tags if fact.retagged else found.tags,
    )
    return ""


HANDLERS: Mapping[type[Any], Handler] = {
    HypothesisAdded: on_incident(_added),
    HypothesisMoved: on_incident(_moved),
    HypothesisSet: on_incident(_set),
    Weighed: on_incident(_weighed),
    WhyAsked: on_incident(_asked),
    WhyAnswered: on_incident(_answered),
    WhyStruck: on_incident(_why_struck),
    FactorNamed: on_incident(_named),
    FactorJudged: on_incident(_judged),
    FactorSet: on_incident(_factor_set),
}
