"""Pure: the status of a pod at each point of its life. Functions of the pod and the time; writes nothing."""

from typing import Any

from console.drill.cluster.values import Json, condition, digest, stamp, with_condition

_TYPES = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")
_NOT_READY = "ContainersNotReady"


def _conditions(pod: Json, now: int, facts: dict[str, bool]) -> list[Json]:
    conditions = list(pod.get("status", {}).get("conditions") or [])
    unready = [container["name"] for container in pod["spec"]["containers"]]
    for name in _TYPES:
        if name not in facts:
            continue
        new: Json = {"type": name, "status": str(facts[name]), "lastProbeTime": None}
        if not facts[name] and name.endswith("Ready"):
            new |= {"reason": _NOT_READY, "message": f"containers with unready status: [{' '.join(unready)}]"}
        conditions = with_condition(conditions, new, now)
    return [{name: value for name, value in found.items() if name != "lastUpdateTime"} for found in conditions]


def _containers(pod: Json, state: Json, *, is_ready: bool, restarts: int = 0, last: Json | None = None) -> list[Json]:
    before = {found["name"]: found for found in pod.get("status", {}).get("containerStatuses") or []}
    made: list[Json] = []
    for container in pod["spec"]["containers"]:
        old = before.get(container["name"], {})
        entry: dict[str, Any] = {
            "name": container["name"],
            "state": state,
            "lastState": last if last is not None else old.get("lastState", {}),
            "ready": is_ready,
            "restartCount": restarts or old.get("restartCount", 0),
            "image": container["image"],
            "imageID": f"sim@sha256:{digest(container['image'], 40)}" if "running" in state else "",
            "started": "running" in state,
        }
        made.append(entry)
    return made


def unscheduled(pod: Json, now: int) -> Json:
    """No node takes it."""
    new: Json = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "lastProbeTime": None}
    new["message"] = "0 nodes are available"
    conditions = with_condition(pod["status"].get("conditions") or [], new, now)
    return {**pod["status"], "phase": "Pending", "conditions": conditions}


def scheduled(pod: Json, now: int) -> Json:
    """It has a node; its containers are being created."""
    facts = {"PodScheduled": True, "Initialized": True, "Ready": False, "ContainersReady": False}
    return {
        **pod["status"],
        "phase": "Pending",
        "startTime": stamp(now),
        "hostIP": "192.0.2.1",
        "conditions": _conditions(pod, now, facts),
        "containerStatuses": _containers(pod, {"waiting": {"reason": "ContainerCreating"}}, is_ready=False),
    }


def running(pod: Json, now: int, restarts: int = 0) -> Json:
    """Its containers run and are not ready."""
    facts = {"PodReadyToStartContainers": True, "Ready": False, "ContainersReady": False}
    return {
        **pod["status"],
        "phase": "Running",
        "podIP": f"10.0.{len(pod['metadata']['name']) % 256}.{int(pod['metadata']['uid'][:2], 16)}",
        "conditions": _conditions(pod, now, facts),
        "containerStatuses": _containers(
            pod, {"running": {"startedAt": stamp(now)}}, is_ready=False, restarts=restarts
        ),
    }


def ready(pod: Json, now: int) -> Json:
    """Its containers run and are ready."""
    status = running(pod, now)
    facts = {"PodReadyToStartContainers": True, "Ready": True, "ContainersReady": True}
    conditions = _conditions(pod, now, facts)
    for found in conditions:
        if facts.get(found["type"]):
            found.pop("reason", None)
            found.pop("message", None)
    ready_containers = _containers(pod, {"running": {"startedAt": stamp(now)}}, is_ready=True)
    return {**status, "conditions": conditions, "containerStatuses": ready_containers}


def backing_off(pod: Json, now: int, restarts: int, code: int, reason: str, wait: int) -> Json:
    """Its container has died and is kept from starting for `wait` seconds."""
    statuses: list[Json] = pod["status"].get("containerStatuses") or [{}]
    began: Json = statuses[0].get("state", {}).get("running", {})
    last = {
        "exitCode": code,
        "reason": reason,
        "startedAt": began.get("startedAt", stamp(now)),
        "finishedAt": stamp(now),
    }
    text = f"back-off {wait}s restarting failed container={pod['spec']['containers'][0]['name']}"
    state = {"waiting": {"reason": "CrashLoopBackOff", "message": text}}
    return {
        **pod["status"],
        "phase": "Running",
        "conditions": _conditions(pod, now, {"Ready": False, "ContainersReady": False}),
        "containerStatuses": _containers(pod, state, is_ready=False, restarts=restarts + 1, last={"terminated": last}),
    }


def pulling(pod: Json, reason: str) -> Json:
    """Its image cannot be fetched."""
    image = pod["spec"]["containers"][0]["image"]
    state = {"waiting": {"reason": reason, "message": f'Back-off pulling image "{image}"'}}
    return {**pod["status"], "phase": "Pending", "containerStatuses": _containers(pod, state, is_ready=False)}


def silent(pod: Json, now: int) -> Json:
    """Its node does not answer: nobody knows how its containers are."""
    return {**pod["status"], "conditions": _conditions(pod, now, {"Ready": False})}


def ready_since(pod: Json) -> str:
    """Return the time stamp since which a pod is ready, "" when it is not."""
    found = condition(pod, "Ready")
    return str(found["lastTransitionTime"]) if found and found["status"] == "True" else ""
