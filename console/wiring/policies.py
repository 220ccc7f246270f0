"""Pure: how a drill is played without a person: what each policy tries next, from what a dashboard shows."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.drill.physics import Flow
from console.drill.shop import FLOWS, PARTS, kind_of
from console.incident.action import Target, Wanted

SERVICES = tuple(kind.name for kind in FLOWS if PARTS.get(kind.name, PARTS["web"]).kind == "Deployment")
_MORE = 1.75
_FULL, _FAILING, _SLOW, _COLD = 0.95, 0.05, 5.0, 0.3


class View(NamedTuple):
    """What somebody sees: flows, replicas, what was rolled out lately (the newest first), what was killed for memory.

    `began` are workloads that came up from nothing lately.
    """

    flows: Mapping[str, Flow]
    replicas: Mapping[str, int]
    rolled: Sequence[str]
    killed: Sequence[str]
    began: Sequence[str]


Policy = Callable[[View], Iterator[tuple[str, str, str]]]
"""Yields verb, workload and value ("" for a rollback or a restart), the one to be tried first at first."""


def wanted(context: str, verb: str, name: str, value: str) -> Wanted:
    """Return an action on a workload of the shop."""
    return Wanted(verb, Target(context, kind_of(name), "default", name), value, "web")


def nothing(_view: View) -> Iterator[tuple[str, str, str]]:
    """Only watch."""
    return iter(())


def rollback_first(view: View) -> Iterator[tuple[str, str, str]]:
    """Take back what was rolled out last, then what was before."""
    for name in view.rolled:
        yield "rollback", name, ""


def scale_first(view: View) -> Iterator[tuple[str, str, str]]:
    """Give more pods to what is fullest."""
    for name in sorted(SERVICES, key=lambda each: -view.flows[each].used):
        if name in PARTS and view.replicas.get(name):
            yield "scale", name, str(math.ceil(view.replicas[name] * _MORE))


def restart_first(view: View) -> Iterator[tuple[str, str, str]]:
    """Restart what fails most."""
    for name in sorted(SERVICES, key=lambda each: -view.flows[each].errors):
        if name in PARTS:
            yield "restart", name, ""


def checklist(view: View) -> Iterator[tuple[str, str, str]]:
    """Ask what changed and what everybody waits for, from the deepest dependency up; then do the least that helps."""
    for name in view.began:
        yield "scale", name, "0"
    for name in view.killed:
        yield "rollback", name, ""
    flows = view.flows
    if flows["acquirer"].seconds > _SLOW:
        yield "scale", "payments", "0"
    if flows["cache"].warmth < _COLD:
        yield "scale", "api", "2"
    for name in reversed(SERVICES):
        flow = flows[name]
        if name not in PARTS or not (flow.errors > _FAILING or flow.used > _FULL):
            continue
        if name in view.rolled:
            yield "rollback", name, ""
        elif flow.used > _FULL:
            yield "scale", name, str(math.ceil(view.replicas.get(name, 1) * 2.3))
        else:
            yield "restart", name, ""


POLICIES: Mapping[str, Policy] = {
    "nothing": nothing,
    "rollback-first": rollback_first,
    "scale-first": scale_first,
    "restart-first": restart_first,
    "checklist": checklist,
}
