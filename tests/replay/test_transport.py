"""Play, pause, speed, and moments beyond the ends."""

import pytest

from console.incident.errors import Refused
from console.replay.moments import moment
from console.replay.transport import Extent, Transport
from tests.screens.turning import Seconds

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
NOON = 1_795_262_400_000
"""2026-11-21T12:00:00Z."""
EXTENT = Extent(NOON, NOON + 40 * MINUTE, NOON + DAY)


def test_a_replay_stands_until_it_is_played_and_goes_as_fast_as_it_is_told() -> None:
    seconds = Seconds()
    transport = Transport(seconds, EXTENT, NOON)
    seconds.now += 10
    assert transport.at == NOON
    transport.play(on=True)
    seconds.now += 10
    assert transport.at == NOON + 10_000
    transport.set_speed(10)
    seconds.now += 6
    assert transport.at == NOON + 70_000
    transport.play(on=False)
    seconds.now += 100
    assert transport.at == NOON + 70_000


def test_playing_stops_where_the_incident_was_over_and_what_was_written_later_can_be_gone_to() -> None:
    seconds = Seconds()
    transport = Transport(seconds, EXTENT, NOON, 60)
    transport.play(on=True)
    seconds.now += 3_000
    assert transport.at == EXTENT.end
    assert transport.go(NOON + 2 * DAY) == EXTENT.last
    with pytest.raises(Refused, match="this is the end"):
        transport.play(on=True)


def test_a_live_incident_is_caught_up_with_and_followed() -> None:
    seconds = Seconds()
    transport = Transport(seconds, Extent(NOON, NOON + MINUTE, NOON + MINUTE, live=True), NOON, 10)
    transport.play(on=True)
    caught_up = []
    for by in (3, 4):
        seconds.now += by
        caught_up.append(transport.caught_up)
    assert caught_up == [False, True]
    transport.extent = transport.extent._replace(end=NOON + 65_000, last=NOON + 65_000)
    assert transport.at == NOON + 65_000
    assert transport.playing


def test_speeds_go_up_and_down_a_ladder_and_nonsense_is_refused() -> None:
    transport = Transport(Seconds(), EXTENT, NOON)
    assert [transport.faster(1) for _ in range(9)] == [2, 5, 10, 30, 60, 300, 1800, 1800, 1800]
    transport.set_speed(7)
    assert transport.faster(-1) == 5
    with pytest.raises(Refused, match="a speed is a whole number"):
        transport.set_speed(0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("start", 0),
        ("end", 40),
        ("+10m", 10),
        ("-5m", 35),
        ("12:32Z", 32),
        ("11:59Z", -1),
        ("13:00Z", 60),
        ("2026-11-21T12:20Z", 20),
        ("2026-11-25T12:20Z", 4 * 24 * 60 + 20),
    ],
)
def test_a_moment_is_written_as_people_say_it(typed: str, meant: int) -> None:
    extent = Extent(NOON, NOON + 40 * MINUTE, NOON + 40 * MINUTE)
    assert moment(typed, extent) == NOON + meant * MINUTE


def test_a_time_of_day_is_one_within_the_replay_where_there_is_one() -> None:
    """Begun at noon, over at 11:00 on the day after."""
    extent = Extent(NOON, NOON + 23 * 60 * MINUTE, NOON + 23 * 60 * MINUTE)
    assert moment("11:30Z", extent) == NOON - 30 * MINUTE
    assert moment("9:30Z", extent) == NOON + (21 * 60 + 30) * MINUTE
    assert moment("13:00Z", extent) == NOON + 60 * MINUTE


@pytest.mark.parametrize("typed", ["", "later", "25:00", "+", "+x", "-", "14:3x", "2026-13-40"])
def test_what_is_no_moment_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(Refused, match="is no moment of this replay: write 14:32"):
        moment(typed, EXTENT)
