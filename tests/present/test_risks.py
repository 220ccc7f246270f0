"""How risky an option is: what is seen is told in one line, and what is not seen is said to be unknown."""

from checks.kubernetes.objects import Budget, ClusterSeen, Node, ResourceSeen, Revision, Scaler, Workload
from console.incident.closures import FREEZE, Closure
from console.present.decisions import suggestions, unasked
from console.present.risks import failover, rollback, scale
from console.signals.changes import SeenChange
from tests.incident.story import START
from tests.present.scene import MINUTE, an_incident, snapshot

READ = tuple(ResourceSeen(name, "ok") for name in ("horizontalpodautoscalers", "poddisruptionbudgets"))
LABELS = (("app", "web"), ("tier", "front"))
WEB = Workload("Deployment", "shop", "web", "u1", 6, revision="14", selector=LABELS, owners=("argocd web",))
REVISIONS = (
    Revision("ReplicaSet", "shop", "web-a", "r14", "u1", 14, images=("shop/web:2.4.1",)),
    Revision("ReplicaSet", "shop", "web-b", "r13", "u1", 13, images=("shop/web:2.4.0",)),
    Revision("ReplicaSet", "shop", "web-c", "r12", "u1", 12),
)
FROZEN = (Closure(FREEZE, START - MINUTE, START + 60 * MINUTE, "holidays"),)


def here(**more: object) -> ClusterSeen:
    """A cluster with web in it."""
    seen = ClusterSeen("eu", resources=READ, workloads=(WEB,), revisions=REVISIONS)
    return seen._replace(**more)  # type: ignore[arg-type]  # as the tests say


def test_a_rollback_names_its_target_its_undo_and_what_stands_against_it() -> None:
    scaler = Scaler("shop", "web", "Deployment", "web", 3, 8, 6, 6)
    budgets = (Budget("shop", "web", 1, (("app", "web"),)), Budget("shop", "all", 0))
    seen = snapshot(an_incident(), clusters=(here(scalers=(scaler,), budgets=budgets),))
    assert rollback(seen, "deploy/web", "eu", FROZEN, START) == (
        "to r13 web:2.4.0; undo: roll forward; HPA 3-8; PDB lets 1 go; managed by argocd web; FREEZE until 18:42Z"
    )


def test_what_was_read_and_is_not_there_is_told_from_what_nobody_read() -> None:
    seen = snapshot(an_incident(), clusters=(here(),))
    assert "no HPA; no PDB" in rollback(seen, "deploy/web", "eu", (), START)
    blind = snapshot(an_incident(), clusters=(here(resources=(), revisions=()),))
    told = rollback(blind, "deploy/web", "eu", (), START)
    assert told.startswith("target revision unknown; undo: roll forward; HPA unknown; PDB unknown")
    assert rollback(seen, "deploy/api", "eu", (), START).startswith("target revision unknown")
    assert rollback(seen, "deploy/web", "us", (), START).endswith("autoscaler, budgets unknown")


def test_a_scale_says_who_takes_it_back_and_what_room_there_is() -> None:
    full = Scaler("shop", "web", "Deployment", "web", 2, 10, 10, 10)
    nodes = (Node("n1", ready=True, cpu=3.0, cpu_room=4.0), Node("n2", ready=True, cpu=4.0, cpu_room=4.0))
    seen = snapshot(an_incident(), clusters=(here(scalers=(full,), nodes=nodes),))
    assert scale(seen, "web", (), START) == (
        "HPA holds it at 10: raise its maximum; undo: back to 10; nodes use 88% of cpu"
    )
    unmeasured = snapshot(an_incident(), clusters=(here(scalers=(full,)),))
    assert "room on the nodes unknown" in scale(unmeasured, "web", (), START)


def test_going_elsewhere_says_how_the_other_cluster_is_and_that_nothing_here_undoes_it() -> None:
    other = ClusterSeen("us", resources=READ, nodes=(Node("n1", ready=True), Node("n2", ready=False)))
    seen = snapshot(an_incident(), clusters=(here(), other))
    assert failover(seen, "eu", (), START) == (
        "us: 1 of 2 nodes not well, room on the nodes unknown; undo unknown: by hand; state of its data unknown"
    )
    gone = snapshot(an_incident(), clusters=(here(), ClusterSeen("us", error="connection refused")))
    assert failover(gone, "eu", (), START).startswith("us: not read")


def test_all_three_questions_are_asked_and_only_what_something_speaks_for_is_an_option() -> None:
    change = SeenChange(START - MINUTE, "kubernetes", "rollout", "deploy/web", "web 2.4.0 > 2.4.1", where="eu", key="k")
    seen = snapshot(an_incident(), clusters=(here(),), changes=(change,))
    found = suggestions(seen, START)
    assert [(each.option, each.risk[:16]) for each in found] == [("roll back deploy/web", "to r13 web:2.4.0")]
    assert unasked(found) == ["Scale", "Fail over"]
