"""How a console ends, wanted or not: the terminal is whole again, and nothing that was shown as saved is lost."""

import signal

import pytest

from tests.fakes import Misbehaving
from tests.terminal.driver import Terminal
from tests.terminal.stage import Stage, service

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_SOON = 5.0
_HANGING = 200


def _is_restored(console: Terminal) -> None:
    end = console.raw[-4000:]
    for sequence in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?25h", b"\x1b[?2004l"):
        assert sequence in end, sequence
    assert console.cooked()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_console_and_restores_the_terminal(stage: Stage, number: signal.Signals) -> None:
    console = stage.console()
    console.wait_until(stage.recorded("console.opened"), "the console is in the log")
    console.signal(number)
    console.wait_exit(_SOON)
    _is_restored(console)
    assert stage.recorded("console.closed")()


def test_a_closed_terminal_ends_the_console_and_not_its_record(stage: Stage) -> None:
    console = stage.console()
    console.wait_until(stage.recorded("console.opened"), "the console is in the log")
    console.hang_up()
    console.wait_exit(_SOON)
    assert stage.recorded("console.closed")()


def test_a_signal_ends_the_console_though_nobody_reads_the_terminal(stage: Stage) -> None:
    console = stage.console(size=(200, 50))
    with console.frozen():
        for number in range(40):
            console.resize(200 - number % 2, 50)
            console.quiet(0.02)
        console.signal(signal.SIGTERM)
        console.wait_exit(_SOON)


def test_quitting_waits_for_no_source(stage: Stage) -> None:
    with Misbehaving() as server:
        tables = "".join(
            service(f"s{number}", server.url(f"hang/{number}"), interval=60, timeout=30) for number in range(_HANGING)
        )
        console = stage.console("--config", str(stage.config(tables)))
        console.wait_until(lambda: server.asked.get("hang", 0) >= _HANGING / 2, "the sources hang")
        console.send("q")
        assert console.wait_exit(_SOON) == 0
    _is_restored(console)


def test_kill_9_costs_neither_an_entry_nor_half_a_thought(stage: Stage) -> None:
    stage.run("declare", "Checkout fails")
    console = stage.console()
    console.wait_for("Checkout fails")
    stage.write(console, "written down")
    console.wait_until(stage.recorded("note", "written down"), "the note is in the log")
    stage.begin(console, "half a thou")
    console.wait_for("half a thou")
    console.wait_until(lambda: _draft(stage), "the draft is on the disk")
    console.signal(signal.SIGKILL)
    console.wait_exit()
    assert not stage.recorded("console.closed")()
    again = stage.console()
    again.wait_for("Checkout fails", "written down", "half a thou")


def _draft(stage: Stage) -> bool:
    return any("half a thou" in file.read_text("utf-8", "replace") for file in stage.log_dir.glob("*draft*"))
