from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import events
from console.incident.codec import decode, encode, kinds
from console.incident.events import Declared, Fact, HeadsSeen, Noted, RoleAssigned, TimestampSet, Unrecognised

_FACTS = [kind for kind in get_args(Fact) if kind is not Unrecognised]


def _any_of(kind: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: st.from_type(kind.__annotations__[name]) for name in kind.fields})


@given(st.sampled_from(_FACTS).flatmap(_any_of))
def test_every_fact_survives_the_way_into_the_log_and_back(fact: Any) -> None:
    kind, text, data = encode(fact)
    assert decode(kind, text, data) == fact
    assert text == fact.summary()


def test_every_fact_has_a_kind_of_its_own() -> None:
    assert len(set(kinds())) == len(_FACTS)


def test_an_unknown_kind_survives_the_round_trip() -> None:
    fact = decode("deploy", "web 2.4.1", {"version": "2.4.1"})
    assert fact == Unrecognised("deploy", "web 2.4.1", {"version": "2.4.1"})
    assert encode(fact) == ("deploy", "web 2.4.1", {"version": "2.4.1"})


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("note", {"text": 5}),
        ("note", {}),
        ("note", {"text": None}),
        ("declared", {"title": "t", "severity": "SEV1", "rank": "0"}),
        ("declared", {"title": "t", "severity": "SEV1", "rank": True}),
        ("declared", {"title": ["t"], "severity": "SEV1", "rank": 0}),
        ("timestamp", {"name": "started", "at": 1.5}),
        ("log.heads", {"heads": []}),
        ("pinned", {"target": "a/1", "on": 1}),
        (
            "drill.begun",
            {"scenario": "s", "title": "t", "seed": 7, "speed_percent": 1, "onset": 5, "helps": "rollback deploy/web"},
        ),
        (
            "drill.begun",
            {"scenario": "s", "title": "t", "seed": 7, "speed_percent": 1, "onset": 5, "helps": [["rollback"]]},
        ),
        (
            "drill.begun",
            {"scenario": "s", "title": "t", "seed": 7, "speed_percent": 1, "onset": 5, "hypothesis": ["deploy"]},
        ),
        (
            "drill.begun",
            {"scenario": "s", "title": "t", "seed": 7, "speed_percent": 1, "onset": 5, "hypothesis": [["deploy", 1]]},
        ),
    ],
)
def test_data_of_the_wrong_shape_never_becomes_a_fact(kind: str, data: dict[str, object]) -> None:
    assert decode(kind, "shown as it is", data) == Unrecognised(kind, "shown as it is", data)


def test_fields_of_a_newer_version_are_left_out() -> None:
    assert decode("note", "x", {"text": "x", "mood": "calm"}) == Noted("x")


def test_fields_that_an_older_version_did_not_write_take_their_defaults() -> None:
    assert decode("declared", "", {"title": "t", "severity": "SEV1", "rank": 0}) == Declared("t", "SEV1", 0)


def test_what_is_unset_is_left_out_and_no_float_gets_in() -> None:
    assert encode(RoleAssigned("scribe", "bob"))[2] == {"role": "scribe", "person": "bob", "contact": ""}
    assert encode(TimestampSet("started", 5))[2] == {"name": "started", "at": 5, "reason": ""}
    assert encode(HeadsSeen({"a": "1:f"}))[2] == {"heads": {"a": "1:f"}}


def test_every_summary_is_a_sentence() -> None:
    for event_kind in _FACTS:
        assert event_kind.summary is not events.Noted.__call__
        assert isinstance(event_kind.kind, str)
