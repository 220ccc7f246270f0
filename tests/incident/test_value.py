import copy
from typing import Any

import pytest

from console.incident.events import Acknowledged, ConsoleClosed, Decided, Event, HeadsSeen, Noted


def test_values_are_equal_by_type_and_fields() -> None:
    assert Noted("x") == Noted(text="x")
    assert Noted("x") != Noted("y")
    assert Acknowledged() != ConsoleClosed()
    assert Decided("x") == Decided("x", reason="")
    assert hash(Decided("x")) == hash(Decided("x", ""))
    assert copy.copy(Decided("x", "y")) == Decided("x", "y")


def test_a_value_cannot_be_changed() -> None:
    note: Any = Noted("x")
    with pytest.raises(AttributeError, match="frozen"):
        note.text = "y"
    with pytest.raises(AttributeError, match="frozen"):
        del note.text


@pytest.mark.parametrize(
    ("args", "kwargs"), [((), {}), (("x", "y"), {}), (("x",), {"text": "x"}), (("x",), {"mood": "calm"})]
)
def test_a_value_takes_its_fields_and_nothing_else(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Noted takes text"):
        Noted(*args, **kwargs)


def test_a_value_shows_its_fields() -> None:
    assert repr(Decided("roll back")) == "Decided(text='roll back', reason='')"


def test_an_event_names_itself_and_its_place_in_the_order() -> None:
    event = Event("alice@host", 7, 5 << 16, "", 5, 5, "alice", HeadsSeen())
    assert event.key == "alice@host/7"
    assert event.order == (5 << 16, "alice@host", 7)
