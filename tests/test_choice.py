"""Which incident a console is about: chosen, kept over a restart, and never taken away by another console."""

from pathlib import Path

from console.incident import commands
from console.incident.state import Incident, State
from console.room.choice import Choice
from tests.incident.story import Story

A, B, C = "INC-20261121-001", "INC-20261121-002", "INC-20261121-003"


def shown(choice: Choice, state: State) -> str:
    """The incident that the room is about."""
    found: Incident | None = choice.of(state)
    return "" if found is None else found.id


def test_an_incident_that_is_declared_elsewhere_does_not_take_the_room_over() -> None:
    story, choice = Story(), Choice()
    assert shown(choice, story.state) == ""
    story.declare(A)
    assert shown(choice, story.state) == A
    story.declare(B)
    assert shown(choice, story.state) == A
    assert shown(Choice(), story.state) == B


def test_the_room_goes_on_with_another_one_when_its_own_is_over() -> None:
    story, choice = Story(), Choice()
    story.declare(A)
    assert shown(choice, story.state) == A
    story.declare(B)
    story.do(commands.change_status, A, "cancelled", "no incident")
    assert shown(choice, story.state) == B


def test_the_room_goes_on_with_what_its_incident_was_merged_into_or_was_a_duplicate_of() -> None:
    story, chosen, followed = Story(), Choice(), Choice()
    story.declare(A)
    assert shown(followed, story.state) == A
    story.declare(B)
    story.declare(C)
    story.declare("INC-20261121-004")
    chosen.choose(A)
    story.do(commands.merge, A, B)
    assert (shown(chosen, story.state), shown(followed, story.state)) == (B, B)
    story.do(commands.mark_duplicate, B, C)
    assert (shown(chosen, story.state), shown(followed, story.state)) == (C, C)


def test_what_was_chosen_stays_also_while_it_waits_to_be_closed() -> None:
    story, choice = Story(), Choice()
    story.declare(A)
    story.declare(B)
    choice.choose(A)
    story.move("monitoring", "resolved", reason="rolled back")
    assert shown(choice, story.state) == A
    story.do(commands.change_status, A, "closed", "waived")
    assert shown(choice, story.state) == B


def test_a_choice_survives_a_restart_and_what_makes_no_sense_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "alice@host.incident"
    story = Story()
    story.declare(A)
    story.declare(B)
    first = Choice(file)
    first.choose(A)
    first.keep()
    assert shown(Choice(file), story.state) == A
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(b"\xff INC-nonsense")
    assert shown(Choice(file), story.state) == B


def test_a_choice_that_cannot_be_kept_holds_until_the_end(tmp_path: Path) -> None:
    story, choice = Story(), Choice(tmp_path / "missing" / "alice@host.incident")
    story.declare(A)
    story.declare(B)
    choice.choose(A)
    choice.keep()
    assert shown(choice, story.state) == A
