"""Pure: load, queues, retries and a cache that warms up. From pods and traffic to error rates and latencies, by steps.

The laws are few. A pod does so many requests at once, and each holds its place for as long as it takes, waiting for
others included: a slow dependency eats the capacity of its callers. What comes in faster than it can be done waits, and
what waits too long fails. Who fails is asked again, by callers and by users, which is load, too.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

PATIENCE = 2.0
"""Seconds that a request waits for a free place before it fails."""
AGAIN = 0.5
"""What that share ordinarily is."""
_REFUSED = 0.005
"""Seconds that a refused connection takes."""
_CALM = 0.7
_INERTIA = 0.25
"""How much of a new value is seen at once."""
_WARMS, _AGES = 90.0, 900.0
"""Seconds in which a cold cache is filled by two thirds, and after which an entry is read anew."""


class Call(NamedTuple):
    """What a request asks of another service: `share` times, failing after `timeout` s, asked again `retries` times.

    `misses` takes the share of a cache's misses; where it is `spared`, its failing fast does not fail the request.
    """

    to: str
    share: float = 1.0
    timeout: float = 2.0
    retries: int = 0
    misses: str = ""
    spared: bool = False


class Kind(NamedTuple):
    """A service as it is built: `places` requests at once a pod, each `seconds` of work; a cache `warms` by a call."""

    name: str
    places: int
    seconds: float
    calls: tuple[Call, ...] = ()
    warms: Call | None = None


class Group(NamedTuple):
    """Ready pods that behave alike: `errors` is the share that they fail, `slow` a factor on their own work."""

    pods: int
    errors: float = 0.0
    slow: float = 1.0
    places: float = 1.0


class Flow(NamedTuple):
    """What goes through a service now: requests/s asked for, share that fails, seconds, use of its capacity (1 is all).

    `lost` is the share that waited too long, `waiting` requests stand in its queue; `warmth` (0..1) is that of a cache.
    """

    asked: float = 0.0
    errors: float = 0.0
    seconds: float = 0.0
    used: float = 0.0
    lost: float = 0.0
    waiting: float = 0.0
    warmth: float = 1.0


Flows = Mapping[str, Flow]
_NOTHING = Flow()


def step(
    kinds: Sequence[Kind],
    flows: Flows,
    pods: Mapping[str, Sequence[Group]],
    load: Mapping[str, float],
    dt: float,
    again: float = AGAIN,
) -> dict[str, Flow]:
    """Return the flows `dt` seconds later.

    `kinds` name callers before what they call; `load` comes from outside, `again` is the share of users that try again
    at once where they met an error.
    """
    asked = _asked(kinds, flows, load, again)
    after: dict[str, Flow] = {}
    for kind in reversed(kinds):
        before = flows.get(kind.name, _NOTHING)
        after[kind.name] = _serve(kind, before, pods.get(kind.name, ()), asked[kind.name], {**flows, **after}, dt)
    return after


def _asked(kinds: Sequence[Kind], flows: Flows, load: Mapping[str, float], again: float) -> dict[str, float]:
    """Return what every service is asked a second, with all that is asked again."""
    asked = {kind.name: 0.0 for kind in kinds}
    for name, rate in load.items():
        asked[name] += rate * (1 + again * flows.get(name, _NOTHING).errors)
    for kind in kinds:
        done = asked[kind.name] * (1 - flows.get(kind.name, _NOTHING).lost)
        for call in kind.calls:
            failing = _failing(flows.get(call.to, _NOTHING), call)
            attempts = sum(failing**again for again in range(call.retries + 1))
            asked[call.to] += done * _share(call, flows) * attempts
    return asked


def _share(call: Call, flows: Flows) -> float:
    if not call.misses:
        return call.share
    cache = flows.get(call.misses, _NOTHING)
    return call.share * (1 - 0.95 * cache.warmth * (1 - cache.errors))


def _failing(flow: Flow, call: Call) -> float:
    """Return the share of attempts that fail: by an error, or because they take too long."""
    late = min(1.0, max(0.0, (flow.seconds - _CALM * call.timeout) / (0.6 * call.timeout)))
    return 1 - (1 - flow.errors) * (1 - late)


def _serve(kind: Kind, before: Flow, groups: Sequence[Group], asked: float, flows: Flows, dt: float) -> Flow:
    ready = sum(group.pods for group in groups)
    if not ready:
        return Flow(asked, 1.0, _REFUSED, 0.0, 1.0, 0.0, 0.0)
    waits, failed = _of_calls(kind, flows)
    own = kind.seconds * sum(group.pods * group.slow for group in groups) / ready
    places = kind.places * sum(group.pods * group.places for group in groups)
    capacity = places / (own + waits)
    queue = max(0.0, min(before.waiting + (asked - capacity) * dt, PATIENCE * capacity))
    used = asked / capacity
    lost = max(0.0, 1 - capacity / asked) if used > 1 and queue >= PATIENCE * capacity else 0.0
    bad = sum(group.pods * group.errors for group in groups) / ready
    busy = min(used, 0.98)
    wait = queue / capacity + (own + waits) * busy ** math.sqrt(2 * (places + 1)) / (places * (1 - busy))
    errors = 1 - (1 - lost) * (1 - bad) * (1 - failed)
    new = Flow(asked, errors, wait + own + waits, used, lost, queue, _warmth(kind, before, flows, dt))
    return _blended(before, new)


def _blended(before: Flow, new: Flow) -> Flow:
    """Return a flow between the two: what was begun in the step before is still on its way."""

    def between(was: float, now: float) -> float:
        return was + (now - was) * _INERTIA

    return new._replace(
        asked=between(before.asked, new.asked),
        errors=between(before.errors, new.errors),
        seconds=between(before.seconds, new.seconds),
        used=between(before.used, new.used),
        lost=between(before.lost, new.lost),
    )


def _of_calls(kind: Kind, flows: Flows) -> tuple[float, float]:
    """Return the seconds that a request waits for others, and the share of requests that fail by them."""
    seconds, well = 0.0, 1.0
    for call in kind.calls:
        flow, share = flows.get(call.to, _NOTHING), _share(call, flows)
        failing = _failing(flow, call)
        attempts = sum(failing**again for again in range(call.retries + 1))
        seconds += share * attempts * min(flow.seconds, call.timeout)
        quick = call.spared and flow.seconds <= _REFUSED
        well *= 1 - (0.0 if quick else min(1.0, share) * failing ** (call.retries + 1))
    return seconds, 1 - well


def _warmth(kind: Kind, before: Flow, flows: Flows, dt: float) -> float:
    """A cache is filled by what its misses read: where that fails, or comes too late, it stays cold and grows old."""
    if kind.warms is None:
        return 1.0
    filling = 1 - _failing(flows.get(kind.warms.to, _NOTHING), kind.warms)
    grown = (1 - before.warmth) * filling / _WARMS - before.warmth / _AGES
    return min(1.0, max(0.0, before.warmth + grown * dt))
