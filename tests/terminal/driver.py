"""A real pseudo-terminal around one program: what it wrote, when, and what stands on the screen. Knows no warroom."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyte

from tests.terminal.proc import Cpu, Memory, cpu_of, memory_of

# pyte prints the end of the sequences that it does not know; these say nothing about what stands on the screen.
_UNKNOWN_TO_PYTE = (b"\x1b[<u",)
_SYNC_QUESTION = b"\x1b[?2026$p"
_SYNC_ANSWER = b"\x1b[?2026;2$y"
_GRACE = 3.0
PLAIN_ENV: Mapping[str, str] = {
    "PATH": os.environ.get("PATH", os.defpath),
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
}
"""What a login shell sets, and nothing of the shell that runs the tests (COLUMNS would fix the size)."""


class Chunk(NamedTuple):
    """Bytes that arrived together, `at` seconds after the start."""

    at: float
    data: bytes


class Terminal:
    """Run `argv` in a terminal of `size` (columns, rows) until the context ends."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] = PLAIN_ENV,
        cwd: Path | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        self._chunks: list[Chunk] = []
        self._shown = 0
        self._reading = threading.Event()
        self._reading.set()
        self._ended = threading.Event()
        self._open = True
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._set_size(*size)
        self.started = time.perf_counter()
        # setsid makes the terminal the controlling one, and is gone by exec: signals reach the program as from a shell.
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *argv], stdin=slave, stdout=slave, stderr=slave, env=dict(env), cwd=cwd
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, name="terminal-reader", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program, politely first, and let go of the terminal."""
        self._reading.set()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.hang_up()
        self._reader.join(_GRACE)

    def hang_up(self) -> None:
        """Close the terminal as a closing window does."""
        if self._open:
            self._open = False
            self._ended.set()
            self._reading.set()
            self._reader.join(_GRACE)
            os.close(self._master)

    # -- input

    def send(self, keys: str | bytes) -> float:
        """Type; returns the moment, in seconds since the start."""
        data = keys.encode() if isinstance(keys, str) else keys
        at = self.now()
        while data:
            data = data[os.write(self._master, data[:512]) :]
        return at

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the program gets SIGWINCH from the kernel."""
        self.screen()
        self._set_size(columns, rows)
        self._screen.resize(max(rows, 1), max(columns, 1))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self.process.send_signal(number)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop reading what the program writes, as a stalled SSH connection does."""
        self._reading.clear()
        try:
            yield
        finally:
            self._reading.set()

    # -- output

    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    @property
    def chunks(self) -> Sequence[Chunk]:
        """What was read so far, each piece with its time."""
        return self._chunks

    @property
    def raw(self) -> bytes:
        """Every byte read so far."""
        return b"".join(chunk.data for chunk in list(self._chunks))

    def screen(self) -> list[str]:
        """The screen as it stands, one string a row."""
        for chunk in self._chunks[self._shown :]:
            self._show(chunk)
        return [line.rstrip() for line in self._screen.display]

    def text(self) -> str:
        """The screen as one string."""
        return "\n".join(self.screen())

    def wait_for(self, *texts: str, timeout: float = 30.0) -> float:
        """Wait until all texts stand on the screen together; returns when the last one was painted."""
        deadline = time.monotonic() + timeout
        while True:
            ended = self.process.poll() is not None and not self._reader.is_alive()  # then all that it said is read
            while self._shown < len(self._chunks):
                chunk = self._chunks[self._shown]
                self._show(chunk)
                if all(text in self.text_now() for text in texts):
                    return chunk.at
            if all(text in self.text_now() for text in texts):
                return self.now()
            missing = [text for text in texts if text not in self.text_now()]
            assert not ended, f"the program ended before {missing} was shown:\n{self.text()}"
            assert time.monotonic() < deadline, f"{missing} was not shown in {timeout} s:\n{self.text()}"
            time.sleep(0.005)

    def wait_until(self, holds: Callable[[], bool], what: str, timeout: float = 30.0) -> None:
        """Wait for a condition that is not a text on the screen."""
        deadline = time.monotonic() + timeout
        while not holds():
            assert self.process.poll() is None or holds(), f"{what}: the program ended:\n{self.text()}"
            assert time.monotonic() < deadline, f"{what}: not within {timeout} s:\n{self.text()}"
            time.sleep(0.01)

    def wait_bytes(self, needle: bytes, start: int = 0, timeout: float = 10.0) -> float | None:
        """Return when `needle` had arrived in the output from chunk `start` on, or None after the timeout."""
        deadline = time.monotonic() + timeout
        seen = b""
        while time.monotonic() < deadline:
            while start < len(self._chunks):
                seen = seen[-len(needle) :] + self._chunks[start].data
                if needle in seen:
                    return self._chunks[start].at
                start += 1
            time.sleep(0.0005)
        return None

    def text_now(self) -> str:
        """The screen as fed so far, without looking for new output."""
        return "\n".join(self._screen.display)

    def quiet(self, seconds: float = 0.5, timeout: float = 10.0) -> None:
        """Wait until nothing is written for a while (or the timeout, on a screen that ticks)."""
        start = self.now()
        while self.now() - start < timeout:
            last = self._chunks[-1].at if self._chunks else 0.0
            if self.now() - max(last, start) >= seconds:
                return
            time.sleep(0.02)

    def cooked(self) -> bool:
        """Whether the line discipline is as a shell wants it: echo, lines, signals."""
        flags: int = termios.tcgetattr(self._master)[3]
        wanted = termios.ECHO | termios.ICANON | termios.ISIG
        return flags & wanted == wanted

    # -- the process

    def wait_exit(self, timeout: float = 10.0) -> int:
        """Wait for the end; returns the exit status (negative: the signal) after the last byte was read."""
        status = self.process.wait(timeout)
        if self._reading.is_set():
            self._ended.wait(_GRACE)
        return status

    def running(self) -> bool:
        """Whether the program still runs."""
        return self.process.poll() is None

    def cpu(self) -> Cpu:
        """Processor seconds used so far."""
        return cpu_of(self.process.pid)

    def memory(self) -> Memory:
        """Memory in use now."""
        return memory_of(self.process.pid)

    # -- inside

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _show(self, chunk: Chunk) -> None:
        data = chunk.data
        for unknown in _UNKNOWN_TO_PYTE:
            data = data.replace(unknown, b"")
        self._stream.feed(data)
        self._shown += 1

    def _read(self) -> None:
        while True:
            self._reading.wait()
            if not self._open:
                return
            readable, _, _ = select.select([self._master], [], [], 0.1)
            if not readable or not self._reading.is_set():
                continue
            try:
                data = os.read(self._master, 65536)
            except OSError:  # EIO: the program and all its children let go of the terminal
                data = b""
            if not data:
                self._ended.set()
                return
            self._chunks.append(Chunk(self.now(), data))
            if _SYNC_QUESTION in data:
                with suppress(OSError):
                    os.write(self._master, _SYNC_ANSWER)
