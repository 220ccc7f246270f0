"""The command changes hands at real terminals: on two consoles at one log, and on one; exactly one commander at a time.

A screen that shows the answer is waited for before the next key, so that a busy machine only makes it slower.
"""

import pytest

from console.incident.record import COMMANDER, Incident
from console.incident.state import fold, states
from tests.incident.invariants import one_commander
from tests.terminal.driver import Terminal
from tests.terminal.stage import Stage

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_SUBMIT, _TAB = "\x13", "\t"


def the_incident(stage: Stage) -> Incident:
    """The incident as the log of now makes it; after every one of its events exactly one person commanded."""
    events = stage.events()
    for state in states(events):
        for incident in state.incidents.values():
            one_commander(incident)
    (found,) = fold(events).incidents.values()
    return found


def commanders(stage: Stage) -> list[str]:
    """Who commanded, one after the other."""
    return [span.person for span in the_incident(stage).roster if span.role == COMMANDER]


def declare(console: Terminal) -> None:
    console.send("i")
    console.wait_for("Declare an incident")
    console.send(f"Checkout fails{_SUBMIT}")
    console.wait_for("INVESTIGATING", "IC alice")


def offer(console: Terminal) -> None:
    """Hand over to bob, with what he has to know."""
    console.send("H")
    console.wait_for("Hand over the command of alice", "Watch out for")
    console.send(f"bob{_TAB}take web back?{_TAB}the queue grows{_SUBMIT}")
    console.wait_for("bob (offered)", "IC alice")


def read_the_brief(console: Terminal) -> None:
    """Open the offer, read the brief with what was said at the offer, and go on to the answers."""
    console.send("H")
    console.wait_for("Command to bob, offered", "Checkout fails")
    console.wait_for("take web back?", "the queue grows")
    console.send("\r")
    console.wait_for("commander: offered to bob", "type to filter")


def move(console: Terminal, to: str) -> None:
    console.send("t")
    console.wait_for("Next?", "type to filter", to)
    console.send(f"{to}\r")


def test_the_command_goes_from_one_console_to_the_other_whose_commander_resolves(stage: Stage) -> None:
    alice, bob = stage.console(), stage.console("--user", "bob")
    declare(alice)
    bob.wait_for("Checkout fails", "IC alice")
    offer(alice)
    bob.wait_for("bob (offered)", "IC alice")
    assert commanders(stage) == ["alice"]
    read_the_brief(bob)
    bob.send("\r")
    bob.wait_for("commander: bob accepts", "Read back")
    bob.send(f"web goes back to 2.4.0{_SUBMIT}")
    for each in (bob, alice):
        each.wait_for("IC bob", "bob accepts incident commander: web goes back to 2.4.0")
    move(bob, "monitoring")
    for each in (bob, alice):
        each.wait_for("MONITORING", "IC bob")
    move(bob, "resolved")
    bob.wait_for("Summary", "Permanent fix")
    bob.send(f"web is 2.4.0 again{_TAB * 4}bob writes to them now{_SUBMIT}")  # nobody was told yet: that needs a reason
    for each in (bob, alice):
        each.wait_for("RESOLVED", "web is 2.4.0 again")
    assert commanders(stage) == ["alice", "bob"]
    assert {event.actor for event in stage.events("status", "role.accepted")} == {"bob"}


def test_who_takes_the_command_at_the_console_of_another_types_their_own_name(stage: Stage) -> None:
    alice = stage.console(size=(80, 24))
    declare(alice)
    alice.send("H")
    alice.wait_for("Hand over the command of alice", "Watch out for")
    alice.send(f"bob{_SUBMIT}")
    alice.wait_until(stage.recorded("role.offered", "bob"), "the offer is in the log")
    alice.wait_for("offered: bob accepts")
    alice.send("H")
    alice.wait_for("Command to bob, offered")
    alice.send("\r")
    alice.wait_for("bob accepts", "withdraw", "type to filter")
    alice.send("\r")
    alice.wait_for("Your name", "Read back")
    alice.send(f"alice{_SUBMIT}")
    alice.wait_for("not bob: who takes the role types their own name")
    assert commanders(stage) == ["alice"]
    alice.send(f"\x15bob{_TAB}I fail over now{_SUBMIT}")
    alice.wait_for("IC bob")
    assert stage.said("role.accepted") == ["bob accepts incident commander: I fail over now"]
    assert commanders(stage) == ["alice", "bob"]
