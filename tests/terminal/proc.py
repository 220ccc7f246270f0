"""What the kernel tells of a process: processor time and memory. Linux only; knows no terminal."""

import os
from pathlib import Path
from typing import NamedTuple

_NS = 1_000_000_000
_TICK = os.sysconf("SC_CLK_TCK")


class Cpu(NamedTuple):
    """Processor seconds: of the main thread (where Textual runs its loop), and of the process with its children."""

    main: float
    total: float

    def since(self, before: "Cpu") -> "Cpu":
        """Return what was used in between."""
        return Cpu(self.main - before.main, self.total - before.total)


class Memory(NamedTuple):
    """Bytes resident, and the process's fair share of what it shares with others."""

    rss: int
    pss: int


def cpu_of(pid: int) -> Cpu:
    """Read the time used so far; the total counts threads that ended and children that were waited for."""
    main = int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / _NS
    # The name, in brackets, may hold spaces: the fields are counted from its end. utime, stime, cutime, cstime.
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return Cpu(main, sum(map(int, ticks)) / _TICK)


def memory_of(pid: int) -> Memory:
    """Read the memory in use now."""
    return Memory(_kilobytes(f"/proc/{pid}/status", "VmRSS:"), _kilobytes(f"/proc/{pid}/smaps_rollup", "Pss:"))


def _kilobytes(path: str, name: str) -> int:
    lines = Path(path).read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024
