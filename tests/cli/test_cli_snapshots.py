"""`warroom evidence snapshot`: what a workload shows is kept piece by piece, and what was not got is told."""

import json
from collections.abc import Iterator

import pytest

from console.drill.cluster import SimulatedCluster, serve
from tests.cli.line import Line


@pytest.fixture
def at_cluster(warroom: Line) -> Iterator[SimulatedCluster]:
    cluster = SimulatedCluster(warroom.clock)
    cluster.add_deployment("web", "web:1", replicas=2)
    cluster.settle()
    with serve(cluster, live=False) as server:
        kubeconfig = server.write_kubeconfig(warroom.folder / "kubeconfig", "prod")
        warroom.configured(f'[[cluster]]\ncontext = "prod"\nkubeconfig = "{kubeconfig}"\n')
        yield cluster


def test_a_workload_is_kept_and_counts_as_evidence_before_it_is_deleted(
    warroom: Line, at_cluster: SimulatedCluster
) -> None:
    warroom.declared("--type", "security")
    assert "take evidence first" in warroom("act", "restart", "deploy/web", "--dry-run").out
    said = warroom("evidence", "snapshot", "deploy/web")
    assert said.status == 0, said.err
    assert "not collected: processes and memory of Deployment web" in said.err
    found = json.loads(warroom("evidence", "--json").out)
    assert found[0]["what"] == "pods of Deployment web"
    assert len({each["snapshot"] for each in found}) == 1
    assert found[0]["method"] == "cluster read, secrets taken out"
    assert "/api/v1/namespaces/default/pods?labelSelector=" in found[0]["source"]
    assert "not collected" in warroom("evidence").out
    assert "Not collected" in warroom("export", "-o", "-").out
    assert "take evidence first" not in warroom("act", "restart", "deploy/web", "--dry-run").out
    assert warroom("evidence", "verify").status == 0
    assert {method for method, path, *_ in at_cluster.requests if "reviews" not in path} <= {"GET", "PATCH", "POST"}


def test_a_cluster_that_cannot_be_asked_keeps_nothing_that_counts(warroom: Line, at_cluster: SimulatedCluster) -> None:
    warroom.declared("--type", "security")
    at_cluster.faults.status = 503
    said = warroom("evidence", "snapshot", "deploy/web")
    assert said.status == 3
    assert "Nothing of deploy/web could be read" in said.err
    assert json.loads(warroom("evidence", "--json").out) == []
    assert "not taken yet" in warroom("status").out


def test_this_machine_is_kept(warroom: Line) -> None:
    warroom.declared()
    said = warroom("evidence", "snapshot", "--host")
    assert said.status == 0, said.err
    assert "processes of this machine" in said.out


def test_what_is_no_target_is_told(warroom: Line) -> None:
    warroom.declared()
    assert warroom("evidence", "snapshot").status == 2
    assert warroom("evidence", "snapshot", "deploy/web", "--host").status == 2
    assert "no name of a systemd unit" in warroom("evidence", "snapshot", "unit/--all").err
    assert "no cluster is configured" in warroom("evidence", "snapshot", "deploy/web").err
    assert warroom("--read-only", "evidence", "snapshot", "--host").status == 1
