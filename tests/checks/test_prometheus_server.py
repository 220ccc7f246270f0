"""The same checks against a real Prometheus, where there is one."""

import asyncio
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from checks.prometheus import Prometheus, PrometheusCheck, Query, Server
from checks.sample import Quality, Reading, Status
from checks.source import NoAnswer, Plan
from checks.targets import TargetsCheck
from tests.checks.servers import refusing_port
from tests.fakes import FakeClock

pytestmark = [
    pytest.mark.server,
    pytest.mark.xdist_group("prometheus"),
    pytest.mark.skipif(shutil.which("prometheus") is None, reason="needs Debian's package prometheus"),
]
PLAN = Plan("real", interval=20, timeout=10)


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prometheus on loopback that watches itself and a port where nobody listens."""
    folder = tmp_path_factory.mktemp("prometheus")
    port, nobody = refusing_port(), refusing_port()
    (folder / "p.yml").write_text(
        "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
        f"- {{job_name: itself, static_configs: [{{targets: ['127.0.0.1:{port}']}}]}}\n"
        f"- {{job_name: gone, static_configs: [{{targets: ['127.0.0.1:{nobody}']}}]}}\n"
    )
    argv = ["prometheus", f"--config.file={folder}/p.yml", f"--storage.tsdb.path={folder}/data"]
    argv += [f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]
    url = f"http://127.0.0.1:{port}"
    with Path(folder / "log").open("wb") as log, subprocess.Popen(argv, stdout=log, stderr=log, cwd=folder) as server:
        try:
            _wait_until_it_has_looked(url)
            yield url
        finally:
            server.kill()


def _wait_until_it_has_looked(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/api/v1/query?query=count(up)==2", timeout=2) as said:
                if b'"2"' in said.read():
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    pytest.fail("Prometheus did not get ready")


async def ask(url: str, expression: str) -> Reading:
    check = PrometheusCheck(PLAN, Server(url), (Query("x", expression),), FakeClock())
    return (await check.probe()).readings[0]


async def test_a_real_expression_gives_its_number(prometheus: str) -> None:
    assert (await ask(prometheus, "count(up)")).value == 2
    assert (await ask(prometheus, "1 - 1")).value == 0
    assert (await ask(prometheus, "up{job='gone'} * 0")).value == 0


async def test_a_misspelt_metric_and_0_by_0_are_no_data(prometheus: str) -> None:
    for expression in ("prometheus_bild_info", "0 / 0", "sum(rate(nothing[1m])) / sum(rate(nothing[1m]))"):
        assert (await ask(prometheus, expression)).quality is Quality.NO_DATA
    quantile = "histogram_quantile(0.95, sum by (le) (rate(absent_bucket[1m])))"
    assert (await ask(prometheus, quantile)).quality is Quality.NO_DATA


async def test_a_bad_expression_is_told_in_the_words_of_the_server(prometheus: str) -> None:
    assert (await ask(prometheus, "sum(")).note.startswith("bad_data: ")
    assert (await ask(prometheus, "up")).note.startswith("2 series where one is wanted")
    assert (await ask(prometheus, "up[1m]")).note.startswith("the expression gives a matrix")


async def test_targets_that_are_down_are_found(prometheus: str) -> None:
    check = TargetsCheck(PLAN, Server(prometheus), FakeClock())
    sample = await check.probe()
    deadline = time.monotonic() + 15
    while sample.status is not Status.DEGRADED and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
        sample = await check.probe()
    assert sample.rows[1][0] == "gone"
    assert sample.reason.startswith("1 of 2 targets down: gone 127.0.0.1:")


async def test_a_day_at_full_resolution_is_accepted(prometheus: str) -> None:
    end = time.time_ns() // 1_000_000
    found = await Prometheus(Server(prometheus)).between("vector(1)", end - 86_400_000, end, 10.0)
    assert 10_000 < len(found) <= 11_000
    assert {value for _, value in found} == {1.0}


async def test_more_points_than_the_server_gives_are_refused_by_it(prometheus: str) -> None:
    asked = {"query": "up", "start": 0, "end": 86400, "step": 1}
    with pytest.raises(NoAnswer, match="exceeded maximum resolution"):
        await Prometheus(Server(prometheus))._ask("query_range", asked, 10.0)
