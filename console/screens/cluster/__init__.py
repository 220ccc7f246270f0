"""Screen 2: a cluster as it is, what is wrong with it first, and the page of a workload."""

from console.screens.cluster.cluster_screen import ClusterScreen
from console.screens.cluster.ports import Acting, Log, Logs
from console.screens.cluster.workload_screen import WorkloadScreen

__all__ = ["Acting", "ClusterScreen", "Log", "Logs", "WorkloadScreen"]
