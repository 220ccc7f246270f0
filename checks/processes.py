"""The processes that take most processor time and memory; by name only, for arguments may hold secrets."""

import time
from typing import NamedTuple

from checks.wording import line

TOP = 5
_SHARE = 0.01
"""Of a core, that looking at processes may take: on a host with very many, they are looked at less often."""
_IDLE = 0.005
"""Cores; less is shown as 0 % and is no news."""

Rows = tuple[tuple[str, ...], ...]


class Process(NamedTuple):
    """One process: `cpu` in cores since the look before, `rss` in bytes."""

    pid: int
    name: str
    cpu: float
    rss: int


class Processes:
    """Compares two looks at all processes. Blocking: to be called on a thread."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[int, float], float] = {}
        self._at = 0.0
        self._rest_until = 0.0
        self._rows: Rows = ()

    def look(self) -> Rows:
        """Return the rows of the top processes, after the second look; the last rows where it is too soon."""
        now = time.monotonic()
        if now < self._rest_until:
            return self._rows
        found = self._compare(now)
        if found:
            self._rows = rows(found)
        self._rest_until = now + (time.monotonic() - now) / _SHARE if self._rows else 0.0
        return self._rows

    def _compare(self, now: float) -> list[Process]:
        import psutil

        elapsed, before = now - self._at, self._seconds
        self._seconds, self._at = {}, now
        found = []
        for process in psutil.process_iter():
            try:
                with process.oneshot():
                    key = (process.pid, process.create_time())
                    times = process.cpu_times()
                    name, rss = process.name(), process.memory_info().rss
            except psutil.Error:
                # Gone, or not ours to see.
                continue
            spent = self._seconds[key] = times.user + times.system
            # One that was not there before has spent all its time since.
            cpu = max(spent - before.get(key, 0.0), 0.0) / elapsed if elapsed > 0 else 0.0
            found.append(Process(process.pid, line(name, 40), cpu, rss))
        return found if before else []


def rows(found: list[Process]) -> Rows:
    """Return the table: the top by processor time, then the top by memory."""
    busy = [process for process in found if process.cpu >= _IDLE]
    by_cpu = sorted(busy, key=lambda process: -process.cpu)[:TOP]
    by_memory = sorted(found, key=lambda process: -process.rss)[:TOP]
    return (
        ("top by", "process", "pid", "cpu", "memory"),
        *(_row("cpu", process) for process in by_cpu),
        *(_row("memory", process) for process in by_memory),
    )


def _row(by: str, process: Process) -> tuple[str, ...]:
    return (by, process.name, str(process.pid), f"{process.cpu:.0%}", f"{process.rss / (1 << 20):.0f} MiB")
