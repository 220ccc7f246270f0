"""A simulated cluster with one Deployment, and its server."""

from collections.abc import Iterator

import pytest

from console.drill.cluster import Server, SimulatedCluster, serve
from tests.fakes import FakeClock


@pytest.fixture
def cluster() -> SimulatedCluster:
    """A cluster with three nodes and the Deployment "web"."""
    made = SimulatedCluster(FakeClock())
    made.add_deployment("web", "web:1", replicas=2)
    made.settle()
    return made


@pytest.fixture
def server(cluster: SimulatedCluster) -> Iterator[Server]:
    """The cluster on loopback."""
    with serve(cluster, live=False) as made:
        yield made
