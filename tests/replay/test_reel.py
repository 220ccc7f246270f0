"""The timeline of a moment: what was recorded by then, each event where the corrections of then say."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from console.incident.events import Event
from console.incident.record import Correction
from console.incident.state import fold
from console.journal.reading import Known
from console.journal.timeline import TimelineIndex
from console.replay.reel import Reel
from tests.incident.test_two_writers import SKEWS, STEPS, Step
from tests.replay.test_tape import cut, written


def places(log: Sequence[Event]) -> list[Known]:
    """Where events stand, as the log tells it."""
    shown = [event for event in log if event.fact.kind not in {"pinned", "corrected", "log.heads"}]
    return sorted((each.occurred_at, each.hlc, each.writer, each.seq, each.recorded_at) for each in shown)


@settings(deadline=None, max_examples=40)
@given(steps=STEPS, skews=SKEWS, data=st.data())
def test_the_timeline_of_a_moment_is_the_one_that_the_room_had_then(
    steps: list[Step], skews: list[int], data: st.DataObject
) -> None:
    log = written(steps, skews)
    reel = Reel(places(log))
    for at in data.draw(st.lists(st.sampled_from([event.recorded_at for event in log]), min_size=1, max_size=6)):
        known = cut(log, at)
        corrections = fold(known).corrections
        index = TimelineIndex()
        index.add(known)
        for key, each in corrections.items():
            if each.occurred_at is not None:
                index.move(key, each.occurred_at)
        reel.wind(at, corrections)
        assert reel.keys(0, len(log)) == index.keys(0, len(log))
        assert all(reel.find(key) == place for place, key in enumerate(index.keys(0, len(log))))


def test_it_is_wound_anew_only_where_something_came_or_went() -> None:
    reel = Reel([(5, 5, "w", 1, 5), (9, 9, "w", 2, 9)])
    nothing: dict[str, Correction] = {}
    reel.wind(6, nothing)
    before = reel.version
    reel.wind(8, nothing)
    assert reel.version == before
    reel.wind(9, nothing)
    assert reel.version > before
    assert reel.find("w/3") is None


def test_events_are_stepped_through_by_when_they_were_recorded() -> None:
    reel = Reel([(1, 5, "w", 1, 50), (9, 9, "w", 2, 90)])
    assert [reel.step(49, 1), reel.step(50, 1), reel.step(90, 1)] == [50, 90, None]
    assert [reel.step(90, -1), reel.step(50, -1), reel.step(99, -1)] == [50, None, 90]
