"""Runs a program that only looks: no shell, a process group of its own, a deadline, and a cap on what it may say."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checks.sample import Status
from checks.source import NoAnswer
from checks.wording import span

MIB = 1 << 20
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
) -> Outcome:
    """Run `argv` and return what it said; of `env` only what is harmless goes on, and its language is always C.

    NoAnswer where it cannot be started or does not end in `patience` seconds; then its whole group is ended.
    """
    passed = {name: env[name] for name in _PASSED_ON if name in env} | {"LC_ALL": "C", "LANG": "C"}
    try:
        process = await asyncio.create_subprocess_exec(
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
    finished = False
    try:
        async with asyncio.timeout(patience):
            outcome = await _outcome(process, cap)
        finished = True
    except TimeoutError:
        await _ask_to_end(process)
        raise NoAnswer(Status.UNKNOWN, f"{argv[0]} did not end within {span(patience)}") from None
    finally:
        if not finished:
            # Also the way out when the look itself is cancelled: nothing may be left running.
            _signal(process, signal.SIGKILL)
    return outcome


async def _outcome(process: asyncio.subprocess.Process, cap: int) -> Outcome:
    assert process.stdout is not None
    assert process.stderr is not None
    (out, cut), (err, _) = await asyncio.gather(_read(process.stdout, cap), _read(process.stderr, cap))
    code = await process.wait()
    return Outcome(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), cut)


async def _read(stream: asyncio.StreamReader, cap: int) -> tuple[bytes, bool]:
    """Read to the end, so that the program is never held up, and keep what fits."""
    kept, total = bytearray(), 0
    while part := await stream.read(65536):
        total += len(part)
        kept += part[: cap - len(kept)]
    return bytes(kept), total > cap


async def _ask_to_end(process: asyncio.subprocess.Process) -> None:
    _signal(process, signal.SIGTERM)
    try:
        async with asyncio.timeout(_MANNERS):
            await process.wait()
    except TimeoutError:
        return


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Tell the whole group: the program may be gone while what it started holds on."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
