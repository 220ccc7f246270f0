"""What holds a rollout up or follows a pod: the broken pod of an ordered StatefulSet, the pod that replaces another."""

from console.actions.api import Api
from console.actions.places import DAEMONSETS, PODS, REPLICASETS, STATEFULSETS
from console.actions.rollout import DONE, ROLLING, Progress, stuck_pod
from console.actions.rules import Offer
from console.actions.shape import Json, dig, name_of, number, owner_of, selector_of, text, uid_of
from console.incident.action import Target, Wanted

_OWNERS = {"ReplicaSet": REPLICASETS, "StatefulSet": STATEFULSETS, "DaemonSet": DAEMONSETS}


def stuck_offer(api: Api, wanted: Wanted, found: Json) -> Offer | None:
    """Return the offer to delete the pod that a StatefulSet waits for, None where it waits for none. Blocks."""
    target = wanted.target
    asked = (("labelSelector", selector_of(dig(found, "spec", "selector"))),)
    pods = api.listed(PODS.path(target.namespace), asked)
    pod = stuck_pod(found, [one for one in pods if text(owner_of(one), "uid") == target.uid])
    if pod is None:
        return None
    name = name_of(pod)
    told = f"{name} is broken and still of the old revision: the rollout waits until it is deleted"
    about = Target(target.context, "Pod", target.namespace, name, uid_of(pod))
    return Offer(told, Wanted("delete", about, service=wanted.service))


class Replacement:
    """Follows a pod that goes, until its controller has all its pods again. `owner` {}: only until it is gone."""

    def __init__(self, api: Api, target: Target, owner: Json) -> None:
        self._api, self._target, self._owner = api, target, owner

    def progress(self, pod: Json | None) -> Progress:
        """Say how far it is; `pod` is what has the name now. Blocks."""
        if pod is not None and uid_of(pod) == self._target.uid:
            self._owner = owner_of(pod)
            return Progress(ROLLING, "the pod is on its way out")
        place = _OWNERS.get(text(self._owner, "kind"))
        if place is None:
            return Progress(DONE, "the pod is gone")
        owner = self._api.read(place.path(self._target.namespace, text(self._owner, "name")))
        if owner is None or uid_of(owner) != text(self._owner, "uid"):
            return Progress(DONE, "the pod is gone, and its owner too")
        names = ("status", "desiredNumberScheduled"), ("status", "numberReady")
        if text(self._owner, "kind") != "DaemonSet":
            names = ("spec", "replicas"), ("status", "readyReplicas")
        wanted, ready = (number(owner, *name) for name in names)
        return Progress(DONE if ready >= wanted else ROLLING, f"{ready} of {wanted} pods are ready")
