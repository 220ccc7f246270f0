"""Rows of the timeline: of an action what became of it comes first, since a narrow row tells only that."""

import pytest

from console.incident.deeds import ActionMoved
from console.incident.state import EMPTY
from console.present.timeline import RawRow, timeline_row


def shown(step: str, text: str = "") -> str:
    fact = ActionMoved("a1", "rollback", "deploy/web", "prod", "shop", step, text)
    row = timeline_row(RawRow("a@h/1", 1_795_282_200_000, "alice", "action", fact.summary()), EMPTY, {}, None)
    return row.text


@pytest.mark.parametrize(
    ("step", "text", "row"),
    [
        ("verifying", "", "verifying: rollback deploy/web"),
        ("improved", "error rate 6.1 % > 0.4 %", "improved: rollback deploy/web: error rate 6.1 % > 0.4 %"),
        ("in doubt", "no answer", "in doubt: rollback deploy/web: no answer"),
        ("timed out", "", "timed out: rollback deploy/web"),
    ],
)
def test_what_became_of_an_action_comes_first(step: str, text: str, row: str) -> None:
    assert shown(step, text) == row
