"""The ControllerRevisions of StatefulSets and DaemonSets: the templates they had, numbered. Touches no pods."""

from console.drill.cluster.kinds import REVISIONS
from console.drill.cluster.values import Json, digest, owned_by
from console.drill.cluster.world import World

HASH = "controller-revision-hash"


def revisions_of(world: World, owner: Json) -> list[Json]:
    """Return the revisions of an owner, lowest number first."""
    found = world.store.children(owner["metadata"]["uid"], REVISIONS)
    return sorted(found, key=lambda one: (one["revision"], one["metadata"]["name"]))


def current_revision(world: World, owner: Json) -> Json:
    """Return the revision of the owner's template as it is now; an old one that fits is re-used, under a new number."""
    data = {"spec": {"template": {**owner["spec"]["template"], "$patch": "replace"}}}
    known = revisions_of(world, owner)
    newest = known[-1]["revision"] if known else 0
    same = next((one for one in known if one["data"] == data), None)
    if same is not None:
        return same if same["revision"] == newest else world.write(REVISIONS, {**same, "revision": newest + 1})
    hashed = digest(data)
    meta = {
        "name": f"{owner['metadata']['name']}-{hashed}",
        "namespace": owner["metadata"]["namespace"],
        "labels": {**(owner["spec"]["selector"].get("matchLabels") or {}), HASH: hashed},
        "ownerReferences": [owned_by(owner)],
    }
    return world.create(REVISIONS, {"metadata": meta, "data": data, "revision": newest + 1})


def clean_revisions(world: World, owner: Json, live: set[str]) -> None:
    """Delete the oldest revisions beyond the history limit; `live` are the names that are in use."""
    idle = [one for one in revisions_of(world, owner) if one["metadata"]["name"] not in live]
    surplus = len(idle) - owner["spec"].get("revisionHistoryLimit", 10)
    for one in idle[: max(surplus, 0)]:
        world.remove(REVISIONS, one)
