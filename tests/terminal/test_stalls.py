"""A terminal that is not read for 30 seconds: watching and recording go on, and the screen is right afterwards."""

import time

import pytest

from console.incident.clock import system_clock
from console.journal.charting import SampleReader
from tests.fakes import Misbehaving
from tests.terminal.stage import Stage, service

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_STALL = 30
_BEATS = 5  # of six seconds: the sample store keeps one blob every five


def test_a_terminal_not_read_for_30_seconds_stops_neither_watching_nor_recording(stage: Stage) -> None:
    stage.run("declare", "Checkout fails")
    with Misbehaving() as server:
        settings = stage.config(service("web", server.url("ok")))
        console = stage.console("--config", str(settings), size=(200, 50))
        console.wait_for("Checkout fails", "web")
        with console.frozen():
            asked, start = server.asked["ok"], system_clock()
            for second in range(_STALL):
                if second % 5 == 0:
                    stage.run("note", f"second {second} of the stall")
                console.resize(200 - second % 2, 50)  # every repaint is a screenful: the terminal's buffer is soon full
                time.sleep(max(0.0, start / 1000 + second + 1 - system_clock() / 1000))
            looks, end = server.asked["ok"] - asked, system_clock()
            assert looks >= _STALL * 0.8
            server.asked["ok"] = 0
        note = f"second {_STALL - 5} of the stall"
        console.wait_for(note)
        stage.write(console, "still here")
        console.wait_for("still here")
        console.wait_until(lambda: server.asked["ok"] > _BEATS + 2, "the last beat is written")
    points = SampleReader(stage.log_dir).series("web http", "latency", start, end, _BEATS)
    assert None not in points
