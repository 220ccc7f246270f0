"""Preflight, point by point: who, rights, difference, dry runs, budgets, room; and what could not be checked."""

import pytest

from console.actions.rules import Rules
from console.drill.cluster.faults import Rule
from console.incident.action import BLOCKS, INFORMS, LEVELS, UNCHECKED, WARNS
from console.incident.errors import Failed, Refused
from tests.actions.stage import Stage, finding, texts

REVIEWS = "selfsubjectaccessreviews"


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


# -- 1. who, which context, which server, production


async def test_the_card_says_who_acts_where(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    assert (plan.who, plan.server) == ("commander", web.server.url)
    assert finding(plan, f"commander on {web.server.url}").level == INFORMS
    assert (plan.production, plan.typed) == ("", "")


async def test_in_production_the_name_is_typed(web: Stage) -> None:
    web.made(Rules(production={"prod": "PROD EU"}))
    plan = await web.runner.prepare(web.wanted("restart"))
    assert (plan.production, plan.typed) == ("PROD EU", "web")
    with pytest.raises(Refused, match="type web"):
        await web.runner.run(plan)


async def test_a_server_that_takes_us_for_anonymous_is_named(web: Stage) -> None:
    web.cluster.access.user = "system:anonymous"
    plan = await web.runner.prepare(web.wanted("restart"))
    assert finding(plan, "takes us for anonymous").level == WARNS


# -- 2. rights


@pytest.mark.parametrize(
    ("verb", "kind", "denied", "words"),
    [
        ("rollback", "Deployment", ("patch", "deployments"), "no right to patch deployments in default"),
        ("scale", "Deployment", ("patch", "deployments", "scale"), "no right to patch deployments/scale in default"),
        ("restart", "Deployment", ("patch", "deployments"), "no right to patch deployments in default"),
        ("delete", "Pod", ("delete", "pods"), "no right to delete pods in default"),
        ("evict", "Pod", ("create", "pods", "eviction"), "no right to create pods/eviction in default"),
        ("cordon", "Node", ("patch", "nodes"), "no right to patch nodes"),
    ],
)
async def test_a_missing_right_blocks_by_name(
    half_way: Stage, verb: str, kind: str, denied: tuple[str, ...], words: str
) -> None:
    half_way.cluster.deny(*denied)
    names = {"Pod": half_way.cluster.pods("web")[0]["metadata"]["name"], "Node": "node-1", "Deployment": "web"}
    wanted = half_way.wanted(verb, "6", kind, names[kind])
    if verb == "rollback":
        wanted = await half_way.rollback(1)
    plan = await half_way.runner.prepare(wanted)
    assert texts(plan, BLOCKS, "rights") == [words]
    with pytest.raises(Refused, match="no right to"):
        await half_way.runner.run(plan, plan.typed)
    assert not half_way.changing()


async def test_a_review_that_fails_is_could_not_ask_and_not_forbidden(web: Stage) -> None:
    web.cluster.faults.on(REVIEWS, 500)
    plan = await web.runner.prepare(web.wanted("restart"))
    assert [one.level for one in plan.findings if one.check == "rights"] == [UNCHECKED]
    assert not plan.blocked


async def test_a_right_that_is_there_is_said_too(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    assert texts(plan, INFORMS, "rights") == ["may patch deployments in default"]


async def test_the_exact_subresource_is_asked_for(web: Stage) -> None:
    await web.runner.prepare(web.wanted("scale", "5"))
    ((_, _, body),) = web.asked("POST", REVIEWS)
    assert b'"subresource": "scale"' in body
    assert b'"verb": "patch"' in body


# -- 4. the difference


async def test_the_card_shows_what_changes(stage: Stage) -> None:
    small, large = {"requests": {"cpu": "100m"}}, {"requests": {"cpu": "2"}}
    stage.cluster.add_deployment("web", "web:1", env={"A": "1"}, template={"container": {"resources": small}})
    stage.cluster.settle()
    stage.cluster.set_image("web", "web:2", env={"A": "1", "B": "1"})
    template = stage.cluster.get("deployment", "web")["spec"]["template"]
    container = {**template["spec"]["containers"][0], "resources": large}
    spec = {**template["spec"], "containers": [container]}
    stage.cluster.set_spec("deployment", "web", template={**template, "spec": spec})
    stage.cluster.settle()
    plan = await stage.runner.prepare(await stage.rollback(1))
    assert [tuple(one) for one in plan.changes] == [
        ("image", "web:2", "web:1"),
        ("env B", "set", "goes away"),
        ("resources", "requests cpu 2", "requests cpu 100m"),
    ]


# -- 6. the patch itself as a dry run


async def test_the_request_is_tried_first_and_changes_nothing(web: Stage) -> None:
    before = web.cluster.get("deployment", "web")
    plan = await web.runner.prepare(web.wanted("scale", "5"))
    assert finding(plan, "the server would accept this request").level == INFORMS
    assert web.cluster.get("deployment", "web") == before
    dry = [query for method, _, query, _ in web.cluster.requests if method == "PATCH"]
    assert [(one["dryRun"], one["fieldValidation"]) for one in dry] == [("All", "Strict")]


async def test_what_the_server_would_refuse_blocks(web: Stage) -> None:
    web.cluster.faults.rules.append(Rule("/deployments/web", 422, "PATCH"))
    plan = await web.runner.prepare(web.wanted("restart"))
    assert len(texts(plan, BLOCKS, "dry run")) == 1


async def test_a_webhook_that_refuses_dry_runs_is_could_not_check(web: Stage) -> None:
    web.cluster.faults.webhook_refuses_dry_run = True
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "refuses dry runs" in texts(plan, UNCHECKED, "dry run")[0]
    assert "refuses dry runs" in texts(plan, UNCHECKED, "new pods")[0]
    assert not plan.blocked


async def test_an_unknown_field_of_the_target_is_refused_by_strict_validation(half_way: Stage) -> None:
    (old,) = [one for one in half_way.cluster.all("replicaset", app="web") if one["spec"]["replicas"] == 3]
    template = old["spec"]["template"]
    odd = {**old, "spec": {**old["spec"], "template": {**template, "spec": {**template["spec"], "hostPidd": True}}}}
    half_way.cluster.world.store.put(half_way.cluster.world.catalogue.named("replicaset"), odd)
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert "hostPidd" in " ".join(texts(plan, BLOCKS, "dry run"))


@pytest.mark.parametrize("verb", ["delete", "evict"])
async def test_the_dry_run_of_a_delete_is_one_by_its_body_too_since_the_query_is_not_read_then(
    web: Stage, verb: str
) -> None:
    name = web.cluster.pods("web")[0]["metadata"]["name"]
    await web.runner.prepare(web.wanted(verb, kind="Pod", name=name))
    (body,) = [body for _, path, query, body in web.cluster.requests if name in path and "dryRun" in query]
    assert b'"dryRun":["All"]' in body
    assert "deletionTimestamp" not in web.cluster.get("pod", name)["metadata"]


# -- 7. a pod of the target


async def test_a_full_quota_is_found_by_a_pod_that_is_only_tried(web: Stage) -> None:
    web.cluster.add_quota("few", pods="3")
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "exceeded quota: few" in texts(plan, WARNS, "new pods")[0]
    assert len(web.cluster.pods("web")) == 3


async def test_a_limit_range_is_found_the_same_way(stage: Stage) -> None:
    large = {"container": {"resources": {"limits": {"memory": "2Gi"}}}}
    stage.cluster.add_deployment("web", "web:1", template=large)
    stage.cluster.settle()
    stage.cluster.add_limits("small", max={"memory": "1Gi"})
    plan = await stage.runner.prepare(stage.wanted("restart"))
    assert "maximum memory usage per Container is 1Gi" in texts(plan, BLOCKS, "new pods")[0]


async def test_pod_security_is_found_the_same_way(half_way: Stage) -> None:
    half_way.cluster.label("namespace", "default", "", **{"pod-security.kubernetes.io/enforce": "restricted"})
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert 'violates PodSecurity "restricted:latest"' in texts(plan, BLOCKS, "new pods")[0]


async def test_without_the_right_to_make_pods_it_says_what_was_not_asked(web: Stage) -> None:
    web.cluster.deny("create", "pods")
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "quota, limits and pod security were not asked" in texts(plan, UNCHECKED, "new pods")[0]
    assert not plan.blocked


# -- 8. budgets, room on the nodes, pods that wait


async def test_budgets_and_nodes_are_named_also_where_all_is_well(web: Stage) -> None:
    web.cluster.add_budget("some", "web", minAvailable=2)
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "budget some allows 1 disruption now" in texts(plan, INFORMS, "budgets")[0]
    assert texts(plan, INFORMS, "nodes") == ["3 of 3 nodes take new pods"]
    assert texts(plan, INFORMS, "waiting pods") == ["none of its pods waits for a node"]


async def test_pods_that_find_no_node_are_named(web: Stage) -> None:
    for name in ("node-1", "node-2", "node-3"):
        web.cluster.set_spec("Node", name, "", unschedulable=True)
    web.cluster.scale("web", 5)
    web.cluster.advance(10)
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "2 of its pods find no node already" in texts(plan, WARNS, "waiting pods")[0]
    assert texts(plan, WARNS, "nodes") == ["0 of 3 nodes take new pods"]


# -- never silence


async def test_each_check_ends_as_a_finding_when_the_server_fails_it(web: Stage) -> None:
    for part in ("horizontalpodautoscalers", "poddisruptionbudgets", "/nodes", "/pods", "scaledobjects"):
        web.cluster.faults.on(part, 503)
    plan = await web.runner.prepare(web.wanted("restart"))
    unchecked = {one.check for one in plan.findings if one.level == UNCHECKED}
    assert unchecked == {"autoscaler", "budgets", "nodes", "waiting pods", "KEDA", "new pods"}


async def test_a_check_that_gets_no_answer_ends_by_its_deadline(web: Stage) -> None:
    web.made(patience=0.3)
    release = web.hold("horizontalpodautoscalers")
    plan = await web.runner.prepare(web.wanted("restart"))
    release.set()
    assert texts(plan, UNCHECKED, "autoscaler") == ["no answer within 0.3 s"]
    assert not plan.blocked


async def test_an_answer_that_makes_no_sense_is_could_not_check(web: Stage) -> None:
    web.spoiled("poddisruptionbudgets", {"items": [{"spec": {"selector": {"matchLabels": 3}}}]})
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "makes no sense" in texts(plan, UNCHECKED, "budgets")[0]


async def test_the_gravest_findings_come_first(half_way: Stage) -> None:
    half_way.cluster.deny("patch", "deployments")
    half_way.cluster.add_quota("few", pods="3")
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    levels = [LEVELS.index(one.level) for one in plan.findings]
    assert levels == sorted(levels)
    assert plan.findings[0].level == BLOCKS


async def test_a_target_that_is_not_there_or_cannot_be_read_is_an_error_and_no_card(web: Stage) -> None:
    with pytest.raises(Failed, match=r"there is no deploy/nothing in default of prod"):
        await web.runner.prepare(web.wanted("restart", name="nothing"))
    web.cluster.deny("get", "deployments")
    with pytest.raises(Failed, match=r"deploy/web in default of prod cannot be read: no right to ask"):
        await web.runner.prepare(web.wanted("restart"))


async def test_a_context_that_does_not_exist_is_an_error(web: Stage) -> None:
    wanted = web.wanted("restart")
    with pytest.raises(Failed, match="no connection to moon"):
        await web.runner.prepare(wanted._replace(target=wanted.target._replace(context="moon")))


async def test_a_server_that_is_gone_is_an_error(web: Stage) -> None:
    web.server.stop()
    with pytest.raises(Failed, match="cannot be read"):
        await web.runner.prepare(web.wanted("restart"))


async def test_in_read_only_mode_there_is_a_card_to_look_at_and_nothing_else(web: Stage) -> None:
    web.made(Rules(read_only=True))
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "read-only" in texts(plan, BLOCKS)[0]
    assert web.facts == []
    with pytest.raises(Refused, match="read-only"):
        await web.runner.run(plan)
    with pytest.raises(Refused, match="read-only"):
        await web.runner.run(plan._replace(findings=()))
    assert not web.changing()


async def test_a_card_is_recorded_with_its_findings_and_put_away(web: Stage) -> None:
    plan = await web.runner.prepare(web.wanted("restart"))
    await web.runner.decline(plan)
    assert [step for step, _ in web.steps(plan.id)] == ["planned", "declined"]
    with pytest.raises(Refused, match="used or put away"):
        await web.runner.run(plan)
    assert "may patch deployments" in str(web.facts)


async def test_a_look_leaves_nothing_in_the_log(web: Stage) -> None:
    await web.runner.prepare(web.wanted("restart"), note=False)
    assert web.facts == []


async def test_who_may_not_list_what_is_not_installed_is_not_troubled_with_it(web: Stage) -> None:
    for resource in ("scaledobjects", "verticalpodautoscalers", "rollouts"):
        web.cluster.faults.on(f"/namespaces/default/{resource}", 403)
    plan = await web.runner.prepare(web.wanted("restart"))
    assert texts(plan, UNCHECKED) == []


async def test_who_may_not_list_what_is_installed_is_told(web: Stage) -> None:
    web.cluster.install("keda.sh", "v1alpha1", "scaledobjects", "ScaledObject")
    web.cluster.deny("list", "scaledobjects")
    plan = await web.runner.prepare(web.wanted("restart"))
    assert [one.check for one in plan.findings if one.level == UNCHECKED] == ["KEDA"]


async def test_every_check_that_was_made_stands_on_the_card_also_where_it_found_nothing(half_way: Stage) -> None:
    plan = await half_way.runner.prepare(await half_way.rollback(1))
    assert {one.check for one in plan.findings} >= {
        "who", "rights", "autoscaler", "KEDA", "VPA", "Argo CD", "Flux", "Helm", "Argo Rollouts", "owners", "nodes",
        "waiting pods", "budgets", "dry run", "new pods", "not covered",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "value", "checks"),
    [
        (
            "scale",
            "5",
            {"who", "rights", "autoscaler", "KEDA", "Argo CD", "Flux", "Helm", "quota", "new pods"},
        ),
        ("restart", "", {"who", "rights", "autoscaler", "VPA", "Argo CD", "budgets", "new pods", "dry run"}),
        ("pause", "", {"who", "rights", "Argo CD", "Flux", "Helm", "owners", "dry run", "paused"}),
    ],
)
async def test_so_it_is_for_the_other_verbs(web: Stage, verb: str, value: str, checks: set[str]) -> None:
    plan = await web.runner.prepare(web.wanted(verb, value))
    assert {one.check for one in plan.findings} >= checks
