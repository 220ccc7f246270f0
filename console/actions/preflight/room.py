"""Whether new pods find a place: nodes that take them, pods that wait for one, and the quota of the namespace."""

from collections.abc import Iterator

from console.actions.drafts.scaling import is_number
from console.actions.places import NODES, PODS, QUOTAS
from console.actions.preflight.look import Look
from console.actions.quantity import quantity
from console.actions.shape import Json, condition, dig, name_of, parts, replicas_of, selector_of, text
from console.incident.action import INFORMS, WARNS, Finding

NODE, WAITING, QUOTA, ON_IT = "nodes", "waiting pods", "quota", "pods"


def nodes(look: Look) -> Iterator[Finding]:
    """Count the nodes that take new pods; for cordon, whether any other is left."""
    found = look.api.listed(NODES.path())
    takers = [name_of(one) for one in found if takes_pods(one)]
    name = look.wanted.target.name
    if look.wanted.verb == "cordon":
        left = [one for one in takers if one != name]
        level = INFORMS if left else WARNS
        yield Finding(level, NODE, f"{len(left)} other node{'' if len(left) == 1 else 's'} take new pods")
    else:
        level = INFORMS if takers else WARNS
        yield Finding(level, NODE, f"{len(takers)} of {len(found)} nodes take new pods")


def takes_pods(node: Json) -> bool:
    """Whether a node is ready and not cordoned."""
    return not dig(node, "spec", "unschedulable") and condition(node, "Ready").get("status") == "True"


def waiting(look: Look) -> Iterator[Finding]:
    """Name the pods of the target that find no node."""
    asked = (
        ("labelSelector", selector_of(dig(look.found, "spec", "selector"))),
        ("fieldSelector", "status.phase=Pending"),
    )
    found = look.api.listed(PODS.path(look.namespace), asked, most=100)
    stuck = [one for one in found if condition(one, "PodScheduled").get("reason") == "Unschedulable"]
    if stuck:
        why = text(condition(stuck[0], "PodScheduled"), "message")
        yield Finding(WARNS, WAITING, f"{len(stuck)} of its pods find no node already: {why}")
    else:
        yield Finding(INFORMS, WAITING, "none of its pods waits for a node")


def quota(look: Look) -> Iterator[Finding]:
    """Count whether the pods that a scaling adds fit into the quotas."""
    goal = look.wanted.value
    more = (int(goal) if is_number(goal) else 0) - replicas_of(look.found)
    if more <= 0:
        return
    each = per_pod(dig(look.found, "spec", "template"))
    short = []
    for one in look.api.listed(QUOTAS.path(look.namespace)):
        used = dig(one, "status", "used") or {}
        for item, hard in (dig(one, "status", "hard") or dig(one, "spec", "hard") or {}).items():
            free, needed = quantity(hard) - quantity(used.get(item, "0")), each.get(item, 0.0) * more
            if needed > free:
                fit = max(int(free // each[item]), 0)
                short.append(f"{name_of(one)} leaves room for {fit} of {more} more pods ({item} {hard})")
    if short:
        yield Finding(WARNS, QUOTA, "; ".join(short))
    else:
        yield Finding(INFORMS, QUOTA, f"{more} more pod{'' if more == 1 else 's'} fit into the quotas")


def per_pod(template: Json | None) -> dict[str, float]:
    """Return what a pod of a template counts for, by the names that quotas use."""
    counted = {"pods": 1.0, "count/pods": 1.0}
    for container in parts(template, "spec", "containers"):
        limits = dig(container, "resources", "limits") or {}
        asked = {**limits, **(dig(container, "resources", "requests") or {})}
        for side, found in (("requests", asked), ("limits", limits)):
            for name, amount in found.items():
                counted[f"{side}.{name}"] = counted.get(f"{side}.{name}", 0.0) + quantity(amount)
    for name in ("cpu", "memory"):
        if f"requests.{name}" in counted:
            counted[name] = counted[f"requests.{name}"]
    return counted


def on_the_node(look: Look) -> Iterator[Finding]:
    """Count the pods that run on a node."""
    asked = (("fieldSelector", f"spec.nodeName={look.wanted.target.name}"),)
    count = len(look.api.listed(PODS.path(), asked))
    yield Finding(INFORMS, ON_IT, f"{count} pod{'' if count == 1 else 's'} run on it")
