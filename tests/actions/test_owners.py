"""Who would put it back: each owner of kubernetes.md, with what is known of it, on the card."""

from typing import Any

import pytest

from console.drill.cluster.values import Json
from console.incident.action import BLOCKS, INFORMS, UNCHECKED, WARNS
from tests.actions.stage import Stage, finding, texts

TRACKING = {"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:default/web"}


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


def application(stage: Stage, **sync: Any) -> None:
    """Install Argo CD with the application shop."""
    stage.cluster.install("argoproj.io", "v1alpha1", "applications", "Application")
    spec: Json = {"syncPolicy": {"automated": sync}} if sync else {}
    stage.cluster.add("Application", {"metadata": {"name": "shop", "namespace": "default"}, "spec": spec})


async def card(stage: Stage, check: str, level: str = "") -> list[str]:
    """What the card of a restart says about an owner."""
    return texts(await stage.runner.prepare(stage.wanted("restart")), level, check)


async def test_argo_cd_that_heals_by_itself_is_named_with_its_five_seconds(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **TRACKING)
    application(web, selfHeal=True)
    (told,) = await card(web, "Argo CD", WARNS)
    assert told == (
        "Argo CD keeps it (application shop) and heals by itself: it puts this back in about 5 s; switch auto-sync off"
    )


async def test_argo_cd_that_syncs_without_healing_puts_it_back_at_the_next_change(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **TRACKING)
    application(web, prune=True)
    assert "put back at the next change in git" in (await card(web, "Argo CD", WARNS))[0]


async def test_argo_cd_without_auto_sync_puts_it_back_at_the_next_sync(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **TRACKING)
    application(web)
    assert "put back at its next sync" in (await card(web, "Argo CD", WARNS))[0]


async def test_argo_cd_is_known_by_its_manager_too_and_not_by_a_label(stage: Stage) -> None:
    stage.cluster.add_deployment("web", "web:1", labels={"app.kubernetes.io/instance": "shop"})
    stage.cluster.add_deployment("api", "api:1", manager="argocd-controller")
    stage.cluster.settle()
    assert await card(stage, "Argo CD") == ["Argo CD does not keep it"]
    plan = await stage.runner.prepare(stage.wanted("restart", name="api"))
    assert "Argo CD keeps it" in texts(plan, WARNS, "Argo CD")[0]


async def test_an_application_that_may_not_be_read_is_could_not_check(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **TRACKING)
    application(web, selfHeal=True)
    web.cluster.deny("list", "applications")
    assert "may put it back" in (await card(web, "Argo CD", WARNS))[0]
    assert "whether it heals by itself: no right to ask" in (await card(web, "Argo CD", UNCHECKED))[0]


def flux(stage: Stage, group: str, plural: str, kind: str, version: str = "v1", **spec: Any) -> None:
    """Install Flux with an object that keeps web."""
    labels = {f"{group}/name": "apps", f"{group}/namespace": "default"}
    stage.cluster.label("deployment", "web", **labels)
    stage.cluster.install(group, version, plural, kind)
    stage.cluster.add(kind, {"metadata": {"name": "apps", "namespace": "default"}, "spec": spec})


async def test_flux_is_named_with_its_interval(web: Stage) -> None:
    flux(web, "kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization", interval="10m")
    assert "puts this back within 10m; suspend it first" in (await card(web, "Flux", WARNS))[0]


async def test_flux_that_is_suspended_only_informs(web: Stage) -> None:
    flux(web, "kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization", suspend=True)
    assert "it is suspended" in (await card(web, "Flux", INFORMS))[0]


async def test_a_helm_release_of_flux_corrects_drift_or_does_not(web: Stage) -> None:
    flux(web, "helm.toolkit.fluxcd.io", "helmreleases", "HelmRelease", "v2", interval="5m")
    assert "without correcting drift" in (await card(web, "Flux", WARNS))[0]
    web.cluster.set_spec("HelmRelease", "apps", driftDetection={"mode": "enabled"})
    assert "puts this back within 5m" in (await card(web, "Flux", WARNS))[0]


async def test_flux_that_may_not_be_read_is_could_not_check(web: Stage) -> None:
    flux(web, "kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization")
    web.cluster.deny("get", "kustomizations")
    assert "whether it is suspended" in (await card(web, "Flux", UNCHECKED))[0]


async def test_a_helm_release_that_is_pending_is_a_deploy_in_flight(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **{"meta.helm.sh/release-name": "shop"})
    web.cluster.add_release("shop", 6)
    web.cluster.add_release("shop", 7, "pending-upgrade")
    (told,) = await card(web, "Helm", WARNS)
    assert told == "release shop v7 is pending-upgrade: a deploy is in flight and will write over this"


async def test_a_helm_release_at_rest_informs_and_its_secret_is_read_without_data(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **{"meta.helm.sh/release-name": "shop"})
    web.cluster.add_release("shop", 7)
    assert (await card(web, "Helm", INFORMS))[0].startswith("release shop v7 deployed")
    web.cluster.deny("list", "secrets")
    assert "whether a deploy of shop is in flight" in (await card(web, "Helm", UNCHECKED))[0]


async def test_a_deployment_that_an_argo_rollout_rolls_is_not_rolled_back(half_way: Stage) -> None:
    half_way.cluster.install("argoproj.io", "v1alpha1", "rollouts", "Rollout")
    spec = {"workloadRef": {"kind": "Deployment", "name": "web"}}
    half_way.cluster.add("Rollout", {"metadata": {"name": "web", "namespace": "default"}, "spec": spec})
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert "abort or undo the Rollout instead" in texts(plan, BLOCKS, "Argo Rollouts")[0]


async def test_replicasets_of_a_rollout_beside_the_deployment_are_found(web: Stage) -> None:
    web.cluster.install("argoproj.io", "v1alpha1", "rollouts", "Rollout")
    rollout = web.cluster.add("Rollout", {"metadata": {"name": "canary", "namespace": "default"}, "spec": {}})
    (mine,) = web.cluster.all("replicaset", app="web")
    owner = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "name": "canary",
        "uid": rollout["metadata"]["uid"],
        "controller": True,
    }
    labels = {"app": "web"}
    meta = {"name": "canary-1", "namespace": "default", "labels": labels, "ownerReferences": [owner]}
    web.cluster.add("ReplicaSet", {"metadata": meta, "spec": {**mine["spec"], "replicas": 0}})
    assert "Rollout canary" in (await card(web, "Argo Rollouts", BLOCKS))[0]


async def test_a_vpa_is_named(web: Stage) -> None:
    web.cluster.install("autoscaling.k8s.io", "v1", "verticalpodautoscalers", "VerticalPodAutoscaler")
    spec = {"targetRef": {"kind": "Deployment", "name": "web"}, "updatePolicy": {"updateMode": "Recreate"}}
    web.cluster.add("VerticalPodAutoscaler", {"metadata": {"name": "v", "namespace": "default"}, "spec": spec})
    assert "sets the resources of new pods" in (await card(web, "VPA"))[0]


async def test_an_operator_that_made_it_is_named(web: Stage) -> None:
    owner = {"apiVersion": "x.example/v1", "kind": "Shop", "name": "main", "uid": "u1", "controller": True}
    web.cluster.change("deployment", "web", metadata={"ownerReferences": [owner]})
    assert "Shop main made it" in (await card(web, "owners", WARNS))[0]


async def test_kubectl_apply_brings_its_own_back(web: Stage) -> None:
    web.cluster.annotate("deployment", "web", **{"kubectl.kubernetes.io/last-applied-configuration": "{}"})
    assert "comes back at the next apply" in (await card(web, "owners", INFORMS))[0]


async def test_an_hpa_informs_a_rollback(half_way: Stage) -> None:
    half_way.cluster.add_hpa("web", 2, 10)
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert finding(plan, "HPA web keeps 2 to 10 replicas").level == INFORMS
