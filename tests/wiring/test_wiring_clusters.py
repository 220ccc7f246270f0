"""From a configuration to what follows clusters and repositories, and what reaches them."""

import time
from pathlib import Path

import pytest

from checks.change import Change
from checks.kubernetes.trouble import NotSent
from console.drill.cluster import SimulatedCluster, serve
from console.incident.action import Target
from console.wiring.clusters import connecting, make_feeds, serving
from tests.checks.repositories import MINUTE, Repo
from tests.fakes import FakeClock
from tests.settings.written import load_text

TWO = '[[cluster]]\ncontext = "eu"\nname = "Europe"\nproduction = true\n[[cluster]]\ncontext = "us"\n'
API = '[[service]]\nname = "api"\ntcp = "127.0.0.1:9"\nworkload = "{}"\ncluster = "us"\n'


def test_every_cluster_and_repository_is_followed_and_found_by_its_context_or_name(tmp_path: Path) -> None:
    feeds = make_feeds(load_text(tmp_path, TWO + '[[repository]]\npath = "shop"\n'), FakeClock(), {})
    assert [each.context for each in feeds.clusters] == ["eu", "us"]
    assert [each.name for each in feeds.repositories] == ["shop"]
    assert [each.seen().context for each in feeds.clusters] == ["eu", "us"]


def test_a_repository_of_the_configuration_tells_its_commits(tmp_path: Path) -> None:
    clock = FakeClock()
    repo = Repo(tmp_path / "shop")
    repo.commit("Raise pool size", clock.now - MINUTE)
    (feed,) = make_feeds(load_text(tmp_path, '[[repository]]\npath = "shop"\n'), clock, repo.env).repositories
    feed.start()
    found: list[Change] = []
    end = time.monotonic() + 10
    while not found and time.monotonic() < end:
        found += feed.changes()
        time.sleep(0.01)
    feed.stop()
    assert [each.text.partition(" Raise")[1] for each in found] == [" Raise"]


def test_a_context_is_reached_by_the_kubeconfig_that_its_cluster_names(tmp_path: Path) -> None:
    clock = FakeClock()
    with serve(SimulatedCluster(clock)) as server:
        server.write_kubeconfig(tmp_path / "kube", context="sim")
        settings = load_text(tmp_path, '[[cluster]]\ncontext = "sim"\nkubeconfig = "kube"\n')
        connection = connecting(settings, clock, {})("sim")
        try:
            assert connection.context == "sim"
            assert connection.whoami()
        finally:
            connection.close()


def test_a_context_that_is_not_configured_is_never_reached(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="the context prod is not in the configuration; it has eu, us"):
        connecting(load_text(tmp_path, TWO), FakeClock(), {})("prod")
    with pytest.raises(NotSent, match=r"it has none: name it in a \[\[cluster\]\] section"):
        connecting(load_text(tmp_path, ""), FakeClock(), {})("prod")


def test_production_is_known_by_context_and_called_by_name(tmp_path: Path) -> None:
    assert load_text(tmp_path, TWO).productions == {"eu": "Europe"}


@pytest.mark.parametrize(
    ("workload", "target", "service"),
    [
        ("shop/deploy/api", Target("us", "Deployment", "shop", "api", "uid"), "api"),
        ("deploy/api", Target("us", "Deployment", "own-of-us", "api"), "api"),
        ("shop/deploy/api", Target("eu", "Deployment", "shop", "api"), ""),
        ("shop/deploy/api", Target("us", "StatefulSet", "shop", "api"), ""),
        ("shop/deploy/api", Target("us", "Deployment", "billing", "api"), ""),
    ],
)
def test_a_target_is_told_to_its_service_by_context_kind_namespace_and_name(
    workload: str, target: Target, service: str, tmp_path: Path
) -> None:
    settings = load_text(tmp_path, TWO + API.format(workload))
    assert serving(settings, lambda context: f"own-of-{context}")(target) == service
