"""An incident whose cause was looked for: two hypotheses, whys, factors; and the same with attacks for every text."""

from collections.abc import Callable, Mapping, Sequence

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.factors import CATEGORIES
from console.incident.record import Incident
from console.review.fishbone import fishbone_mermaid, fishbone_text
from console.review.why_tree import tree_mermaid, tree_text
from tests.incident.story import ID, START, Story

DRAWINGS: Mapping[str, Callable[[Incident], str]] = {
    "whys.txt": lambda incident: tree_text(incident, 76),
    "whys-30.txt": lambda incident: tree_text(incident, 30),
    "whys.mmd": tree_mermaid,
    "fishbone.txt": lambda incident: fishbone_text(incident, CATEGORIES),
    "fishbone-40.txt": lambda incident: fishbone_text(incident, CATEGORIES, 40),
    "fishbone.mmd": lambda incident: fishbone_mermaid(incident, CATEGORIES),
}
"""Drawings of `reasoned`, by their golden files."""


def reasoned() -> Story:
    """One hypothesis falls, one is accepted; one answer is struck, and so is one factor; one of each is left open."""
    story = Story()
    story.declare(title="Checkout errors after web 2.4.1", started_at=START - 10 * MINUTE)
    full = story.do(commands.note, ID, "the pool is full: 200 of 200").key
    fast = story.do(commands.note, ID, "queries of the database take 3 ms").key
    _hypotheses(story, full, fast)
    _whys(story, full)
    _factors(story, full)
    story.do(commands.tag_cause, ID, "deploy", "web 2.4.1 leaks", known=["deploy"])
    story.move("mitigating", "monitoring", "resolved", reason="rolled back web")
    return story


def _hypotheses(story: Story, full: str, fast: str) -> None:
    known = (full, fast)
    story.do(commands.add_hypothesis, ID, "web 2.4.1 leaks connections", test="roll back one pod", owner="bob")
    story.do(commands.add_hypothesis, ID, "the database is slow", confidence=30, evidence=(("for", full, "it waits"),))
    story.do(commands.add_hypothesis, ID, "a crawler came by", actor="dana")
    for subject, side, event, why in (("h1", "for", full, "200 of 200"), ("h2", "against", fast, "as ever")):
        story.wait(MINUTE)
        story.do(commands.weigh, ID, subject, side, event, why, known=known)
    story.do(commands.move_hypothesis, ID, "h1", "testing")
    story.do(commands.move_hypothesis, ID, "h2", "refuted")
    story.do(commands.set_hypothesis, ID, "h1", component="web", confidence=90)
    story.wait(MINUTE)
    story.do(commands.move_hypothesis, ID, "h1", "accepted", "the pod that was rolled back was well", by="dana")


def _whys(story: Story, full: str) -> None:
    story.do(commands.ask_why, ID, "Why did the checkout fail?")
    story.do(commands.answer_whys, ID, ["the pool was full", "connections leak", "no test holds one for a minute"])
    story.do(commands.answer_why, ID, "the alert looked at errors only", "w1", asked="how")
    story.do(commands.answer_why, ID, "the cache was cold")
    story.do(commands.weigh, ID, "w1", "for", full, "200 of 200", known=(full,))
    story.do(commands.strike_why, ID, "w5", "it was warm")


def _factors(story: Story, full: str) -> None:
    seen = (("for", full, "200 of 200"),)
    story.do(commands.name_factor, ID, "no limit on waiting", "code", accepted=True, evidence=seen)
    story.do(commands.name_factor, ID, "2.4.1 went out on a Saturday", "process", sort="trigger", accepted=True)
    story.do(commands.name_factor, ID, "the backup region was warm", "infra", sort="luck")
    story.do(commands.name_factor, ID, "nobody knew the pool", "people", tags=["deploy"], known_tags=["deploy"])
    story.do(commands.judge_factor, ID, "f4", "struck", "bob does")


def attacked(attacks: Sequence[str]) -> Story:
    """Every text that people can give about a cause is an attack."""
    story = Story()
    story.declare(title=attacks[0])
    for attack in attacks:
        event = story.do(commands.note, ID, attack).key
        seen = (("for", event, attack),)
        story.do(
            commands.add_hypothesis, ID, f"{attack} {len(story.events)}", test=attack, component=attack, evidence=seen
        )
        story.do(commands.move_hypothesis, ID, f"h{len(story.incident().hypotheses)}", "accepted", attack)
        story.do(commands.answer_why, ID, attack, evidence=seen)
        story.do(commands.name_factor, ID, attack, "code", sort="trigger", accepted=True, evidence=seen)
        story.do(commands.name_factor, ID, attack, "code")
        story.do(commands.judge_factor, ID, f"f{len(story.incident().factors)}", "struck", attack)
    story.do(commands.strike_why, ID, "w1", attacks[-1])
    story.do(commands.ask_why, ID, attacks[-1])
    return story
