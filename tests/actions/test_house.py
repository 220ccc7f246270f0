"""What the house says on a card: evidence of a security incident first, a freeze of changes, maintenance."""

from collections.abc import Sequence

import pytest

from console.actions.rules import Around
from console.incident import commands
from console.incident.action import INFORMS, WARNS
from console.incident.clock import HOUR
from console.incident.closures import FREEZE, MAINTENANCE, Closure
from console.incident.errors import Refused
from tests.actions.stage import Stage, finding, texts
from tests.incident.story import ID, Story


def around(story: Story | None = None, closures: Sequence[Closure] = ()) -> Around:
    """What the program knows: the incidents of a story, and what is closed."""
    live = tuple if story is None else story.state.live
    return Around(live=live, closures=lambda: closures, service_of=lambda _target: "shop")


def security() -> Story:
    """A security incident."""
    story = Story()
    story.declare(type="security", codename="PELICAN")
    return story


@pytest.fixture
def web(stage: Stage) -> Stage:
    stage.cluster.add_deployment("web", "web:1", replicas=3)
    stage.cluster.settle()
    return stage


@pytest.mark.parametrize(("verb", "value"), [("restart", ""), ("scale", "0"), ("scale", "00")])
async def test_what_destroys_state_asks_for_evidence_first_and_for_the_name(web: Stage, verb: str, value: str) -> None:
    web.made(around=around(security()))
    plan = await web.runner.prepare(web.wanted(verb, value))
    assert finding(plan, "security incident PELICAN").level == WARNS
    assert plan.typed == "web"
    with pytest.raises(Refused, match="type web"):
        await web.runner.run(plan)


async def test_what_destroys_nothing_asks_for_no_evidence(web: Stage) -> None:
    web.made(around=around(security()))
    plan = await web.runner.prepare(web.wanted("scale", "4"))
    assert "evidence" not in texts(plan)
    assert plan.typed == ""


@pytest.mark.parametrize("how", ["taken", "waived"])
async def test_evidence_that_was_taken_or_waived_is_asked_for_no_more(web: Stage, how: str) -> None:
    story = security()
    story.do(commands.note_evidence, ID, how, "image of web-1")
    web.made(around=around(story))
    plan = await web.runner.prepare(web.wanted("restart"))
    assert "evidence" not in texts(plan)


async def test_an_operational_incident_asks_for_no_evidence(web: Stage) -> None:
    story = Story()
    story.declare()
    web.made(around=around(story))
    assert "evidence" not in texts(await web.runner.prepare(web.wanted("restart")))


async def test_a_freeze_asks_for_the_name_and_maintenance_only_informs(web: Stage) -> None:
    now = web.clock()
    freeze = Closure(FREEZE, now - HOUR, now + HOUR, "Black Friday")
    work = Closure(MAINTENANCE, now - HOUR, now + HOUR, "new disks", service="shop")
    web.made(around=around(closures=(freeze, work)))
    plan = await web.runner.prepare(web.wanted("scale", "4"))
    assert finding(plan, "changes are frozen until").level == WARNS
    assert finding(plan, "shop is in maintenance until").level == INFORMS
    assert plan.typed == "web"


async def test_what_is_over_or_about_another_service_says_nothing(web: Stage) -> None:
    now = web.clock()
    over = Closure(FREEZE, now - 2 * HOUR, now - HOUR)
    elsewhere = Closure(MAINTENANCE, now - HOUR, now + HOUR, service="search")
    web.made(around=around(closures=(over, elsewhere)))
    plan = await web.runner.prepare(web.wanted("scale", "4"))
    assert "frozen" not in texts(plan)
    assert "maintenance" not in texts(plan)
    assert plan.typed == ""
