"""Disruption budgets over the pods of the target, and what the action does about them."""

from collections.abc import Iterator

from console.actions.places import BUDGETS
from console.actions.preflight.look import Look
from console.actions.shape import Json, dig, labels, name_of, number, selects
from console.incident.action import INFORMS, WARNS, Finding

NAME = "budgets"


def budgets(look: Look) -> Iterator[Finding]:
    """Say which budgets there are, and that a delete or a rollout does not ask them."""
    carried = labels(look.found) if look.wanted.target.kind == "Pod" else labels(dig(look.found, "spec", "template"))
    found = [one for one in look.api.listed(BUDGETS.path(look.namespace)) if _covers(one, carried)]
    for one in found:
        allowed = number(one, "status", "disruptionsAllowed")
        told = f"budget {name_of(one)} allows {allowed} disruption{'' if allowed == 1 else 's'} now"
        if look.wanted.verb == "delete":
            yield Finding(INFORMS if allowed else WARNS, NAME, f"{told}; a delete does not ask it, an eviction does")
        elif look.wanted.verb == "evict":
            yield Finding(INFORMS, NAME, told)
        else:
            yield Finding(INFORMS, NAME, f"{told}; rollouts and scaling do not ask it")
    if not found:
        yield Finding(INFORMS, NAME, "no disruption budget covers its pods")


def _covers(budget: Json, carried: dict[str, str]) -> bool:
    selector = dig(budget, "spec", "selector")
    # An empty selector of a budget means every pod of the namespace.
    return selector == {} or selects(selector, carried)
