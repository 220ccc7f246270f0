"""One suite, two servers: every test runs against the simulator, and against the real one that is named.

WARROOM_TEST_KUBECONFIG names a kubeconfig; its current context is used. The suite makes a namespace for each test, and
a node without room where one is needed, and takes them away. Without it the real half is skipped.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.drill.cluster import SimulatedCluster, serve
from tests.contract.stage import RealStage, SimulatedStage, Stage
from tests.fakes import FakeClock

REAL = os.environ.get("WARROOM_TEST_KUBECONFIG", "")
_MARKERS = (
    "controllers: needs the controller manager; skipped where the real cluster has none",
    "simulated_only(why): what a real server cannot be made to show at will",
    "real_only(why): what only a real server can show",
)


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marks of this suite mean; --strict-markers wants to know."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)


def _skip(request: pytest.FixtureRequest, other: str) -> None:
    mark = request.node.get_closest_marker(other)
    if mark is not None:
        pytest.skip(f"{other.replace('_', ' ')}: {mark.args[0]}")


@pytest.fixture(params=["simulated", "real"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """An API server with an empty namespace."""
    if request.param == "simulated":
        _skip(request, "real_only")
        cluster = SimulatedCluster(FakeClock())
        with serve(cluster, "contract", live=False) as server:
            made = SimulatedStage(cluster, server.write_kubeconfig(tmp_path / "kubeconfig"), "contract")
            yield made
            made.close()
        return
    if not REAL:
        pytest.skip("WARROOM_TEST_KUBECONFIG names no real API server")
    _skip(request, "simulated_only")
    real = RealStage(Path(REAL), f"contract-{uuid.uuid4().hex[:8]}")
    try:
        yield real
    finally:
        real.close()


@pytest.fixture
def simulated(stage: Stage) -> SimulatedCluster:
    """The simulator behind the stage, for tests that are marked simulated_only."""
    assert isinstance(stage, SimulatedStage)
    return stage.cluster
