"""The verdict over an action: what counts as better or worse, and what cannot be told."""

import pytest

from console.signals.verdict import IMPROVED, UNCHANGED, UNKNOWN, WORSE, Figures, judge

BAD, GOOD = Figures(0.061, 1.2, 36), Figures(0.004, 0.2, 36)


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (BAD, GOOD, IMPROVED),
        (GOOD, BAD, WORSE),
        (GOOD, GOOD, UNCHANGED),
        (Figures(0.05, None, 36), Figures(0.048, None, 36), UNCHANGED),
        (Figures(0.004, None, 36), Figures(0.006, None, 36), UNCHANGED),
        (Figures(None, 1.2, 36), Figures(None, 0.2, 36), IMPROVED),
        (Figures(None, 0.010, 36), Figures(None, 0.020, 36), UNCHANGED),
        (Figures(0.0, 0.2, 36), Figures(0.0, 0.9, 36), WORSE),
    ],
)
def test_errors_and_latency_before_and_after_make_one_word(before: Figures, after: Figures, word: str) -> None:
    assert judge(before, after, 180).word == word


def test_errors_count_before_latency() -> None:
    assert judge(Figures(0.3, 0.2, 36), Figures(0.0, 0.9, 36), 180).word == IMPROVED
    quick_failures = judge(Figures(0.0, 0.9, 36), Figures(0.5, 0.1, 36), 180)
    assert quick_failures.word == WORSE
    assert "p95 0.9 s → 0.1 s" in quick_failures.text


def test_failing_fast_is_no_improvement() -> None:
    assert judge(Figures(0.845, 10.0, 30), Figures(1.0, 0.012, 30), 90).word == WORSE
    assert judge(Figures(0.93, 10.0, 30), Figures(0.96, 0.012, 30), 90).word == UNCHANGED
    assert judge(Figures(0.20, 10.0, 30), Figures(0.255, 0.012, 30), 90).word == UNCHANGED
    assert judge(Figures(0.93, 0.2, 30), Figures(0.93, 10.0, 30), 90).word == WORSE


def test_the_sentence_has_the_numbers_and_the_window() -> None:
    assert judge(BAD, GOOD, 180).text == "error rate 6.1 % → 0.4 %, p95 1.2 s → 0.2 s in 3 m"
    assert judge(Figures(1.0, None, 9), Figures(0.0, 0.04, 9), 60).text == (
        "error rate 100 % → 0.0 %, p95 not measured → 40 ms in 60 s"
    )


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (BAD, Figures(0.0, 0.1, 4), "36 before it and 4 after it"),
        (Figures(0.5, 1, 3), GOOD, "3 before it and 36 after it"),
        (Figures(0.5, 1, 4), Figures(0.0, 0.1, 3), "4 before it and 3 after it"),
        (None, GOOD, "0 before it and 36 after it"),
    ],
)
def test_too_few_samples_are_said_with_the_number_of_each_side(
    before: Figures | None, after: Figures, counts: str
) -> None:
    verdict = judge(before, after, 180)
    assert verdict == (UNKNOWN, f"too few samples in 3 m: {counts}, 5 of each are needed")


def test_what_was_measured_on_one_side_only_is_unknown() -> None:
    verdict = judge(Figures(0.5, None, 36), Figures(None, 0.2, 36), 180)
    assert verdict.word == UNKNOWN
    assert "on both sides" in verdict.text


def test_one_failed_probe_more_is_luck() -> None:
    before, after = Figures(1 / 36, None, 36, probes=True), Figures(3 / 36, None, 36, probes=True)
    assert judge(before, after, 180).word == UNCHANGED
    assert judge(before._replace(probes=False), after._replace(probes=False), 180).word == WORSE
    assert judge(before, Figures(12 / 36, None, 36, probes=True), 180).word == WORSE
