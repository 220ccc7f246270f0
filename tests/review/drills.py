"""Drills as logs in memory: the same outage, played well, badly, and not at all."""

from collections.abc import Callable, Mapping

from console.incident import commands
from console.incident.clock import MINUTE, SECOND
from console.incident.events import ActionMoved, DrillBegun, DrillEnded
from console.review.score_text import score_lines
from console.review.scoring import Score, score
from tests.incident.story import ID, START, Story, checklists

ONSET = START + MINUTE
BEGUN = DrillBegun(
    scenario="bad-deploy",
    title="Checkout errors after a release",
    seed=7,
    speed_percent=100,
    onset=ONSET,
    cause="web 2.4.1 leaks database connections; 30 % of the pods run it",
    hypothesis=(("web", "2.4.1"), ("bad", "release")),
    helps=("rollback deploy/web",),
    harms=("restart deploy/db", "delete pod/db-*"),
    faster=("Roll back first and ask later: the release was three minutes old when the errors began.",),
)


def begun(fact: DrillBegun = BEGUN) -> Story:
    story = Story()
    story.write(fact, incident="", actor="warroom")
    story.now = ONSET
    return story


def act(story: Story, name: str, verdict: str, *, id: str = "act-1", every: int = 30 * SECOND) -> None:  # noqa: A002 - as in the log
    verb, _, target = name.partition(" ")
    for step in ("planned", "confirmed", "executing", "executed", "verifying", verdict):
        story.wait(every if step == verdict else 0)
        story.write(ActionMoved(id, verb, target, "drill", "shop", step))


def ended(story: Story, impact: int, recovered: int | None = None, reason: str = "left") -> Story:
    story.wait(SECOND)
    story.write(DrillEnded(impact, recovered, reason), incident="", actor="warroom")
    return story


def good() -> Story:
    """Declared after two minutes, told after three, rolled back after six, all items ticked."""
    story = begun()
    story.wait(2 * MINUTE)
    story.declare(started_at=ONSET, severity="SEV1", purpose="drill")
    story.wait(MINUTE)
    story.do(commands.post_update, ID, "Checkouts fail for some, we are on it.", "public")
    story.wait(2 * MINUTE)
    story.do(commands.note, ID, "I think it is the release of Web 2.4.1")
    story.wait(MINUTE)
    act(story, "rollback deploy/web", "improved", every=2 * MINUTE)
    tick(story)
    story.move("monitoring", "resolved", reason="web was rolled back")
    return ended(story, 7 * MINUTE + 30 * SECOND, ONSET + 7 * MINUTE, "won")


def tick(story: Story) -> None:
    for phase in checklists()[0].phases:
        for item in phase.items:
            story.do(commands.set_item, ID, item.id, item.title, "done")


def nothing() -> Story:
    """Nobody does anything."""
    story = begun()
    story.wait(60 * MINUTE)
    return ended(story, 60 * MINUTE, None, "time is up")


def harmful() -> Story:
    """The database is restarted, twice, and its pods deleted; users never get well."""
    story = begun()
    story.wait(8 * MINUTE)
    story.declare(started_at=ONSET, severity="SEV1", purpose="drill")
    story.wait(MINUTE)
    act(story, "restart deploy/db", "worse")
    act(story, "restart deploy/db", "unchanged", id="act-2")
    act(story, "delete pod/db-0", "unknown", id="act-3")
    story.write(ActionMoved("act-4", "rollback", "deploy/web", "drill", "shop", "declined"))
    story.write(ActionMoved("act-5", "scale", "deploy/web", "drill", "shop", "refused", "blocked by its quota"))
    story.wait(30 * MINUTE)
    return ended(story, 40 * MINUTE)


def late() -> Story:
    """The hypothesis is found late, the help waits longer still, and updates are missed."""
    story = begun()
    story.wait(4 * MINUTE)
    story.declare(started_at=ONSET, severity="SEV1", purpose="drill")
    story.wait(MINUTE)
    story.do(commands.post_update, ID, "We are looking.")
    act(story, "scale deploy/web", "unchanged", id="act-0")
    story.now = ONSET + 25 * MINUTE
    story.do(commands.decide, ID, "treat it as a bad release")
    story.wait(6 * MINUTE)
    act(story, "rollback deploy/web", "improved", every=3 * MINUTE)
    story.do(commands.post_update, ID, "Rolled back, it is better.")
    story.move("monitoring")
    return ended(story, 34 * MINUTE, ONSET + 33 * MINUTE, "won")


DRILLS: Mapping[str, Callable[[], Story]] = {"good": good, "nothing": nothing, "harmful": harmful, "late": late}


def scored(story: Story) -> Score:
    return score(story.events, story.scheme, checklists())


def card(story: Story) -> str:
    return "\n".join(score_lines(scored(story))) + "\n"
