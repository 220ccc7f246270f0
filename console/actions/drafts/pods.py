"""Pure: the drafts of deleting and evicting one pod."""

from collections.abc import Iterator

from console.actions import requests
from console.actions.drafts.draft import Draft, Scene
from console.actions.places import shown
from console.actions.shape import Json, condition, owner_of, parts, text, uid_of
from console.incident.action import BLOCKS, INFORMS, WARNS, Changed, Finding


def delete(scene: Scene) -> Draft:
    """Return what deleting the pod does; a pod that nobody makes again is to be typed."""
    return _draft(scene, "delete")


def evict(scene: Scene) -> Draft:
    """Return what evicting the pod does."""
    return _draft(scene, "evict")


def _draft(scene: Scene, verb: str) -> Draft:
    target = scene.wanted.target._replace(uid=uid_of(scene.found))
    owner = owner_of(scene.found)
    return Draft(
        f"{verb} {shown(target)}",
        tuple(_findings(scene.found, owner)),
        (Changed("pod", state(scene.found), f"made anew by {text(owner, 'kind')}" if owner else "gone"),),
        requests.delete(target) if verb == "delete" else requests.evict(target),
        typed=not owner,
    )


def _findings(pod: Json, owner: Json) -> Iterator[Finding]:
    if text(pod, "metadata", "deletionTimestamp"):
        yield Finding(BLOCKS, "pod", "it is on its way out already")
    kind, name = text(owner, "kind"), text(owner, "name")
    if not owner:
        yield Finding(WARNS, "owner", "nothing owns this pod: nobody makes it again; the name is to be typed")
    elif kind == "Node":
        yield Finding(BLOCKS, "owner", f"a static pod of the node {name}: only its kubelet can end it")
    elif kind == "Job":
        yield Finding(WARNS, "owner", f"the Job {name} may count this as a failure of its work")
    else:
        yield Finding(INFORMS, "owner", f"{kind} {name} makes a new one")
    if any("emptyDir" in volume for volume in parts(pod, "spec", "volumes")):
        yield Finding(INFORMS, "volumes", "what it keeps in emptyDir volumes is lost")


def state(pod: Json) -> str:
    """Return how a pod is, in a word: Running, CrashLoopBackOff, ..."""
    for container in parts(pod, "status", "containerStatuses"):
        waiting = text(container, "state", "waiting", "reason")
        if waiting:
            return waiting
    phase = text(pod, "status", "phase") or "unknown"
    return phase if phase != "Running" or condition(pod, "Ready").get("status") == "True" else "not ready"
