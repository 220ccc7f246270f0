"""The numbers of a service beside those that judge it: percentiles, traffic, expressions of its own."""

from checks.sample import Quality, Reading, Sample, Status
from console.signals.health import Figure, ServiceHealth, Watched
from console.signals.tracker import HealthTracker

T0 = 1_795_283_533_000
PROBES = Watched("http", "api", 5.0)
ASKED = Watched("prometheus", "api", 5.0, ("error_rate", "p99", "traffic", "active_users"))


def looked(*samples: Sample, watched: tuple[Watched, ...] = (PROBES,)) -> ServiceHealth:
    """The health of the service after these looks."""
    tracker = HealthTracker(watched)
    for sample in samples:
        tracker.observe([sample], sample.at)
    health = tracker.service("api")
    assert health is not None
    return health


def probes(*latencies: float) -> list[Sample]:
    """Looks of our own, five seconds apart."""
    return [
        Sample("http", T0 + 5000 * look, Status.OK, readings=(Reading("latency", latency, "s"),))
        for look, latency in enumerate(latencies)
    ]


def told(*readings: Reading) -> Sample:
    """What Prometheus answered, after the probes."""
    return Sample("prometheus", T0 + 60_000, Status.OK, "", "prometheus", readings)


def others(health: ServiceHealth) -> dict[str, Figure]:
    """The numbers that judge nothing, by name."""
    return {each.metric: each for each in health.others}


def test_our_own_probes_tell_three_percentiles_that_were_each_measured() -> None:
    health = looked(*probes(*(second / 10 for second in range(1, 21))))
    assert health.p95.value == 1.9
    assert [(each.metric, each.value) for each in health.others] == [("p50", 1.0), ("p99", 2.0)]


def test_too_few_probes_tell_no_percentile_and_say_so() -> None:
    known = others(looked(*probes(0.1, 0.2)))
    assert known["p50"].value is None
    assert known["p50"].note == "too few probes yet"


def test_probes_cannot_tell_traffic_so_nothing_is_said_of_it() -> None:
    assert "traffic" not in others(looked(*probes(*[0.1] * 9)))


def test_what_a_source_gives_goes_before_what_our_probes_tell() -> None:
    answer = told(Reading("p99", 7.0, "s"), Reading("traffic", 120.0, "/s"))
    known = others(looked(*probes(*[0.1] * 9), answer, watched=(PROBES, ASKED)))
    assert (known["p50"].value, known["p99"].value, known["traffic"].value) == (0.1, 7.0, 120.0)


def test_an_expression_of_its_own_stands_with_the_service_and_never_as_zero() -> None:
    missing = Reading("active_users", None, "", Quality.NO_DATA, "no data: no such series")
    known = others(looked(told(missing), watched=(ASKED,)))
    assert (known["active_users"].value, known["active_users"].note) == (None, "no data: no such series")


def test_a_reading_that_nobody_asked_for_is_no_number_of_the_service() -> None:
    assert "tls_days" not in others(looked(told(Reading("tls_days", 12.0, "days")), watched=(ASKED,)))


def test_a_traffic_that_cannot_be_is_an_error() -> None:
    assert others(looked(told(Reading("traffic", -1.0, "/s")), watched=(ASKED,)))["traffic"].quality is Quality.ERROR


def test_percentiles_of_two_sources_never_stand_beside_each_other() -> None:
    asked = ASKED._replace(numbers=("p95",))
    health = looked(*probes(*[2.0] * 9), told(Reading("p95", 0.05, "s")), watched=(PROBES, asked))
    assert health.p95.value == 0.05
    assert not others(health).keys() & {"p50", "p99"}


def test_an_expression_of_its_own_may_be_negative() -> None:
    assert others(looked(told(Reading("active_users", -3.0)), watched=(ASKED,)))["active_users"].value == -3.0


def test_an_expression_that_is_called_latency_is_no_probe_of_ours() -> None:
    asked = ASKED._replace(numbers=("latency",))
    health = looked(*(told(Reading("latency", 0.1, "s")) for _ in range(9)), watched=(asked,))
    assert health.error_rate.value is None
