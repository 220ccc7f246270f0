"""What an action can be done to: from a list, and from the row under the cursor. The exact object, in its context."""

import pytest

from checks.kubernetes.objects import ClusterSeen
from console.incident.action import VERBS, VERBS_OF, Target
from console.present.aiming import aimed
from console.present.cluster.keys import NODE, POD, WORKLOAD, key
from console.present.cluster.targets import MOST, Aim, aims
from tests.hostile import HOSTILE
from tests.incident.story import START
from tests.present.cluster_scene import crowd, the_cluster
from tests.present.scene import context, snapshot
from widgets.text import safe_text
from widgets.values import Tone

CLUSTER = the_cluster(START)
CLUSTER = CLUSTER._replace(nodes=tuple(node._replace(uid=f"uid-{node.name}") for node in CLUSTER.nodes))
HERE = CLUSTER.context


def offered(verb: str, *clusters: ClusterSeen) -> list[Aim]:
    """What a verb can be done to."""
    return aims(clusters or (CLUSTER,), verb, START)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_offered_only_what_it_is_for_each_with_its_context_and_uid(verb: str) -> None:
    found = offered(verb)
    assert found
    assert {each.target.kind for each in found} <= {kind for kind, verbs in VERBS_OF.items() if verb in verbs}
    assert {each.target.context for each in found} == {HERE}
    assert all(each.target.uid for each in found)


def test_the_worst_comes_first() -> None:
    found = offered("rollback")
    wrong = [each.tone is not Tone.PLAIN for each in found]
    assert wrong == sorted(wrong, reverse=True)
    assert {"web", "report"} <= {each.target.name for each in found[: sum(wrong)]}


def test_only_what_is_paused_is_resumed_and_only_what_is_not_is_paused() -> None:
    assert [each.target.name for each in offered("resume")] == ["mailer"]
    assert "mailer" not in {each.target.name for each in offered("pause")}


def test_a_node_that_is_cordoned_is_offered_for_the_contrary_alone() -> None:
    closed = {node.name for node in CLUSTER.nodes if node.unschedulable}
    assert closed
    assert {each.target.name for each in offered("uncordon")} == closed
    assert not closed & {each.target.name for each in offered("cordon")}


def test_of_several_clusters_each_line_names_its_own() -> None:
    other = CLUSTER._replace(context="lab")
    found = offered("resume", CLUSTER, other)
    assert [(each.target.context, each.detail.endswith(each.target.context)) for each in found] == [
        (HERE, True),
        ("lab", True),
    ]


def test_a_list_that_nobody_scrolls_through_has_an_end() -> None:
    assert len(offered("delete", crowd(START))) == MOST


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_gets_into_the_list_and_the_target_stays_what_it_is(attack: str) -> None:
    pods = [each._replace(name=attack, namespace=attack, state=attack) for each in CLUSTER.pods[:1]]
    found = offered("delete", CLUSTER._replace(context=attack, pods=tuple(pods)), CLUSTER)
    (hostile,) = [each for each in found if each.target.context == attack]
    assert hostile.target.name == attack
    assert (hostile.label, hostile.detail) == (safe_text(hostile.label), safe_text(hostile.detail))


def test_a_pod_under_the_cursor_means_itself_or_the_workload_that_made_it() -> None:
    seen = snapshot(at=START, clusters=(CLUSTER,))
    pod = next(each for each in CLUSTER.pods if each.name.startswith("web-"))
    row = f"{HERE}|{key(POD, pod.uid)}"
    deleted = aimed(seen, context(), "cluster", row, "delete")
    rolled = aimed(seen, context(), "cluster", row, "rollback")
    assert deleted == Target(HERE, "Pod", "shop", pod.name, pod.uid)
    assert rolled == Target(HERE, "Deployment", "shop", "web", "uid-web")


@pytest.mark.parametrize(
    ("row", "verb"),
    [
        (f"{HERE}|{key(WORKLOAD, 'uid-gone')}", "rollback"),
        (f"{HERE}|{key(NODE, 'node-1')}", "rollback"),
        (f"elsewhere|{key(WORKLOAD, 'uid-web')}", "rollback"),
        (HERE, "rollback"),
        ("", "rollback"),
    ],
)
def test_a_row_that_stands_for_nothing_means_nothing(row: str, verb: str) -> None:
    assert aimed(snapshot(at=START, clusters=(CLUSTER,)), context(), "cluster", row, verb) is None


def test_a_service_means_the_workload_that_the_configuration_names() -> None:
    seen = snapshot(at=START, clusters=(CLUSTER,))
    known = context(workloads={"shop": Target(HERE, "Deployment", "shop", "web"), "db": Target(HERE, "Pod", "", "x")})
    assert aimed(seen, known, "services", "shop", "scale") == Target(HERE, "Deployment", "shop", "web", "uid-web")
    assert aimed(seen, known, "services", "db", "scale") is None
    assert aimed(seen, known, "services", "nobody", "scale") is None
    assert aimed(snapshot(at=START), known, "services", "shop", "scale") is None
