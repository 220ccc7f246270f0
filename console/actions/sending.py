"""Sends the request of an action under its guard and says what became of it; never sends again what may be done."""

from typing import NamedTuple

from checks.kubernetes.access import Answer, Connection, InDoubt, NotSent
from console.actions.api import BROKEN, CONFLICT, FORBIDDEN, MISSING, OK, TOO_MANY, Api, NotKnown, said
from console.actions.guard import moved
from console.actions.places import path_of, shown
from console.actions.preflight.dryrun import eviction
from console.actions.requests import is_guarded, renewed
from console.actions.shape import Json
from console.incident.action import Plan, Request

EXECUTED, FAILED, REFUSED, IN_DOUBT = "executed", "failed", "refused", "in doubt"
TIMEOUT = (3.0, 10.0)
MOST_TRIES = 8
"""How often a request is sent again after a conflict, which is a promise of the server that nothing was changed."""
UNCHANGED = "nothing was changed"


class Sent(NamedTuple):
    """What became of a request: a step of the action, a sentence, the request as it went last, the object answered."""

    step: str
    text: str
    request: Request
    found: Json | None = None


def send(connection: Connection, plan: Plan, timeout: tuple[float, float] = TIMEOUT) -> Sent:
    """Send the request of a plan; after a conflict again, as long as the target is what the card showed. Blocks."""
    assert plan.request is not None
    request = plan.request
    for _ in range(MOST_TRIES):
        try:
            answer = connection.request(
                request.method,
                request.path,
                request.query,
                request.body,
                content_type=request.content_type,
                timeout=timeout,
            )
        except NotSent as trouble:
            return Sent(FAILED, f"nothing was sent: {trouble}", request)
        except InDoubt as trouble:
            return Sent(IN_DOUBT, str(trouble), request)
        if answer.status != CONFLICT or not is_guarded(request):
            return _meaning(answer, plan, request)
        fresh = _again(connection, plan, request)
        if isinstance(fresh, Sent):
            return fresh
        request = renewed(request, fresh)
    return Sent(FAILED, f"{shown(plan.wanted.target)} kept changing while this was sent; {UNCHANGED}", request)


def _again(connection: Connection, plan: Plan, request: Request) -> Json | Sent:
    """Read the target after a conflict; it has to be what the card showed."""
    try:
        found = Api(connection).read(path_of(plan.wanted.target))
    except NotKnown as why:
        return Sent(FAILED, f"it changed just now and could not be read again ({why}); {UNCHANGED}", request)
    if found is None:
        return Sent(REFUSED, f"it was deleted since the card was made; {UNCHANGED}", request)
    change = moved(plan.guard, found)
    return Sent(REFUSED, f"{change}; {UNCHANGED}", request) if change else found


def _meaning(answer: Answer, plan: Plan, request: Request) -> Sent:
    told = said(answer)
    if answer.status in OK:
        return Sent(EXECUTED, "", request, answer.body if isinstance(answer.body, dict) else None)
    refusals = {
        MISSING: "it is not there any more",
        CONFLICT: "another pod has its name now",
        FORBIDDEN: f"no right: {told}",
    }
    if answer.status in refusals:
        return Sent(REFUSED, f"{refusals[answer.status]}; {UNCHANGED}", request)
    if plan.wanted.verb == "evict" and (answer.status == TOO_MANY or answer.status in BROKEN):
        return _evicted(answer, request)
    if answer.status in BROKEN:
        return Sent(IN_DOUBT, f"the server answered {answer.status}: {told}", request)
    return Sent(FAILED, f"{told}; {UNCHANGED}", request)


def _evicted(answer: Answer, request: Request) -> Sent:
    try:
        return Sent(FAILED, f"{eviction(answer).text}; {UNCHANGED}", request)
    except NotKnown as why:
        step = FAILED if answer.status == TOO_MANY else IN_DOUBT
        return Sent(step, f"{why}; {UNCHANGED}" if step == FAILED else str(why), request)
