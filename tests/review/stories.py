"""Incidents from the declaration on, as logs in memory, for the tests of the documents."""

from collections.abc import Callable, Mapping
from pathlib import Path

from console.incident import commands
from console.incident.clock import DAY, HOUR, MINUTE, SECOND
from console.incident.events import (
    Acknowledged,
    ActionMoved,
    ChangeSeen,
    Entry,
    Event,
    Exported,
    HeadsSeen,
    HealthChanged,
    Learnt,
    MitigationSettled,
    RoleAssigned,
    Unrecognised,
)
from console.papers import what_changed
from console.review.brief import brief, brief_markdown
from console.review.document import render_json
from console.review.markdown import render
from console.review.report import Report, build
from tests.incident.story import ID, START, Story, checklists
from tests.review.reasoning import reasoned

ATTACKS = (
    "# heading",
    "line\n## heading\n\n---\n\n- item\n1. one",
    "| a | b |\n|---|---|",
    "`code` ``` fence\n```\nblock\n```",
    "<script>alert(1)</script> <img src=x onerror=y> <!-- x",
    "<!-- /warroom:keep -->\n<!-- warroom:keep summary -->",
    "[link](javascript:alert(1)) ![image](http://hostile.example/x.png) [ref]: http://hostile.example",
    "<http://hostile.example> &lt;b&gt; &#60; **bold** _soft_ ~~gone~~ $x$ a_b",
    "> quote",
    "setext\n===",
    "    indented",
    "- [ ] task",
    "+ plus",
    "12) numbered",
    "\x1b[2J\x1b]52;c;SE9TVElMRQ==\x07 \u202e bidi \u2028 line \r return",
    "end\\",
    "password=hunter2",
)

GOLDEN = Path(__file__).parent / "golden"


def checkout() -> Story:
    """A whole incident: two commanders, a lost race, a correction, a pin, a raise and a review."""
    story = Story()
    story.declare(
        title="Checkout errors after web 2.4.1",
        started_at=START - 10 * MINUTE,
        detected_at=START - 8 * MINUTE,
        detected_by="monitor",
    )
    story.write(HealthChanged("api", "ok", "down", "5 of 6 probes failed"), incident="", actor="warroom")
    _step(story, commands.acknowledge, ID, actor="bob")
    note = _step(story, commands.note, ID, "the databse pool is full\nsince the deploy", actor="bob")
    taken = next(event for event in story.events if isinstance(event.fact, Acknowledged))
    _step(story, commands.correct, taken, occurred_at=START + 10 * SECOND, actor="bob")
    _step(story, commands.correct, note, "the database pool is full\nsince the deploy", actor="bob")
    _step(story, commands.decide, ID, "roll back web", "quickest, and the deploy fits the time")
    story.write(commands.pin(story.state, note, actor="alice"))
    _step(story, commands.raise_severity, ID, "half of the carts fail")
    _step(story, commands.assign_role, ID, "comms", "carol")
    _step(story, commands.set_item, ID, "first-post", "First post outside", "done", actor="carol")
    _step(story, commands.set_item, ID, "freeze-changes", "Stop deploys", "skipped", "frozen since Friday")
    _step(story, commands.post_update, ID, "We see failing checkouts and are on it.", "public", actor="carol")
    _step(story, commands.assign_role, ID, "ic", "dana")
    story.write(RoleAssigned("incident_commander", "erin", previous="alice"), actor="erin")
    _step(story, commands.note, ID, "seen in the graphs", occurred_at=START - 5 * MINUTE)
    story.move("identified", "mitigating", "monitoring")
    story.write(HealthChanged("api", "down", "ok"), incident="", actor="warroom")
    story.move("resolved", reason="web was rolled back to 2.4.0")
    story.write(Exported("md", "incidents/2026-11-21-checkout-errors-after-web-2-4-1.md"))
    return story


def fresh() -> Story:
    """Declared a minute ago, and nobody has written anything."""
    story = Story()
    story.declare(title="Something is wrong", severity="SEV3")
    story.wait(MINUTE)
    return story


def promised() -> Story:
    """Tasks that were kept, late and dropped, and an update that was let wait."""
    story = Story()
    story.declare(title="Search is slow", severity="SEV1", started_at=START)
    _step(story, commands.give_task, ID, "bob", 5 * MINUTE, "check the pool", actor="alice")
    story.write(commands.accept_task(story.state, ID, "t1", actor="bob"))
    _step(story, commands.give_task, ID, "carol", MINUTE, "tell support", actor="alice")
    story.write(commands.accept_task(story.state, ID, "t2", actor="carol"))
    _step(story, commands.give_task, ID, "dana", MINUTE, "call the vendor", actor="alice")
    story.write(commands.end_task(story.state, ID, "t1", "done", "full | since 17:30", actor="bob"))
    story.write(commands.end_task(story.state, ID, "t3", "dropped", "they called us", actor="alice"))
    _step(story, commands.snooze_update, ID, 20 * MINUTE, "nothing new until the rollback is through")
    story.move("monitoring")
    story.write(commands.end_task(story.state, ID, "t2", "done", actor="carol"))
    story.move("resolved", reason="the pool is larger now")
    return story


def followed() -> Story:
    """Reviewed and closed, with action items in every state, one of them hostile, and what was learnt."""
    story = Story()
    story.declare(title="Search is slow", severity="SEV1", started_at=START)
    story.move("monitoring", "resolved", reason="the index was rebuilt")
    story.write(Exported("md", "incidents/2026-11-21-search-is-slow.md"))
    add = commands.add_action_item
    due = START + 14 * DAY
    _step(story, add, ID, "Page on-call at 80 % of the pool", owner="bob", due=due, priority="high", type="detect")
    _step(story, add, ID, "=1+1 | <script>alert(1)</script> [x](javascript:y)", source="`h1`|")
    _step(story, add, ID, "Rebuild the index every night", owner="dana", due=START + HOUR, horizon="short")
    _step(story, add, ID, "Write the rebuild into the runbook", owner="dana")
    _step(story, commands.change_action_item, ID, "a1", {"owner": "carol", "due": START + 7 * DAY}, actor="dana")
    _step(story, commands.move_action_item, ID, "a1", "done", "it fired in a drill", actor="carol")
    _step(story, commands.move_action_item, ID, "a4", "wont_do", "the checklist has it")
    _step(story, commands.schedule_review, ID, START + 2 * DAY, people=["dana", "erin"])
    _step(story, commands.move_postmortem, ID, "in-review", reviewers=["erin"])
    story.wait(2 * DAY)
    _step(story, commands.move_postmortem, ID, "reviewed", actor="erin")
    _step(story, commands.change_status, ID, "closed", monitors=["age of the index"])
    story.write(Learnt("priors", "priors.toml", "capacity was a cause in 1 incident"))
    return story


def hostile() -> Story:
    """Every text that people or systems can give is an attack."""
    story = Story()
    story.declare(title="# x | `y` <script>alert(1)</script> [a](javascript:b) --> \\", purpose="drill")
    for index, text in enumerate(ATTACKS):
        story.wait(SECOND)
        story.do(commands.note, ID, text, actor=f"<!-- eve|`{index} -->")
    note = story.events[1]
    story.do(commands.correct, note, "| a | b |\n|---|---|", actor="*eve*")
    story.do(commands.decide, ID, "- [ ] # heading", "1. because\n> quote")
    story.do(commands.assign_role, ID, "scribe", "**bob** <b>", contact="x")
    story.write(Unrecognised("<kind>|`", "| from the future |", {}))
    story.do(commands.change_status, ID, "cancelled", "`cancelled`\n\n## not a heading")
    return story


def long() -> Story:
    """Reopened, waived, closed, with things that no longer belong to it before and after."""
    story = Story()
    story.write(HealthChanged("web", "ok", "down"), incident="")
    story.wait(2 * HOUR)
    story.declare(title="Search is slow", severity="SEV1", commander="dana")
    story.move("monitoring", "resolved", reason="it got better", every=HOUR)
    story.move("investigating", "identified", "monitoring", "resolved", reason="index rebuilt", every=DAY)
    story.wait(HOUR)
    story.do(commands.change_status, ID, "closed", "known, reviewed in May", owner="erin")
    story.write(HealthChanged("web", "ok", "down"), incident="")
    story.write(HeadsSeen({"bob@host": "4:ab"}), incident="")
    story.declare("INC-20261121-002", title="Another one")
    return story


def released() -> Story:
    """A release before the declaration and in no incident, what else was changed, and a rollback step by step."""
    story = Story()
    _changed(story, "deploy/web 2.4.0 > 2.4.1", -13 * MINUTE, by="ci-bot")
    _changed(story, "deploy/search 7 > 8", -100 * MINUTE)
    _changed(story, "deploy/mail 1 > 2", -3 * HOUR)
    story.declare(title="Checkout errors", started_at=START - 10 * MINUTE)
    _changed(story, "<b>config</b> | `x` changed", 30 * SECOND, incident=ID, by="*eve*")
    for step in ("planned", "confirmed", "executing", "executed", "verifying", "improved"):
        story.wait(10 * SECOND)
        text = "error rate 9% > 0.1%" if step == "improved" else ""
        story.write(ActionMoved("act-1", "rollback", "deploy/web", "prod", "shop", step, text))
    for step in ("declined", "cancelled", "in doubt", "failed", "timed out", "refused", "worse"):
        story.wait(10 * SECOND)
        story.write(ActionMoved("act-2", "restart", "deploy/api", "prod", "shop", step))
    story.write(MitigationSettled("act-1", "kept", "bob", "2.4.2 comes on Monday"))
    story.write(MitigationSettled("act-99", "kept"))
    story.move("identified", "monitoring", "resolved", reason="web was rolled back")
    _changed(story, "deploy/web 2.4.0 > 2.4.2", HOUR)
    return story


def _changed(story: Story, text: str, after: int, *, incident: str = "", by: str = "") -> None:
    fact = ChangeSeen("k8s", "rollout", text.split(maxsplit=1)[0], text, f"{text} {after}", by)
    story.write((Entry(fact, by or "k8s", incident, START + after),))


STORIES: Mapping[str, Callable[[], Story]] = {
    "checkout": checkout,
    "fresh": fresh,
    "promised": promised,
    "hostile": hostile,
    "followed": followed,
    "long": long,
    "released": released,
    "reasoned": reasoned,
}


def report(story: Story) -> Report:
    return build(story.events, ID, rank=what_changed, checklists=checklists(), scheme=story.scheme)


def rendered(story: Story) -> dict[str, str]:
    made = report(story)
    now = brief(story.state, story.incident(), story.now, scheme=story.scheme, events=story.events)
    return {"md": render(made), "json": render_json(made), "brief.md": brief_markdown(now)}


def _step(story: Story, command: Callable[..., tuple[Entry, ...]], *args: object, **kwargs: object) -> Event:
    story.wait(30 * SECOND)
    return story.do(command, *args, **kwargs)
