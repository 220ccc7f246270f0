"""The life of a pod: scheduling, starting, and the ways in which an image fails. Counts no replicas."""

from console.drill.cluster.controllers.lives import (
    backing_off,
    pulling,
    ready,
    running,
    scheduled,
    silent,
    unscheduled,
)
from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.kinds import NODES, PODS
from console.drill.cluster.values import Json, condition, is_going, key_of
from console.drill.cluster.world import KUBELET, SCHEDULER, SECOND, Job, Stage, World

_RETRY = 5.0
_LONGEST_BACKOFF = 300
_EXITS = {"crash": (1, "Error"), "oom": (137, "OOMKilled")}
_TAINTED = frozenset({"NoSchedule", "NoExecute"})


def sync_pod(world: World, pod: Json) -> None:
    """Take a pod to the next stage of its life when that is due."""
    uid = pod["metadata"]["uid"]
    stage = world.stages.get(uid)
    if stage is not None and world.now < stage.until:
        return
    if is_going(pod):
        world.remove(PODS, pod)
    elif stage is None and pod.get("status", {}).get("phase") in ("Pending", None) and not pod["spec"].get("nodeName"):
        _schedule(world, pod)
    elif stage is None and not condition(pod, "PodScheduled"):
        _start(world, pod)
    elif stage is not None and stage.name != "resting":
        _next(world, pod, stage)


def behaviour(world: World, pod: Json) -> str:
    """Return how the pod's images behave: the worst of what its containers were declared to do."""
    images = [container["image"] for container in pod["spec"]["containers"]]
    return next((found for image in images if (found := world.behaviours.get(image, "ok")) != "ok"), "ok")


def _schedule(world: World, pod: Json) -> None:
    nodes = [node for node in world.store.all(NODES) if _takes(node, pod)]
    if not nodes:
        if not condition(pod, "PodScheduled"):
            pod = world.set_status(PODS, pod, unscheduled(pod, world.now), SCHEDULER._replace(subresource="status"))
        total = len(world.store.all(NODES))
        message = f"0/{total} nodes are available: {total} node(s) were unschedulable."
        record(world, pod, "FailedScheduling", message, component="default-scheduler")
        world.stages[pod["metadata"]["uid"]] = Stage("pending", world.now + round(_RETRY * SECOND))
        world.later(_RETRY, Job(PODS, *key_of(pod)))
        return
    node = _choose(world, nodes, pod)["metadata"]["name"]
    bound = {**pod, "spec": {**pod["spec"], "nodeName": node}}
    _start(world, world.write(PODS, bound, SCHEDULER))


def _choose(world: World, nodes: list[Json], pod: Json) -> Json:
    """Choose a node: any, or where the world spreads them one with the fewest pods of the same app."""
    if not world.spreads:
        return nodes[world.random.randrange(len(nodes))]
    app = pod["metadata"]["labels"].get("app")
    there = [
        each["spec"].get("nodeName") for each in world.store.all(PODS) if each["metadata"]["labels"].get("app") == app
    ]
    return min(nodes, key=lambda each: there.count(each["metadata"]["name"]))


def _takes(node: Json, pod: Json) -> bool:
    spec = node.get("spec") or {}
    wanted: dict[str, str] = pod["spec"].get("nodeSelector") or {}
    labels = node["metadata"].get("labels") or {}
    ready_now = condition(node, "Ready")
    if spec.get("unschedulable") or not ready_now or ready_now["status"] != "True":
        return False
    if any(taint.get("effect") in _TAINTED for taint in spec.get("taints") or []):
        return False
    return all(labels.get(key) == value for key, value in wanted.items())


def _start(world: World, pod: Json) -> None:
    world.set_status(PODS, pod, scheduled(pod, world.now), KUBELET)
    _enter(world, pod, "starting", world.start_seconds)


def _enter(world: World, pod: Json, name: str, seconds: float, restarts: int = 0) -> None:
    world.stages[pod["metadata"]["uid"]] = Stage(name, world.now + round(seconds * SECOND), restarts)
    if name != "resting":
        world.later(seconds, Job(PODS, *key_of(pod)))


def _next(world: World, pod: Json, stage: Stage) -> None:
    does = behaviour(world, pod)
    if stage.name == "pending":
        world.stages.pop(pod["metadata"]["uid"])
        _schedule(world, pod)
    elif does == "pull":
        _pull(world, pod, stage)
    elif stage.name in ("starting", "waiting", "pulling"):
        _run(world, pod, stage, does)
    elif does in _EXITS:
        _exit(world, pod, stage, does)
    else:
        world.set_status(PODS, pod, ready(pod, world.now), KUBELET)
        _enter(world, pod, "resting", 0, stage.restarts)


def _run(world: World, pod: Json, stage: Stage, does: str) -> None:
    uid = pod["metadata"]["uid"]
    world.logs.write(uid, world.now, f"starting {pod['spec']['containers'][0]['image']}")
    if does == "ok":
        world.set_status(PODS, pod, ready(pod, world.now), KUBELET)
        _enter(world, pod, "resting", 0, stage.restarts)
        return
    pod = world.set_status(PODS, pod, running(pod, world.now, stage.restarts), KUBELET)
    if does == "unready":
        text = "Readiness probe failed: HTTP probe failed with statuscode: 503"
        record(world, pod, "Unhealthy", text, component="kubelet")
        _enter(world, pod, "resting", 0, stage.restarts)
    else:
        _enter(world, pod, "running", 1, stage.restarts)


def _exit(world: World, pod: Json, stage: Stage, does: str) -> None:
    text = "fatal: out of memory" if does == "oom" else "fatal: could not read the configuration"
    world.logs.write(pod["metadata"]["uid"], world.now, text)
    world.logs.turn(pod["metadata"]["uid"])
    wait = min(10 * 2 ** min(stage.restarts, 10), _LONGEST_BACKOFF)
    status = backing_off(pod, world.now, stage.restarts, *_EXITS[does], wait)
    pod = world.set_status(PODS, pod, status, KUBELET)
    name = pod["spec"]["containers"][0]["name"]
    text = f"Back-off restarting failed container {name} in pod {pod['metadata']['name']}"
    record(world, pod, "BackOff", text, component="kubelet")
    _enter(world, pod, "waiting", wait, stage.restarts + 1)


def die(world: World, pod: Json, does: str) -> None:
    """Have a running pod's container die now ("crash" or "oom"); it is started again after its back-off."""
    stage = world.stages.get(pod["metadata"]["uid"])
    if stage is not None and stage.name == "resting" and not is_going(pod):
        _exit(world, pod, stage, does)


def silence(world: World, pod: Json) -> None:
    """The node of a pod is lost: it counts as not ready, and nobody there takes it down."""
    world.set_status(PODS, pod, silent(pod, world.now), KUBELET)


def _pull(world: World, pod: Json, stage: Stage) -> None:
    image = pod["spec"]["containers"][0]["image"]
    first = stage.name == "starting"
    pod = world.set_status(PODS, pod, pulling(pod, "ErrImagePull" if first else "ImagePullBackOff"), KUBELET)
    if first:
        record(world, pod, "Failed", f'Failed to pull image "{image}": not found', component="kubelet")
    else:
        record(world, pod, "BackOff", f'Back-off pulling image "{image}"', component="kubelet")
    wait = min(2 * 5 ** min(stage.restarts, 4), _LONGEST_BACKOFF)
    _enter(world, pod, "pulling", wait, stage.restarts + 1)
