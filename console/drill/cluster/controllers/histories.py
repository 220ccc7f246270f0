"""The ReplicaSets of a Deployment: which is the new one, its revision, and which old ones are kept. Scales nothing."""

from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.controllers.sizes import DESIRED, MOST, room, size
from console.drill.cluster.kinds import DEPLOYMENTS, REPLICASETS
from console.drill.cluster.values import Json, annotations_of, condition, digest, owned_by, with_condition
from console.drill.cluster.world import CONTROLLER_STATUS as STATUS
from console.drill.cluster.world import World

REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
HASH = "pod-template-hash"
_SKIPPED = frozenset({
    "kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MOST,
    "deprecated.deployment.rollback.to",
})  # fmt: skip


def revision_of(document: Json) -> int:
    """Return the revision in an object's annotation, 0 for none."""
    return int(annotations_of(document).get(REVISION, 0))


def plain_template(template: Json) -> Json:
    """Return a pod template without its hash label, as a Deployment carries it."""
    meta = dict(template.get("metadata") or {})
    meta.pop("creationTimestamp", None)
    labels = {name: value for name, value in (meta.get("labels") or {}).items() if name != HASH}
    return {**template, "metadata": {**meta, "labels": labels}}


def replicasets_of(world: World, deployment: Json) -> list[Json]:
    """Return the ReplicaSets of a Deployment, oldest first."""
    found = world.store.children(deployment["metadata"]["uid"], REPLICASETS)
    return sorted(found, key=lambda one: (one["metadata"]["creationTimestamp"], one["metadata"]["name"]))


def split(world: World, deployment: Json) -> tuple[Json | None, list[Json]]:
    """Return the ReplicaSet of the Deployment's template (None: there is none yet) and the others, oldest first."""
    wanted = plain_template(deployment["spec"]["template"])
    every = replicasets_of(world, deployment)
    new = next((one for one in every if plain_template(one["spec"]["template"]) == wanted), None)
    return new, [one for one in every if one is not new]


def current(world: World, deployment: Json, *, create: bool) -> Json | None:
    """Return the new ReplicaSet with its revision brought up to date, made first when `create` says so."""
    new, old = split(world, deployment)
    revision = max([revision_of(one) for one in old], default=0) + 1
    if new is not None:
        new = _refresh(world, deployment, new, revision)
        _mark(world, deployment, revision_of(new), "FoundNewReplicaSet", f'Found new replica set "{_name(new)}"')
        return new
    if not create:
        return None
    new = _make(world, deployment, old, revision)
    _mark(world, deployment, revision, "NewReplicaSetCreated", f'Created new replica set "{_name(new)}"', touch=True)
    return new


def _name(document: Json) -> str:
    return str(document["metadata"]["name"])


def _inherited(deployment: Json) -> dict[str, str]:
    return {name: value for name, value in annotations_of(deployment).items() if name not in _SKIPPED}


def _refresh(world: World, deployment: Json, new: Json, revision: int) -> Json:
    notes = {**annotations_of(new), **_inherited(deployment)}
    had = revision_of(new)
    if had < revision:
        notes[REVISION] = str(revision)
        if had:
            past = notes.get(HISTORY, "")
            notes[HISTORY] = f"{past},{had}" if past else str(had)
    spec = {**new["spec"]}
    if deployment["spec"].get("minReadySeconds", 0) != spec.get("minReadySeconds", 0):
        spec["minReadySeconds"] = deployment["spec"].get("minReadySeconds", 0)
    return world.write(REPLICASETS, {**new, "spec": spec, "metadata": {**new["metadata"], "annotations": notes}})


def _make(world: World, deployment: Json, old: list[Json], revision: int) -> Json:
    template = plain_template(deployment["spec"]["template"])
    hashed = digest([template, deployment["status"].get("collisionCount", 0)])
    labels = {**template["metadata"]["labels"], HASH: hashed}
    space = room(deployment["spec"])
    replicas = deployment["spec"].get("replicas", 0)
    start = min(replicas, max(replicas + space.surge - sum(size(one) for one in old), 0))
    selector = deployment["spec"]["selector"]
    spec = {
        "replicas": start,
        "selector": {**selector, "matchLabels": {**(selector.get("matchLabels") or {}), HASH: hashed}},
        "template": {**template, "metadata": {**template["metadata"], "labels": labels}},
        **({"minReadySeconds": least} if (least := deployment["spec"].get("minReadySeconds")) else {}),
    }
    sizes = {DESIRED: str(replicas), MOST: str(replicas + space.surge), REVISION: str(revision)}
    meta = {
        "name": f"{_name(deployment)}-{hashed}",
        "namespace": deployment["metadata"]["namespace"],
        "labels": labels,
        "annotations": {**_inherited(deployment), **sizes},
        "ownerReferences": [owned_by(deployment)],
    }
    made = world.create(REPLICASETS, {"metadata": meta, "spec": spec})
    if start:
        text = f"Scaled up replica set {_name(made)} from 0 to {start}"
        record(world, deployment, "ScalingReplicaSet", text, component="deployment-controller", normal=True)
    return made


def _mark(world: World, deployment: Json, revision: int, reason: str, message: str, *, touch: bool = False) -> None:
    """Write the revision on the Deployment, and that its new ReplicaSet is there, by way of its status."""
    fresh = world.get(DEPLOYMENTS, deployment["metadata"]["namespace"], _name(deployment))
    if fresh is None:
        return
    notes = {**annotations_of(fresh), REVISION: str(revision)}
    status = fresh["status"]
    if touch or condition(fresh, "Progressing") is None:
        new = {"type": "Progressing", "status": "True", "reason": reason, "message": message}
        status = {**status, "conditions": with_condition(status.get("conditions") or [], new, world.now, touch=touch)}
    marked = {**fresh, "status": status, "metadata": {**fresh["metadata"], "annotations": notes}}
    world.write(DEPLOYMENTS, marked, STATUS)


def clean_up(world: World, deployment: Json, old: list[Json]) -> None:
    """Delete the empty old ReplicaSets beyond the history limit, those of the lowest revisions first."""
    limit = deployment["spec"].get("revisionHistoryLimit", 10)
    surplus = len(old) - limit
    for one in sorted(old, key=revision_of)[: max(surplus, 0)]:
        if size(one) == 0 == one["status"].get("replicas", 0):
            world.remove(REPLICASETS, one)
