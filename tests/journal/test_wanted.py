"""What is looked for: words and marks, and no other character with a meaning of its own."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.clock import DAY
from console.incident.errors import Refused
from console.journal.wanted import parse_wanted, plain_words

NOW = 1_795_283_533_000


def test_marks_are_taken_out_of_the_words() -> None:
    made = parse_wanted('kind:note rolled by:bob "back to" incident:inc-1 since:7d web', NOW)
    assert made.query == '"rolled" "back to" "web"*'
    assert (made.kinds, made.actor, made.incident, made.since) == (("note",), "bob", "INC-1", NOW - 7 * DAY)


def test_a_phrase_at_the_end_is_whole_and_a_mark_in_it_is_none() -> None:
    assert parse_wanted('lag "kind:note by"', NOW).query == '"lag" "kind:note by"'


def test_marks_alone_give_the_newest() -> None:
    made = parse_wanted("kind:decision kind:note", NOW)
    assert (made.query, made.kinds, made.newest) == ("", ("decision", "note"), True)


@pytest.mark.parametrize(
    ("line", "why"), [("kind:noet", "did you mean 'note'"), ("since:ever", "is not"), (' " ', "Say what"), ("", "Say")]
)
def test_what_makes_no_sense_is_refused(line: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse_wanted(line, NOW)


def test_plain_words_have_no_marks() -> None:
    assert plain_words('Rolled "Back To" kind:note') == ["rolled", "back to"]


@given(st.text(max_size=60))
def test_any_line_is_understood_or_refused_with_a_reason(line: str) -> None:
    with suppress(Refused):
        made = parse_wanted(line, NOW)
        assert made.query or made.where()[0] != "1"
        assert made.query.count('"') % 2 == 0
