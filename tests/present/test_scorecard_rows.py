"""The scorecard, similar incidents and search hits as rows: shape, word and colour; hostile text is inert."""

import pytest

from console.incident import commands
from console.incident.clock import DAY, MINUTE
from console.present.scorecard import FoundEvent, found_table, scorecard_table, similar_table, times_table
from console.review.fingerprints import History, gather
from console.review.scorecard import Goals, Scorecard, scorecard
from console.review.similar import similar
from tests.hostile import HOSTILE
from tests.incident.story import START, Story
from widgets.values import Row, TableValue, Tone


def _id(number: int) -> str:
    return f"INC-20261121-{number:03d}"


def _history(title: str = "Checkout fails", count: int = 3) -> tuple[History, int]:
    story = Story(now=START)
    for number in range(1, count + 1):
        story.declare(_id(number), title=title, severity="SEV1", started_at=story.now)
        story.wait(90 * MINUTE if number == 1 else 10 * MINUTE)
        story.do(commands.change_status, _id(number), "monitoring")
        story.do(commands.change_status, _id(number), "resolved", "rolled back")
        story.wait(DAY)
    return gather(story.events), story.now


def _card(least: int = 1) -> Scorecard:
    history, now = _history()
    return scorecard(history, now, Goals(least=least))


def _row(table: TableValue, key: str) -> Row:
    return next(row for row in table.rows if row.key == key)


def _fits(table: TableValue) -> None:
    for row in table.rows:
        assert len(row.cells) == len(table.columns)
        for cell in row.cells:
            assert not set(cell.text) & {"\x1b", "\x9b", "\n", "\r", "\u202e"}
    assert len({row.key for row in table.rows}) == len(table.rows)


def test_a_target_is_told_by_shape_word_and_colour() -> None:
    table = scorecard_table(_card())
    state = [(row.cells[0].text, row.cells[1].text, row.cells[0].tone) for row in table.rows if ":" not in row.key]
    assert ("✖", "missed", Tone.BAD) in state
    assert ("?", "too little data", Tone.UNKNOWN) in state
    restored = _row(table, "restored")
    assert restored.cells[3].text == "2 of 3 (66 %)"
    assert _row(table, f"restored:{_id(1)}").cells[3].text == "restored after 1h 30m"
    assert not any(":" in row.key for row in scorecard_table(_card(), cases=False).rows)
    assert table.tone == Tone.BAD
    _fits(table)


def test_nothing_is_judged_by_colour_where_there_is_too_little() -> None:
    table = scorecard_table(_card(least=50), cases=False)
    assert {row.cells[0].tone for row in table.rows if row.key != "postmortems"} == {Tone.UNKNOWN}


def test_the_times_say_n_a_and_compare_with_the_window_before() -> None:
    table = times_table(_card())
    _fits(table)
    assert [cell.text for cell in _row(table, "TTD").cells][1:4] == ["n/a", "n/a", "0"]
    assert _row(table, "TTR").cells[1].text == "10m"
    assert _row(table, "TTR").cells[5].text == "n/a"


def test_similar_incidents_stand_with_their_reason() -> None:
    history, now = _history()
    table = similar_table(similar(history, _id(3), now))
    assert [row.key for row in table.rows] == [_id(2), _id(1)]
    assert table.rows[0].cells[5].text.startswith("words checkout, fails")
    _fits(table)
    assert similar_table(()).empty


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_inert(name: str) -> None:
    text = HOSTILE[name]
    history, now = _history(f"Checkout {text[:150]}", 2)
    _fits(similar_table(similar(history, _id(2), now)))
    hit = FoundEvent("alice@host/1", START, _id(1), text[:100], text, "drill")
    table = found_table([hit], text)
    _fits(table)
    assert "(drill)" in table.rows[0].cells[1].text
    assert "\x1b" not in table.title + found_table([], text).empty[0].text
