"""The hypothesis board, the whys and the fishbone as rows and lines: states in words, and what is flagged."""

import pytest

from console.incident import commands
from console.incident.factors import CATEGORIES
from console.present import causes
from tests.hostile import HOSTILE
from tests.incident.story import ID, Story
from tests.present.scene import an_incident, cells, said
from tests.review.reasoning import attacked, reasoned
from widgets.values import Tone


def test_the_board_tells_state_evidence_confidence_and_owner_what_was_accepted_first() -> None:
    table = causes.board(reasoned().incident())
    assert [row.key for row in table.rows] == ["hypothesis:h1", "hypothesis:h3", "hypothesis:h2"]
    assert cells(table, "hypothesis:h1") == [
        "✔ accepted",
        "h1",
        "web 2.4.1 leaks connections",
        "+1 -0",
        "90 %",
        "bob",
    ]
    assert cells(table, "hypothesis:h3")[0::3] == ["? proposed", "+0 -0"]
    assert cells(table, "hypothesis:h2") == ["✖ refuted", "h2", "the database is slow", "+1 -1", "30 %", "nobody"]
    assert (table.badge.text, table.badge.tone) == ("root cause accepted", Tone.OK)


def test_what_was_accepted_without_an_event_is_flagged_in_word_and_colour() -> None:
    story = an_incident()
    assert "No hypothesis yet" in said(causes.board(story.incident()).empty)
    story.do(commands.add_hypothesis, ID, "a bad disk")
    assert causes.board(story.incident()).badge.text == "1 open"
    story.do(commands.move_hypothesis, ID, "h1", "accepted", "so")
    table = causes.board(story.incident())
    assert cells(table, "hypothesis:h1")[3] == "unsupported"
    assert (table.badge.text, table.badge.tone) == ("root cause accepted, unsupported", Tone.WARN)
    assert table.rows[0].cells[0].tone is Tone.WARN


def test_a_hypothesis_tells_its_evidence_its_course_and_what_may_follow() -> None:
    lines = [said(line) for line in causes.hypothesis_lines(reasoned().incident().hypotheses["h2"])]
    assert "against       alice@host/3  as ever" in lines
    assert "test          none that could refute it" in lines
    assert lines[-1] == "next          testing"
    assert lines[-2].startswith("refuted       17:44:13Z alice")


def test_the_tree_names_its_answers_and_mutes_what_fell() -> None:
    found = causes.tree(reasoned().incident(), 76)
    assert (found[0][0], said(found[0][1])) == ("", "Why did the checkout fail?")
    by_text = {said(line): (key, line[-1].tone) for key, line in found}
    assert by_text["├─ w1 the pool was full"] == ("why:w1", Tone.PLAIN)
    assert by_text["│  │  (unsupported)"] == ("why:w2", Tone.WARN)
    assert by_text["└─ w5 the cache was cold"] == ("why:w5", Tone.MUTED)


def test_an_empty_fishbone_shows_examples_and_one_with_a_factor_none() -> None:
    story = an_incident()
    assert "  Code: retries without a limit" in map(said, causes.fishbone(story.incident(), CATEGORIES, 76))
    story.do(commands.name_factor, ID, "no limit", "code")
    assert not [line for line in map(said, causes.fishbone(story.incident(), CATEGORIES, 76)) if "retries" in line]


def test_factors_stand_by_category_what_was_struck_last() -> None:
    table = causes.factor_table(reasoned().incident(), CATEGORIES)
    assert [row.key for row in table.rows] == ["factor:f2", "factor:f1", "factor:f3", "factor:f4"]
    assert cells(table, "factor:f2") == [
        "✔ accepted",
        "f2",
        "2.4.1 went out on a Saturday",
        "Process",
        "trigger",
        "unsupported",
    ]
    assert table.badge.text == "2 of 3 accepted"


@pytest.mark.parametrize("width", [1, 12, 40, 76, 200])
def test_hostile_text_is_inert_at_any_width(width: int) -> None:
    incident = attacked(tuple(each[:2_000] for each in HOSTILE.values())).incident()
    lines = [line for _key, line in causes.tree(incident, width)] + causes.fishbone(incident, CATEGORIES, width)
    assert all(said(line).isprintable() for line in lines)
    rows = [*causes.board(incident).rows, *causes.factor_table(incident, CATEGORIES).rows]
    assert all(cell.text.isprintable() for row in rows for cell in row.cells)
    chosen = [*causes.choices(incident.hypotheses.values()), *causes.factor_choices(incident.factors.values())]
    assert all(each.label.isprintable() and each.detail.isprintable() for each in chosen)
    assert all(
        span.text.isprintable()
        for each in incident.hypotheses.values()
        for line in causes.hypothesis_lines(each)
        for span in line
    )


def test_two_hundred_hypotheses_keep_their_order() -> None:
    story = Story()
    story.declare()
    for number in range(200):
        story.do(commands.add_hypothesis, ID, f"number {number}")
    assert [row.cells[1].text for row in causes.board(story.incident()).rows] == [
        f"h{number}" for number in range(1, 201)
    ]
