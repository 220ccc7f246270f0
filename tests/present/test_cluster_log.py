"""A container's log while it grows: each line is taken once, old ones go, nothing hostile comes through."""

from typing import NamedTuple

from console.present.cluster.log import LogText, log_status
from tests.hostile import HOSTILE
from widgets.text import safe_text
from widgets.values import Tone


class Tail(NamedTuple):
    """What is there of a log."""

    lines: tuple[str, ...] = ()
    dropped: int = 0
    ended: str = ""
    error: str = ""


def all_of(text: LogText) -> list[str]:
    """Every line that is there."""
    return [text.line(number).text for number in range(text.first, text.last + 1)]


def test_a_log_grows_and_loses_its_oldest_lines() -> None:
    text = LogText()
    text.take(Tail(("a", "b", "c")))
    assert (text.first, text.last, all_of(text)) == (0, 2, ["a", "b", "c"])
    version = text.version
    text.take(Tail(("a", "b", "c")))
    assert text.version == version
    text.take(Tail(("c", "d", "e"), 2))
    assert (text.first, text.last, all_of(text)) == (2, 4, ["c", "d", "e"])
    text.take(Tail(("x", "y"), 90))
    assert (text.first, text.last, all_of(text)) == (90, 91, ["x", "y"])
    text.take(Tail(("new",)))
    assert all_of(text) == ["new"]


def test_words_are_found_up_and_down() -> None:
    text = LogText()
    text.take(Tail(("one", "TWO error", "three", "two"), 10))
    assert (text.find("two", text.last, -1), text.find("two", 12, -1), text.find("two", 12, 1)) == (13, 11, 13)
    assert (text.find("nobody", 13, -1), text.find("two", 14, 1)) == (None, None)


def test_what_looks_like_an_error_stands_out() -> None:
    text = LogText()
    text.take(Tail(("all well", "WARN slow", "ERROR no", "RuntimeError: x", "terrors")))
    tones = [text.line(number).tone for number in range(5)]
    assert tones == [Tone.PLAIN, Tone.WARN, Tone.BAD, Tone.BAD, Tone.PLAIN]


def test_the_state_of_a_log_is_told() -> None:
    assert log_status(None, opening=True, following=True, wrap=True).text == "opening ..."
    assert log_status(Tail(dropped=1200), opening=False, following=True, wrap=True).text == (
        "following · 1,200 older dropped"
    )
    assert log_status(Tail(), opening=False, following=False, wrap=False).text == "stopped · cut"
    assert log_status(Tail(ended="exit 1"), opening=False, following=True, wrap=True).text == "ended: exit 1"
    assert log_status(Tail(error="refused"), opening=False, following=True, wrap=True).tone == Tone.UNKNOWN


def test_no_hostile_line_passes() -> None:
    text = LogText()
    text.take(Tail(tuple(HOSTILE.values())))
    assert all(safe_text(line, 10_000) == line for line in all_of(text))
