"""All that this machine shows of itself, or of a systemd unit, now, the most fleeting first. Reads only."""

import asyncio
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checks.command import run
from checks.portrait import Probe, Unread
from checks.source import NoAnswer

READ = "host read"
BARE = "host read, secrets taken out"
_PATIENCE = 15.0
_LINES = "5000"
_MOST = 16 << 20
_UNIT = re.compile(r"[A-Za-z0-9@_.\\:-]{1,250}\Z")
_FIELDS = ("pid", "ppid", "username", "name", "status", "create_time", "num_threads", "cmdline", "exe", "cwd")

Redact = Callable[[str], str]


def is_unit(name: str) -> bool:
    """Whether this may be the name of a systemd unit, and is no option."""
    return bool(_UNIT.match(name)) and not name.startswith("-")


def probes(redact: Redact, env: Mapping[str, str], unit: str = "") -> Iterator[Probe]:
    """Yield what is to be read: connections, processes, memory, who is here, the journal, disks, addresses."""
    yield _look("network connections of this machine", "psutil.net_connections", _connections)
    yield _look("processes of this machine", "psutil.process_iter", lambda: _processes(redact), BARE)
    yield _look("load and memory of this machine", "psutil", _memory)
    yield _look("who is logged in", "psutil.users", _users)
    yield from _journal(env, unit, redact)
    yield _look("mounts and disks", "psutil.disk_partitions", _disks)
    yield _look("addresses and the system", "psutil.net_if_addrs, uname", _addresses)


def _journal(env: Mapping[str, str], unit: str, redact: Redact) -> Iterator[Probe]:
    """Yield what systemd knows. What a unit is set to and was called with tells secrets; a log is kept as it is."""
    newest = ("journalctl", "--no-pager", "-o", "short-iso-precise", "-n", _LINES)
    if unit:
        status = ("systemctl", "status", "--no-pager", "--full", "-n", "0", "--", unit)
        yield _command(f"state of {unit}", status, env, redact)
        yield _command(f"journal of {unit}", (*newest, "-u", unit), env)
        yield _command(f"settings of {unit}", ("systemctl", "cat", "--no-pager", "--", unit), env, redact)
    else:
        yield _command("journal of this machine", newest, env)


def _look(what: str, source: str, look: Callable[[], bytes], method: str = READ) -> Probe:
    def read() -> bytes:
        import psutil

        try:
            return look()
        except (psutil.Error, OSError) as error:
            raise Unread(f"it may not be read: {error}") from None

    return Probe(what, source, read, method)


def _command(what: str, argv: tuple[str, ...], env: Mapping[str, str], redact: Redact | None = None) -> Probe:
    def read() -> bytes:
        try:
            found = asyncio.run(run(argv, env, _PATIENCE, _MOST))
        except NoAnswer as error:
            raise Unread(str(error)) from None
        if found.code and not found.out:
            raise Unread(f"exit {found.code}: {found.err.strip()[:200] or 'it said nothing'}")
        said = found.out if redact is None else "".join(map(redact, found.out.splitlines(keepends=True)))
        return said.encode("utf-8", "replace")

    return Probe(what, " ".join(argv), read, READ if redact is None else BARE)


def _connections() -> bytes:
    import psutil

    rows = [each._asdict() for each in psutil.net_connections("inet")]
    for row in rows:
        row["laddr"], row["raddr"] = _address(row["laddr"]), _address(row["raddr"])
        row["family"], row["type"] = str(row["family"].name), str(row["type"].name)
    return _lines(sorted(rows, key=lambda row: (row["status"], row["laddr"], row["raddr"], row["pid"] or 0)))


def _address(found: Any) -> str:
    return f"{found.ip}:{found.port}" if found else ""


def _processes(redact: Redact) -> bytes:
    """Return a line a process; what it was called with is looked at for secrets, word beside word."""
    import psutil

    rows = []
    for process in psutil.process_iter():
        try:
            row = process.as_dict(_FIELDS, ad_value=None)
            row["rss"], times = process.memory_info().rss, process.cpu_times()
            row["cpu_seconds"] = round(times.user + times.system, 2)
        except psutil.Error:
            continue  # gone, or not ours to see
        row["cmdline"] = redact(" ".join(row["cmdline"] or ()))
        rows.append(row)
    return _lines(sorted(rows, key=lambda row: row["pid"]))


def _memory() -> bytes:
    import psutil

    return _lines(
        [
            {"load": os.getloadavg()},
            {"memory": psutil.virtual_memory()._asdict()},
            {"swap": psutil.swap_memory()._asdict()},
            {"processor_seconds": psutil.cpu_times()._asdict()},
        ]
    )


def _users() -> bytes:
    import psutil

    return _lines([each._asdict() for each in psutil.users()])


def _disks() -> bytes:
    import psutil

    rows = []
    for each in psutil.disk_partitions(all=False):
        row: dict[str, Any] = each._asdict()
        try:
            row["usage"] = psutil.disk_usage(each.mountpoint)._asdict()
        except OSError as error:
            row["usage"] = str(error.strerror)
        rows.append(row)
    return _lines(rows)


def _addresses() -> bytes:
    import psutil

    found = {name: [each.address for each in every] for name, every in sorted(psutil.net_if_addrs().items())}
    return _lines([{"system": list(os.uname())}, {"booted": psutil.boot_time()}, {"addresses": found}])


def _lines(rows: list[Any]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False, default=str)}\n" for row in rows).encode("utf-8", "replace")
