"""A decision by keys: put to the others, objected to, taken from the Due pane."""

from pathlib import Path

from console.incident.decision import PROPOSED, TAKEN, WITHDRAWN, Decision
from tests.screens.test_stories import Player, playing


def decision(player: Player, name: str = "p1") -> Decision:
    """What the state says of a proposal."""
    current = player.room.snapshot.incident
    assert current is not None
    return current.decisions[name]


async def propose(player: Player, words: str, wait: str) -> None:
    """Fill the form: what, and how long objections are waited for."""
    await player.press("d")
    await player.shows("We will")
    await player.type(words)
    await player.press("up", "backspace", "backspace")
    await player.type(wait)
    await player.press("ctrl+s")


async def test_a_proposal_is_taken_from_the_due_pane_with_one_key(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await propose(player, "roll back web", "1s")
        await player.comes(lambda incident: "p1" in incident.decisions)
        assert decision(player).state == PROPOSED
        await player.shows("you: take p1 roll")
        await player.press("shift+tab", "home", "enter")
        await player.shows("to be taken · p1 roll back web")
        await player.press("t")
        await player.comes(lambda incident: incident.decisions["p1"].state == TAKEN)


async def test_an_objection_is_answered_before_it_is_taken(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await propose(player, "fail over", "1s")
        await player.comes(lambda incident: "p1" in incident.decisions)
        await player.line("/object p1 the replica is behind")
        await player.comes(lambda incident: incident.decisions["p1"].objections)
        await player.shows("answer alice: p1")
        await player.press("shift+tab", "home", "enter")
        await player.shows("alice objects: the replica is behind")
        await player.press("t")
        await player.shows("All the same")
        await player.type("it has caught up")
        await player.press("ctrl+s")
        await player.comes(lambda incident: incident.decisions["p1"].despite == "it has caught up")


async def test_a_decision_at_once_keeps_what_was_rejected(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.press("d")
        await player.shows("We will")
        await player.type("scale web")
        await player.press("tab", "tab")
        await player.type("wait; roll back")
        await player.press("tab", "tab", "tab", "backspace", "backspace")
        await player.type("0")
        await player.press("ctrl+s")
        await player.comes(lambda incident: "p1" in incident.decisions)
        assert (decision(player).state, decision(player).options) == (TAKEN, ("wait", "roll back"))


async def test_typed_proposals_are_withdrawn_and_a_wrong_id_stays_to_be_corrected(tmp_path: Path) -> None:
    async with playing(tmp_path) as player:
        await player.declare()
        await player.line("/propose restart web because it leaks")
        await player.comes(lambda incident: incident.decisions)
        await player.line("/withdraw p7 no")
        await player.shows("there is no proposal 'p7'")
        await player.press("n", "ctrl+u")
        await player.type("/withdraw p1 it came back")
        await player.press("enter")
        await player.comes(lambda incident: incident.decisions["p1"].state == WITHDRAWN)
