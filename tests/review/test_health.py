import json
import math

import pytest

from console.review.health import METRICS, Number, ServiceLine, exit_status, health_document
from tests.incident.story import START


def test_every_number_has_its_age_and_its_source() -> None:
    line = ServiceLine("degraded", "p95 over 1 s", Number(1.2, "s", START - 3_000, "6 probes"), None, START - 3_000)
    made = health_document({"api": line}, {"cpu_usage": Number(0.5, "ratio", START, "this host")}, START)
    assert made["services"]["api"] == {
        "status": "degraded",
        "reason": "p95 over 1 s",
        "response_time": {"value": 1.2, "unit": "s", "age": 3.0, "source": "6 probes", "note": None},
        "error_rate": None,
        "last_check": "2026-11-21T17:42:10.000Z",
    }
    assert list(made["metrics"]) == list(METRICS)
    assert made["metrics"]["active_users"] is None
    assert made["alerts"] == []


def test_no_data_is_null_and_keeps_its_reason() -> None:
    made = health_document({}, {"error_rate": Number(None, "ratio", START, "prometheus", "0 of 0")}, START)
    assert made["metrics"]["error_rate"] == {
        "value": None,
        "unit": "ratio",
        "age": 0.0,
        "source": "prometheus",
        "note": "0 of 0",
    }


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_is_no_data(value: float) -> None:
    made = health_document({}, {"swap": Number(value, at=START + 5)}, START)
    assert made["metrics"]["swap"]["value"] is None
    assert made["metrics"]["swap"]["age"] == 0.0
    assert json.dumps(made, allow_nan=False)


@pytest.mark.parametrize(
    ("words", "status"),
    [((), 3), (("ok",), 0), (("ok", "degraded"), 1), (("down", "unknown"), 1), (("ok", "unknown"), 3)],
)
def test_the_exit_status_tells_healthy_broken_and_not_checked_apart(words: tuple[str, ...], status: int) -> None:
    assert exit_status({str(index): ServiceLine(word) for index, word in enumerate(words)}) == status
