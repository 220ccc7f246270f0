"""A second console takes part in a drill: the same log, the same world, the same clock, and no other doors."""

from pathlib import Path

import pytest

from console.incident.clock import system_clock
from console.incident.errors import Refused
from console.settings import Settings
from console.wiring import drill
from console.wiring.joining import join


def test_who_joins_has_the_log_the_world_and_the_clock_of_the_drill(tmp_path: Path) -> None:
    own = Settings(tmp_path / "log", "alice")
    with drill.opened(own, drill.find("node-loss"), 7, 20.0, system_clock) as running:
        joined = join(own._replace(user="bob"), drill.newest(own))
        assert joined.settings == running.settings._replace(user="bob", joined=True)
        assert joined.ports == running.world.ports
        before, now, after = running.world.clock(), joined.clock(), running.world.clock()
        assert before <= now <= after


def test_nobody_joins_what_has_ended_or_never_was(tmp_path: Path) -> None:
    own = Settings(tmp_path / "log", "alice")
    with pytest.raises(Refused, match="no drill was played yet"):
        drill.newest(own)
    with drill.opened(own, drill.find("node-loss"), 7, 20.0, system_clock):
        pass
    with pytest.raises(Refused, match="no drill runs in"):
        join(own, drill.newest(own))
