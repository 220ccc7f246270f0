"""The scale subresource: replicas and nothing else; what its status says was true before the write. Rolls nothing."""

from console.drill.cluster.api.request import Answer, Request, Target
from console.drill.cluster.api.writing import patched
from console.drill.cluster.kinds import Kind
from console.drill.cluster.refusals import conflict, invalid, not_found
from console.drill.cluster.values import Json
from console.drill.cluster.world import World

_SCALE = Kind("autoscaling", "v1", "scales", "Scale")


def scale_of(document: Json) -> Json:
    """Return the Scale of a workload; zero replicas are left out of its spec."""
    meta = document["metadata"]
    kept = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    replicas = document["spec"].get("replicas", 0)
    labels = document["spec"]["selector"].get("matchLabels") or {}
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {name: meta[name] for name in kept},
        "spec": {"replicas": replicas} if replicas else {},
        "status": {
            "replicas": document["status"].get("replicas", 0),
            "selector": ",".join(f"{name}={value}" for name, value in sorted(labels.items())),
        },
    }


def answer_scale(world: World, request: Request, target: Target) -> Answer:
    """Read or write the scale of a workload."""
    found = world.get(target.kind, target.namespace, target.name)
    if found is None:
        raise not_found(target.kind, target.name)
    scale = scale_of(found)
    if request.method == "GET":
        return Answer(200, scale)
    media = request.headers.get("content-type", "").partition(";")[0]
    new = request.document() if request.method == "PUT" else patched(world, request, target, scale, media)
    asked = (new.get("metadata") or {}).get("resourceVersion") or scale["metadata"]["resourceVersion"]
    if asked != scale["metadata"]["resourceVersion"]:
        raise conflict(target.kind, target.name)
    uid = (new.get("metadata") or {}).get("uid", scale["metadata"]["uid"])
    if uid != scale["metadata"]["uid"]:
        text = f"Precondition failed: UID in precondition: {uid}, UID in object meta: {scale['metadata']['uid']}"
        raise conflict(target.kind, target.name, text)
    replicas = (new.get("spec") or {}).get("replicas") or 0
    if not isinstance(replicas, int) or replicas < 0:
        text = f"Invalid value: {replicas}: must be greater than or equal to 0"
        raise invalid(_SCALE, target.name, [("spec.replicas", text)])
    changed = {**found, "spec": {**found["spec"], "replicas": replicas}}
    return Answer(200, scale_of(world.write(target.kind, changed, request.writer("scale"), dry_run=request.dry_run)))
