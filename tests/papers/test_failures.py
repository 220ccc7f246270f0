"""How many requests failed: error rate x traffic where a source measures both, else nothing at all."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.sample import Reading, Sample, Status
from console.incident import commands
from console.incident.clock import MINUTE, SECOND
from console.journal.samples import SampleStore
from console.papers import Store, render, with_failures
from console.review.failed import estimate
from console.review.report import Report
from console.signals.health import Watched
from tests.fakes import FakeClock
from tests.incident.story import ID, START
from tests.review.stories import checkout, report


def _store(folder: Path, *metrics: str, minutes: int = 60) -> Path:
    """Samples every ten seconds from before the onset: a fifth of 50 requests a second fails."""
    values = {"error_rate": Reading("error_rate", 0.2, "ratio"), "traffic": Reading("traffic", 50.0, "/s")}
    clock = FakeClock(START - 30 * MINUTE)
    store = SampleStore.open(folder, "alice@host", clock)
    for _ in range(minutes * 6):
        readings = tuple(values[name] for name in metrics)
        store.write(clock(), [Sample("api prometheus", clock.now, Status.OK, readings=readings)])
        clock.advance(10)
    assert store.close(60)
    return folder


def _measured(folder: Path) -> Report:
    return with_failures(report(checkout()), Store(folder, [Watched("api prometheus", "api", 10)]))


def test_the_estimate_is_the_sum_of_rate_times_traffic_over_the_impact(tmp_path: Path) -> None:
    (found,) = _measured(_store(tmp_path, "error_rate", "traffic")).failed
    assert found.n == pytest.approx(0.2 * 50 * 19 * 60, rel=0.03)  # 19 minutes from the start until it was mitigated
    assert (found.service, found.span, found.covered) == ("api", 19 * MINUTE, 19 * MINUTE)


def test_it_stands_in_the_document_as_an_estimate_with_its_formula(tmp_path: Path) -> None:
    made = _measured(_store(tmp_path, "error_rate", "traffic"))
    text = render(made, "md")
    assert "(estimate; measured: error rate x traffic of api, 19m of 19m)" in text
    assert "How many requests failed?" not in text
    assert json.loads(render(made, "json"))["impact"]["requests_failed"] == made.failed[0].n


def test_a_figure_that_somebody_said_counts_and_the_estimate_stands_beside_it(tmp_path: Path) -> None:
    story = checkout()
    story.do(commands.state_impact, ID, "requests", "9000", "the balancer")
    folder = _store(tmp_path, "error_rate", "traffic")
    made = with_failures(report(story), Store(folder, [Watched("api prometheus", "api", 10)]))
    assert "**Requests failed:** 9,000 (the balancer; alice" in render(made, "md")
    assert json.loads(render(made, "json"))["impact"]["requests_failed"] == 9000


@pytest.mark.parametrize("metrics", [("error_rate",), ("traffic",), ()])
def test_without_both_numbers_nothing_is_estimated(tmp_path: Path, metrics: tuple[str, ...]) -> None:
    made = _measured(_store(tmp_path, *metrics))
    assert made.failed == ()
    assert "**Requests failed:** not estimated" in render(made, "md")


def test_a_gap_counts_nothing_and_says_how_much_was_measured(tmp_path: Path) -> None:
    (found,) = _measured(_store(tmp_path, "error_rate", "traffic", minutes=30)).failed
    assert 0 < found.covered < found.span
    assert found.n == pytest.approx(0.2 * 50 * found.covered / SECOND, rel=0.05)


_NUMBERS = st.lists(st.one_of(st.none(), st.floats(0, 2)), min_size=1, max_size=20)


@given(_NUMBERS)
def test_an_estimate_is_never_below_nothing_and_never_more_than_all_requests(values: list[float | None]) -> None:
    found = estimate("web", values, [10.0] * len(values), SECOND, len(values) * SECOND)
    known = [value for value in values if value is not None]
    if not known:
        assert found is None
    else:
        assert found is not None
        assert 0 <= found.n <= 10 * len(known)
        assert found.covered == len(known) * SECOND
