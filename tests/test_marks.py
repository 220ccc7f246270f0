"""The marks of the charts stand where the log says, and say what it says now."""

from console.incident.events import Decided, Event
from console.incident.state import Correction
from console.present.snapshot import MarkSeen
from console.room.marks import MOST, Marks

AT = 1_795_282_200_000


def decided(seq: int, text: str = "roll back") -> Event:
    """A decision in the log."""
    return Event(
        "alice@host",
        seq,
        seq,
        "INC-1",
        AT,
        AT,
        "alice",
        Decided(text),
        pinned=False,
        supersedes="",
        prev_hash="",
        hash="",
    )


def test_a_corrected_time_moves_the_mark_and_a_corrected_text_renames_it() -> None:
    marks = Marks()
    marks.add([decided(1), decided(2)])
    corrections = {"alice@host/2": Correction("scale up", AT - 60_000, "bob", AT, "bob@host/1")}
    assert marks.seen(corrections) == (
        MarkSeen(AT, "decision", "roll back"),
        MarkSeen(AT - 60_000, "decision", "scale up"),
    )


def test_the_newest_marks_are_kept_and_no_more() -> None:
    marks = Marks()
    marks.add(decided(number, str(number)) for number in range(MOST + 5))
    assert len(marks.seen({})) == MOST
    assert marks.seen({})[-1].text == str(MOST + 4)


def test_an_event_that_is_read_twice_is_marked_once() -> None:
    marks = Marks()
    marks.add([decided(1), decided(2)])
    marks.add([decided(2), decided(3)])
    assert len(marks.seen({})) == 3
