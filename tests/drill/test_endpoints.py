"""The endpoints of the simulated world, asked through the console's own clients and by hand."""

import http.client
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from checks.http import Expected, HttpCheck
from checks.prometheus import Prometheus, PrometheusCheck, Query, Server
from checks.sample import Quality, Status
from checks.source import NoAnswer, Plan
from checks.targets import TargetsCheck
from checks.web import Request
from console.drill.endpoints import Alert, Health, WorldServer, serve_world
from console.drill.metrics import Metrics
from tests.drill.series import BEGIN, END, metrics
from tests.fakes import FakeClock

PLAN = Plan("drill", interval=20, timeout=10)
ALERTS = (
    Alert("HighErrorRate", "web", "critical", "5 % of the answers of web are errors", END - 60_000),
    Alert("QueueGrows", "orders", "warning", "orders waits", END - 30_000),
)
SHARE = (
    'sum(rate(http_requests_total{service="web",code=~"5.."}[1m])) / sum(rate(http_requests_total{service="web"}[1m]))'
)


def health(service: str) -> Health | None:
    """Web is well, api is not, and slow takes for ever; nobody knows any other."""
    known = {"web": Health(200, 0.0, "ok"), "api": Health(503, 0.01, "no database"), "slow": Health(200, 99.0, "ok")}
    if service == "broken":
        raise KeyError(service)
    return known.get(service)


@pytest.fixture(scope="module")
def world() -> Iterator[WorldServer]:
    """The endpoints, with the series of a shop."""
    store = metrics()
    store.add("up", {"job": "web", "instance": "web-0:80"}, END, 1)
    store.add("up", {"job": "web", "instance": "web-1:80"}, END, 0)
    with serve_world(store, lambda: ALERTS, health, FakeClock(END)) as served:
        yield served


def ask(world: WorldServer, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, Any]:
    """Ask by hand; what is not JSON comes back as bytes."""
    request = urllib.request.Request(world.url + path, data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as said:
            code, raw = said.status, said.read()
    except urllib.error.HTTPError as error:
        code, raw = error.code, error.read()
    try:
        return code, json.loads(raw)
    except ValueError:
        return code, raw


async def test_the_prometheus_check_reads_its_numbers(world: WorldServer) -> None:
    queries = (Query("error_rate", SHARE), Query("depth", 'max(queue_depth{queue="orders"})'), Query("none", "nothing"))
    check = PrometheusCheck(PLAN, Server(world.url), queries, FakeClock(END))
    sample = await check.probe()
    share, depth, none = sample.readings
    assert share.value is not None
    assert 0 < share.value < 1
    assert (depth.quality, none.quality) == (Quality.VALUE, Quality.NO_DATA)
    await check.aclose()


async def test_the_client_reads_a_stretch_of_time_and_is_told_what_is_wrong(world: WorldServer) -> None:
    client = Prometheus(Server(world.url))
    found = await client.between(SHARE, BEGIN, END, 10.0, 91)
    assert len(found) == 90
    assert found[0][0] == BEGIN + 10_000
    with pytest.raises(NoAnswer, match=r'bad_data: invalid parameter "query": 1:5: parse error: unclosed left'):
        await client.instant("sum(", 10.0)
    with pytest.raises(NoAnswer, match="gives a matrix"):
        await client.instant("nothing[5m]", 10.0)
    with pytest.raises(NoAnswer, match="exceeded maximum resolution"):
        await client._ask("query_range", {"query": "up", "start": 0, "end": 86400, "step": 1}, 10.0)
    assert [series.value for series in await client.instant("3 * 2", 10.0)] == [6]
    await client.aclose()


async def test_the_targets_check_finds_the_target_that_is_down(world: WorldServer) -> None:
    check = TargetsCheck(PLAN, Server(world.url), FakeClock(END))
    assert (await check.probe()).reason == "1 of 2 targets down: web web-1:80"
    await check.aclose()


async def test_the_http_check_judges_the_health_of_services(world: WorldServer) -> None:
    async def look(service: str, patience: float = 10) -> tuple[Status, str]:
        plan = Plan("health", interval=20, timeout=patience)
        expected = Expected(contains="ok")
        check = HttpCheck(plan, Request(f"{world.url}/health/{service}"), FakeClock(), expected=expected)
        sample = await check.probe()
        await check.aclose()
        return sample.status, sample.reason

    assert await look("web") == (Status.OK, "")
    assert await look("api") == (Status.DOWN, "answered 503 Service Unavailable")
    assert await look("unknown") == (Status.DOWN, "answered 404 Not Found")
    assert (await look("slow", 0.2))[0] is Status.DOWN


def test_what_the_world_cannot_answer_is_kept_for_whoever_made_it(world: WorldServer) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        ask(world, "/health/broken")
    assert world.errors == ("KeyError('broken')",)
    assert ask(world, "/health/web") == (200, b"ok")


def test_prometheus_tells_the_alerts_as_the_real_one_does(world: WorldServer) -> None:
    code, said = ask(world, "/api/v1/alerts")
    assert (code, said["status"], len(said["data"]["alerts"])) == (200, "success", 2)
    assert said["data"]["alerts"][0] == {
        "labels": {"alertname": "HighErrorRate", "service": "web", "severity": "critical"},
        "annotations": {"summary": "5 % of the answers of web are errors"},
        "state": "firing",
        "activeAt": "2026-11-21T18:14:00.000Z",
        "value": "1e+00",
    }


def test_alertmanager_tells_gettable_alerts(world: WorldServer) -> None:
    code, said = ask(world, "/api/v2/alerts")
    assert (code, len(said)) == (200, 2)
    found = next(alert for alert in said if alert["labels"]["service"] == "web")
    assert found["status"] == {"inhibitedBy": [], "mutedBy": [], "silencedBy": [], "state": "active"}
    assert (found["startsAt"], found["receivers"]) == ("2026-11-21T18:14:00.000Z", [{"name": "on-call"}])
    assert len({alert["fingerprint"] for alert in said}) == 2
    assert len(found["fingerprint"]) == 16
    assert ask(world, "/api/v2/silences") == (200, [])
    assert ask(world, "/api/v2/status")[1]["cluster"]["status"] == "disabled"


def test_alertmanager_gives_the_alerts_that_are_asked_for(world: WorldServer) -> None:
    for query, names in (
        ("filter=service%3D%22web%22", {"HighErrorRate"}),
        ("filter=severity%3D~%22warn.%2A%22", {"QueueGrows"}),
        ("filter=service%3D%22web%22&filter=severity%3D%22warning%22", set()),
        ("active=false", set()),
    ):
        assert {alert["labels"]["alertname"] for alert in ask(world, f"/api/v2/alerts?{query}")[1]} == names
    assert ask(world, "/api/v2/alerts?filter=nonsense")[0] == 400


def test_what_is_asked_in_the_address_is_answered_as_what_is_asked_in_a_form(world: WorldServer) -> None:
    form = b"query=count%28queue_depth%29&time=2026-11-21T18%3A14%3A00Z"
    said = ask(world, "/api/v1/query?" + form.decode())
    assert said == ask(world, "/api/v1/query", "POST", form)
    assert said[1]["data"] == {"resultType": "vector", "result": [{"metric": {}, "value": [1795284840, "2"]}]}


def test_labels_and_series_are_told(world: WorldServer) -> None:
    assert "queue" in ask(world, "/api/v1/labels")[1]["data"]
    assert ask(world, "/api/v1/label/queue/values")[1]["data"] == ["mail", "orders"]
    series = ask(world, "/api/v1/series?match[]=queue_depth&match[]=up%7Binstance%3D~%22web-0.%2A%22%7D")[1]["data"]
    assert [labels["__name__"] for labels in series] == ["queue_depth", "queue_depth", "up"]
    assert ask(world, "/api/v1/series") == (
        400,
        {"status": "error", "errorType": "bad_data", "error": "no match[] parameter provided"},
    )


def test_it_says_that_it_is_well_and_knows_no_other_path(world: WorldServer) -> None:
    assert ask(world, "/-/healthy") == (200, b"Prometheus Server is Healthy.\n")
    assert ask(world, "/api/v1/nothing")[0] == 404
    assert ask(world, "/")[0] == 404
    assert ask(world, "/api/v1/query", "DELETE")[0] == 405
    assert ask(world, "/api/v2/silences", "POST", b"{}")[0] == 405


def test_what_is_too_large_is_refused(world: WorldServer) -> None:
    assert ask(world, "/api/v1/query", "POST", b"query=" + b"1" * 70_000)[0] == 413
    assert ask(world, "/api/v1/query?" + "&".join(f"a{n}=1" for n in range(200)))[0] == 400
    assert ask(world, "/api/v1/query?query=" + "1" * 9000)[0] == 400
    for said in ("Content-Length: -1", "Content-Length: x", "Transfer-Encoding: chunked"):
        with socket.create_connection(("127.0.0.1", world.port), timeout=5) as wire:
            wire.sendall(f"POST /api/v1/query HTTP/1.1\r\nHost: x\r\n{said}\r\n\r\n".encode())
            assert wire.recv(100).startswith(b"HTTP/1.1 413")


def test_a_client_that_goes_away_is_not_worth_a_word(world: WorldServer) -> None:
    before = world.errors
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", world.port), timeout=5) as wire:
            wire.sendall(b"GET /api/v1/labels HTTP/1.1\r\nHost: x\r\n\r\n")
    assert ask(world, "/health/web") == (200, b"ok")
    assert world.errors == before


def test_it_closes_while_somebody_still_waits_for_an_answer() -> None:
    asked, gone = threading.Event(), threading.Event()

    def slow(_service: str) -> Health:
        asked.set()
        return Health(200, 5.0, "late")

    def wait(url: str) -> None:
        with suppress(OSError, http.client.HTTPException):
            urllib.request.urlopen(f"{url}/health/x", timeout=20).close()
        gone.set()

    with serve_world(Metrics(), tuple, slow, FakeClock()) as served:
        threading.Thread(target=wait, args=(served.url,), daemon=True).start()
        assert asked.wait(10)
    assert gone.wait(10)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", served.port), timeout=2)
