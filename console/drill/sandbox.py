"""Shuts the doors of this process: from then on nothing in it reaches anything but this machine's own loopback."""

import ipaddress
import sys
from typing import Any

_NAMES = frozenset({"localhost", "", None})
_PROGRAMS = frozenset({"git"})
_SAID = "a drill reaches nothing but its own world: {} was refused"
_EXECS = frozenset({"os.exec", "os.posix_spawn", "os.system", "os.spawn", "os.startfile"})


def shut() -> None:
    """Refuse every connection to another machine, every name that has to be looked up, and every program but git.

    It is an audit hook: whatever library asks, it is asked, too, and nothing in this process can take it away again.
    """
    sys.addaudithook(_guard)


def _guard(event: str, given: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        _check_address(given[1])
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        _check_host(given[0])
    elif event == "subprocess.Popen":
        _check_program(given[0], given[1])
    elif event in _EXECS:
        raise PermissionError(_SAID.format(f"to run {given[0]}"))


def _check_address(address: Any) -> None:
    if isinstance(address, tuple) and address:
        _check_host(address[0])


def _check_host(host: Any) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in _NAMES or _is_here(str(name)):
        return
    raise PermissionError(_SAID.format(f"to reach {str(name)[:80]}"))


def _is_here(name: str) -> bool:
    try:
        found = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback


def _check_program(program: Any, words: Any) -> None:
    first = program or (words[0] if isinstance(words, list | tuple) and words else words)
    if str(first).rpartition("/")[2] not in _PROGRAMS:
        raise PermissionError(_SAID.format(f"to run {str(first)[:80]}"))
