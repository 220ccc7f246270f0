"""Clusters, workloads, repositories and the limits of actions, as a configuration names them."""

from pathlib import Path

import pytest

from console.settings import ClusterSettings, RepositorySettings, WorkloadSettings
from tests.settings.written import load_text, mistakes_of

ONE = '[[cluster]]\ncontext = "prod-eu"\n'
TWO = ONE + '[[cluster]]\ncontext = "prod-us"\nname = "america"\n'
API = '[[service]]\nname = "api"\nhttp = "https://a.example"\n'


def workload(tmp_path: Path, text: str) -> WorkloadSettings | None:
    """What rolls out the one service of this configuration."""
    (service,) = load_text(tmp_path, text).services
    return service.workload


def test_a_context_alone_is_a_cluster_that_asks_before_anything_is_done(tmp_path: Path) -> None:
    settings = load_text(tmp_path, ONE)
    assert settings.clusters == (ClusterSettings("prod-eu"),)
    assert settings.clusters[0].shown == "prod-eu"
    assert not settings.bare


def test_everything_may_be_said_of_a_cluster_and_its_kubeconfig_lies_beside_the_file(tmp_path: Path) -> None:
    text = ONE + 'name = "Europe"\nkubeconfig = "kube/eu"\nnamespace = "shop"\nproduction = true\nyes = true\n'
    found = ClusterSettings("prod-eu", "Europe", str(tmp_path / "kube/eu"), "shop", production=True, yes=True)
    assert load_text(tmp_path, text).clusters == (found,)
    (found,) = load_text(tmp_path, ONE + 'kubeconfig = "~/.kube/eu"\n').clusters
    assert found.kubeconfig == str(tmp_path / ".kube/eu")


def test_the_context_of_the_room_is_no_cluster(tmp_path: Path) -> None:
    settings = load_text(tmp_path, '[room]\ncontext = "shop-eu"\nproduction = true\n')
    assert (settings.context, settings.production, settings.clusters) == ("shop-eu", True, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[cluster]]\nname = "eu"\n', "cluster[1].context: found nothing, expected a context of the kubeconfig"),
        (ONE + ONE, 'cluster[2].context: found "prod-eu", expected a context that no other [[cluster]] has'),
        (ONE + '[[cluster]]\ncontext = "b"\nname = "prod-eu"\n', 'cluster[2].name: found "prod-eu", expected a name'),
        (TWO + '[[cluster]]\ncontext = "america"\n', 'cluster[3].context: found "america", expected a name that no'),
        (ONE + 'namespace = "shop,web"\n', 'cluster[1].namespace: found "shop,web", expected the name of one'),
        (ONE + 'production = "yes"\n', 'cluster[1].production: found "yes", expected true or false'),
        (ONE + 'token = "s3cr3t"\n', "cluster[1].token: found a secret written down"),
        (ONE + 'kubconfig = "x"\n', "did you mean 'kubeconfig'?"),
        ('cluster = "prod-eu"\n', "cluster: found"),
    ],
)
def test_a_cluster_that_cannot_be_meant_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, text)
    assert said in mistake
    assert "s3cr3t" not in mistake


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("deploy/api", WorkloadSettings("prod-eu", "Deployment", "", "api")),
        ("Deployment/api", WorkloadSettings("prod-eu", "Deployment", "", "api")),
        ("shop/sts/db", WorkloadSettings("prod-eu", "StatefulSet", "shop", "db")),
        ("kube-system/daemonsets/proxy.v2", WorkloadSettings("prod-eu", "DaemonSet", "kube-system", "proxy.v2")),
    ],
)
def test_a_workload_is_named_as_people_write_it(written: str, found: WorkloadSettings, tmp_path: Path) -> None:
    assert workload(tmp_path, f'{ONE}{API}workload = "{written}"\n') == found


def test_a_service_names_its_cluster_by_name_or_context(tmp_path: Path) -> None:
    for word in ("america", "prod-us"):
        found = workload(tmp_path, f'{TWO}{API}workload = "deploy/api"\ncluster = "{word}"\n')
        assert found == WorkloadSettings("prod-us", "Deployment", "", "api")


def test_a_cluster_watched_in_one_namespace_lends_it_to_its_workloads(tmp_path: Path) -> None:
    text = f'{ONE}namespace = "shop"\n{API}workload = "deploy/api"\n'
    assert workload(tmp_path, text) == WorkloadSettings("prod-eu", "Deployment", "shop", "api")


@pytest.mark.parametrize(
    ("clusters", "text", "said"),
    [
        ("", 'workload = "deploy/api"', 'workload: found "deploy/api", expected a [[cluster]] section'),
        ("", 'workload = "deploy/api"\ncluster = "eu"', 'cluster: found "eu", expected a [[cluster]] section'),
        (ONE, 'workload = "deploy/api"\ncluster = "prod-us"', 'cluster: found "prod-us", expected one of prod-eu'),
        (
            TWO,
            'workload = "deploy/api"',
            "cluster: found nothing, expected the cluster of the workload: one of prod-eu",
        ),
        (ONE, 'cluster = "prod-eu"', 'cluster: found "prod-eu", expected a workload such as "deploy/web"'),
        (ONE, 'workload = "api"', 'workload: found "api", expected a workload such as "deploy/web"'),
        (ONE, 'workload = "deplyo/api"', "did you mean 'deploy'?"),
        (ONE, 'workload = "pod/api-5d4f"', 'found "pod/api-5d4f", expected a workload'),
        (ONE, 'workload = "deploy/--all"', 'found "deploy/--all", expected a workload'),
        (ONE, 'workload = "/deploy/api"', 'found "/deploy/api", expected a workload'),
        (ONE, 'workload = "a/b/deploy/api"', 'found "a/b/deploy/api", expected a workload'),
        (ONE, 'workload = ["deploy/api"]', "found a list, expected a text in quotes"),
        (
            ONE + 'namespace = "shop"\n',
            'workload = "billing/deploy/api"',
            "expected a workload of the namespace shop, the only one watched in prod-eu",
        ),
    ],
)
def test_a_workload_that_cannot_be_found_is_refused(clusters: str, text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, f"{clusters}{API}{text}\n")
    assert said in mistake


def test_a_cluster_that_was_refused_is_not_told_again_by_its_workloads(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, f'[[cluster]]\nname = "eu"\n{API}workload = "deploy/api"\n')
    assert "cluster[1].context" in mistake


def test_repositories_lie_beside_the_configuration_and_are_called_by_their_folder(tmp_path: Path) -> None:
    text = '[[repository]]\npath = "../shop/."\n[[repository]]\npath = "~/src/web"\nname = "front"\n'
    settings = load_text(tmp_path, text)
    assert settings.repositories == (
        RepositorySettings(tmp_path.parent / "shop", "shop"),
        RepositorySettings(tmp_path / "src/web", "front"),
    )
    assert not settings.bare


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "shop"\n', "repository[1].path: found nothing, expected the folder of a git repository"),
        ('path = "a\\u0000b"\n', "repository[1].path: found"),
        ("path = 3\n", "repository[1].path: found 3, expected a text in quotes"),
        ('path = "a"\n[[repository]]\npath = "./a"\n', "expected a folder that no other [[repository]] has"),
        ('path = "a/x"\n[[repository]]\npath = "b/x"\n', 'repository[2].name: found "x" twice, expected a name'),
        ('path = "a"\nurl = "x"\n', "repository[1].url: found an unknown key"),
    ],
)
def test_a_repository_that_cannot_be_read_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, f"[[repository]]\n{text}")
    assert said in mistake


def test_actions_are_watched_for_three_minutes_and_know_no_limit_unless_told(tmp_path: Path) -> None:
    usual = load_text(tmp_path, "")
    assert (usual.action_window, usual.most_replicas) == (180.0, 0)
    told = load_text(tmp_path, '[actions]\nwindow = "1m30s"\nmost_replicas = 40\n')
    assert (told.action_window, told.most_replicas) == (90.0, 40)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('window = "1s"', 'actions.window: found "1s", expected a time span of at least 10 s such as "30s"'),
        ('window = "30"', 'actions.window: found "30", expected a time span of at least 10 s such as "30s"'),
        ('window = "2h"', 'actions.window: found "2h", expected at most an hour'),
        ("most_replicas = 0", "actions.most_replicas: found 0, expected a whole number from 1"),
        ('most_replicas = "40"', 'actions.most_replicas: found "40", expected a whole number'),
        ("windwo = 3", "did you mean 'window'?"),
    ],
)
def test_limits_that_make_no_sense_are_refused(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, f"[actions]\n{text}\n")
    assert said in mistake
