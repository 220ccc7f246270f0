import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest

from checks.dns import DnsCheck, Question
from checks.sample import Sample, Status
from checks.source import Plan
from tests.fakes import FakeClock

PLAN = Plan("names", timeout=0.6)
Answer = Callable[[Any], Any]


class NameServer(asyncio.DatagramProtocol):
    """A name server on loopback that answers as it is told; None is silence."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        said = self._answer(dns.message.from_wire(data))
        if said is not None:
            self._transport.sendto(said if isinstance(said, bytes) else said.to_wire(), addr)


@asynccontextmanager
async def name_server(answer: Answer) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: NameServer(answer), ("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
        await asyncio.sleep(0)


def records(*values: str, record: str = "A") -> Answer:
    def answer(query: Any) -> Any:
        said = dns.message.make_response(query)
        if values:
            said.answer = [dns.rrset.from_text(query.question[0].name, 60, "IN", record, *values)]
        return said

    return answer


def failing(code: str) -> Answer:
    def answer(query: Any) -> Any:
        said = dns.message.make_response(query)
        said.set_rcode(dns.rcode.from_text(code))
        return said

    return answer


async def ask(answer: Answer, record: str = "A", expected: tuple[str, ...] = ()) -> Sample:
    async with name_server(answer) as port:
        question = Question("shop.example", record, expected, "127.0.0.1", port)
        check = DnsCheck(PLAN, question, FakeClock())
        sample = await check.probe()
        await check.aclose()
        return sample


async def test_a_name_with_addresses_is_ok_and_lists_them() -> None:
    sample = await ask(records("192.0.2.2", "192.0.2.1"))
    assert (sample.status, sample.rows) == (Status.OK, (("A",), ("192.0.2.1",), ("192.0.2.2",)))
    assert sample.source == "dns A shop.example at 127.0.0.1"
    answers = sample.reading("answers")
    assert answers is not None
    assert answers.value == 2


async def test_other_addresses_than_expected_are_down() -> None:
    assert (await ask(records("192.0.2.1", "192.0.2.2"), expected=("192.0.2.2",))).status is Status.OK
    sample = await ask(records("192.0.2.1"), expected=("192.0.2.9",))
    assert (sample.status, sample.reason) == (Status.DOWN, "answers 192.0.2.1; expected 192.0.2.9")


async def test_a_text_record_is_shown_harmless() -> None:
    sample = await ask(records('"\\027]52;c;aGk=\\007"', record="TXT"), "TXT")
    assert sample.status is Status.OK
    assert "\x1b" not in repr(sample.rows)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (failing("NXDOMAIN"), "NXDOMAIN: there is no name shop.example"),
        (records(), "no answer: shop.example has no A record"),
        (failing("SERVFAIL"), "no name server could answer: SERVFAIL"),
        (failing("REFUSED"), "no name server could answer: REFUSED"),
        (lambda _: None, "timeout: no name server answered within 600 ms"),
    ],
)
async def test_each_way_to_fail_is_told_apart(answer: Answer, reason: str) -> None:
    sample = await ask(answer)
    assert (sample.status, sample.reason) == (Status.DOWN, reason)
    assert sample.reading("latency") is not None


async def test_garbage_from_the_name_server_is_survived() -> None:
    sample = await ask(lambda _: b"\xff" * 40)
    assert sample.status is Status.DOWN
    assert sample.reason


async def test_what_is_no_record_type_is_said_to_be_none() -> None:
    sample = await ask(records(), "BANANA")
    assert sample.status is Status.UNKNOWN
    assert "could not ask for shop.example" in sample.reason
