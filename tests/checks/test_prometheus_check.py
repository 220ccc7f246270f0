import json
from urllib.parse import parse_qs

import pytest

from checks.prometheus import MOST_POINTS, Prometheus, PrometheusCheck, Query, Server
from checks.sample import Quality, Reading, Sample, Status
from checks.source import NoAnswer, Plan
from checks.targets import TargetsCheck
from tests.checks.servers import Asked, answer, answering, refusing_port
from tests.fakes import FakeClock, Misbehaving

PLAN = Plan("rates", "api", timeout=2.0)
ERRORS = Query("error_rate", 'sum(rate(errors{job="api"}[5m])) / sum(rate(requests[5m]))', "ratio")


def vector(*values: str, **labels: str) -> bytes:
    result = [{"metric": labels | {"n": str(n)}, "value": [1795233058.336, v]} for n, v in enumerate(values)]
    return envelope({"resultType": "vector", "result": result})


def scalar(value: str) -> bytes:
    return envelope({"resultType": "scalar", "result": [1795233058.336, value]})


def envelope(data: object) -> bytes:
    return answer(json.dumps({"status": "success", "data": data}).encode())


def refusal(kind: str, text: str, status: str = "400 Bad Request") -> bytes:
    return answer(json.dumps({"status": "error", "errorType": kind, "error": text}).encode(), status)


async def look(said: bytes) -> tuple[Sample, Reading]:
    async with answering(said) as (port, _):
        check = PrometheusCheck(PLAN, Server(f"http://127.0.0.1:{port}"), (ERRORS,), FakeClock())
        sample = await check.probe()
        await check.aclose()
    return sample, sample.readings[0]


@pytest.mark.parametrize("said", [vector("0.0612"), scalar("0.0612"), vector("6.12e-2")])
async def test_a_vector_of_one_and_a_scalar_are_a_number(said: bytes) -> None:
    sample, reading = await look(said)
    assert (sample.status, reading) == (Status.OK, Reading("error_rate", 0.0612, "ratio"))


async def test_zero_is_a_value() -> None:
    assert (await look(vector("0")))[1] == Reading("error_rate", 0.0, "ratio")


@pytest.mark.parametrize("said", [vector(), vector("NaN"), scalar("NaN")])
async def test_a_misspelt_metric_and_0_by_0_are_no_data_and_never_zero(said: bytes) -> None:
    sample, reading = await look(said)
    assert sample.status is Status.UNKNOWN
    assert (reading.quality, reading.value) == (Quality.NO_DATA, None)
    assert sample.reason == f"error_rate: {reading.note}"
    assert reading.note.startswith("no data")


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (vector("1", "2", "3"), "3 series where one is wanted: aggregate them, for example with sum()"),
        (vector("+Inf"), "the value is inf"),
        (refusal("bad_data", 'parse error: unexpected "}"'), 'bad_data: parse error: unexpected "}"'),
        (refusal("timeout", "query timed out", "503 Service Unavailable"), "timeout: query timed out"),
        (answer(b"<html>", "502 Bad Gateway"), "answered 502 Bad Gateway, and not as a Prometheus does"),
        (answer(b"null"), "answered 200 OK, and not as a Prometheus does"),
        (answer(b"[" * 200_000), "answered 200 OK, and not as a Prometheus does"),
        (envelope(None), "not the answer of a Prometheus: TypeError in it"),
        (envelope({"resultType": "vector", "result": [{}]}), "not the answer of a Prometheus: KeyError in it"),
        (vector("much"), "not the answer of a Prometheus: ValueError in it"),
        (
            envelope({"resultType": "matrix", "result": []}),
            "the expression gives a matrix; give one that gives a number",
        ),
        (answer(b"[" + b"1," * 600_000), "the answer is larger than 1,048,576 bytes: ask for fewer series"),
    ],
)
async def test_what_is_no_number_is_an_error_with_its_reason(said: bytes, note: str) -> None:
    sample, reading = await look(said)
    assert (reading.quality, reading.value, reading.note) == (Quality.ERROR, None, note)
    assert (sample.status, sample.reason) == (Status.UNKNOWN, f"error_rate: {note}")


async def test_a_prometheus_that_is_not_there_is_no_news_of_the_service() -> None:
    server = Server(f"http://127.0.0.1:{refusing_port()}")
    sample = await PrometheusCheck(PLAN, server, (ERRORS,), FakeClock()).probe()
    assert sample.status is Status.UNKNOWN
    assert sample.readings[0].quality is Quality.ERROR
    assert "connection refused" in sample.reason


async def test_a_prometheus_that_hangs_is_given_up() -> None:
    with Misbehaving() as misbehaving:
        server = Server(misbehaving.url("hang"))
        sample = await PrometheusCheck(Plan("p", timeout=0.3), server, (ERRORS,), FakeClock()).probe()
        # Its own path stands in front of the API's.
        assert sum(misbehaving.asked.values()) == 1
    assert sample.status is Status.UNKNOWN
    assert sample.reason == "error_rate: no answer within 300 ms: still waiting for the answer"


async def test_the_expression_is_posted_as_a_form_and_credentials_are_never_shown() -> None:
    async with answering(refusal("bad_data", "token hunter2hunter2")) as (port, asked):
        server = Server(
            f"http://me:pw12345@127.0.0.1:{port}/prom/?tenant=secret9",
            headers=(("Authorization", "Bearer hunter2hunter2"), ("X-Key", "hunter2hunter2")),
        )
        sample = await PrometheusCheck(PLAN, server, (ERRORS,), FakeClock()).probe()
    assert (asked[0].method, asked[0].path) == ("POST", "/prom/api/v1/query?tenant=secret9")
    assert asked[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked[0].body.decode()) == {"query": [ERRORS.expression]}
    assert sample.source == f"prometheus http://127.0.0.1:{port}/prom/?tenant=\u2026"
    assert all(secret not in repr(sample) for secret in ("hunter2", "pw12345", "secret9"))


async def test_several_expressions_fail_each_by_itself() -> None:
    def said(asked: Asked) -> bytes:
        return vector("1.5") if b"p95" in asked.body else vector()

    async with answering(said) as (port, _):
        queries = (Query("p95", "p95", "s"), ERRORS)
        sample = await PrometheusCheck(PLAN, Server(f"http://127.0.0.1:{port}"), queries, FakeClock()).probe()
    assert [reading.value for reading in sample.readings] == [1.5, None]
    assert sample.status is Status.UNKNOWN


def test_a_check_without_an_expression_is_refused() -> None:
    with pytest.raises(ValueError, match="an expression is needed"):
        PrometheusCheck(PLAN, Server("http://127.0.0.1:9090"), (), FakeClock())


# -- ranges


def matrix(*series: list[tuple[float, str]]) -> bytes:
    return envelope({"resultType": "matrix", "result": [{"metric": {}, "values": values} for values in series]})


async def test_a_range_never_asks_for_more_points_than_the_server_gives() -> None:
    eight_hours = 8 * 3600 * 1000
    async with answering(matrix([(0, "1"), (3, "NaN")])) as (port, asked):
        found = await Prometheus(Server(f"http://127.0.0.1:{port}")).between("x", 0, eight_hours, 2.0)
    form = {key: float(value[0]) for key, value in parse_qs(asked[0].body.decode()).items() if key != "query"}
    assert asked[0].path == "/api/v1/query_range"
    assert form["step"] >= 1
    assert (form["end"] - form["start"]) / form["step"] + 1 <= MOST_POINTS
    assert found == ((0, 1.0), (3000, None))


async def test_a_range_without_series_is_empty_and_one_of_several_is_refused() -> None:
    async with answering(matrix()) as (port, _):
        assert await Prometheus(Server(f"http://127.0.0.1:{port}")).between("x", 0, 60_000, 2.0, 100) == ()
    async with answering(matrix([], [])) as (port, _):
        with pytest.raises(NoAnswer, match="2 series where one is wanted"):
            await Prometheus(Server(f"http://127.0.0.1:{port}")).between("x", 0, 60_000, 2.0, 100)


# -- targets


async def targets(down: bytes, total: bytes) -> Sample:
    def said(asked: Asked) -> bytes:
        return total if b"count" in asked.body else down

    async with answering(said) as (port, _):
        return await TargetsCheck(PLAN, Server(f"http://127.0.0.1:{port}"), FakeClock()).probe()


async def test_targets_that_are_down_are_named_by_job_and_instance() -> None:
    sample = await targets(vector("0", job="node", instance="a:9100"), vector("12"))
    assert (sample.status, sample.reason) == (Status.DEGRADED, "1 of 12 targets down: node a:9100")
    assert sample.rows == (("job", "instance"), ("node", "a:9100"))


async def test_all_targets_down_is_down() -> None:
    assert (await targets(vector("0", job="n", instance="a"), vector("1"))).status is Status.DOWN


async def test_none_down_counts_only_where_there_are_targets() -> None:
    assert (await targets(vector(), vector("12"))).status is Status.OK
    sample = await targets(vector(), vector())
    assert sample.status is Status.UNKNOWN
    assert sample.reason == "Prometheus watches no target: that none is down says nothing"


async def test_targets_of_a_prometheus_that_fails_are_unknown() -> None:
    sample = await targets(refusal("execution", "oops", "422 Unprocessable Entity"), vector("3"))
    assert (sample.status, sample.reason) == (Status.UNKNOWN, "execution: oops")


async def test_an_expression_that_only_informs_says_nothing_of_the_service_by_having_no_number() -> None:
    def said(asked: Asked) -> bytes:
        return vector("0") if b"errors" in asked.body else vector()

    users = Query("active_users", "sessions", informs=True)
    async with answering(said) as (port, _):
        server = Server(f"http://127.0.0.1:{port}")
        both = await PrometheusCheck(PLAN, server, (ERRORS, users), FakeClock()).probe()
        alone = await PrometheusCheck(PLAN, server, (users,), FakeClock()).probe()
    assert both.status is Status.OK
    assert alone.status is Status.UNKNOWN
