"""The status of disruption budgets and quotas: what is there, and how much may still go. Forbids nothing itself."""

from console.drill.cluster.admission import counted
from console.drill.cluster.controllers.sizes import count
from console.drill.cluster.kinds import BUDGETS, PODS, QUOTAS
from console.drill.cluster.quantities import quantity, shown
from console.drill.cluster.selectors import match_labels
from console.drill.cluster.values import Json, controller_of, is_going, is_ready, labels_of, with_condition
from console.drill.cluster.world import World


def sync_budget(world: World, budget: Json) -> None:
    """Count the pods of a budget and how many of them may be disrupted."""
    pods = covered(world, budget)
    expected = _expected(world, budget, pods)
    healthy = sum(1 for pod in pods if is_ready(pod) and not is_going(pod))
    spec = budget["spec"]
    if "maxUnavailable" in spec:
        wanted = max(expected - count(spec["maxUnavailable"], expected, up=True), 0)
    else:
        wanted = count(spec.get("minAvailable", 1), expected, up=True)
    allowed = max(healthy - wanted, 0) if expected else 0
    reason = "SufficientPods" if allowed else "InsufficientPods"
    new = {"type": "DisruptionAllowed", "status": str(bool(allowed)), "reason": reason, "message": ""}
    conditions = with_condition(budget["status"].get("conditions") or [], new, world.now)
    status: Json = {
        "disruptionsAllowed": allowed,
        "currentHealthy": healthy,
        "desiredHealthy": wanted,
        "expectedPods": expected,
        "observedGeneration": budget["metadata"]["generation"],
        "conditions": [{name: value for name, value in one.items() if name != "lastUpdateTime"} for one in conditions],
    }
    world.set_status(BUDGETS, budget, status)


def covered(world: World, budget: Json) -> list[Json]:
    """Return the pods that a budget's selector fits."""
    pods = world.store.all(PODS, budget["metadata"]["namespace"])
    return [pod for pod in pods if match_labels(budget["spec"].get("selector"), labels_of(pod))]


def _expected(world: World, budget: Json, pods: list[Json]) -> int:
    """Return the number that percentages and maxUnavailable are of: what the owners ask for."""
    if isinstance(budget["spec"].get("minAvailable"), int):
        return len(pods)
    total = 0
    owners = {owner["uid"]: owner for pod in pods if (owner := controller_of(pod))}
    for owner in owners.values():
        kind = world.catalogue.named(owner["kind"])
        found = world.get(kind, budget["metadata"]["namespace"], owner["name"])
        total += found["spec"].get("replicas", 0) if found else 0
    return total or len(pods)


def sync_quota(world: World, quota: Json) -> None:
    """Write what the pods of a namespace use of a quota."""
    hard: dict[str, str] = quota["spec"].get("hard") or {}
    used = counted(world.store, quota["metadata"]["namespace"])
    shown_used = {name: shown(used.get(name, 0.0)) for name in hard if quantity(hard[name]) >= 0}
    world.set_status(QUOTAS, quota, {"hard": hard, "used": shown_used})
