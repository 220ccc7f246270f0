"""What a replay shows of itself: the banner and the tape."""

import pytest

from console.present.replay import Moment, banner, replayed, track
from console.present.snapshot import LogSeen
from widgets.values import HeaderValue, Line, Tone

MINUTE = 60_000
NOON = 1_795_262_400_000
"""2026-11-21T12:00:00Z."""
MOMENT = Moment(NOON + 10 * MINUTE, NOON, NOON + 40 * MINUTE, NOON + 40 * MINUTE)
FINE = LogSeen(chain="ok")


def said(line: Line) -> str:
    """The text of a line."""
    return "".join(span.text for span in line)


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        (MOMENT, "REPLAY 12:10:00Z paused, 30m to end"),
        (MOMENT._replace(playing=True, speed=60), "REPLAY 12:10:00Z ▶ 60x, 30m to end"),
        (MOMENT._replace(live=True), "REPLAY 12:10:00Z paused, 30m to now"),
        (MOMENT._replace(at=MOMENT.end), "REPLAY 12:40:00Z paused, at the end"),
        (MOMENT._replace(at=MOMENT.end, live=True, caught_up=True), "REPLAY 12:40:00Z LIVE: this is now"),
        (MOMENT._replace(at=MOMENT.end + MINUTE, last=NOON + 90 * MINUTE), "REPLAY 12:41:00Z paused, 1m after the end"),
    ],
)
def test_the_banner_begins_with_the_moment_how_it_plays_and_how_far_the_end_is(moment: Moment, begins: str) -> None:
    told = said(banner(moment, FINE, "INC-20261121-001"))
    assert told.startswith(begins)
    assert told.endswith("2026-11-21 INC-20261121-001, as it was known then")


def test_what_is_wrong_with_the_log_stands_in_the_banner() -> None:
    log = LogSeen(chain="broken", chain_detail="alice@host: Event alice@host/3 was changed", problems=("one", "two"))
    assert "▲ LOG CHANGED alice@host: Event alice@host/3 was changed and 2 more (6)" in said(banner(MOMENT, log, "INC"))
    header = HeaderValue(((),), ((),))
    assert replayed(header, MOMENT, log, "INC").banner_tone is Tone.BAD
    assert replayed(header, MOMENT, FINE, "INC").banner_tone is Tone.UNKNOWN


def test_the_tape_shows_its_ends_where_it_stands_and_where_the_marks_are() -> None:
    assert said(track(MOMENT, [NOON + 5 * MINUTE, NOON + 35 * MINUTE], 34)) == "12:00Z ━━┿━━●───────────┼── 12:40Z"
    assert said(track(MOMENT._replace(at=NOON), [], 34)) == "12:00Z ●─────────────────── 12:40Z"
    assert said(track(MOMENT._replace(at=NOON + 50 * MINUTE), [], 34)) == "12:00Z ━━━━━━━━━━━━━━━━━━━▸ 12:40Z"
    assert said(track(MOMENT._replace(at=NOON, end=NOON), [], 10)).startswith("12:00Z ●")


def test_the_tape_of_a_long_incident_names_the_days() -> None:
    assert said(track(MOMENT._replace(end=NOON + 25 * 60 * MINUTE), [], 60)).startswith("11-21 12:00Z ")
