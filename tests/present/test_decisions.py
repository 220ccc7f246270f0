"""Proposals and decisions as rows, in the Due pane too, and the options that what is seen suggests."""

from checks.kubernetes.objects import ClusterSeen, Node, ResourceSeen, Scaler
from console.incident import commands
from console.present.decisions import apart, choices, decisions_of, suggestions
from console.present.due import due_table
from console.signals.changes import SeenChange
from tests.incident.story import ID, START, Story
from tests.present.scene import MINUTE, SECOND, an_incident, cells, context, snapshot
from widgets.values import Tone

RESOURCES = (ResourceSeen("pods", "ok"),)


def proposed(**more: object) -> Story:
    story = an_incident()
    story.do(commands.propose, ID, "roll back web", "it began with it", **more)
    return story


def due(story: Story, key: str) -> list[str]:
    return cells(due_table(snapshot(story), context(), story.now), key)


def test_a_proposal_counts_down_in_the_due_pane_and_then_waits_to_be_taken() -> None:
    story = proposed()
    story.wait(18 * SECOND)
    assert due(story, "decision:p1") == ["objections? p1 roll back web", "42s"]
    story.wait(MINUTE)
    assert due(story, "decision:p1") == ["you: take p1 roll back web", "18s late"]
    story.do(commands.take, ID, "p1")
    table = due_table(snapshot(story), context(), story.now)
    assert not [row for row in table.rows if row.key.startswith("decision:")]


def test_an_objection_waits_for_who_decides_at_once_and_a_second_look_comes_back() -> None:
    story = proposed(again=30 * MINUTE)
    story.do(commands.object_to, ID, "p1", "no", by="bob")
    assert due(story, "decision:p1:!") == ["you: answer bob: p1 roll back web", "for 0s"]
    story.wait(MINUTE)
    story.do(commands.take, ID, "p1", despite="it was checked")
    assert due(story, "decision:p1:again") == ["look again: p1 roll back web", "30m"]


def test_what_waits_for_somebody_stands_first_and_says_so_in_words() -> None:
    story = proposed(wait=0, rejected=[("scale", "slow")])
    story.do(commands.propose, ID, "fail over")
    story.do(commands.object_to, ID, "p2", "the replica is behind", by="bob")
    rows = choices(decisions_of(story.incident()), story.now)
    assert [(row.key, row.label, row.tone) for row in rows] == [
        ("p2", "! objection · p2 fail over", Tone.BAD),
        ("p1", "◆ decided · p1 roll back web", Tone.MUTED),
    ]
    assert "bob objects: the replica is behind" in rows[0].detail
    assert "not: scale (slow)" in rows[1].detail


def rollout(at: int) -> SeenChange:
    return SeenChange(at, "kubernetes", "rollout", "deploy/web", "web 2.4.0 > 2.4.1", key="k")


def cluster(name: str, **more: object) -> ClusterSeen:
    return ClusterSeen(name, resources=RESOURCES)._replace(**more)  # type: ignore[arg-type]  # as the tests say


def test_nothing_is_suggested_where_nothing_speaks_for_it() -> None:
    story = an_incident()
    assert suggestions(snapshot(story), START) == []
    late = snapshot(story, changes=(rollout(START + 10 * MINUTE),))
    assert suggestions(late, START + 20 * MINUTE) == []


def test_a_rollout_before_the_onset_suggests_to_go_back() -> None:
    seen = snapshot(an_incident(), changes=(rollout(START - 12 * MINUTE), rollout(START - 100 * MINUTE)))
    assert [(each.option, each.why) for each in suggestions(seen, START)] == [
        ("roll back deploy/web", "web 2.4.0 > 2.4.1")
    ]


def test_an_option_that_was_only_offered_is_not_kept_beside_the_same_proposal() -> None:
    offered = suggestions(snapshot(an_incident(), changes=(rollout(START - MINUTE),)), START)
    options = ["roll back deploy/web", "roll the dice"]
    assert apart(options, offered, "Roll web back to r3") == ["roll the dice"]
    assert apart(options, offered, "scale web") == options


def test_an_autoscaler_at_its_end_suggests_to_scale_and_lost_nodes_to_go_elsewhere() -> None:
    full = Scaler("shop", "web", "Deployment", "web", 2, 10, 10, 10)
    here = cluster("eu", scalers=(full,), nodes=(Node("n1", ready=False),))
    alone = suggestions(snapshot(an_incident(), clusters=(here,)), START)
    assert [each.option for each in alone] == ["scale web"]
    both = suggestions(snapshot(an_incident(), clusters=(here, cluster("us"))), START)
    assert [each.option for each in both] == ["scale web", "fail over from eu"]
