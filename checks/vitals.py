"""Processor, memory, swap, pressure, load and network of this host. Blocking: to be called on a thread."""

import time
from pathlib import Path
from typing import NamedTuple

from checks.sample import Quality, Reading
from checks.wording import measured

KINDS = ("cpu", "memory", "io")


class Counters(NamedTuple):
    """What only grows: seconds of processor time (all, idle), and bytes and errors of the network."""

    at: float
    total: float
    idle: float
    received: int
    sent: int
    errors: int


def counters() -> Counters:
    """Read the counters once; two of them make rates. The loopback does not count as network."""
    import psutil

    times = psutil.cpu_times()
    # Guest time is counted in user time already.
    total = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
    nics = [nic for name, nic in psutil.net_io_counters(pernic=True).items() if not name.startswith("lo")]
    return Counters(
        at=time.monotonic(),
        total=total,
        idle=times.idle + getattr(times, "iowait", 0.0),
        received=sum(nic.bytes_recv for nic in nics),
        sent=sum(nic.bytes_sent for nic in nics),
        errors=sum(nic.errin + nic.errout + nic.dropin + nic.dropout for nic in nics),
    )


def rates(before: Counters, after: Counters) -> tuple[Reading, ...]:
    """Return cpu (ratio) and network rates between two looks; a counter that fell (a card was changed) is no data."""
    spent, seconds = after.total - before.total, after.at - before.at
    busy = spent - (after.idle - before.idle)
    return (
        measured("cpu", min(max(busy / spent, 0.0), 1.0) if spent > 0 else None, "ratio"),
        measured("net_received", _rate(after.received - before.received, seconds), "bytes/s"),
        measured("net_sent", _rate(after.sent - before.sent, seconds), "bytes/s"),
        measured("net_errors", _rate(after.errors - before.errors, seconds), "per s"),
    )


def _rate(grown: int, seconds: float) -> float | None:
    return grown / seconds if seconds > 0 and grown >= 0 else None


def memory() -> tuple[Reading, ...]:
    """Return memory and swap in bytes, and what is available as a ratio; "available" is what can be had, not "free"."""
    import psutil

    found, swap = psutil.virtual_memory(), psutil.swap_memory()
    return (
        measured("memory_available", found.available, "bytes"),
        measured("memory_total", found.total, "bytes"),
        measured("memory_available_ratio", found.available / found.total if found.total else None, "ratio"),
        measured("swap_used", swap.used, "bytes"),
        measured("swap_total", swap.total, "bytes"),
    )


def load() -> tuple[Reading, ...]:
    """Return the load over 1, 5 and 15 minutes, and the number of processors to hold it against."""
    import psutil

    one, five, fifteen = psutil.getloadavg()
    return (
        measured("load1", one),
        measured("load5", five),
        measured("load15", fifteen),
        measured("cpus", psutil.cpu_count(), "count"),
    )


def pressure(folder: Path) -> tuple[Reading, ...]:
    """Return the share of the last minute in which some task waited (ratio); nothing where the kernel tells nothing."""
    found = []
    for kind in KINDS:
        try:
            text = (folder / kind).read_text("ascii")
        except OSError:
            continue
        found.append(stalled_share(kind, text))
    return tuple(found)


def stalled_share(kind: str, text: str) -> Reading:
    """Read one file of /proc/pressure."""
    for entry in text.splitlines():
        name, *fields = entry.split()
        values = dict(field.split("=", 1) for field in fields if "=" in field)
        if name == "some" and values.get("avg60", "").replace(".", "", 1).isdigit():
            return measured(f"pressure_{kind}", float(values["avg60"]) / 100, "ratio")
    return Reading(f"pressure_{kind}", None, "ratio", Quality.ERROR, f"/proc/pressure/{kind} is not as expected")
