"""Pure: what clusters and this machine speak for: autoscalers at their end, failing pods, nodes, disks, memory."""

from console.incident.clock import MINUTE
from console.incident.events import Instant
from console.present.evidence.changed import changed
from console.present.evidence.finding import Evidence, Finding, by_hand, found
from console.present.figures import percent
from console.present.snapshot import Snapshot
from widgets.values import Tone

_FULL = 0.9
_INFRASTRUCTURE = changed("node", "network", "autoscaler", "scale", of_cluster=True)


def saturation(snapshot: Snapshot, now: Instant) -> Evidence:
    """Look at autoscalers and at the processors of nodes."""
    del now
    nodes = [node for seen in snapshot.clusters for node in seen.nodes if node.cpu_room and node.cpu]
    scalers = sum(len(seen.scalers) for seen in snapshot.clusters)
    if not nodes and not scalers:
        return by_hand("no autoscaler and no metrics of nodes are seen")
    busy = [
        Finding(f"node {node.name} uses {percent(node.cpu / node.cpu_room)} of its cpu")
        for node in nodes
        if node.cpu / node.cpu_room >= _FULL
    ]
    told = f"{scalers} autoscalers below their maximum, {len(nodes)} nodes below {percent(_FULL)} of their cpu"
    return found((*full_scalers(snapshot), *busy), told, _lost(snapshot))


def full_scalers(snapshot: Snapshot) -> list[Finding]:
    """Return the autoscalers that stand at their maximum."""
    return [
        Finding(f"{each.target_name} is at its maximum of {each.high} replicas", Tone.WARN, each.scaled_at)
        for seen in snapshot.clusters
        for each in seen.scalers
        if each.current >= each.high > 0
    ]


def replicas(snapshot: Snapshot, now: Instant) -> Evidence:
    """Look for autoscalers that cannot go higher."""
    del now
    count = sum(len(seen.scalers) for seen in snapshot.clusters)
    if not count:
        return by_hand("no autoscaler is seen")
    return found(full_scalers(snapshot), f"{count} autoscalers below their maximum", _lost(snapshot))


def _lost(snapshot: Snapshot) -> str:
    """Say which clusters cannot be read: what they do not tell is not well."""
    bad = [seen.context for seen in snapshot.clusters if seen.error or not seen.complete]
    return f"not read: {', '.join(bad)}" if bad else ""


def failing_pods(snapshot: Snapshot, now: Instant) -> Evidence:
    """Return the workloads whose pods fail."""
    if not any(seen.pods for seen in snapshot.clusters) and not _lost(snapshot):
        return by_hand("no pod is seen")
    del now
    states: dict[tuple[str, str], list[Instant]] = {}
    for seen in snapshot.clusters:
        for pod in seen.pods:
            if pod.bad and not pod.deleting:
                states.setdefault((pod.workload or pod.name, pod.state), []).append(pod.last_at or pod.started_at or 0)
    findings = [
        Finding(
            f"{len(times)} pod{'s' * (len(times) > 1)} of {workload} {state}",
            Tone.BAD,
            min(filter(None, times), default=None),
        )
        for (workload, state), times in sorted(states.items(), key=lambda each: -len(each[1]))
    ]
    count = sum(len(seen.pods) for seen in snapshot.clusters)
    return found(findings, f"{count} pods ready", _lost(snapshot))


def bad_nodes(snapshot: Snapshot, now: Instant) -> Evidence:
    """Return the nodes that are not ready or under pressure."""
    if not any(seen.nodes for seen in snapshot.clusters):
        return by_hand("no node is seen")
    del now
    findings = [
        Finding(f"node {node.name} {'not ready' if not node.ready else ', '.join(node.pressure)}", Tone.BAD)
        for seen in snapshot.clusters
        for node in seen.nodes
        if not node.ready or node.pressure
    ]
    count = sum(len(seen.nodes) for seen in snapshot.clusters)
    return found(findings, f"{count} nodes ready", _lost(snapshot))


def infrastructure(snapshot: Snapshot, now: Instant) -> Evidence:
    """Return what was changed below the services, and the nodes that are not well."""
    changes, nodes = _INFRASTRUCTURE(snapshot, now), bad_nodes(snapshot, now)
    if changes.findings or nodes.findings:
        return found((*nodes.findings, *changes.findings), changes.note)
    return changes if not changes.known or nodes.known else nodes


def disk_memory(snapshot: Snapshot, now: Instant) -> Evidence:
    """Judge this machine and the nodes of the clusters."""
    nodes = bad_nodes(snapshot, now)
    sample = snapshot.host
    if sample is None or now - sample.at > MINUTE:
        return nodes if nodes.known else by_hand("this machine tells nothing")
    disks = [(each.metric.removeprefix("disk:"), each.value) for each in sample.readings if each.metric[:5] == "disk:"]
    full = [
        Finding(f"disk {name} of this machine is {percent(used or 0.0)} full")
        for name, used in disks
        if (used or 0) >= _FULL
    ]
    left = sample.reading("memory_available_ratio")
    if left is not None and left.value is not None and left.value <= 1 - _FULL:
        full.append(Finding(f"this machine has {percent(left.value)} of its memory left"))
    if full or nodes.findings:
        return found((*nodes.findings, *full), "")
    # This machine is seldom what serves: that it is well says nothing of the others.
    return (
        nodes._replace(note=f"{nodes.note}; this machine is well")
        if nodes.known
        else by_hand("this machine is well; the disks of the others are not watched")
    )
