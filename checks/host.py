"""This host: processor, memory, swap, pressure, disks, inodes, network, load and top processes; needs no network."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from checks.disks import Disk, Disks, Mount, Stalled, mounts
from checks.processes import Processes, Rows
from checks.sample import Quality, Reading, Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.threads import Worker
from checks.vitals import Counters, counters, load, memory, pressure, rates
from checks.wording import line, span

FIRST_GAP = 0.2
"""Seconds between the two looks that the first answer is made of."""
DISK_PATIENCE = 0.7
SOURCE = "this host"
_SEVERITY = (Status.DOWN, Status.DEGRADED, Status.UNKNOWN, Status.OK)


class HostLimits(NamedTuple):
    """Shares (0..1) from which on this host is degraded or down. Load has none: alone it says nothing.

    Pressure is the share of the last minute in which some task waited for the thing.
    """

    disk_degraded: float = 0.90
    disk_down: float = 0.97
    memory_degraded: float = 0.10
    memory_down: float = 0.03
    cpu_degraded: float = 0.95
    pressure_cpu: float = 0.80
    pressure_memory: float = 0.20
    pressure_io: float = 0.60


class _Vitals(NamedTuple):
    readings: tuple[Reading, ...]
    rows: Rows
    mounts: list[Mount]
    first: bool


class HostCheck(Source):
    """Looks at the host that this program runs on.

    Readings: cpu, pressure_cpu|memory|io, memory_available_ratio, disk:PATH, inodes:PATH (ratio); memory_available,
    memory_total, swap_used, swap_total, disk_free:PATH (bytes); load1, load5, load15; cpus (count); net_received,
    net_sent (bytes/s); net_errors (per s). Rows: the top processes by processor time and by memory.
    """

    def __init__(
        self,
        plan: Plan,
        clock: Clock,
        *,
        limits: HostLimits | None = None,
        pressure_folder: Path = Path("/proc/pressure"),
        disks: Disks | None = None,
        list_mounts: Callable[[], list[Mount]] = mounts,
    ) -> None:
        super().__init__(plan, clock)
        self._limits, self._pressure_folder = limits or HostLimits(), pressure_folder
        self._disks, self._list_mounts = disks or Disks(), list_mounts
        self._worker, self._processes = Worker("host"), Processes()
        self._before: Counters | None = None
        self._delivered = False

    async def probe(self) -> Sample:
        """Look once; the first look takes a little longer, because rates need two."""
        at, begun = self.clock(), time.perf_counter()
        try:
            vitals = await self._look()
        except NoAnswer as error:
            took = time.perf_counter() - begun
            return Sample(self.name, at, error.status, str(error), SOURCE, took=took)
        disks = await self._disks.look(vitals.mounts, min(DISK_PATIENCE, self.timeout / 4))
        self._delivered = True
        # The first look spans the moment in which this program starts: how busy the processor is then says nothing.
        limits = self._limits._replace(cpu_degraded=math.inf) if vitals.first else self._limits
        status, reason = judge(vitals.readings, disks, limits)
        took = time.perf_counter() - begun
        readings = (*vitals.readings, *_disk_readings(disks))
        return Sample(self.name, at, status, reason, SOURCE, readings, took, vitals.rows)

    async def aclose(self) -> None:
        """Let the thread go."""
        self._worker.stop()

    async def _look(self) -> _Vitals:
        if self._worker.busy:
            raise NoAnswer(Status.UNKNOWN, "the system does not answer: an earlier look has not come back")
        patience = self.timeout * 0.7
        try:
            async with asyncio.timeout(patience):
                return await self._worker.start(self._vitals)
        except TimeoutError:
            raise NoAnswer(Status.UNKNOWN, f"the system did not answer within {span(patience)}") from None
        except OSError as error:
            raise NoAnswer(Status.UNKNOWN, f"the system would not say: {error}") from None

    def _vitals(self) -> _Vitals:
        """Make all blocking calls, on the thread of this check."""
        first = not self._delivered
        if self._before is None:
            self._before = counters()
            self._processes.look()
            time.sleep(FIRST_GAP)
        before, self._before = self._before, counters()
        readings = (
            *rates(before, self._before),
            *memory(),
            *load(),
            *pressure(self._pressure_folder),
        )
        return _Vitals(readings, self._processes.look(), self._list_mounts(), first)


def _disk_readings(disks: Sequence[Disk | Stalled]) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    for disk in disks:
        path = line(disk.path, 80)
        if isinstance(disk, Stalled):
            note = f"does not answer, since {span(disk.seconds)}"
            readings.append(Reading(f"disk:{path}", None, "ratio", Quality.ERROR, note))
            continue
        readings += [Reading(f"disk:{path}", disk.used, "ratio"), Reading(f"disk_free:{path}", disk.free, "bytes")]
        if disk.inodes is not None:
            readings.append(Reading(f"inodes:{path}", disk.inodes, "ratio"))
    return tuple(readings)


def judge(readings: Sequence[Reading], disks: Sequence[Disk | Stalled], limits: HostLimits) -> tuple[Status, str]:
    """Judge the host: the worst that was found, and up to three reasons, the worst first."""
    found = [*_judge_memory(readings, limits), *_judge_disks(disks, limits), *_judge_load(readings, limits)]
    if not found:
        return Status.OK, ""
    found.sort(key=lambda each: _SEVERITY.index(each[0]))
    return found[0][0], line("; ".join(reason for _, reason in found[:3]))


def _value(readings: Sequence[Reading], metric: str) -> float:
    """Return a value, or 0 where there is none: every limit but memory's is an upper one."""
    return next((r.value for r in readings if r.metric == metric and r.value is not None), 0.0)


def _judge_memory(readings: Sequence[Reading], limits: HostLimits) -> list[tuple[Status, str]]:
    left = next((r.value for r in readings if r.metric == "memory_available_ratio" and r.value is not None), 1.0)
    if left >= limits.memory_degraded:
        return []
    mib = _value(readings, "memory_available") / (1 << 20)
    status = Status.DOWN if left < limits.memory_down else Status.DEGRADED
    return [(status, f"memory: {left:.1%} ({mib:,.0f} MiB) available")]


def _judge_disks(disks: Sequence[Disk | Stalled], limits: HostLimits) -> list[tuple[Status, str]]:
    found = []
    for disk in disks:
        path = line(disk.path, 60)
        if isinstance(disk, Stalled):
            found.append((Status.DEGRADED, f"{path} does not answer, since {span(disk.seconds)}"))
            continue
        for what, share in (("disk", disk.used), ("inodes", disk.inodes or 0.0)):
            if share > limits.disk_degraded:
                status = Status.DOWN if share > limits.disk_down else Status.DEGRADED
                found.append((status, f"{path}: {share:.1%} of its {what} used"))
    return found


def _judge_load(readings: Sequence[Reading], limits: HostLimits) -> list[tuple[Status, str]]:
    found = []
    if (cpu := _value(readings, "cpu")) > limits.cpu_degraded:
        found.append((Status.DEGRADED, f"processor: {cpu:.0%} busy"))
    for kind, limit in (
        ("cpu", limits.pressure_cpu),
        ("memory", limits.pressure_memory),
        ("io", limits.pressure_io),
    ):
        if (share := _value(readings, f"pressure_{kind}")) > limit:
            found.append((Status.DEGRADED, f"pressure: tasks waited for {kind} {share:.0%} of the last minute"))
    return found
