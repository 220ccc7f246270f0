"""check, config and doctor: what somebody asks before and during an outage."""

import json
from pathlib import Path

import pytest

from console.drill.cluster import SimulatedCluster, serve
from tests.checks.repositories import Repo
from tests.cli.line import Line
from tests.fakes import Misbehaving


def _service(server: Misbehaving, path: str, name: str = "api") -> str:
    return f'[[service]]\nname = "{name}"\nhttp = "http://127.0.0.1:{server.port}{path}"\ntimeout = "0.5s"\n'


def test_a_healthy_service_is_exit_0_and_a_broken_one_exit_1(warroom: Line) -> None:
    with Misbehaving() as server:
        warroom.configured("[host]\nenabled = false\n" + _service(server, "/ok"))
        said = warroom("check")
        assert (said.status, said.out.split()[:2]) == (0, ["ok", "api"])
        warroom.configured(_service(server, "/ok", "web") + _service(server, "/status/503"))
        said = warroom("check")
        assert said.status == 1
        assert "DOWN" in said.out
        assert "503" in said.out
        assert warroom("check", "web").status == 0


def test_the_json_of_a_check_has_the_published_shape(warroom: Line) -> None:
    with Misbehaving() as server:
        warroom.configured(_service(server, "/ok"))
        found = json.loads(warroom("check", "--json").out)
    assert set(found) >= {"services", "metrics", "alerts"}
    assert set(found["services"]["api"]) >= {"status", "response_time", "error_rate", "last_check"}
    assert set(found["services"]["api"]["response_time"]) >= {"value", "age", "source"}
    assert set(found["metrics"]) == {"error_rate", "response_time_p95", "active_users", "cpu_usage", "memory_usage"}
    assert found["metrics"]["active_users"] is None
    assert 0 <= found["metrics"]["memory_usage"]["value"] <= 1


def test_what_could_not_be_checked_is_exit_3_and_says_why(warroom: Line) -> None:
    warroom.configured(
        '[host]\nenabled = false\n[prometheus]\nurl = "http://127.0.0.1:9"\ntoken_env = "NOT_THERE"\ntargets = true\n'
    )
    said = warroom("check")
    assert said.status == 3
    assert "the environment variable NOT_THERE is not set" in said.out


def test_a_source_that_hangs_does_not_hold_up_the_others(warroom: Line) -> None:
    with Misbehaving() as server:
        warroom.configured(_service(server, "/hang") + _service(server, "/ok", "web"))
        said = warroom("check", "web", "api")
    assert said.status in {1, 3}
    assert "ok" in next(line for line in said.out.splitlines() if " web" in line)


def test_a_check_of_what_is_not_configured_names_what_is(warroom: Line) -> None:
    said = warroom("check", "apo")
    assert said.status == 2
    assert "there is: host" in said.err


def test_the_example_is_what_config_check_accepts(warroom: Line, tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(warroom("config", "example").out)
    said = warroom("config", "check", str(file))
    assert said.status == 0, said.out
    assert "no mistakes" in said.out


def test_config_check_tells_all_mistakes_and_exits_1(warroom: Line) -> None:
    file = warroom.configured(
        '[room]\nthem = "dark"\nchecklist = "missing.toml"\n[prometheus]\nurl = "https://p"\ntoken_env = "NOT_THERE"\n'
        'targets = true\n[keys]\nnote = "q"\n'
    )
    said = warroom("config", "check")
    assert said.status == 1
    assert f"{file}:2: room.them: found an unknown key" in said.out
    assert "missing.toml cannot be read: No such file or directory" in said.out
    assert "NOT_THERE is not set" in said.out
    assert "'q'" in said.out
    assert said.out.endswith("4 mistakes.\n")


def test_a_bare_machine_is_told_what_one_more_line_watches(warroom: Line) -> None:
    said = warroom("config", "check")
    assert said.status == 0
    assert "service = [{ name" in said.out


def test_the_doctor_looks_at_everything(warroom: Line) -> None:
    warroom.declared()
    said = warroom("doctor")
    assert said.status == 0, said.out
    for about in ("terminal", "colours", "text", "python", "sqlite", "configuration", "log", "disk", "write", "host"):
        assert any(line.split()[1] == about for line in said.out.splitlines()), about
    assert "writer alice@" in said.out
    assert {each["sign"] for each in json.loads(warroom("doctor", "--json").out)} <= {"ok", "note"}


def test_the_doctor_finds_a_log_that_others_can_read_and_a_damaged_writer(warroom: Line) -> None:
    folder = warroom.folder / "log"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "bob@host.events.db").write_bytes(b"this is no database at all" * 100)
    said = warroom("doctor")
    assert "chmod 700" in said.out
    assert any(line.startswith("BAD   writer bob@host") for line in said.out.splitlines())
    assert said.status == 1


@pytest.mark.parametrize("words", [("status",), ("note", "x"), ("check",), ("list",)])
def test_a_configuration_that_is_not_toml_stops_every_command_with_its_line(
    words: tuple[str, ...], warroom: Line
) -> None:
    warroom.configured("[room\n")
    said = warroom(*words)
    assert said.status == 2
    assert "warroom.toml:1: found" in said.err


def test_how_often_updates_are_due_is_the_rooms_to_say(warroom: Line) -> None:
    warroom.configured('[room]\nupdate_every = { SEV1 = "7m" }\n')
    warroom.declared("--severity", "SEV1")
    assert "update in 7m" in warroom("status").out
    warroom.configured('[room]\nupdate_every = "9m"\n')
    assert "update in 9m" in warroom("status").out


def test_a_scheme_of_ones_own_is_used(warroom: Line) -> None:
    levels = '[[levels]]\nlabel = "RED"\nrank = 0\nmeaning = "all of it"\n[[levels]]\nlabel = "AMBER"\nrank = 1\n'
    (warroom.folder / "ours.toml").write_text(f'name = "ours"\n{levels}meaning = "some"\n')
    warroom.configured('[room]\nscheme = "ours.toml"\n')
    warroom.declared("--severity", "red")
    assert "RED" in warroom("status").out
    warroom.configured('[room]\nscheme = "ours.toml"\nupdate_every = { GREEN = "7m" }\n')
    assert "'GREEN' is not a severity of ours" in warroom("config", "check").out


def test_the_doctor_finds_a_log_directory_that_is_none_and_a_lock_that_nobody_may_take(warroom: Line) -> None:
    log = warroom.folder / "log"
    log.write_text("a file")
    assert "is no directory" in warroom("doctor").out
    log.unlink()
    warroom.declared()
    (lock,) = log.glob("alice@*.lock")
    lock.unlink()
    lock.mkdir()
    said = warroom("doctor")
    assert "who writes is not known" in said.out


@pytest.mark.parametrize("token", ["first\nsecond-line-of-it", "with\x01control", "caf\u00e9-is-no-token"])
def test_a_secret_that_no_header_takes_is_refused_without_being_shown(token: str, warroom: Line) -> None:
    with Misbehaving() as server:
        (warroom.folder / "token").write_text(token)
        probe = f'{{ url = "{server.url("/ok")}", token_file = "token" }}'
        warroom.configured(f'[[service]]\nname = "web"\nhttp = {probe}\n')
        for words in (("check", "web"), ("check", "--json", "web"), ("doctor",), ("config", "check")):
            said = warroom(*words)
            assert not [part for part in token.split() if part in said.out + said.err], words
        assert "expected" in warroom("check", "web").out


def test_a_configuration_says_which_clusters_and_repositories_it_watches(warroom: Line) -> None:
    (warroom.folder / "shop").mkdir()
    warroom.configured(
        '[[cluster]]\ncontext = "eu"\nname = "Europe"\nproduction = true\n[[repository]]\npath = "shop"\n'
        '[[service]]\nname = "api"\ntcp = "127.0.0.1:9"\nworkload = "shop/deploy/api"\n'
    )
    said = warroom("config", "check")
    assert said.status == 0
    assert "clusters  Europe (production)\n" in said.out
    assert "workloads api by shop/Deployment/api in eu\n" in said.out
    assert f"git       shop ({warroom.folder}/shop)\n" in said.out


def test_a_repository_and_a_kubeconfig_that_are_not_there_are_mistakes(warroom: Line) -> None:
    warroom.configured('[[repository]]\npath = "gone"\n[[cluster]]\ncontext = "eu"\nkubeconfig = "lost"\n')
    said = warroom("config", "check")
    assert said.status == 1
    assert f"repository gone: there is no folder {warroom.folder}/gone." in said.out
    assert f"cluster eu: there is no kubeconfig {warroom.folder}/lost." in said.out


def test_a_window_too_short_for_five_samples_of_a_service_with_a_workload_is_a_mistake(warroom: Line) -> None:
    service = '[[cluster]]\ncontext = "eu"\n[[service]]\nname = "api"\ntcp = "127.0.0.1:9"\ninterval = "15s"\n'
    warroom.configured('[actions]\nwindow = "60s"\n' + service + 'workload = "deploy/api"\n')
    said = warroom("config", "check")
    assert said.status == 1
    assert "service api: [actions] window is 60 s" in said.out
    assert "needs 5 samples, one every 15 s: set window to 75 s at least." in said.out
    warroom.configured('[actions]\nwindow = "75s"\n' + service + 'workload = "deploy/api"\n')
    assert warroom("config", "check").status == 0
    warroom.configured('[actions]\nwindow = "60s"\n' + service)
    assert warroom("config", "check").status == 0


def test_the_doctor_asks_each_cluster_who_we_are_and_each_repository_for_its_commits(warroom: Line) -> None:
    repo = Repo(warroom.folder / "shop")
    repo.commit("Raise pool size", warroom.clock.now - 60_000)
    warroom.env["PATH"] = repo.env["PATH"]
    with serve(SimulatedCluster(warroom.clock)) as server:
        server.write_kubeconfig(warroom.folder / "kube", context="sim")
        warroom.configured(
            '[[cluster]]\ncontext = "sim"\nkubeconfig = "kube"\n[[repository]]\npath = "shop"\n'
            '[[cluster]]\ncontext = "gone"\nname = "Mars"\nkubeconfig = "kube"\n'
        )
        found = {each["about"]: each for each in json.loads(warroom("doctor", "--json").out)}
    assert found["cluster sim"]["sign"] == "ok"
    assert "takes us for " in found["cluster sim"]["text"]
    assert found["cluster Mars"]["sign"] == "bad"
    assert "no context gone" in found["cluster Mars"]["text"]
    assert found["git shop"]["text"] == "commits and tags of the last two hours: 1"
