"""The state of any moment: the fold of what was recorded until then, whatever clocks and orders say."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from console.incident.events import Acknowledged, Event, HealthChanged
from console.incident.state import fold
from console.replay.tape import Tape
from tests.incident.test_two_writers import SKEWS, STEPS, Step, play
from tests.room import NOW


def written(steps: Sequence[Step], skews: Sequence[int]) -> list[Event]:
    """What three consoles wrote, in the total order."""
    return sorted(play(steps, skews, 3)[0].seen, key=lambda event: event.order)


def cut(log: Sequence[Event], at: int) -> list[Event]:
    """The log as it was known at a moment."""
    return [event for event in log if event.recorded_at <= at]


@settings(deadline=None, max_examples=60)
@given(steps=STEPS, skews=SKEWS, step=st.integers(1, 9), data=st.data())
def test_the_state_of_a_moment_is_the_fold_of_the_log_cut_there(
    steps: list[Step], skews: list[int], step: int, data: st.DataObject
) -> None:
    log = written(steps, skews)
    tape = Tape(log, step=step)
    moments = sorted({event.recorded_at + by for event in log for by in (-1, 0)})
    for at in data.draw(st.permutations(moments)):
        assert tape.state(at) == fold(cut(log, at))


@settings(deadline=None, max_examples=60)
@given(steps=STEPS, skews=SKEWS, step=st.integers(1, 9), data=st.data())
def test_a_tape_that_grows_in_any_pieces_is_the_tape_of_all(
    steps: list[Step], skews: list[int], step: int, data: st.DataObject
) -> None:
    log = written(steps, skews)
    shuffled = data.draw(st.permutations(log))
    half = data.draw(st.integers(0, len(log)))
    tape = Tape(sorted(shuffled[:half], key=lambda event: event.order), step=step)
    tape.last()
    grown = tape.grown(shuffled[half:])
    assert list(grown.events) == log
    at = data.draw(st.sampled_from([event.recorded_at for event in log]))
    assert grown.state(at) == fold(cut(log, at))
    assert grown.last() == fold(log)


def health(seq: int, service: str, after: str, recorded_at: int, reason: str = "") -> Event:
    """A change of health."""
    return Event("w", seq, seq, "", recorded_at, recorded_at, "warroom", HealthChanged(service, "ok", after, reason))


def test_why_a_service_is_as_it_is_comes_from_the_last_change_that_was_known() -> None:
    tape = Tape([health(1, "web", "down", NOW, "502"), health(2, "web", "ok", NOW + 5)])
    assert tape.health("web", NOW - 1) is None
    assert tape.health("web", NOW + 4) == (NOW, "502")
    assert tape.health("web", NOW + 5) == (NOW + 5, "")
    assert tape.health("api", NOW + 5) is None


def test_an_event_that_cannot_be_folded_is_named_and_left_out() -> None:
    bad = health(2, "web", "down", NOW + 1)._replace(fact=Acknowledged(), incident=["no id"])  # type: ignore[arg-type]
    tape = Tape([health(1, "web", "down", NOW), bad, health(3, "api", "down", NOW + 2)])
    assert dict(tape.last().health) == {"web": "down", "api": "down"}
    assert tape.damaged == {"w/2": "Event w/2 cannot be understood and is left out."}
