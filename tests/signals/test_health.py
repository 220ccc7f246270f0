import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.sample import Quality, Reading, Sample, Status
from console.signals.health import ServiceHealth, Thresholds, Transition, Verdict, Watched, settle
from console.signals.tracker import HealthTracker

OK, DEGRADED, DOWN, UNKNOWN = Status.OK, Status.DEGRADED, Status.DOWN, Status.UNKNOWN
SECOND = 1000
T0 = 1_795_283_533_000


class Story:
    """Samples of checks of one service, five seconds apart, and what becomes of its health."""

    def __init__(self, *checks: str, thresholds: Thresholds | None = None) -> None:
        watched = [Watched(check, "api", 5.0) for check in checks or ("http",)]
        self.tracker = HealthTracker(watched, {"api": thresholds} if thresholds else None)
        self.now = T0
        self.changes: list[tuple[Status, Status]] = []

    def see(self, status: Status = OK, *readings: Reading, check: str = "http", reason: str = "") -> Status:
        sample = Sample(check, self.now, status, reason or (status if status is not OK else ""), "src", readings)
        self._take(self.tracker.observe([sample], self.now))
        self.now += 5 * SECOND
        return self.status

    def wait(self, seconds: float) -> Status:
        self.now += round(seconds * SECOND)
        self._take(self.tracker.observe((), self.now))
        return self.status

    def _take(self, transitions: tuple[Transition, ...]) -> None:
        self.changes += [(each.before, each.after) for each in transitions]

    @property
    def status(self) -> Status:
        return self.health.status

    @property
    def health(self) -> ServiceHealth:
        found = self.tracker.service("api")
        assert found is not None
        return found


def rate(value: float | None, quality: Quality = Quality.VALUE) -> Reading:
    return Reading("error_rate", value, "ratio", quality)


def p95(value: float) -> Reading:
    return Reading("p95", value, "s")


def latency(value: float | None) -> Reading:
    return Reading("latency", value, "s", Quality.ERROR if value is None else Quality.VALUE)


# -- from looks to a status


def test_before_the_first_look_a_service_is_unknown_and_never_healthy() -> None:
    health = Story().health
    assert (health.status, health.since, health.reason) == (UNKNOWN, 0, "not looked at yet")


def test_the_first_look_counts_at_once_and_finding_it_well_is_no_change() -> None:
    story = Story()
    assert story.see(OK) is OK
    assert story.changes == []
    assert story.health.since == T0


def test_a_first_look_that_finds_it_down_is_a_change() -> None:
    story = Story()
    assert story.see(DOWN, reason="connection refused") is DOWN
    assert story.changes == [(UNKNOWN, DOWN)]
    assert story.health.reason == "connection refused"


def test_one_bad_look_among_good_ones_changes_nothing() -> None:
    story = Story()
    assert [story.see(status) for status in (OK, OK, DOWN, OK, OK)] == [OK] * 5
    assert story.changes == []


def test_two_bad_looks_of_three_change_it_and_two_good_ones_change_it_back() -> None:
    story = Story()
    seen = [story.see(status) for status in (OK, OK, OK, DOWN, OK, DOWN, DOWN, OK, OK)]
    assert seen == [OK, OK, OK, OK, OK, DOWN, DOWN, DOWN, OK]
    assert story.changes == [(OK, DOWN), (DOWN, OK)]


def test_three_kinds_of_bad_looks_in_a_row_are_not_healthy() -> None:
    story = Story()
    for status in (OK, DOWN, UNKNOWN, DEGRADED):
        story.see(status)
    assert story.status is DEGRADED


def test_n_and_m_can_be_set_per_service() -> None:
    story = Story(thresholds=Thresholds(needed=1, of=1))
    assert [story.see(status) for status in (OK, DOWN, OK)] == [OK, DOWN, OK]


@given(st.lists(st.sampled_from(list(Status)), min_size=3, max_size=3))
def test_a_service_is_shown_healthy_only_where_most_looks_found_it_so(looks: list[Status]) -> None:
    settled = settle([Verdict(status) for status in looks], 2)
    assert (settled.status is OK) is (looks.count(OK) >= 2)


# -- age


def test_older_than_three_intervals_is_stale_and_unknown() -> None:
    story = Story()
    story.see(OK)
    assert story.wait(9.9) is OK
    assert story.wait(0.1) is UNKNOWN
    assert story.changes == [(OK, UNKNOWN)]
    assert story.health.reason == "last looked at 15 s ago"
    assert story.see(OK) is OK


def test_a_look_that_hung_for_long_is_counted_from_its_arrival() -> None:
    tracker = HealthTracker([Watched("http", "api", 5.0)])
    tracker.observe([Sample("http", T0, DOWN, "no answer within 4.9 s", took=4.9)], T0 + 4900)
    tracker.observe((), T0 + 19_000)
    assert [service.status for service in tracker.services()] == [DOWN]
    tracker.observe((), T0 + 20_000)
    assert [service.status for service in tracker.services()] == [UNKNOWN]


def test_a_number_keeps_its_age_and_its_last_value_when_it_is_stale() -> None:
    story = Story()
    story.see(OK, latency(0.012))
    story.wait(60)
    figure = story.health.latency
    assert (figure.value, figure.age(story.now), figure.stale(story.now)) == (0.012, 65 * SECOND, True)


def test_a_clock_set_back_does_not_make_old_looks_new() -> None:
    story = Story()
    story.see(OK)
    story.wait(-3600)
    assert story.wait(14) is OK
    assert story.wait(2) is UNKNOWN


# -- thresholds


@pytest.mark.parametrize(
    ("reading", "status", "reason"),
    [
        (rate(0.0), OK, ""),
        (rate(0.01), OK, ""),
        (rate(0.011), DEGRADED, "error rate 1.1% is over 1% (src)"),
        (rate(0.05), DEGRADED, "error rate 5.0% is over 1% (src)"),
        (rate(0.061), DOWN, "error rate 6.1% is over 5% (src)"),
        (p95(1.0), OK, ""),
        (p95(1.2), DEGRADED, "p95 1.2 s is over 1 s (src)"),
    ],
)
def test_error_rate_and_p95_are_judged_by_the_thresholds(reading: Reading, status: Status, reason: str) -> None:
    story = Story()
    assert story.see(OK, reading) is status
    assert story.health.reason == reason


def test_thresholds_are_per_service() -> None:
    story = Story(thresholds=Thresholds(down_error_rate=0.5, degraded_error_rate=0.2, degraded_p95=10))
    assert story.see(OK, rate(0.19), p95(9)) is OK


@pytest.mark.parametrize(
    "reading",
    [
        rate(-0.1),
        rate(math.nan),
        rate(math.inf),
        rate(6.1),
        rate(None, Quality.NO_DATA),
        rate(None, Quality.ERROR),
        p95(-1),
    ],
)
def test_what_cannot_be_true_is_unknown_and_no_value(reading: Reading) -> None:
    story = Story()
    assert story.see(OK, reading) is UNKNOWN
    figure = story.health.p95 if reading.metric == "p95" else story.health.error_rate
    assert figure.value is None
    assert figure.quality is not Quality.VALUE


# -- several checks of one service


def test_the_worst_check_speaks_and_says_its_name() -> None:
    story = Story("http", "tcp", "dns")
    story.see(OK, check="http")
    story.see(DEGRADED, check="tcp", reason="slow")
    story.see(DOWN, check="dns", reason="NXDOMAIN")
    assert story.status is DOWN
    assert story.health.reason == "dns: NXDOMAIN (and 1 more of 3 checks)"


def test_unknown_does_not_hide_down_and_is_not_healthy() -> None:
    story = Story("http", "tcp")
    story.see(OK, check="http")
    assert story.status is UNKNOWN
    story.see(UNKNOWN, check="tcp")
    assert story.status is UNKNOWN
    story.see(DOWN, check="http")
    story.see(DOWN, check="http")
    assert story.status is DOWN


def test_each_check_of_a_service_can_be_seen() -> None:
    story = Story("http", "tcp")
    story.see(OK, check="http")
    assert [(check.check, check.status, check.at) for check in story.health.checks] == [
        ("http", OK, T0),
        ("tcp", UNKNOWN, 0),
    ]


# -- where the numbers come from


def test_our_own_probes_make_the_error_rate_and_p95_and_say_how_many_they_are() -> None:
    story = Story()
    for number in range(24):
        story.see(OK, latency(0.1 + number / 1000))
    health = story.health
    assert (health.error_rate.value, health.error_rate.source) == (0.0, "24 probes")
    assert health.p95.value == pytest.approx(0.122)
    assert health.latency.value == pytest.approx(0.123)


def test_too_few_probes_are_no_data() -> None:
    story = Story()
    for _ in range(4):
        story.see(OK, latency(0.1))
    figure = story.health.error_rate
    assert (figure.value, figure.quality, figure.note) == (None, Quality.NO_DATA, "too few probes yet")
    assert story.status is OK


def test_probes_of_which_none_was_answered_are_not_called_too_few_yet() -> None:
    story = Story()
    for _ in range(6):
        story.see(DOWN, Reading("latency", None, "s", Quality.ERROR))
    assert (story.health.p95.value, story.health.p95.note) == (None, "too few of 6 probes were answered")


def test_probes_that_fail_now_and_then_are_told_by_their_rate() -> None:
    story = Story()
    for number in range(24):
        story.see(DOWN if number % 6 == 5 else OK, latency(0.1))
    assert story.health.error_rate.value == pytest.approx(4 / 24)
    assert story.status is DOWN
    assert story.health.reason


def test_an_outage_that_ended_stops_counting_after_three_good_probes() -> None:
    story = Story()
    for _ in range(20):
        story.see(DOWN, latency(None))
    assert story.health.error_rate.value == 1.0
    assert [story.see(OK, latency(0.1)) for _ in range(6)][-1] is OK
    assert story.changes[-1] == (DOWN, OK)


def test_slow_answers_are_degraded() -> None:
    story = Story()
    for _ in range(6):
        story.see(OK, latency(1.4))
    assert story.status is DEGRADED
    assert story.health.reason == "p95 1.4 s is over 1 s (6 probes)"


def test_where_a_source_gives_the_error_rate_our_own_probes_do_not() -> None:
    story = Story("prometheus", "http")
    for number in range(30):
        story.see(OK, rate(0.002), check="prometheus")
        story.see(DOWN if number % 3 == 2 else OK, latency(0.1), check="http")
    assert (story.health.error_rate.value, story.health.error_rate.source) == (0.002, "src")
    # The p95 no source gives: that one is ours.
    assert story.health.p95.source.endswith("probes")
    assert story.status is OK


def test_a_look_that_told_nothing_is_no_failed_probe() -> None:
    story = Story()
    for _ in range(10):
        story.see(OK, latency(0.1))
    for _ in range(5):
        story.see(UNKNOWN, latency(None))
    assert story.health.error_rate.value == 0.0


# -- size


def test_a_thousand_services_are_followed_in_bounded_memory() -> None:
    tracker = HealthTracker(Watched(f"c{n}", f"s{n}", 5.0) for n in range(1000))
    for beat in range(3):
        now = T0 + beat * 5000
        batch = [Sample(f"c{n}", now, OK, readings=(latency(0.1),)) for n in range(1000)]
        assert tracker.observe(batch, now) == ()
    changes = tracker.observe((), T0 + 60_000)
    assert len(changes) == 1000
    assert {change.after for change in changes} == {UNKNOWN}
    assert tracker.observe((), T0 + 61_000) == ()


def test_a_sample_of_a_check_that_is_not_followed_is_left_alone() -> None:
    assert Story().tracker.observe([Sample("stranger", T0, DOWN)], T0) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Status)),
            st.floats(allow_nan=True, allow_infinity=True) | st.none(),
            st.integers(-10_000, 100_000),
        ),
        max_size=30,
    )
)
def test_no_samples_at_any_time_bring_it_to_fall(looks: list[tuple[Status, float | None, int]]) -> None:
    story = Story()
    for status, value, later in looks:
        readings = [Reading(metric, value) for metric in ("error_rate", "p95", "latency")]
        story.now += later
        story.see(status, *readings)
        assert story.health.reason or story.status is OK
