"""The contract: an autoscaler puts replicas back inside its bounds, and is disabled by zero."""

import pytest

from tests.contract.stage import Stage
from tests.contract.things import Json, autoscaler, workload

pytestmark = pytest.mark.controllers


def _scaled(stage: Stage, replicas: int) -> None:
    path = stage.path("deployments", "web", "scale")
    answer = stage.ask("PATCH", path, {"spec": {"replicas": replicas}}, content="application/merge-patch+json")
    assert answer.code == 200


def _replicas(stage: Stage) -> int:
    return int(stage.get("deployments", "web")["spec"]["replicas"])


def _conditions(stage: Stage) -> dict[str, Json]:
    status = stage.get("horizontalpodautoscalers", "web")["status"]
    return {one["type"]: one for one in status.get("conditions") or []}


def test_an_autoscaler_puts_replicas_back_inside_its_bounds(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=2))
    stage.create("horizontalpodautoscalers", autoscaler("web", 2, 3))
    stage.until(lambda: _conditions(stage))
    _scaled(stage, 6)
    stage.until(lambda: _replicas(stage) == 3)
    stage.until(lambda: stage.get("horizontalpodautoscalers", "web")["status"].get("lastScaleTime"))
    _scaled(stage, 1)
    stage.until(lambda: _replicas(stage) == 2)
    selector = "involvedObject.kind=HorizontalPodAutoscaler,reason=SuccessfulRescale"
    stage.until(lambda: stage.items("events", fieldSelector=selector))
    managers = stage.get("deployments", "web")["metadata"]["managedFields"]
    assert "scale" in {one.get("subresource") for one in managers}


def test_zero_replicas_disable_the_autoscaler(stage: Stage) -> None:
    stage.create("deployments", workload("web", replicas=0))
    stage.create("horizontalpodautoscalers", autoscaler("web", 2, 3))
    stage.until(lambda: _conditions(stage).get("ScalingActive", {}).get("reason") == "ScalingDisabled")
    assert _conditions(stage)["ScalingActive"]["status"] == "False"
    assert _replicas(stage) == 0


def test_an_autoscaler_without_its_target_says_so(stage: Stage) -> None:
    stage.create("horizontalpodautoscalers", autoscaler("web", 2, 3))
    stage.until(lambda: _conditions(stage).get("AbleToScale", {}).get("reason") == "FailedGetScale")
    assert _conditions(stage)["AbleToScale"]["status"] == "False"
