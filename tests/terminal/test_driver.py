"""The terminal that the other tests use, tried on a program that has nothing to do with warroom."""

import signal
import sys

import pytest

from tests.terminal.driver import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_ECHO = """
import os, shutil, signal, sys, time, tty
tty.setraw(0)
tell = lambda text: os.write(1, text.encode() + b"\\r\\n")
signal.signal(signal.SIGWINCH, lambda *_: tell("%dx%d" % shutil.get_terminal_size()))
tell("ready")
while True:
    key = os.read(0, 1)
    tell(f"key {key.decode()}") if key != b"f" else [tell(f"line {n}") for n in range(20000)]
"""


def test_a_terminal_shows_types_resizes_and_hangs_up() -> None:
    with Terminal([sys.executable, "-c", _ECHO], size=(40, 12)) as terminal:
        shown = terminal.wait_for("ready")
        typed = terminal.send("k")
        assert shown < typed < terminal.wait_for("key k")
        terminal.resize(100, 30)
        terminal.wait_for("100x30")
        assert terminal.memory().rss > 1_000_000
        assert terminal.cpu().total >= 0
        terminal.hang_up()
        assert terminal.wait_exit() == -signal.SIGHUP


def test_a_frozen_terminal_blocks_the_writer_and_loses_nothing() -> None:
    with Terminal([sys.executable, "-c", _ECHO], size=(40, 12)) as terminal:
        terminal.wait_for("ready")
        with terminal.frozen():
            before = len(terminal.raw)
            terminal.send("fz")
            spent = terminal.cpu()
            assert len(terminal.raw) - before < 100_000
        terminal.wait_for("line 19999", "key z")
        assert terminal.cpu().since(spent).total >= 0
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_exit() == -signal.SIGKILL
