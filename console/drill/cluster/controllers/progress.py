"""A Deployment's status: its counters, and whether its rollout moves, is done or is late. Scales nothing."""

from console.drill.cluster.controllers.histories import split
from console.drill.cluster.controllers.sizes import room, size
from console.drill.cluster.kinds import DEPLOYMENTS
from console.drill.cluster.values import Json, condition, counters, key_of, moment, with_condition
from console.drill.cluster.world import SECOND, Job, World

_DONE = "NewReplicaSetAvailable"
_LATE = "ProgressDeadlineExceeded"
_PAUSED = "DeploymentPaused"
_NEVER = 2_147_483_647


def pause_conditions(world: World, deployment: Json) -> Json:
    """Note in the Progressing condition that a Deployment was paused or resumed; return it as it then is."""
    found = condition(deployment, "Progressing")
    reason = found["reason"] if found else ""
    paused = bool(deployment["spec"].get("paused"))
    if reason == _LATE or paused == (reason == _PAUSED):
        return deployment
    new: Json = {"type": "Progressing", "status": "Unknown", "reason": _PAUSED, "message": "Deployment is paused"}
    if not paused:
        new |= {"reason": "DeploymentResumed", "message": "Deployment is resumed"}
    status = deployment["status"]
    conditions = with_condition(status.get("conditions") or [], new, world.now)
    return world.set_status(DEPLOYMENTS, deployment, {**status, "conditions": conditions})


def is_complete(deployment: Json, status: Json) -> bool:
    """Tell whether a rollout is done: everything updated, nothing old, everything available."""
    wanted = deployment["spec"].get("replicas", 0)
    counts = [status.get(name, 0) for name in ("updatedReplicas", "replicas", "availableReplicas")]
    observed = status.get("observedGeneration", 0) >= deployment["metadata"]["generation"]
    return observed and all(number == wanted for number in counts)


def report(world: World, deployment: Json) -> None:
    """Count, judge the progress, and write the status."""
    new, old = split(world, deployment)
    status = _counted(deployment, new, old)
    wanted = deployment["spec"].get("replicas", 0)
    enough = status.get("availableReplicas", 0) >= wanted - room(deployment["spec"]).unavailable
    available: Json = {"type": "Available", "status": str(enough)}
    available["reason"] = "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable"
    available["message"] = f"Deployment {'has' if enough else 'does not have'} minimum availability."
    conditions = with_condition(deployment["status"].get("conditions") or [], available, world.now)
    if not deployment["spec"].get("paused"):
        conditions = _progress(world, deployment, status, conditions, new)
    failing = next((found for one in [new, *old] if one and (found := condition(one, "ReplicaFailure"))), None)
    conditions = [found for found in conditions if found["type"] != "ReplicaFailure"]
    if failing is not None:
        conditions = [*conditions, {**failing, "lastUpdateTime": failing["lastTransitionTime"]}]
    world.set_status(DEPLOYMENTS, deployment, {**status, "conditions": conditions})


def _counted(deployment: Json, new: Json | None, old: list[Json]) -> Json:
    every = [*old, *([new] if new else [])]
    fit = sum(one["status"].get("availableReplicas", 0) for one in every)
    numbers = counters(
        replicas=sum(one["status"].get("replicas", 0) for one in every),
        updatedReplicas=new["status"].get("replicas", 0) if new else 0,
        readyReplicas=sum(one["status"].get("readyReplicas", 0) for one in every),
        availableReplicas=fit,
        unavailableReplicas=max(sum(size(one) for one in every) - fit, 0),
    )
    return {"observedGeneration": deployment["metadata"]["generation"], **numbers}


def _moved(before: Json, status: Json) -> bool:
    """Tell whether a rollout came nearer to its end since the status before."""

    def old(counted: Json) -> int:
        return int(counted.get("replicas", 0)) - int(counted.get("updatedReplicas", 0))

    better = ("updatedReplicas", "readyReplicas", "availableReplicas")
    return old(status) < old(before) or any(status.get(name, 0) > before.get(name, 0) for name in better)


def _progress(world: World, deployment: Json, status: Json, conditions: list[Json], new: Json | None) -> list[Json]:
    limit = deployment["spec"].get("progressDeadlineSeconds", 600)
    found = condition(deployment, "Progressing")
    reason = found["reason"] if found else ""
    settled = reason == _DONE and status.get("replicas", 0) == status.get("updatedReplicas", 0)
    if limit >= _NEVER or settled:
        return conditions
    about = f'ReplicaSet "{new["metadata"]["name"]}"' if new else f'Deployment "{deployment["metadata"]["name"]}"'
    if is_complete(deployment, status):
        return _put(world, conditions, "True", _DONE, f"{about} has successfully progressed.", touch=True)
    if _moved(deployment["status"], status):
        if deployment["spec"].get("replicas", 0):
            world.later(limit, Job(DEPLOYMENTS, *key_of(deployment)))
        return _put(world, conditions, "True", "ReplicaSetUpdated", f"{about} is progressing.", touch=True)
    since = moment(found["lastUpdateTime"]) if found else world.now
    if reason not in (_DONE, _LATE) and world.now >= since + limit * SECOND:
        return _put(world, conditions, "False", _LATE, f"{about} has timed out progressing.")
    if reason not in (_DONE, _LATE):
        world.once(since + limit * SECOND, Job(DEPLOYMENTS, *key_of(deployment)))
    return conditions


def _put(
    world: World, conditions: list[Json], state: str, reason: str, message: str, *, touch: bool = False
) -> list[Json]:
    new = {"type": "Progressing", "status": state, "reason": reason, "message": message}
    return with_condition(conditions, new, world.now, touch=touch)
