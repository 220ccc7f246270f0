"""The controllers: each looks at one object and brings the cluster a step nearer to what it asks. Know no HTTP."""

from console.drill.cluster.controllers.autoscalers import sync_autoscaler
from console.drill.cluster.controllers.counting import sync_budget, sync_quota
from console.drill.cluster.controllers.daemonsets import sync_daemonset
from console.drill.cluster.controllers.deployments import sync_deployment
from console.drill.cluster.controllers.pods import sync_pod
from console.drill.cluster.controllers.replicasets import sync_replicaset
from console.drill.cluster.controllers.statefulsets import sync_statefulset
from console.drill.cluster.kinds import (
    AUTOSCALERS,
    BUDGETS,
    DAEMONSETS,
    DEPLOYMENTS,
    PODS,
    QUOTAS,
    REPLICASETS,
    STATEFULSETS,
)
from console.drill.cluster.world import Controller

CONTROLLERS: dict[str, Controller] = {
    DEPLOYMENTS.resource: sync_deployment,
    REPLICASETS.resource: sync_replicaset,
    STATEFULSETS.resource: sync_statefulset,
    DAEMONSETS.resource: sync_daemonset,
    PODS.resource: sync_pod,
    AUTOSCALERS.resource: sync_autoscaler,
    BUDGETS.resource: sync_budget,
    QUOTAS.resource: sync_quota,
}
