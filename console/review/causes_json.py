"""Pure: hypotheses, whys and factors as JSON values, and the root cause of the published shape."""

from collections.abc import Mapping
from typing import Any

from console.incident.clock import utc_iso
from console.incident.factors import TRIGGER, Factor, accepted_factors
from console.incident.hypotheses import Hypothesis, root_causes
from console.incident.record import Incident
from console.incident.references import References
from console.incident.whys import Branch, branches
from console.review.why_tree import question_of


def root_cause_json(incident: Incident) -> dict[str, str | None]:
    """Return component, issue and trigger as people accepted them; what nobody accepted is None.

    Several are joined by "; ". Without an accepted hypothesis the accepted cause (`warroom cause`) is the issue.
    """
    found = root_causes(incident.hypotheses)
    components = dict.fromkeys(each.component for each in found if each.component)
    triggers = [each.text for each in accepted_factors(incident.factors, TRIGGER)]
    issue = "; ".join(each.text for each in found) or incident.cause_told or incident.cause
    return {"component": "; ".join(components) or None, "issue": issue or None, "trigger": "; ".join(triggers) or None}


def causes_json(incident: Incident) -> dict[str, Any]:
    """Return what people thought of the cause, for the details of an incident."""
    return {
        "hypotheses": [hypothesis_json(each) for each in incident.hypotheses.values()],
        "whys": whys_json(incident),
        "factors": [factor_json(each) for each in incident.factors.values()],
    }


def hypothesis_json(each: Hypothesis) -> dict[str, Any]:
    """Return a hypothesis with its evidence and the states that it was in."""
    return {
        "id": each.id,
        "text": each.text,
        "state": each.state,
        "root_cause": each.state == "accepted",
        "unsupported": each.is_unsupported,
        "owner": each.owner or None,
        "confidence": each.confidence,
        "component": each.component or None,
        "test": each.test or None,
        "evidence": references_json(each.evidence),
        "steps": [
            {"state": one.state, "at": utc_iso(one.at), "by": one.by, "why": one.reason or None, "event": one.event}
            for one in each.steps
        ],
        "event": each.event,
    }


def whys_json(incident: Incident) -> dict[str, Any] | None:
    """Return the tree of whys, an answer before those below it; None where nobody answered."""
    if not incident.whys:
        return None
    return {"question": question_of(incident), "answers": [_answer(each) for each in branches(incident.whys)]}


def _answer(branch: Branch) -> dict[str, Any]:
    why = branch.why
    return {
        "id": why.id,
        "under": why.under or None,
        "asked": why.asked,
        "text": why.text,
        "holds": branch.holds,
        "unsupported": branch.is_unsupported,
        "struck": why.struck or None,
        "evidence": references_json(why.evidence),
        "by": why.by,
        "event": why.event,
    }


def factor_json(each: Factor) -> dict[str, Any]:
    """Return a factor; `judged_by` is None while nobody said whether it holds."""
    return {
        "id": each.id,
        "category": each.category,
        "text": each.text,
        "kind": each.sort,
        "state": each.state,
        "why": each.reason or None,
        "judged_by": each.judged or None,
        "tags": list(each.tags),
        "unsupported": each.is_unsupported,
        "evidence": references_json(each.evidence),
        "event": each.event,
    }


def references_json(found: References) -> list[Mapping[str, Any]]:
    """Return evidence: the event, what it speaks for, and why."""
    return [{"event": each.event, "side": each.side, "why": each.why or None, "by": each.by} for each in found]
