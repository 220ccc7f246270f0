"""A TCP port: whether it takes connections, and says what it should when it does."""

import asyncio
import time

from checks.network import addresses, explain_network, where
from checks.sample import Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.wording import line, measured, span

_MOST_BANNER = 4096


class TcpCheck(Source):
    """Connects to a port and, where `banner` is given, waits for that text ("SSH-2.0") in the first 4 KiB.

    Reading: latency (s), to the connection or to the banner.
    """

    def __init__(self, plan: Plan, host: str, port: int, clock: Clock, *, banner: str = "") -> None:
        super().__init__(plan, clock)
        if not host or not 0 < port < 65536:  # noqa: PLR2004 - the ports there are
            raise ValueError(f"{plan.name}: {host}:{port} is not a host and a port")
        self._host, self._port, self._banner = host, port, banner.encode()
        self._source = f"tcp {where(host, port)}"
        self._phase = ""

    async def probe(self) -> Sample:
        """Connect once."""
        at, begun = self.clock(), time.perf_counter()
        try:
            async with asyncio.timeout(self.timeout):
                await self._connect()
        except NoAnswer as error:
            return self.without_answer(at, error, self._source, time.perf_counter() - begun)
        except TimeoutError:
            status = Status.UNKNOWN if self._phase == "looking up the name" else Status.DOWN
            late = NoAnswer(status, f"no answer within {span(self.timeout)}: still {self._phase}")
            return self.without_answer(at, late, self._source, time.perf_counter() - begun)
        took = time.perf_counter() - begun
        return Sample(self.name, at, Status.OK, "", self._source, (measured("latency", took, "s"),), took)

    async def _connect(self) -> None:
        self._phase = "looking up the name"
        known = await addresses(self._host, self._port)
        self._phase = "connecting"
        failed: NoAnswer | None = None
        for index, address in enumerate(known):
            # All but the last may take their share only, so that one black hole does not hide a good address.
            share = None if index == len(known) - 1 else self.timeout / (len(known) + 1)
            try:
                async with asyncio.timeout(share):
                    reader, writer = await asyncio.open_connection(address, self._port, limit=_MOST_BANNER)
            except OSError as error:
                failed = explain_network(error, self._host, self._port)
                continue
            try:
                await self._read_banner(reader)
            finally:
                writer.transport.abort()
            return
        raise failed or NoAnswer(Status.UNKNOWN, f"DNS: {self._host} has no address")

    async def _read_banner(self, reader: asyncio.StreamReader) -> None:
        if not self._banner:
            return
        self._phase = f'waiting for "{line(self._banner.decode(), 60)}"'
        heard = b""
        while self._banner not in heard and len(heard) < _MOST_BANNER:
            try:
                part = await reader.read(_MOST_BANNER)
            except OSError as error:
                raise explain_network(error, self._host, self._port) from error
            if not part:
                break
            heard += part
        if self._banner not in heard:
            said = line(heard[:80].decode("utf-8", "replace"), 80)
            raise NoAnswer(Status.DOWN, f'it said "{said}", expected "{line(self._banner.decode(), 60)}"')
