"""What the room costs while nobody types: processor time and bytes to the terminal, with 50 checks at 5 s."""

import time

from tests.bench.figure import Figure, at_most
from tests.bench.programs import room
from tests.bench.world import config, fresh
from tests.fakes import Misbehaving

_CHECKS = 50
_SETTLE = 10.0


def run(*, quick: bool) -> list[Figure]:
    """Watch 50 healthy services on loopback, with the clock and the charts once a second."""
    seconds = 15.0 if quick else 60.0
    with Misbehaving() as server:
        settings = config(fresh("load") / "warroom.toml", [server.url(f"ok/{n}") for n in range(_CHECKS)])
        with room(fresh("log"), "--config", str(settings)) as terminal:
            terminal.wait_for("Services", "Timeline")
            time.sleep(_SETTLE)
            before, bytes_before, asked_before = terminal.cpu(), len(terminal.raw), server.asked["ok"]
            time.sleep(seconds)
            spent, written = terminal.cpu().since(before), len(terminal.raw) - bytes_before
            asked = server.asked["ok"] - asked_before
    how = f"{_CHECKS} HTTP checks, {asked} answers in {seconds:.0f} s"
    assert asked > seconds / 5 * _CHECKS * 0.8, f"the checks did not run: {how}"
    return [
        at_most("CPU of the screen's thread, nobody typing", spent.main / seconds * 100, "% of a core", 3, detail=how),
        at_most("CPU in all, nobody typing", spent.total / seconds * 100, "% of a core", 5, detail=how),
        at_most("bytes to the terminal, nobody typing", written / seconds / 1000, "kB/s", 12, detail=how),
    ]
