"""Pure: the things that files may name in `shows` and `probe`, each with what looks at it in a snapshot."""

from collections.abc import Mapping

from console.incident.events import Instant
from console.present.evidence.changed import changed
from console.present.evidence.clusters import bad_nodes, disk_memory, failing_pods, infrastructure, replicas, saturation
from console.present.evidence.finding import BY_HAND, Evidence, Probe
from console.present.evidence.services import dns_tls, judged, third_party, traffic
from console.present.snapshot import Snapshot
from console.signals.health import ERROR_RATE, P95

PROBES: Mapping[str, Probe] = {
    "deploys": changed("rollout", "restart", "helm", "commit", "tag"),
    "config": changed("config", "secret", "policy", of_cluster=True),
    "infrastructure": infrastructure,
    "error_rate": judged(ERROR_RATE, "error rate"),
    "latency": judged(P95, "p95"),
    "traffic": traffic,
    "saturation": saturation,
    "replicas": replicas,
    "pods": failing_pods,
    "nodes": bad_nodes,
    "third_party": third_party,
    "dns_tls": dns_tls,
    "disk_memory": disk_memory,
}
"""What a file may name in `shows` and `probe`."""


def look(name: str, snapshot: Snapshot, now: Instant) -> Evidence:
    """Return what the panes know of a thing; "" is nothing."""
    return PROBES[name](snapshot, now) if name in PROBES else BY_HAND
