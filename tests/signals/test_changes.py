"""Which changes matter, in which order, and which of them the log does not have yet."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checks.change import Change
from console.incident import commands
from console.incident.clock import DAY, HOUR, MINUTE
from console.incident.events import ChangeSeen, Noted
from console.signals.changes import KnownKeys, SeenChange, fresh, ranked, seen_change, since
from tests.incident.story import START, Story

ONSET = START - 20 * MINUTE


def seen(minutes: float, key: str = "", **more: Any) -> SeenChange:
    """A change so many minutes from the onset."""
    at = round(ONSET + minutes * MINUTE)
    return SeenChange(at, "git", "commit", "git shop", f"{minutes:+g}", key=key or f"{minutes}")._replace(**more)


def reported(minutes: float, key: str = "") -> Change:
    """The same as a source reports it, so many minutes before now."""
    return Change(round(START - minutes * MINUTE), "git", "commit", "git shop", f"{minutes}", key or f"{minutes}")


def order(*changes: SeenChange, onset: int | None = ONSET, now: int = START) -> list[str]:
    return [each.text for each in ranked(changes, onset, now)]


def test_during_an_incident_the_nearest_before_the_onset_is_first_and_what_came_after_is_last() -> None:
    changes = [seen(minutes) for minutes in (5, -90, -12, 15, 2, -40)]
    random.Random(7).shuffle(changes)
    assert order(*changes) == ["-12", "-40", "-90", "+2", "+5", "+15"]


def test_an_onset_is_told_by_the_minute_so_the_same_minute_may_be_the_cause() -> None:
    assert order(seen(1.5), seen(-30), seen(0.5)) == ["+0.5", "-30", "+1.5"]


def test_without_an_incident_the_newest_is_first() -> None:
    assert order(seen(-12), seen(5), seen(-40), onset=None) == ["+5", "-12", "-40"]


def test_two_hours_count_and_two_hours_before_the_onset_however_long_ago_that_was() -> None:
    assert order(seen(-130), seen(-90), onset=None) == ["-90"]
    later = START + 30 * HOUR
    assert order(seen(-130), seen(-110), seen(600), now=later) == ["-110", "+600"]
    assert order(seen(-110), onset=None, now=later) == []
    assert since(ONSET, START) == ONSET - 2 * HOUR
    assert since(None, START) == START - 2 * HOUR


def test_a_time_that_no_clock_can_mean_is_left_out() -> None:
    assert order(seen(5), seen(3e9), seen(-3e9)) == ["+5"]


def test_a_change_that_two_consoles_tell_stands_once_with_what_either_knew() -> None:
    first = seen(-3, "same", text="as first told", event="alice@host/7")
    second = seen(-3, "same", text="as told again", by="ci", where="shop", event="bob@host/2")
    assert ranked([first, second], ONSET, START) == [first._replace(by="ci", where="shop")]


def test_changes_without_a_key_are_told_apart_by_their_event() -> None:
    changes = [seen(-3)._replace(key="", event=f"alice@host/{number}") for number in (1, 2)]
    assert len(ranked(changes, ONSET, START)) == 2


@given(st.lists(st.tuples(st.integers(-200, 200), st.integers(0, 5)), max_size=30), st.sampled_from((ONSET, None)))
def test_the_order_does_not_depend_on_the_order_of_arrival(found: list[tuple[int, int]], onset: int | None) -> None:
    changes = [seen(minutes, f"{minutes}/{key}") for minutes, key in found]
    assert ranked(changes, onset, START) == ranked(changes[::-1], onset, START)


def test_an_event_of_the_log_tells_its_change_with_the_correction_over_it() -> None:
    story = Story()
    fact = ChangeSeen("git", "commit", "git shop", "shop a1b2c3d Raise pool size", "git:commit:a1", "ada", "shop")
    event = story.write(fact, incident="")
    expected = SeenChange(START, "git", "commit", "git shop", fact.text, "ada", "shop", "git:commit:a1", "alice@host/1")
    assert seen_change(event) == expected
    story.do(commands.correct, event, text="Raise pool size of web", occurred_at=START - MINUTE)
    corrected = seen_change(event, story.state.corrections)
    assert corrected == expected._replace(at=START - MINUTE, text="Raise pool size of web")
    assert seen_change(story.write(Noted("hello"))) is None


def test_what_the_log_has_is_no_news_and_each_change_is_news_once() -> None:
    known = KnownKeys()
    known.add("b", START)
    found = fresh([reported(1, "c"), reported(3, "a"), reported(2, "b"), reported(3, "a")], known, START)
    assert [each.key for each in found] == ["a", "c"]
    assert "a" not in known


def test_only_the_last_day_is_news_since_only_its_keys_are_known() -> None:
    changes = [reported(minutes) for minutes in (-2000, -5, 1439, 1441)]
    assert [each.key for each in fresh(changes, KnownKeys(), START)] == ["1439", "-5"]


def test_the_keys_of_more_than_a_day_ago_are_forgotten() -> None:
    known = KnownKeys()
    known.add("old", START - DAY - 1)
    known.add("new", START - DAY)
    known.forget(START - DAY)
    assert ("old" in known, "new" in known, len(known)) == (False, True, 1)


def test_known_keys_are_bounded_and_the_oldest_go_first() -> None:
    known = KnownKeys(most=100)
    for number in range(1000):
        known.add(f"{number}", START + number)
    assert len(known) <= 100
    assert "999" in known
    assert "0" not in known
