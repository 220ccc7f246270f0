"""Pure: how risky an option is, as far as what is seen now tells it; what nobody can know here says "unknown"."""

from collections.abc import Iterator, Sequence

from checks.kubernetes.objects import ClusterSeen, Workload
from console.incident.clock import clock_time
from console.incident.closures import FREEZE, Closure, holding
from console.incident.events import Instant
from console.present.cluster.words import image_tail, revision_words
from console.present.figures import percent
from console.present.snapshot import Snapshot

UNKNOWN = "unknown"
_HPA, _PDB = "horizontalpodautoscalers", "poddisruptionbudgets"


def rollback(snapshot: Snapshot, target: str, where: str, closures: Sequence[Closure], now: Instant) -> str:
    """Say what going back to an earlier revision of "deploy/web" in the context `where` means."""
    found = _workload(snapshot, target, where)
    if found is None:
        return _line(
            "target revision unknown", "undo: roll forward", "autoscaler, budgets unknown", *_freeze(closures, now)
        )
    seen, workload = found
    parts = (_before(seen, workload), "undo: roll forward", _autoscaler(seen, workload), _budget(seen, workload))
    return _line(*parts, *_owners(workload), *_freeze(closures, now))


def scale(snapshot: Snapshot, name: str, closures: Sequence[Closure], now: Instant) -> str:
    """Say what more pods of a workload mean whose autoscaler stands at its maximum."""
    for seen in snapshot.clusters:
        for scaler in seen.scalers:
            if scaler.target_name == name and scaler.current >= scaler.high > 0:
                owner = f"HPA holds it at {scaler.high}: raise its maximum"
                return _line(owner, f"undo: back to {scaler.current}", _room(seen), *_freeze(closures, now))
    return _line("autoscaler unknown", "undo: scale back", "room on the nodes unknown", *_freeze(closures, now))


def failover(snapshot: Snapshot, away: str, closures: Sequence[Closure], now: Instant) -> str:
    """Say what going to another cluster means: no action here does it."""
    others = [each for each in snapshot.clusters if each.context != away]
    told = [f"{each.context}: {_state(each)}, {_room(each)}" for each in others] or ["where to: unknown"]
    return _line(*told, "undo unknown: by hand", "state of its data unknown", *_freeze(closures, now))


def _line(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _workload(snapshot: Snapshot, target: str, where: str) -> tuple[ClusterSeen, Workload] | None:
    """Return the one workload that is meant; None where none is seen, or several are called so."""
    found = [
        (seen, each)
        for seen in snapshot.clusters
        if where in ("", seen.context)
        for each in seen.workloads
        if each.shown == target
    ]
    return found[0] if len(found) == 1 else None


def _before(seen: ClusterSeen, workload: Workload) -> str:
    """Name the newest revision below the one that runs: the card proposes one, and knows which was healthy."""
    now = next(
        (
            each.revision
            for each in seen.revisions
            if each.owner == workload.uid and _runs(each.revision, each.name, workload)
        ),
        0,
    )
    older = [each for each in seen.revisions if each.owner == workload.uid and now and each.revision < now]
    if not older:
        return "target revision unknown"
    newest = max(older, key=lambda each: each.revision)
    return f"to {revision_words(str(newest.revision))} {image_tail(newest.images)}".rstrip()


def _runs(number: int, name: str, workload: Workload) -> bool:
    return workload.revision in (str(number), name)


def _read(seen: ClusterSeen, resource: str) -> bool:
    return not seen.error and any(each.name == resource and each.state == "ok" for each in seen.resources)


def _autoscaler(seen: ClusterSeen, workload: Workload) -> str:
    for each in seen.scalers:
        aim = (each.namespace, each.target_kind, each.target_name)
        if aim == (workload.namespace, workload.kind, workload.name):
            return f"HPA {each.low}-{each.high}"
    return "no HPA" if _read(seen, _HPA) else "HPA unknown"


def _budget(seen: ClusterSeen, workload: Workload) -> str:
    carried = set(workload.selector)
    for each in seen.budgets:
        if each.namespace == workload.namespace and each.selector and set(each.selector) <= carried:
            return f"PDB lets {each.allowed} go"
    return "no PDB" if _read(seen, _PDB) else "PDB unknown"


def _owners(workload: Workload) -> Iterator[str]:
    if workload.owners:
        yield f"managed by {', '.join(workload.owners)}"


def _freeze(closures: Sequence[Closure], now: Instant) -> Iterator[str]:
    frozen = next((each for each in holding(closures, now=now) if each.kind == FREEZE), None)
    if frozen is not None:
        yield f"FREEZE until {clock_time(frozen.until)[:5]}Z"


def _state(seen: ClusterSeen) -> str:
    if seen.error or not seen.complete:
        return "not read"
    bad = sum(not node.ready or bool(node.pressure) for node in seen.nodes)
    return f"{bad} of {len(seen.nodes)} nodes not well" if bad else f"{len(seen.nodes)} nodes ready"


def _room(seen: ClusterSeen) -> str:
    """Say how much of the processors of a cluster is used; without metrics nobody knows."""
    measured = [each for each in seen.nodes if each.cpu_room and each.cpu]
    if not measured or len(measured) < len(seen.nodes):
        return "room on the nodes unknown"
    return f"nodes use {percent(sum(each.cpu for each in measured) / sum(each.cpu_room for each in measured))} of cpu"
