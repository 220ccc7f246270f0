"""The figures of a service as running consoles stored them, for a verdict on the command line."""

from pathlib import Path

import pytest

from checks.sample import Reading, Sample, Status
from console.journal.samples import SampleStore
from console.settings import Overrides, Settings, read
from console.wiring.checks import watched
from console.wiring.measured import Measured
from tests.fakes import FakeClock

CONFIG = """
[[service]]
name = "shop"
http = "http://127.0.0.1:1/"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "warroom.toml").write_text(CONFIG)
    found = read(tmp_path / "warroom.toml", {"HOME": str(tmp_path)}, Overrides(log_dir=str(tmp_path / "log")))
    assert not found.problems
    return found.settings


def stored(settings: Settings, clock: FakeClock, *looks: tuple[int, Status, tuple[Reading, ...]]) -> None:
    """Store looks at the shop, each so many seconds from now."""
    (check,) = [each.check for each in watched(settings) if each.service == "shop"]
    settings.log_dir.mkdir()
    store = SampleStore.open(settings.log_dir, "watcher@host", clock)
    for seconds, status, readings in looks:
        at = clock() + seconds * 1000
        store.write(at, [Sample(check, at, status, readings=readings)])
    assert store.close()


def test_probes_are_counted_in_the_stretch_that_is_asked_for(settings: Settings) -> None:
    clock = FakeClock()
    slow, quick = (Reading("latency", 0.9, "s"),), (Reading("latency", 0.1, "s"),)
    bad = [(second, Status.DOWN if second % 10 else Status.OK, slow) for second in range(-120, -60, 5)]
    good = [(second, Status.OK, quick) for second in range(-60, 0, 5)]
    stored(settings, clock, *bad, *good)
    measured = Measured(settings)
    before = measured("shop", clock() - 120_000, clock() - 60_000)
    after = measured("shop", clock() - 60_000, clock())
    assert before is not None
    assert after is not None
    assert (before.error_rate, before.samples, before.probes) == (0.5, 12, True)
    assert (after.error_rate, after.samples) == (0.0, 12)
    assert after.p95 == pytest.approx(0.1)


def test_numbers_that_a_source_gave_go_before_probes(settings: Settings) -> None:
    clock = FakeClock()
    given = (Reading("error_rate", 0.02, "ratio"), Reading("p95", 0.4, "s"))
    stored(settings, clock, *((second, Status.OK, given) for second in range(-60, 0, 5)))
    found = Measured(settings)("shop", clock() - 60_000, clock())
    assert found is not None
    assert found.error_rate == pytest.approx(0.02)
    assert found.p95 == pytest.approx(0.4)
    assert not found.probes


def test_where_no_console_measured_there_is_nothing(settings: Settings) -> None:
    assert Measured(settings)("shop", 0, 60_000) is None
    assert Measured(settings)("nobody", 0, 60_000) is None
