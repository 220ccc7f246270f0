"""Writes core/v1 events: the same thing said again counts one up instead of making a new one. Decides nothing."""

from console.drill.cluster.kinds import EVENTS
from console.drill.cluster.managed import Writer
from console.drill.cluster.values import Json, digest, stamp
from console.drill.cluster.world import World


def record(world: World, about: Json, reason: str, message: str, *, component: str, normal: bool = False) -> None:
    """Write an event about an object: Warning, or Normal when asked."""
    meta = about["metadata"]
    namespace = meta.get("namespace") or "default"
    name = f"{meta['name']}.{digest([meta['uid'], reason, message], 16)}"
    old = world.get(EVENTS, namespace, name)
    if old is not None:
        again = {**old, "count": old["count"] + 1, "lastTimestamp": stamp(world.now)}
        world.write(EVENTS, again, Writer(component))
        return
    event: Json = {
        "metadata": {"name": name, "namespace": namespace},
        "involvedObject": _reference(about),
        "reason": reason,
        "message": message,
        "source": {"component": component},
        "firstTimestamp": stamp(world.now),
        "lastTimestamp": stamp(world.now),
        "count": 1,
        "type": "Normal" if normal else "Warning",
        "eventTime": None,
        "reportingComponent": component,
        "reportingInstance": "",
    }
    world.create(EVENTS, event, Writer(component))


def _reference(about: Json) -> Json:
    meta = about["metadata"]
    named = {"kind": about["kind"], "apiVersion": about["apiVersion"], "name": meta["name"], "uid": meta["uid"]}
    where = {"namespace": meta["namespace"]} if meta.get("namespace") else {}
    return {**named, "resourceVersion": meta["resourceVersion"], **where}
