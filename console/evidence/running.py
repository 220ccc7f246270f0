"""What a command says as evidence: no shell, a process group of its own, a deadline, a limit. Judges no exit code."""

import os
import selectors
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, NamedTuple

from console.evidence.store import BLOCK, Draft, Store, Stored
from console.incident.errors import Failed, Refused

_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "KUBECONFIG")
"""Of the environment, what goes on: tokens in it would end up in what a program prints."""
_SHELL = frozenset({"|", "||", "&&", ">", ">>", "<", "&", ";", "2>&1"})
_MANNERS = 0.5
"""Seconds between asking a program to end and ending it, and for what it wrote before."""
_LARGEST_PROGRAM = 256 << 20


class Limits(NamedTuple):
    """How long a command may take (seconds) and how much it may write (bytes, on each stream)."""

    patience: float
    size: int


class Ran(NamedTuple):
    """What a command left: its output, what it wrote to standard error (None: nothing) and how it ended.

    `code` is its exit status, negative for the signal that ended it. `program` is the file that ran, `version` names it
    by its hash: asking a program for its version would run it once more, and not every program only answers.
    """

    output: Stored
    errors: Stored | None
    code: int
    program: str
    version: str
    remarks: tuple[str, ...]


def run(store: Store, argv: Sequence[str], env: Mapping[str, str], limits: Limits, *, also: Sequence[str] = ()) -> Ran:
    """Run a command in the current directory and keep what it says; `also` are more variables that it gets.

    Past its deadline or its limit it is ended, and what came by then is kept. Refused for what only a shell
    understands; Failed where it cannot be started or nothing can be kept.
    """
    for word in argv:
        if word in _SHELL:
            shell = f"-- sh -c '{' '.join(argv)}'"
            raise Refused(f"'{word}' is for a shell, and none reads this. If one is meant: {shell}. Nothing was run.")
    passed = {name: env[name] for name in (*_PASSED_ON, *also) if name in env} | {"LC_ALL": "C", "LANG": "C"}
    program = shutil.which(argv[0], path=passed.get("PATH"))
    if program is None:
        raise Failed(f"There is no program {argv[0]} here. Nothing was kept.")
    version = _version(program)
    with _ending_us(), store.begin() as out, store.begin() as err:
        code, remarks = _Course(_start(program, argv, passed), (out, err), limits).follow()
        output, errors = out.keep(), err.keep() if err.size else None
        odd = (*output.remarks, *(errors.remarks if errors else ()), *remarks)
        return Ran(output, errors, code, program, version, odd)


def _start(program: str, argv: Sequence[str], env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            argv,
            executable=program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(env),
            bufsize=0,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise Failed(f"{argv[0]} could not be started: {why}. Nothing was kept.") from error


class _Course:
    """One run: reads both streams side by side until they end, the deadline passes or there is too much."""

    def __init__(self, process: "subprocess.Popen[bytes]", drafts: tuple[Draft, Draft], limits: Limits) -> None:
        self._process, self._limits = process, limits
        self._until = time.monotonic() + limits.patience
        self._remarks: list[str] = []
        self._selector = selectors.DefaultSelector()
        for stream, draft in zip((process.stdout, process.stderr), drafts, strict=True):
            assert stream is not None
            self._selector.register(stream, selectors.EVENT_READ, draft)

    def follow(self) -> tuple[int, tuple[str, ...]]:
        """Read to the end; returns the exit status and what was odd. Nothing of its group is left running."""
        try:
            while self._selector.get_map() and not self._remarks:
                self._look()
            self._process.wait(_MANNERS if self._remarks else max(0.0, self._until - time.monotonic()))
        except subprocess.TimeoutExpired:
            if not self._remarks:
                self._late()
        finally:
            self._end()
        return self._process.returncode, tuple(dict.fromkeys(self._remarks))

    def _look(self) -> None:
        left = self._until - time.monotonic()
        gone = self._process.poll() is not None
        ready = self._selector.select(min(max(left, 0.0), _MANNERS))
        for key, _ in ready:
            stream: IO[bytes] = key.fileobj  # type: ignore[assignment]  # both are the pipes of Popen
            self._take(stream, key.data)
        if self._remarks:
            _signal(self._process, signal.SIGTERM)
        elif left <= 0:
            self._late()
        elif gone and not ready:
            self._remarks.append("something that it started held its output open, and was ended")

    def _take(self, stream: IO[bytes], draft: Draft) -> None:
        block = stream.read(BLOCK)
        if not block:
            self._selector.unregister(stream)
            return
        room = self._limits.size - draft.size
        draft.write(block[:room])
        if len(block) > room:
            self._remarks.append(
                f"it wrote more than {self._limits.size:,} bytes: it was ended, and the rest is cut off"
            )

    def _late(self) -> None:
        self._remarks.append(
            f"it did not end within {self._limits.patience:g} s: it was ended, and the rest is cut off"
        )
        _signal(self._process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_MANNERS)

    def _end(self) -> None:
        _signal(self._process, signal.SIGKILL)
        self._process.wait()
        self._selector.close()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def _ending_us() -> Iterator[None]:
    """Have what ends us end the command, too: its group is its own, and a closed terminal tells only ours."""
    ours = threading.current_thread() is threading.main_thread()
    before = {number: signal.signal(number, _end_us) for number in (signal.SIGTERM, signal.SIGHUP) if ours}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_us(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Tell the whole group: the program may be gone while what it started goes on."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _version(program: str) -> str:
    import hashlib

    try:
        path = Path(program).resolve()
        if path.stat().st_size > _LARGEST_PROGRAM:
            return f"{path}, {path.stat().st_size:,} bytes"
        with path.open("rb") as file:
            return f"{path} sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        return f"not known: {error.strerror}"
