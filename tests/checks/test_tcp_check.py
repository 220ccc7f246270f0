import asyncio

import pytest

from checks.sample import Status
from checks.source import Plan
from checks.tcp import TcpCheck
from tests.checks.servers import refusing_port, serving
from tests.fakes import FakeClock, silent_port

PLAN = Plan("db", timeout=0.3)


async def test_a_port_that_takes_connections_is_ok_with_its_latency() -> None:
    with silent_port() as port:
        sample = await TcpCheck(PLAN, "127.0.0.1", port, FakeClock(7)).probe()
    assert (sample.status, sample.reason, sample.at, sample.source) == (Status.OK, "", 7, f"tcp 127.0.0.1:{port}")
    latency = sample.reading("latency")
    assert latency is not None
    assert latency.value is not None


async def test_a_refused_connection_is_down() -> None:
    port = refusing_port()
    sample = await TcpCheck(PLAN, "127.0.0.1", port, FakeClock()).probe()
    assert (sample.status, sample.reason) == (Status.DOWN, f"connection refused: 127.0.0.1:{port}")


@pytest.mark.parametrize("said", [b"SSH-2.0-x\r\n", b"hello SSH-2.0"])
async def test_a_banner_that_was_expected_is_ok(said: bytes) -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # In two parts, as a network may deliver it.
        for part in (said[:4], said[4:]):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.02)

    async with serving(greet) as port:
        sample = await TcpCheck(PLAN, "127.0.0.1", port, FakeClock(), banner="SSH-2.0").probe()
    assert sample.status is Status.OK


async def test_another_banner_is_down_and_shown_on_one_line() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x1b[2Jgo\naway" + b"!" * 100_000)
        await writer.drain()

    async with serving(greet) as port:
        sample = await TcpCheck(PLAN, "127.0.0.1", port, FakeClock(), banner="SSH-2.0").probe()
    assert sample.status is Status.DOWN
    assert sample.reason.startswith('it said "<1B>[2Jgo away!!!')
    assert len(sample.reason) <= 200


async def test_a_banner_that_never_comes_is_a_timeout_that_says_so() -> None:
    with silent_port() as port:
        sample = await TcpCheck(PLAN, "127.0.0.1", port, FakeClock(), banner="SSH").probe()
    assert (sample.status, sample.reason) == (Status.DOWN, 'no answer within 300 ms: still waiting for "SSH"')


async def test_a_name_with_an_address_where_nobody_listens_is_asked_at_its_others() -> None:
    with silent_port() as port:
        sample = await TcpCheck(PLAN, "localhost", port, FakeClock()).probe()
    assert sample.status is Status.OK


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example", "\u2603.invalid"])
async def test_what_is_no_host_name_is_said_to_be_none(host: str) -> None:
    sample = await TcpCheck(Plan("t", interval=20, timeout=10), host, 80, FakeClock()).probe()
    assert sample.status is not Status.OK
    assert sample.reason.startswith("DNS: ")


@pytest.mark.parametrize(("host", "port"), [("", 80), ("a.example", 0), ("a.example", 65536)])
def test_what_is_no_port_is_refused_when_the_check_is_made(host: str, port: int) -> None:
    with pytest.raises(ValueError, match="is not a host and a port"):
        TcpCheck(PLAN, host, port, FakeClock())
