"""The terminal under the screen: input that cannot end the program, and an end that always gives the terminal back."""

import os
import select
import signal
import sys
import termios
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

PATIENCE = 1.5
"""Seconds that the screen has to end by itself once it was told to."""
READ = 4096
Attributes = list[int | list[bytes | int]]
"""What termios knows of a terminal."""
LEAVE = "\x1b[<u\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?1049l\x1b[?25h\x1b[0m"
"""Keyboard protocol, paste, wrap, mouse, focus, alternate screen, cursor, colours: as they were."""


class ForgivingDriver(LinuxDriver):
    """Textual's driver, less its end on one invalid byte: input is decoded with replacement.

    `on_gone` is called once, on the input thread, when the terminal went away.
    """

    on_gone: Callable[[], None] | None = None

    def run_input_thread(self) -> None:
        """Hand keys to the app until told to end; what cannot be parsed is left out."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser = XTermParser(self._debug)
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno], [], [], 0.1)
            try:
                data = os.read(self.fileno, READ) if ready else b""
            except OSError:
                data, ready = b"", [self.fileno]
            if ready and not data:
                if self.on_gone is not None:
                    self.on_gone()
                return
            try:
                for event in (*parser.feed(decode(data)), *parser.tick()) if data else parser.tick():
                    self.process_message(event)
            except (ParseError, ValueError, EOFError):
                parser = XTermParser(self._debug)


class Ending:
    """Ends the program on SIGTERM, SIGHUP and a closed terminal: by the app where it can, else without it."""

    def __init__(self, leave: Callable[[], None], finish: Callable[[], None]) -> None:
        self._leave, self._finish = leave, finish
        self._attributes = _attributes()
        self._told = threading.Lock()

    def install(self) -> None:
        """Listen to the signals."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.begin()

    def begin(self) -> None:
        """Tell the app to end, and see to it that the process does. Callable from any thread, more than once."""
        if self._told.acquire(blocking=False):
            threading.Thread(target=self._watchdog, name="ending", daemon=True).start()
            self._leave()

    def _watchdog(self) -> None:
        """A screen that waits for a terminal which nobody reads never ends: after a while, end without it."""
        if not threading.main_thread().is_alive():
            return
        threading.Event().wait(PATIENCE)
        self.force()

    def force(self) -> None:
        """Close the log, give the terminal back, and end."""
        self._finish()
        restore(self._attributes)
        os._exit(0)


def _attributes() -> Attributes | None:
    with suppress(termios.error, OSError, ValueError):
        return termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ else None
    return None


def restore(attributes: Attributes | None) -> None:
    """Leave the alternate screen without waiting for a terminal that does not read."""
    stream = sys.__stderr__
    with suppress(OSError, ValueError, termios.error):
        if stream is not None:
            os.set_blocking(stream.fileno(), False)
            os.write(stream.fileno(), LEAVE.encode())
    with suppress(OSError, ValueError, termios.error):
        if attributes is not None and sys.__stdin__ is not None:
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)
