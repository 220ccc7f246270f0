"""Puts a workload's replicas back inside the bounds of its autoscaler, every 15 seconds. Knows no metrics."""

from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.kinds import AUTOSCALERS
from console.drill.cluster.managed import Writer
from console.drill.cluster.values import Json, key_of, stamp, with_condition
from console.drill.cluster.world import SECOND, Job, World

BEAT = 15
_WRITER = Writer("kube-controller-manager", subresource="scale")
_COMPONENT = "horizontal-pod-autoscaler"


def sync_autoscaler(world: World, scaler: Json) -> None:
    """On its beat: write the target's replicas when they are out of bounds; none at zero. Then the status."""
    job = Job(AUTOSCALERS, *key_of(scaler))
    world.once((world.now // (BEAT * SECOND) + 1) * BEAT * SECOND, job)
    if scaler["status"] and world.now % (BEAT * SECOND):
        return
    target = scaler["spec"]["scaleTargetRef"]
    kind = world.catalogue.named(target["kind"])
    found = world.get(kind, job.namespace, target["name"])
    if found is None:
        _report(world, scaler, 0, 0, ("AbleToScale", "False", "FailedGetScale"))
        return
    now = found["spec"].get("replicas", 0)
    if now == 0:
        _report(world, scaler, 0, 0, ("ScalingActive", "False", "ScalingDisabled"))
        return
    wanted = min(max(now, scaler["spec"].get("minReplicas", 1)), scaler["spec"]["maxReplicas"])
    if wanted != now:
        world.write(kind, {**found, "spec": {**found["spec"], "replicas": wanted}}, _WRITER)
        why = "Current number of replicas below Spec.MinReplicas" if wanted > now else "above Spec.MaxReplicas"
        text = f"New size: {wanted}; reason: {why}"
        record(world, scaler, "SuccessfulRescale", text, component=_COMPONENT, normal=True)
    _report(world, scaler, now, wanted, ("ScalingActive", "True", "ValidMetricFound"))


def _report(world: World, scaler: Json, now: int, wanted: int, fact: tuple[str, str, str]) -> None:
    kind, state, reason = fact
    status = scaler["status"]
    new = {"type": kind, "status": state, "reason": reason, "message": _MESSAGES[reason]}
    conditions = with_condition(status.get("conditions") or [], new, world.now)
    conditions = [{name: value for name, value in one.items() if name != "lastUpdateTime"} for one in conditions]
    written: Json = {**status, "currentReplicas": now, "desiredReplicas": wanted, "conditions": conditions}
    if wanted != now:
        written["lastScaleTime"] = stamp(world.now)
    world.set_status(AUTOSCALERS, scaler, written)


_MESSAGES = {
    "FailedGetScale": "the HPA controller was unable to get the target's current scale",
    "ScalingDisabled": "scaling is disabled since the replica count of the target is zero",
    "ValidMetricFound": "the HPA was able to successfully calculate a replica count from cpu resource utilization",
}
