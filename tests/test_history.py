"""The past in one pass: it leaves out what there is much of, and comes to the same."""

from pathlib import Path

import pytest

from console.history import KINDS, read_past
from console.incident.state import FOLD_KINDS
from console.review.fingerprints import fingerprints, gather
from console.review.scorecard import Goals, scorecard
from tests.review.stories import STORIES


@pytest.mark.parametrize("name", STORIES)
def test_what_is_left_out_changes_nothing_that_is_compared(name: str) -> None:
    story = STORIES[name]()
    whole = gather(event for event in story.events if event.fact.kind in FOLD_KINDS)
    part = gather(event for event in story.events if event.fact.kind in KINDS)
    goals = Goals(least=1)
    assert scorecard(part, story.now, goals) == scorecard(whole, story.now, goals)
    assert fingerprints(part, story.now) == fingerprints(whole, story.now)


def test_a_log_that_is_not_there_is_an_empty_past(tmp_path: Path) -> None:
    past = read_past(tmp_path / "nothing")
    assert (past.history.state.incidents, past.problems) == ({}, ())
    assert not (tmp_path / "nothing").exists()
