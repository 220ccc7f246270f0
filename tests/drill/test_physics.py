"""The laws of the shop: a slow dependency eats its callers' room, what waits too long fails, who fails asks again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.drill.physics import Call, Flow, Group, Kind, step
from console.drill.shop import FLOWS, ORDERS, PARTS, TRAFFIC

NOTHING: Mapping[str, Any] = MappingProxyType({})
LOAD = {"web": TRAFFIC, "worker": ORDERS}
PODS = {**{name: [Group(part.pods)] for name, part in PARTS.items()}, "acquirer": [Group(1)]}


Pods = Mapping[str, Sequence[Group]]


def after(
    seconds: int,
    *,
    pods: Pods = NOTHING,
    load: Mapping[str, float] = NOTHING,
    begun: Mapping[str, Flow] = NOTHING,
    again: float = 0.5,
) -> dict[str, Flow]:
    """Return the flows after so many seconds; `pods` and `load` replace what is ordinary."""
    flows = dict(begun)
    for _ in range(seconds):
        flows = step(FLOWS, flows, {**PODS, **pods}, {**LOAD, **load}, 1.0, again)
    return flows


def test_an_ordinary_afternoon_has_no_errors_and_room_to_spare() -> None:
    flows = after(600)
    assert all(flow.errors < 0.001 for flow in flows.values())
    assert flows["web"].seconds < 0.1
    assert 0.4 < flows["api"].used < 0.7
    assert flows["cache"].warmth > 0.85


def test_a_bad_release_fails_its_share_and_more_pods_do_not_change_that() -> None:
    few = after(60, pods={"web": [Group(4), Group(2, errors=0.4)]})["web"].errors
    many = after(60, pods={"web": [Group(8), Group(4, errors=0.4)]})["web"].errors
    assert few == pytest.approx(0.4 / 3, abs=0.01)
    assert many == pytest.approx(few, abs=0.001)


def test_more_pods_help_where_room_is_missing_and_only_there() -> None:
    busy = after(200, load={"web": 1300})
    assert busy["web"].errors > 0.1
    assert after(200, load={"web": 1300}, pods={"api": [Group(14)]}, begun=busy)["web"].errors < 0.01
    assert after(200, load={"web": 1300}, pods={"web": [Group(14)]}, begun=busy)["web"].errors > 0.1


def test_a_slow_dependency_that_few_requests_need_takes_everybody_down_and_failing_fast_does_not() -> None:
    hung = after(120, pods={"acquirer": [Group(1, slow=60)]})
    assert hung["web"].errors > 0.5
    assert after(60, pods={"acquirer": [Group(1, slow=60)], "payments": []}, begun=hung)["web"].errors < 0.01


def test_a_storm_of_retries_outlives_what_began_it() -> None:
    peak = after(120, load={"web": 2500}, again=3.0, begun=after(120))
    still = after(600, load={"web": 900}, again=3.0, begun=peak)
    assert still["web"].errors > 0.3
    assert after(600, load={"web": 900}, again=3.0)["web"].errors < 0.01


def test_a_cold_cache_warms_up_where_its_source_answers() -> None:
    cold = {**after(300), "cache": Flow(warmth=0.0)}
    assert after(30, begun=cold)["cache"].warmth < 0.5
    assert after(600, begun=cold)["cache"].warmth > 0.85


def test_without_pods_everything_fails_at_once() -> None:
    gone = after(60, pods={"web": []})["web"]
    assert gone.errors == pytest.approx(1.0)
    assert gone.used == pytest.approx(0.0, abs=0.01)


KINDS = (Kind("a", 4, 0.1, (Call("b", retries=1),)), Kind("b", 4, 0.1))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 5_000)), max_size=30),
    st.floats(0, 1),
    st.floats(0.1, 90),
)
def test_no_state_of_the_world_is_impossible(days: list[tuple[int, int, float]], errors: float, slow: float) -> None:
    flows: dict[str, Flow] = {}
    for first, second, load in days:
        pods = {"a": [Group(first)] if first else [], "b": [Group(second, errors, slow)] if second else []}
        flows = step(KINDS, flows, pods, {"a": load}, 1.0)
        for flow in flows.values():
            assert 0 <= flow.errors <= 1
            assert 0 <= flow.lost <= 1
            assert flow.seconds >= 0
            assert flow.waiting >= 0
            assert flow.seconds < 1e6
