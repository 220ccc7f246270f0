import json

import pytest

from checks.sample import Sample, Status
from checks.source import Plan
from checks.statuspage import StatuspageCheck
from tests.checks.servers import answer, answering, refusing_port
from tests.fakes import FakeClock

PLAN = Plan("vendor", timeout=2.0)


def summary(indicator: str, description: str = "", **components: str) -> bytes:
    said = {
        "page": {"name": "Vendor"},
        "status": {"indicator": indicator, "description": description},
        "components": [{"name": name, "status": status} for name, status in components.items()],
        "incidents": [{}],
    }
    return answer(json.dumps(said).encode())


async def look(said: bytes) -> Sample:
    async with answering(said) as (port, asked):
        sample = await StatuspageCheck(PLAN, f"http://127.0.0.1:{port}/", FakeClock()).probe()
    assert asked[0].path == "/api/v2/summary.json"
    return sample


@pytest.mark.parametrize(
    ("indicator", "status"),
    [("none", Status.OK), ("minor", Status.DEGRADED), ("critical", Status.DOWN), ("new word", Status.UNKNOWN)],
)
async def test_what_a_vendor_says_of_itself_is_its_status(indicator: str, status: Status) -> None:
    assert (await look(summary(indicator))).status is status


async def test_troubled_components_are_listed_and_shown_harmless() -> None:
    sample = await look(summary("minor", "Slow\x1b[2J", api="operational", db="major_outage"))
    assert sample.rows == (("component", "status"), ("db", "major_outage"))
    assert sample.reason == "Slow<1B>[2J"


@pytest.mark.parametrize("said", [answer(b"no"), answer(b"[]"), answer(b"{}", "500 Oops"), answer(b'{"status": 3}')])
async def test_a_page_that_cannot_be_read_leaves_the_vendor_unknown(said: bytes) -> None:
    sample = await look(said)
    assert sample.status is Status.UNKNOWN
    assert sample.reason


async def test_a_page_out_of_reach_leaves_the_vendor_unknown() -> None:
    sample = await StatuspageCheck(PLAN, f"http://127.0.0.1:{refusing_port()}", FakeClock()).probe()
    assert sample.status is Status.UNKNOWN
