"""Runs a program that only looks: no shell, a process group of its own, a deadline, and a cap on what it may say."""

import asyncio
import os
import signal
from asyncio.subprocess import Process, SubprocessStreamProtocol
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from checks.sample import Status
from checks.source import NoAnswer
from checks.wording import span

MIB = 1 << 20
_BLOCK = 1 << 16
_PASSED_ON = ("PATH", "HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "TMPDIR")
_MANNERS = 0.3
"""Seconds between asking a program to end and ending it."""


class Outcome(NamedTuple):
    """What a program left behind; `cut` where it said more than was read."""

    code: int
    out: str
    err: str
    cut: bool


async def run(
    argv: Sequence[str],
    env: Mapping[str, str],
    patience: float,
    cap: int = MIB,
    *,
    also: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """Run `argv` and return what it said; of `env` only what is harmless goes on, and its language is always C.

    `also` are variables that the caller sets for this program.

    NoAnswer where it cannot be started or does not end in `patience` seconds; then its whole group is ended.
    """
    process, transport = await _start(argv, env, also)
    finished = False
    try:
        async with asyncio.timeout(patience):
            outcome = await _outcome(process, cap)
        finished = True
    except TimeoutError:
        _signal(process, signal.SIGTERM)
        await _exit(process)
        raise NoAnswer(Status.UNKNOWN, f"{argv[0]} did not end within {span(patience)}") from None
    finally:
        if not finished:
            # Also the way out when the look itself is cancelled: nothing may be left running.
            _signal(process, signal.SIGKILL)
            await _exit(process)
        transport.close()
    return outcome


async def _start(
    argv: Sequence[str], env: Mapping[str, str], also: Mapping[str, str]
) -> tuple[Process, asyncio.SubprocessTransport]:
    """Start it; the transport is wanted too, for a program that outlives its group holds the pipes open."""
    loop = asyncio.get_running_loop()
    passed = {name: env[name] for name in _PASSED_ON if name in env} | {"LC_ALL": "C", "LANG": "C", **also}
    try:
        transport, protocol = await loop.subprocess_exec(
            lambda: SubprocessStreamProtocol(limit=_BLOCK, loop=loop),
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=passed,
            cwd="/",
            start_new_session=True,
        )
    except FileNotFoundError:
        raise NoAnswer(Status.UNKNOWN, f"there is no program {argv[0]} here") from None
    except OSError as error:
        raise NoAnswer(Status.UNKNOWN, f"{argv[0]} could not be started: {error.strerror}") from None
    return Process(transport, protocol, loop), transport


async def _outcome(process: Process, cap: int) -> Outcome:
    assert process.stdout is not None
    assert process.stderr is not None
    (out, cut), (err, _) = await asyncio.gather(_read(process.stdout, cap), _read(process.stderr, cap))
    code = await process.wait()
    return Outcome(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), cut)


async def _read(stream: asyncio.StreamReader, cap: int) -> tuple[bytes, bool]:
    """Read to the end, so that the program is never held up, and keep what fits."""
    kept, total = bytearray(), 0
    while part := await stream.read(_BLOCK):
        total += len(part)
        kept += part[: cap - len(kept)]
    return bytes(kept), total > cap


async def _exit(process: Process) -> None:
    """Wait a moment for the end."""
    try:
        async with asyncio.timeout(_MANNERS):
            await process.wait()
    except TimeoutError:
        return


def _signal(process: Process, number: signal.Signals) -> None:
    """Tell the whole group: the program may be gone while what it started holds on."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
