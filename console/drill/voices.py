"""Pure: what the shop's pods write into their logs, as far as a reader learns from it how they are."""

from collections.abc import Mapping
from random import Random

from console.drill.physics import Flow, Kind
from console.drill.shop import FLOWS

_KINDS: Mapping[str, Kind] = {kind.name: kind for kind in FLOWS}
_WAYS = {
    "web": "GET /checkout",
    "api": "POST /v1/orders",
    "worker": "job order.confirm",
    "payments": "POST /charge",
    "cache": "get basket",
    "queue": "publish orders",
    "database": "INSERT INTO orders",
}
_LATE = 0.8
_FULL = 0.95


def line(app: str, release: str, flows: Mapping[str, Flow], own: str, random: Random) -> str:
    """Return a line of a pod of this app: a request that it just did, or why it could not (`own` where it knows)."""
    flow = flows.get(app, Flow())
    took = f"{flow.seconds * random.uniform(0.6, 1.6) * 1000:.0f}ms"
    if random.random() >= flow.errors:
        return f"level=info release={release} {_WAYS[app]} status=200 took={took}"
    return f"level=error release={release} {_WAYS[app]} status=500 took={took} reason={own or _reason(app, flows)!r}"


def _reason(app: str, flows: Mapping[str, Flow]) -> str:
    """Say what a pod itself would know: who did not answer, that it is full, or nothing but that it failed."""
    for call in _KINDS[app].calls:
        other = flows.get(call.to, Flow())
        if other.seconds > _LATE * call.timeout:
            return f"{call.to}: no answer within {call.timeout:g}s"
        if other.errors > 1 - _LATE:
            return f"{call.to}: answered with an error"
    if flows.get(app, Flow()).used > _FULL:
        return "no free worker"
    return "unexpected error while handling the request"
