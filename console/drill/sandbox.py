"""Shuts the doors of this process: from then on nothing in it reaches anything but this machine's own loopback."""

import ipaddress
import shutil
import socket
import sys
from typing import Any

from checks.repository import HARMLESS

_NAMES = frozenset({"", None})
_NAMED = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
_SAID = "a drill reaches nothing but its own world: {} was refused"
_READING = frozenset({"init", "fast-import", "rev-parse", "log", "for-each-ref", "symbolic-ref"})
"""What is done with git in a drill: its history is written, and read."""
_EXECS = frozenset({"os.exec", "os.posix_spawn", "os.system", "os.spawn", "os.startfile"})


class _Doors:
    """What is left open: ports of this machine, and git."""

    def __init__(self, ports: frozenset[int]) -> None:
        self._ports = ports
        self._git = shutil.which("git") or ""

    def guard(self, event: str, given: tuple[Any, ...]) -> None:
        """Raise where what is about to happen leads out."""
        if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            self._address(given[0].family, given[1])
        elif event in _NAMED:
            _host(given[0][0] if event == "socket.getnameinfo" else given[0])
        elif event == "subprocess.Popen":
            self._program(given[0], given[1])
        elif event in _EXECS:
            raise PermissionError(_SAID.format(f"to run {given[0]}"))

    def _address(self, family: int, address: Any) -> None:
        if family == socket.AF_UNIX:
            raise PermissionError(_SAID.format(f"to reach {str(address)[:80]}"))
        if isinstance(address, tuple) and address:
            _host(address[0])
            if len(address) > 1 and address[1] not in self._ports:
                raise PermissionError(_SAID.format(f"to reach port {address[1]} of this machine"))

    def _program(self, program: Any, words: Any) -> None:
        first = program or (words[0] if isinstance(words, list | tuple) and words else words)
        if not self._git or shutil.which(str(first)) != self._git or not _reads(words):
            raise PermissionError(_SAID.format(f"to run {' '.join(map(str, words))[:80] if words else first}"))


def shut(ports: frozenset[int]) -> None:
    """Refuse all but these ports of this machine: other addresses, names to be looked up, programs but git.

    It is an audit hook: whatever library asks, it is asked, too, and nothing in this process can take it away again.
    """
    sys.addaudithook(_Doors(ports).guard)


def _reads(words: Any) -> bool:
    """Whether a git command does what this program does with git: it asks nobody, and runs nothing else."""
    given = iter([str(word) for word in words[1:]] if isinstance(words, list | tuple) else ())
    for word in given:
        if word == "-c" and next(given, "") not in HARMLESS:
            return False
        if word == "-C":
            next(given, "")
        elif not word.startswith("-"):
            return word in _READING
    return "--version" in words


def _host(host: Any) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in _NAMES or _is_here(str(name)):
        return
    raise PermissionError(_SAID.format(f"to reach {str(name)[:80]}"))


def _is_here(name: str) -> bool:
    try:
        found = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name.casefold() == "localhost"
    return found.is_loopback
