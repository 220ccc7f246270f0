"""The stories that other tests and drills are made of, told once from end to end."""

import pytest

from console.drill.cluster import SimulatedCluster
from console.drill.cluster.values import Json
from tests.fakes import FakeClock


def _sizes(cluster: SimulatedCluster, app: str = "web") -> list[int]:
    return sorted(one["spec"]["replicas"] for one in cluster.all("replicaset", app=app))


def _waiting(cluster: SimulatedCluster, app: str = "web") -> set[str]:
    states = [pod["status"]["containerStatuses"][0]["state"] for pod in cluster.pods(app)]
    return {state["waiting"]["reason"] for state in states if "waiting" in state}


@pytest.mark.parametrize(("how", "seen"), [
    ("crash", {"CrashLoopBackOff"}), ("oom", {"CrashLoopBackOff"}), ("pull", {"ImagePullBackOff"}), ("unready", set()),
])  # fmt: skip
def test_a_bad_rollout_is_stuck_half_way_and_then_late(cluster: SimulatedCluster, how: str, seen: set[str]) -> None:
    cluster.behave("web:2", how)
    cluster.set_image("web", "web:2")
    cluster.advance(30)
    assert _sizes(cluster) == [1, 2]
    assert _waiting(cluster) == seen
    cluster.advance(700)
    conditions = {one["type"]: one["reason"] for one in cluster.get("deployment", "web")["status"]["conditions"]}
    assert conditions["Progressing"] == "ProgressDeadlineExceeded"


def test_a_container_that_ran_out_of_memory_says_so_and_counts_its_restarts(cluster: SimulatedCluster) -> None:
    cluster.behave("web:2", "oom")
    cluster.set_image("web", "web:2")
    cluster.advance(60)
    (bad,) = [pod for pod in cluster.pods("web") if pod["spec"]["containers"][0]["image"] == "web:2"]
    status = bad["status"]["containerStatuses"][0]
    last = status["lastState"]["terminated"]
    assert (last["reason"], last["exitCode"]) == ("OOMKilled", 137)
    assert status["restartCount"] >= 2
    assert cluster.all("event", "default")[0]["metadata"]["namespace"] == "default"
    assert "BackOff" in {one["reason"] for one in cluster.all("event") if one["type"] == "Warning"}


def test_a_good_rollout_is_done_within_a_minute(cluster: SimulatedCluster) -> None:
    cluster.set_image("web", "web:2", annotations={"kubernetes.io/change-cause": "a better web"})
    cluster.settle()
    status = cluster.get("deployment", "web")["status"]
    assert (status["updatedReplicas"], status["availableReplicas"], status["replicas"]) == (2, 2, 2)
    newest = max(cluster.all("replicaset", app="web"), key=lambda one: one["metadata"]["creationTimestamp"])
    assert newest["metadata"]["annotations"]["kubernetes.io/change-cause"] == "a better web"


def test_a_bad_image_that_gets_well_again(cluster: SimulatedCluster) -> None:
    cluster.behave("web:2", "crash")
    cluster.set_image("web", "web:2")
    cluster.advance(30)
    cluster.behave("web:2", "ok")
    cluster.advance(300)
    assert _sizes(cluster) == [0, 2]
    assert not _waiting(cluster)


def test_a_node_under_pressure_and_a_node_that_is_gone(cluster: SimulatedCluster) -> None:
    def conditions(name: str) -> dict[str, str]:
        return {one["type"]: one["status"] for one in cluster.get("node", name, "")["status"]["conditions"]}

    cluster.press("node-1", "MemoryPressure")
    cluster.press("node-2", ready=False)
    assert conditions("node-1")["MemoryPressure"] == "True"
    assert conditions("node-2")["Ready"] == "Unknown"
    cluster.press("node-1")
    assert conditions("node-1")["MemoryPressure"] == "False"


def test_pods_wait_while_every_node_is_cordoned(cluster: SimulatedCluster) -> None:
    for number in (1, 2, 3):
        cluster.set_spec("node", f"node-{number}", "", unschedulable=True)
    cluster.scale("web", 3)
    cluster.advance(10)
    (waiting,) = [pod for pod in cluster.pods("web") if pod["status"]["phase"] == "Pending"]
    assert waiting["status"]["conditions"][0]["reason"] == "Unschedulable"
    cluster.set_spec("node", "node-1", "", unschedulable=None)
    cluster.settle()
    assert {pod["status"]["phase"] for pod in cluster.pods("web")} == {"Running"}


def test_an_autoscaler_takes_a_scale_back(cluster: SimulatedCluster) -> None:
    cluster.add_hpa("web", 2, 4)
    cluster.scale("web", 9)
    cluster.advance(16)
    assert cluster.get("deployment", "web")["spec"]["replicas"] == 4


def test_a_target_that_was_deleted_and_made_again_is_another_one(cluster: SimulatedCluster) -> None:
    before = cluster.get("deployment", "web")["metadata"]["uid"]
    cluster.delete("deployment", "web")
    cluster.add_deployment("web", "web:1")
    assert cluster.get("deployment", "web")["metadata"]["uid"] != before


def test_owners_leave_their_marks(cluster: SimulatedCluster) -> None:
    cluster.annotate("deployment", "web", **{"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:default/web"})
    cluster.label("deployment", "web", **{"kustomize.toolkit.fluxcd.io/name": "apps"})
    cluster.add_release("shop", 3, "pending-upgrade")
    cluster.install("argoproj.io", "v1alpha1", "applications", "Application")
    automated = {"syncPolicy": {"automated": {"selfHeal": True}}}
    cluster.add("Application", {"metadata": {"name": "shop", "namespace": "argocd"}, "spec": automated})
    assert cluster.get("Application", "shop", "argocd")["spec"] == automated
    assert cluster.get("secret", "sh.helm.release.v1.shop.v3")["metadata"]["labels"]["status"] == "pending-upgrade"
    managers = {one["manager"] for one in cluster.get("deployment", "web")["metadata"]["managedFields"]}
    assert managers == {"deploy-bot", "kube-controller-manager"}


def test_everything_that_scenery_can_add(cluster: SimulatedCluster) -> None:
    cluster.add_namespace("shop", team="shop")
    cluster.add_statefulset("db", "db:1", namespace="shop")
    cluster.add_daemonset("agent", "agent:1")
    cluster.add_budget("web", "web", minAvailable=1)
    cluster.add_quota("q", pods="50")
    cluster.add_limits("l", max={"memory": "1Gi"})
    cluster.add_configmap("settings", colour="blue")
    cluster.add_secret("password", word="hush")
    cluster.add_node("node-9", labels={"zone": "b"})
    cluster.settle(120)
    cluster.warn("deployment", "web", "Odd", "something is odd")
    assert len(cluster.pods("agent")) == 4
    assert [pod["metadata"]["name"] for pod in cluster.pods("db", "shop")] == ["db-0", "db-1", "db-2"]
    assert cluster.get("poddisruptionbudget", "web")["status"]["disruptionsAllowed"] == 1
    assert cluster.get("resourcequota", "q")["status"]["used"]["pods"] == "6"
    assert cluster.get("secret", "password")["data"]["word"] == "aHVzaA=="
    assert "Odd" in {one["reason"] for one in cluster.all("event")}


def test_the_same_seed_tells_the_same_story() -> None:
    def told() -> list[Json]:
        cluster = SimulatedCluster(FakeClock(), seed=7)
        cluster.add_deployment("web", "web:1")
        cluster.behave("web:2", "crash")
        cluster.set_image("web", "web:2")
        cluster.advance(45)
        return cluster.all("pod")

    assert told() == told()


def test_what_is_not_there_is_a_key_error(cluster: SimulatedCluster) -> None:
    with pytest.raises(KeyError, match="deployment default/nobody"):
        cluster.get("deployment", "nobody")
    with pytest.raises(KeyError, match="nonsense"):
        cluster.get("nonsense", "nobody")
