"""What a workload can go back to, and which revision is proposed."""

from console.actions.revisions import CURRENT, HEALTHY, NEVER, UNKNOWN, Choice
from console.actions.rules import Around
from tests.actions.stage import Stage


def deploy(stage: Stage, *images: str, seconds: float = 60) -> None:
    """Deploy one image after the other to web, each with a while in between."""
    for number, image in enumerate(images):
        if number or stage.cluster.find("deployment", "web"):
            stage.cluster.set_image("web", image, annotations={"kubernetes.io/change-cause": f"deploy {image}"})
        else:
            stage.cluster.add_deployment("web", image, replicas=4)
        stage.cluster.advance(seconds)


async def looked(stage: Stage) -> dict[int, Choice]:
    """The choices by revision."""
    return {one.revision: one for one in await stage.runner.choices(stage.target())}


async def test_revisions_have_image_age_and_cause_and_the_newest_comes_first(stage: Stage) -> None:
    began = stage.clock()
    deploy(stage, "web:1", "web:2", "web:3")
    found = await stage.runner.choices(stage.target())
    assert [(one.revision, one.images, one.cause) for one in found] == [
        (3, ("web:3",), "deploy web:3"),
        (2, ("web:2",), "deploy web:2"),
        (1, ("web:1",), ""),
    ]
    assert [one.at for one in found] == [began // 1000 * 1000 + seconds * 1000 for seconds in (120, 60, 0)]
    assert found[0].state == CURRENT


async def test_half_way_the_revision_whose_pods_still_serve_is_healthy_and_proposed(half_way: Stage) -> None:
    found = await looked(half_way)
    assert (found[1].state, found[1].proposed) == (HEALTHY, True)
    assert "3 of its pods are available now" in found[1].why
    assert not found[2].proposed


async def test_the_proposal_is_never_simply_the_one_before(stage: Stage) -> None:
    stage.cluster.behave("web:2", "crash")
    stage.cluster.behave("web:3", "crash")
    deploy(stage, "web:1", "web:2", "web:3")
    found = await looked(stage)
    assert found[2].state == NEVER
    assert "r1 still had pods when it was replaced" in found[2].why
    assert [one.revision for one in found.values() if one.proposed] == [1]


async def test_where_nobody_watched_health_is_not_known_and_nothing_is_proposed(stage: Stage) -> None:
    deploy(stage, "web:1", "web:2", "web:3")
    found = await looked(stage)
    assert [found[number].state for number in (1, 2)] == [UNKNOWN, UNKNOWN]
    assert "nobody watched" in found[2].why
    assert not any(one.proposed for one in found.values())


async def test_with_an_onset_the_newest_from_before_it_is_proposed_as_not_known(stage: Stage) -> None:
    deploy(stage, "web:1", "web:2")
    onset = stage.clock()
    stage.cluster.advance(5)
    deploy(stage, "web:3", "web:4")
    stage.made(around=Around(onset=lambda: onset))
    proposed = [one for one in (await looked(stage)).values() if one.proposed]
    assert [(one.revision, one.state) for one in proposed] == [(2, UNKNOWN)]
    assert "look at it before you take it" in proposed[0].why


async def test_what_was_seen_fully_available_before_the_onset_is_proposed(stage: Stage) -> None:
    deploy(stage, "web:1", "web:2", "web:3")
    seen = {one.uid: stage.clock() for one in (await looked(stage)).values() if one.revision == 1}
    stage.clock.advance(1)
    onset = stage.clock()
    stage.made(around=Around(onset=lambda: onset, healthy=seen.get))
    found = await looked(stage)
    assert (found[1].state, found[1].proposed) == (HEALTHY, True)


async def test_what_became_healthy_only_after_the_onset_is_not_from_before_it(stage: Stage) -> None:
    deploy(stage, "web:1", "web:2", "web:3")
    uids = {number: one.uid for number, one in (await looked(stage)).items()}
    onset = stage.clock()
    seen = {uids[2]: onset + 1, uids[1]: onset - 1}
    stage.made(around=Around(onset=lambda: onset, healthy=seen.get))
    assert [number for number, one in (await looked(stage)).items() if one.proposed] == [1]


async def test_a_revision_that_differs_only_by_a_restart_is_the_same_as_now(stage: Stage) -> None:
    deploy(stage, "web:1")
    await stage.done(stage.wanted("restart"))
    found = await looked(stage)
    assert {number: one.state for number, one in found.items()} == {1: CURRENT, 2: CURRENT}
    assert "but for a restart" in found[1].why


async def test_a_revision_that_came_back_says_what_it_was_before(stage: Stage) -> None:
    deploy(stage, "web:1", "web:2", "web:1", "web:3")
    found = await looked(stage)
    assert sorted(found) == [2, 3, 4]
    assert "having been r1" in found[3].why


async def test_a_template_that_the_server_fills_in_otherwise_by_now_is_still_known_as_the_current_one(
    stage: Stage,
) -> None:
    deploy(stage, "web:1", "web:2")
    (found,) = [one for one in stage.cluster.all("replicaset", app="web") if one["spec"]["replicas"]]
    template = {**found["spec"]["template"], "spec": {**found["spec"]["template"]["spec"], "hostUsers": True}}
    older = {**found, "spec": {**found["spec"], "template": template}}
    stage.cluster.world.store.put(stage.cluster.world.catalogue.named("replicaset"), older)
    assert (await looked(stage))[2].state == CURRENT
