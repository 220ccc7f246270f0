"""The query language of the drill held to a real Prometheus that has the same series, where there is one."""

import json
import math
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from console.drill.metrics import Metrics
from console.drill.prometheus_api import PrometheusApi
from tests.checks.servers import refusing_port
from tests.drill.series import BEGIN, END, metrics, openmetrics

pytestmark = [
    pytest.mark.server,
    pytest.mark.xdist_group("prometheus"),
    pytest.mark.skipif(
        shutil.which("prometheus") is None or shutil.which("promtool") is None,
        reason="needs Debian's package prometheus",
    ),
]

WEB = 'http_requests_total{service="web"}'
MEMORY = "container_memory_working_set_bytes"
BUCKETS = 'http_request_duration_seconds_bucket{service="web"}'
EXPRESSIONS = [
    'sum(rate(http_requests_total{service="web",code=~"5.."}[1m])) / sum(rate(http_requests_total{service="web"}[1m]))',
    f"histogram_quantile(0.95, sum by (le) (rate({BUCKETS}[1m])))",
    f"histogram_quantile(0.5, rate({BUCKETS}[5m]))",
    f"histogram_quantile(1.5, {BUCKETS})",
    f"histogram_quantile(0.999, {BUCKETS} offset 7m)",
    f"sum(rate({WEB}[1m]))",
    'max(queue_depth{queue="orders"})',
    'sum(container_memory_working_set_bytes{app="api"})',
    f"rate({WEB}[2m])",
    f"increase({WEB}[12m])",
    f"increase({WEB}[1h])",
    f"irate({WEB}[1m] offset 2m)",
    "delta(queue_depth[3m])",
    "idelta(queue_depth[3m])",
    f"resets({WEB}[15m]) + changes({WEB}[15m])",
    "avg_over_time(queue_depth[3m])",
    "max_over_time(queue_depth[40s]) - min_over_time(queue_depth[40s])",
    "sum_over_time(queue_depth[40s]) / count_over_time(queue_depth[40s])",
    "last_over_time(queue_depth[1m])",
    "absent(queue_depth{queue='none', broker=~'b.'})",
    "absent(queue_depth)",
    "absent(sum(nothing))",
    "clamp_min(queue_depth, 3) and clamp_max(queue_depth, 300) unless queue_depth == 4",
    "clamp(queue_depth, -5, 300)",
    "vector(3) + vector(4)",
    "scalar(queue_depth{queue='orders'}) * 2 ^ 3 ^ 0.5 % 7",
    "scalar(queue_depth)",
    "time() - 1.5",
    "sum by (code) (http_requests_total)",
    "sum without (pod, code) (rate(http_requests_total[1m]))",
    "avg(http_requests_total) by (service, code)",
    "count by (service) (http_requests_total > 200)",
    "min(http_requests_total) - max(http_requests_total)",
    f"topk(3, {WEB})",
    f"bottomk by (pod) (1, {WEB})",
    f"quantile by (code) (0.3, {WEB})",
    "group by (app) (container_memory_working_set_bytes)",
    f"sort_desc({MEMORY})",
    f"sort(-{MEMORY})",
    f"{MEMORY} / container_memory_limit_bytes",
    f"{MEMORY} / on (pod) container_memory_limit_bytes",
    f"{MEMORY} >= ignoring (app) container_memory_limit_bytes * 0.7",
    f"{MEMORY} > bool 400000000",
    "400000000 < container_memory_working_set_bytes",
    f"{WEB} or queue_depth",
    'sum(rate(http_requests_total{code="500"}[1m])) by (pod) / on (pod) sum(rate(http_requests_total[1m])) by (pod)',
    'http_requests_total{code!="200",pod!~"web-[01]|api.*"}',
    '{__name__=~"queue.+",broker="b1"}',
    "queue_depth / 0",
    "1 / 0 - 1 / 0",
    "1 > bool 2",
    "-queue_depth % 400",
    "- 2 ^ 2",
    "round(queue_depth / 7, 0.25)",
    "ceil(queue_depth / 7) - floor(queue_depth / 7) + abs(queue_depth)",
    "ln(queue_depth) + sqrt(queue_depth)",
    "queue_depth[20s]",
    "0x1F + 1e3 + .5",
    "sum(nothing) or vector(0)",
]
WRONG = [
    *("sum(", "foo(queue_depth)", "rate(queue_depth)", "1 == 1", "", "{}", "queue_depth + bool 1", "5m", "a b"),
    *("-queue_depth[1m]", "sum(queue_depth[1m])", "clamp_min(queue_depth)", "topk(queue_depth)", "(queue_depth"),
    *("sum(queue_depth) by (", "queue_depth $ 2", "'x", "sum by le (queue_depth)", "rate(queue_depth[1m]"),
    *("queue_depth{a='b' c='d'}", "queue_depth or", "queue_depth / on(broker) sum by (broker) (queue_depth)"),
    *("rate({__name__=~'queue.*|cont.*'}[1m])", "count({app='api'}+0)", "abs({app='api'})"),
]
WRONG_IN_OTHER_WORDS = [
    *("queue_depth{", "queue_depth{}}", "1 and 2", "queue_depth[5m] + 1", "queue_depth{queue=~'('}", "queue_depth["),
    *("queue_depth offset", "queue_depth + on(broker) queue_depth", "queue_depth)", "rate(queue_depth[5x])", "1e"),
    *("queue_depth{queue=1}", "queue_depth[0s]", "rate(queue_depth[1m],)", "queue_depth{__name__='x'}"),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prometheus on loopback that has the series in its blocks and watches nothing."""
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "series.txt").write_text(openmetrics())
    make = ["promtool", "tsdb", "create-blocks-from", "openmetrics", "series.txt", "data"]
    subprocess.run(make, cwd=folder, check=True, capture_output=True)
    (folder / "p.yml").write_text("global: {}\n")
    port = refusing_port()
    argv = ["prometheus", f"--config.file={folder}/p.yml", f"--storage.tsdb.path={folder}/data"]
    argv += ["--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]
    url = f"http://127.0.0.1:{port}"
    with Path(folder / "log").open("wb") as log, subprocess.Popen(argv, stdout=log, stderr=log, cwd=folder) as server:
        try:
            _wait_until_ready(url)
            yield url
        finally:
            server.kill()


@pytest.fixture(scope="module")
def ours() -> Metrics:
    """The same series in our store."""
    return metrics()


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/-/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("Prometheus did not get ready")


def _real(url: str, what: str, form: dict[str, Any]) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{url}/api/v1/{what}", data=urlencode(form).encode(), timeout=10) as said:
            return said.status, json.load(said)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def _ours(store: Metrics, what: str, form: dict[str, Any]) -> tuple[int, Any]:
    told = PrometheusApi(store, lambda: END).answer(what, {name: [str(value)] for name, value in form.items()})
    assert told is not None
    return told.status, json.loads(told.body)


def _numbers(item: dict[str, Any]) -> list[tuple[float, float]]:
    return [(at, float(value)) for at, value in item.get("values", [item.get("value")])]


def _same(found: list[tuple[float, float]], wanted: list[tuple[float, float]]) -> bool:
    """Tell whether points are the same but for the last digits, which depend on the order of adding."""
    return len(found) == len(wanted) and all(
        at == then
        and (math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-12) or math.isnan(value) == math.isnan(other) is True)
        for (at, value), (then, other) in zip(found, wanted, strict=True)
    )


def _compare(found: Any, wanted: Any, *, ordered: bool) -> None:
    assert found["resultType"] == wanted["resultType"]
    if found["resultType"] == "scalar":
        assert _same(_numbers({"value": found["result"]}), _numbers({"value": wanted["result"]}))
        return
    pair = [list(data["result"]) for data in (found, wanted)]
    if not ordered:
        pair = [sorted(series, key=lambda item: sorted(item["metric"].items())) for series in pair]
    assert [item["metric"] for item in pair[0]] == [item["metric"] for item in pair[1]]
    for item, other in zip(*pair, strict=True):
        assert _same(_numbers(item), _numbers(other)), (item, other)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_gives_at_a_time_what_the_real_server_gives(real: str, ours: Metrics, expression: str) -> None:
    for at in (END - 12.345, END + 170_000, BEGIN + 41_000, BEGIN + 450_001):
        form = {"query": expression, "time": f"{at / 1000:.3f}"}
        (_, found), (_, wanted) = _ours(ours, "query", form), _real(real, "query", form)
        assert (found["status"], wanted["status"]) == ("success", "success")
        _compare(found["data"], wanted["data"], ordered=expression.startswith(("topk", "sort")))


@pytest.mark.parametrize("expression", [text for text in EXPRESSIONS if not text.endswith("[20s]")])
def test_an_expression_gives_over_time_what_the_real_server_gives(real: str, ours: Metrics, expression: str) -> None:
    form = {"query": expression, "start": BEGIN / 1000 - 20, "end": END / 1000 + 400, "step": 17}
    (_, found), (_, wanted) = _ours(ours, "query_range", form), _real(real, "query_range", form)
    assert (found["status"], wanted["status"]) == ("success", "success")
    _compare(found["data"], wanted["data"], ordered=True)


@pytest.mark.parametrize("expression", WRONG)
def test_what_the_real_server_refuses_is_refused_in_its_words(real: str, ours: Metrics, expression: str) -> None:
    form = {"query": expression, "time": END / 1000}
    assert _ours(ours, "query", form) == _real(real, "query", form)


@pytest.mark.parametrize("expression", WRONG_IN_OTHER_WORDS)
def test_what_the_real_server_refuses_is_refused(real: str, ours: Metrics, expression: str) -> None:
    form = {"query": expression, "time": END / 1000}
    (code, found), (wanted, other) = _ours(ours, "query", form), _real(real, "query", form)
    assert (code, found["errorType"]) == (wanted, other["errorType"])


def test_the_names_and_labels_are_those_of_the_real_server(real: str, ours: Metrics) -> None:
    span = {"start": BEGIN / 1000, "end": END / 1000}
    for what, form in (
        ("labels", span),
        ("label/pod/values", span),
        ("label/__name__/values", {**span, "match[]": '{app="api"}'}),
        ("series", {**span, "match[]": 'queue_depth{queue=~"o.*"}'}),
    ):
        assert _ours(ours, what, form)[1] == _get(real, what, form)


def _get(url: str, what: str, form: dict[str, Any]) -> Any:
    with urllib.request.urlopen(f"{url}/api/v1/{what}?{urlencode(form)}", timeout=10) as said:
        return json.load(said)


def test_a_range_that_cannot_be_is_refused_in_the_same_words(real: str, ours: Metrics) -> None:
    for start, end, step in ((10, 5, 1), (5, 10, 0), (0, 86400, 1), ("x", 10, 1), (5, 10, "x"), (5, 10, "1y1y")):
        form = {"query": "queue_depth", "start": start, "end": end, "step": step}
        assert _ours(ours, "query_range", form) == _real(real, "query_range", form)
