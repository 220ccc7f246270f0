"""Figures over a stretch of time: what a verdict compares."""

from checks.sample import Reading, Sample, Status
from console.signals.looks import Looks
from console.signals.verdict import Figures


def a_probe(at: int, status: Status = Status.OK, latency: float = 0.1) -> Sample:
    return Sample("web", at, status, "", "", (Reading("latency", latency, "s"),))


def a_number(at: int, rate: float) -> Sample:
    return Sample("web prometheus", at, Status.OK, "", "", (Reading("error_rate", rate, "ratio"),))


def test_the_share_of_failed_probes_counts_only_what_lies_in_the_stretch() -> None:
    looks = Looks()
    for at in range(10):
        looks.add("web", a_probe(at * 1000, Status.DOWN if at < 5 else Status.OK, 0.2 if at % 2 else 0.1))
    assert looks.figures("web", 0, 4000) == Figures(1.0, None, 5, probes=True)
    assert looks.figures("web", 5000, 9000) == Figures(0.0, 0.2, 5, probes=True)


def test_a_number_of_a_source_counts_from_the_half_of_the_stretch_on() -> None:
    looks = Looks()
    for at, rate in ((0, 0.5), (10, 0.5), (20, 0.1), (30, 0.3)):
        looks.add("web", a_number(at, rate))
        looks.add("web", a_probe(at, Status.DOWN))
    found = looks.figures("web", 0, 30)
    assert found is not None
    assert (found.error_rate, found.samples, found.probes) == (0.2, 2, False)


def test_a_look_that_could_not_be_made_says_nothing_of_the_service() -> None:
    looks = Looks()
    looks.add("web", a_probe(0, Status.UNKNOWN))
    assert looks.figures("web", 0, 10) is None


def test_no_more_looks_are_kept_than_said() -> None:
    looks = Looks(most=3)
    for at in range(9):
        looks.add("web", a_probe(at))
    found = looks.figures("web", 0, 9)
    assert found is not None
    assert found.samples == 3
