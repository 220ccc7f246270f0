"""Pure: raw objects to the small tuples of objects.py, never a Secret's data; pods are cut in pods.py."""

import re
from typing import NamedTuple

from checks.kubernetes.fields import Json, condition, count, newest, pairs, part, parts, quantity, text, when, word
from checks.kubernetes.marks import CAUSE, owners, writes
from checks.kubernetes.objects import Budget, Node, Notice, Revision, Scaler, Thing, Workload

_GOOD_WHEN_TRUE = frozenset({"Ready"})
_SCALED = re.compile(r"Scaled (?:up|down) replica set (\S+?)(?: from (\d+))? to (\d+)(?: from (\d+))?")
_HELM = ("name", "version", "status", "modifiedAt")


class Scaling(NamedTuple):
    """A ScalingReplicaSet event: `uid` is the Deployment's, `before` None where it is not told."""

    namespace: str
    name: str
    uid: str
    replicaset: str
    before: int | None
    after: int
    at: int


def cut_workload(kind: str, raw: Json) -> Workload:
    """Return the row of a Deployment, StatefulSet or DaemonSet."""
    meta, spec, status = raw["metadata"], part(raw, "spec"), part(raw, "status")
    replicas = spec.get("replicas")
    desired, updated, ready, available, total = _counters(kind, status)
    changes = writes(meta)
    containers = parts(part(part(spec, "template"), "spec"), "containers")
    return Workload(
        kind=kind,
        namespace=word(meta["namespace"]),
        name=word(meta["name"]),
        uid=word(meta["uid"]),
        desired=desired if kind == "DaemonSet" else 1 if replicas is None else count(replicas),
        updated=updated,
        ready=ready,
        available=available,
        total=total,
        generation=count(meta.get("generation")),
        observed=count(status.get("observedGeneration")),
        images=tuple(word(each.get("image")) for each in containers),
        revision=text(part(meta, "annotations").get("deployment.kubernetes.io/revision"), 20),
        paused=bool(spec.get("paused")),
        progress=word(condition(status, "Progressing").get("reason")),
        strategy=word((part(spec, "strategy") or part(spec, "updateStrategy")).get("type") or "RollingUpdate"),
        selector=pairs(part(part(spec, "selector"), "matchLabels")),
        owners=owners(meta),
        changed_at=changes[0].at if changes else None,
        changed_by=changes[0].by if changes else "",
        resource_version=text(meta.get("resourceVersion"), 40),
    )


def _counters(kind: str, status: Json) -> tuple[int, int, int, int, int]:
    names = ("desired", "updatedReplicas", "readyReplicas", "availableReplicas", "replicas")
    if kind == "DaemonSet":
        names = (
            "desiredNumberScheduled",
            "updatedNumberScheduled",
            "numberReady",
            "numberAvailable",
            "currentNumberScheduled",
        )
    desired, updated, ready, available, total = (count(status.get(name)) for name in names)
    return desired, updated, ready, available, total


def cut_replicaset(raw: Json) -> Revision:
    """Return the revision that a ReplicaSet stands for; its metadata is enough."""
    meta = raw["metadata"]
    notes = part(meta, "annotations")
    number = text(notes.get("deployment.kubernetes.io/revision"), 20)
    return Revision(
        kind="ReplicaSet",
        namespace=word(meta["namespace"]),
        name=word(meta["name"]),
        uid=str(meta["uid"]),
        owner=word(_owner(meta)),
        revision=int(number) if number.isdecimal() else 0,
        created_at=when(meta.get("creationTimestamp")),
        cause=text(notes.get(CAUSE), 200),
        history=text(notes.get("deployment.kubernetes.io/revision-history"), 100),
    )


def cut_revision(raw: Json) -> Revision:
    """Return the revision that a ControllerRevision holds."""
    meta = raw["metadata"]
    template = part(part(part(part(raw, "data"), "spec"), "template"), "spec")
    return Revision(
        kind="ControllerRevision",
        namespace=word(meta["namespace"]),
        name=word(meta["name"]),
        uid=str(meta["uid"]),
        owner=word(_owner(meta)),
        revision=count(raw.get("revision")),
        created_at=when(meta.get("creationTimestamp")),
        cause=text(part(meta, "annotations").get(CAUSE), 200),
        images=tuple(word(each.get("image")) for each in parts(template, "containers")),
    )


def _owner(meta: Json) -> str:
    return next((str(each.get("uid")) for each in parts(meta, "ownerReferences") if each.get("controller")), "")


def cut_node(raw: Json) -> Node:
    """Return the row of a node; what it uses is filled in by whoever asks the metrics."""
    meta, spec, status = raw["metadata"], part(raw, "spec"), part(raw, "status")
    troubled = [
        word(each.get("type"))
        for each in parts(status, "conditions")
        if each.get("status") == "True" and each.get("type") not in _GOOD_WHEN_TRUE
    ]
    room = part(status, "allocatable")
    return Node(
        name=word(meta["name"]),
        ready=condition(status, "Ready").get("status") == "True",
        pressure=tuple(troubled),
        unschedulable=bool(spec.get("unschedulable")),
        version=word(part(status, "nodeInfo").get("kubeletVersion")),
        created_at=when(meta.get("creationTimestamp")),
        uid=str(meta["uid"]),
        cpu_room=quantity(room.get("cpu", 0)),
        memory_room=quantity(room.get("memory", 0)),
    )


def cut_scaler(raw: Json) -> Scaler:
    """Return the row of an autoscaler."""
    meta, spec, status = raw["metadata"], part(raw, "spec"), part(raw, "status")
    target, low = part(spec, "scaleTargetRef"), spec.get("minReplicas")
    cannot = [each for name in ("AbleToScale", "ScalingActive") if (each := condition(status, name))]
    return Scaler(
        namespace=word(meta["namespace"]),
        name=word(meta["name"]),
        target_kind=word(target.get("kind")),
        target_name=word(target.get("name")),
        low=1 if low is None else count(low),
        high=count(spec.get("maxReplicas")),
        current=count(status.get("currentReplicas")),
        desired=count(status.get("desiredReplicas")),
        scaled_at=when(status.get("lastScaleTime")),
        reason=next((word(each.get("reason")) for each in cannot if each.get("status") == "False"), ""),
        uid=str(meta["uid"]),
    )


def cut_budget(raw: Json) -> Budget:
    """Return the row of a disruption budget."""
    meta = raw["metadata"]
    selector = pairs(part(part(part(raw, "spec"), "selector"), "matchLabels"))
    allowed = count(part(raw, "status").get("disruptionsAllowed"))
    return Budget(word(meta["namespace"]), word(meta["name"]), allowed, selector)


def cut_notice(raw: Json) -> Notice:
    """Return the row of an event; any of its four times may be null."""
    about, series = part(raw, "involvedObject"), part(raw, "series")
    times = [when(raw.get("lastTimestamp")), when(series.get("lastObservedTime")), when(raw.get("eventTime"))]
    at = newest(times) or when(raw.get("firstTimestamp")) or when(raw["metadata"].get("creationTimestamp"))
    return Notice(
        namespace=word(about.get("namespace") or raw["metadata"].get("namespace")),
        kind=word(about.get("kind")),
        name=word(about.get("name")),
        reason=word(raw.get("reason")),
        message=text(raw.get("message")),
        times=max(count(raw.get("count")), count(series.get("count")), 1),
        at=at,
        uid=str(raw["metadata"]["uid"]),
        about=word(about.get("uid")),
    )


def cut_scaling(raw: Json) -> Scaling:
    """Return what a ScalingReplicaSet event says; ValueError where it says it in other words."""
    about = raw["involvedObject"]
    found, at = _SCALED.match(str(raw.get("message"))), cut_notice(raw).at
    if found is None or at is None:
        raise ValueError("not the words of a scaling")
    before = found[2] or found[4]
    known = int(before) if before else None
    return Scaling(
        word(about["namespace"]), word(about["name"]), word(about["uid"]), word(found[1]), known, int(found[3]), at
    )


def cut_thing(kind: str, raw: Json) -> Thing:
    """Return the row of an object by its metadata; a Job or a claim has its state as a note."""
    meta = raw["metadata"]
    changes = writes(meta)
    note = {"Job": _job, "PersistentVolumeClaim": _claim}.get(kind)
    return Thing(
        kind=kind,
        namespace=word(meta["namespace"]),
        name=str(meta["name"]),
        uid=str(meta["uid"]),
        created_at=when(meta.get("creationTimestamp")),
        changed_at=changes[0].at if changes else None,
        changed_by=changes[0].by if changes else "",
        note=word(note(raw)) if note else "",
    )


def helm_labels(raw: Json) -> tuple[tuple[str, str], ...]:
    """Return name, version, status and modifiedAt of a Helm release's Secret; nothing for any other."""
    labels = part(raw["metadata"], "labels")
    if labels.get("owner") != "helm":
        return ()
    return tuple((name, text(labels.get(name), 63)) for name in _HELM)


def _job(raw: Json) -> str:
    status = part(raw, "status")
    failed = condition(status, "Failed")
    if failed.get("status") == "True":
        return f"failed: {failed.get('reason') or 'no reason given'}"
    if condition(status, "Complete").get("status") == "True":
        return "complete"
    if part(raw, "spec").get("suspend"):
        return "suspended"
    return f"running {count(status.get('active'))}, failed {count(status.get('failed'))}"


def _claim(raw: Json) -> str:
    return str(part(raw, "status").get("phase") or "Unknown")
