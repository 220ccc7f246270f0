"""Disks and inodes of this host; each mount is asked on a thread of its own, so that a stalled one stalls no other."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from checks.threads import Worker

_PSEUDO = frozenset(
    {
        "autofs",
        "binfmt_misc",
        "bpf",
        "cgroup",
        "cgroup2",
        "configfs",
        "debugfs",
        "devfs",
        "devpts",
        "devtmpfs",
        "efivarfs",
        "erofs",
        "fuse.gvfsd-fuse",
        "fuse.lxcfs",
        "fuse.portal",
        "fuse.snapfuse",
        "fusectl",
        "hugetlbfs",
        "iso9660",
        "mqueue",
        "nsfs",
        "proc",
        "pstore",
        "ramfs",
        "rpc_pipefs",
        "securityfs",
        "selinuxfs",
        "squashfs",
        "sysfs",
        "tmpfs",
        "tracefs",
        "udf",
    }
)
"""Kinds that hold no data of anybody's, live in memory, or are images and always full."""


class Mount(NamedTuple):
    """Where a file system is mounted, and of what kind it is."""

    path: str
    kind: str
    device: str = ""


class Disk(NamedTuple):
    """How full a mount is, as ratios (0..1) of what an ordinary user can have; `inodes` None where they have no end."""

    path: str
    used: float
    inodes: float | None
    free: float


class Stalled(NamedTuple):
    """A mount that does not answer, and for how many seconds it has not."""

    path: str
    seconds: float


def mounts() -> list[Mount]:
    """Return the mounts that hold data, one a device."""
    import psutil

    found = [Mount(each.mountpoint, each.fstype, each.device) for each in psutil.disk_partitions(all=True)]
    return worth_watching(found)


def worth_watching(found: Sequence[Mount]) -> list[Mount]:
    """Leave out pseudo file systems, the layers of containers, and further mounts of the same device."""
    kept: dict[str, Mount] = {}
    for mount in sorted(found, key=lambda mount: len(mount.path)):
        layered = mount.kind == "overlay" and mount.path != "/"
        if mount.kind in _PSEUDO or layered:
            continue
        # Only a path tells devices apart that are merely called "overlay" or "none".
        kept.setdefault(mount.device if "/" in mount.device or ":" in mount.device else mount.path, mount)
    return sorted(kept.values())


def measure(path: str) -> Disk | None:
    """Return how full the file system at `path` is, as df tells it; None for one without blocks or out of reach."""
    try:
        found = os.statvfs(path)
    except OSError:
        return None
    used, free = found.f_blocks - found.f_bfree, found.f_bavail
    if used + free <= 0:
        return None
    taken = found.f_files - found.f_ffree
    reachable = taken + found.f_favail
    inodes = taken / reachable if found.f_files and reachable > 0 else None
    return Disk(path, used / (used + free), inodes, float(free * found.f_frsize))


class Disks:
    """Measures mounts; remembers which have not answered yet, and does not ask those again until they have."""

    def __init__(self, ask: Callable[[str], Disk | None] = measure) -> None:
        self._ask = ask
        self._silent: dict[str, tuple[Worker, float]] = {}

    async def look(self, found: Sequence[Mount], patience: float) -> list[Disk | Stalled]:
        """Measure all at once and wait `patience` seconds at most."""
        asked: dict[str, asyncio.Future[Disk | None]] = {}
        answers: list[Disk | Stalled] = []
        self._silent = {path: held for path, held in self._silent.items() if held[0].busy}
        for path in (mount.path for mount in found):
            if path in self._silent:
                answers.append(Stalled(path, time.monotonic() - self._silent[path][1]))
            else:
                worker = Worker("disk")
                asked[path] = worker.start(lambda path=path: self._ask(path))  # type: ignore[misc]  # bound now, not later
                worker.stop()
                self._silent[path] = (worker, time.monotonic())
        if asked:
            await asyncio.wait(asked.values(), timeout=patience)
        for path, answer in asked.items():
            if not answer.done():
                answers.append(Stalled(path, patience))
            elif disk := answer.result():
                answers.append(disk)
        return sorted(answers)
