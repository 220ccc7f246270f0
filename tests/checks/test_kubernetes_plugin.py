import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from checks.kubernetes.access import NotSent, open_connection
from checks.kubernetes.plugin import Plugin
from tests.checks.clusters import Scripted, kubeconfig, until
from tests.fakes import FakeClock

V1 = "client.authentication.k8s.io/v1"


def plugin(folder: Path, code: str, *, clock: FakeClock | None = None, patience: float = 5.0, **spec: Any) -> Plugin:
    """Return a plugin that is this Python program; `S` in it is the sys module, `J` prints an ExecCredential."""
    lines = (
        "import sys as S, json, os, time, subprocess",
        f"def J(**status): print(json.dumps(dict(apiVersion={V1!r}, kind='ExecCredential', status=status)))",
        code,
    )
    (folder / "plugin.py").write_text("\n".join(lines))
    described = {"apiVersion": V1, "command": sys.executable, "args": [str(folder / "plugin.py")], **spec}
    cluster = {"server": "https://api.example", "certificate-authority-data": "QQ=="}
    return Plugin(
        described, cluster=cluster, folder=str(folder), env=os.environ, clock=clock or FakeClock(), patience=patience
    )


def test_a_token_is_kept_until_shortly_before_it_expires(tmp_path: Path) -> None:
    clock = FakeClock()
    expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(clock.now / 1000 + 600))
    code = f"J(token='t', expirationTimestamp={expires!r})"
    asked = plugin(tmp_path, code, clock=clock)
    assert [asked.credential().token for _ in range(3)] == ["t", "t", "t"]
    assert asked.runs == 1
    clock.advance(580)
    asked.credential()
    assert asked.runs == 2


def test_a_token_without_expiry_is_kept_until_the_server_refuses_it(tmp_path: Path) -> None:
    clock = FakeClock()
    asked = plugin(tmp_path, "J(token='t')", clock=clock)
    asked.credential()
    asked.rejected()
    asked.credential()
    assert asked.runs == 1, "not again at once"
    clock.advance(11)
    asked.rejected()
    asked.credential()
    assert asked.runs == 2


def test_it_has_no_terminal_no_input_and_a_session_of_its_own(tmp_path: Path) -> None:
    code = "J(token=f'{S.stdin.read()!r} {os.getsid(0) == os.getpid()} {os.isatty(2)}')"
    assert plugin(tmp_path, code).credential().token == "'' True False"


def test_what_it_complains_of_is_in_the_sentence_and_not_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotSent, match="expired, log in again") as caught:
        plugin(tmp_path, "S.stderr.write('\\x1b[2Jexpired, log in again\\n'); S.exit(3)").credential()
    assert "\x1b" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = f"child = subprocess.Popen(['sleep', '60']); open({str(pid)!r}, 'w').write(str(child.pid)); time.sleep(60)"
    with pytest.raises(NotSent, match="did not end within"):
        plugin(tmp_path, code, patience=0.7).credential()
    until(lambda: not _alive(int(pid.read_text())))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_one_that_floods_is_read_to_the_end_and_cut(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="no ExecCredential"):
        plugin(tmp_path, "S.stdout.write('x' * (3 << 20))").credential()


def test_a_failure_is_not_tried_again_at_once(tmp_path: Path) -> None:
    clock = FakeClock()
    asked = plugin(tmp_path, "S.exit(1)", clock=clock)
    for _ in range(3):
        with pytest.raises(NotSent):
            asked.credential()
    assert asked.runs == 1
    clock.advance(11)
    with pytest.raises(NotSent):
        asked.credential()
    assert asked.runs == 2


@pytest.mark.parametrize(
    "code",
    [
        "print('')",
        "print('[]')",
        "print('null')",
        "J()",
        "J(clientCertificateData='c')",
        "print(json.dumps(dict(apiVersion='other', kind='ExecCredential', status=dict(token='t'))))",
        "J(token='t', expirationTimestamp='soon')",
        "J(token='t', expirationTimestamp=5)",
    ],
)
def test_an_answer_that_is_no_credential_is_a_sentence(tmp_path: Path, code: str) -> None:
    with pytest.raises(NotSent):
        plugin(tmp_path, code).credential()


def test_a_command_that_is_not_there_shows_the_install_hint(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="get it from the portal"):
        plugin(tmp_path, "", command="no-such-plugin", installHint="get it from the portal").credential()


def test_one_that_must_ask_at_the_terminal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="terminal"):
        plugin(tmp_path, "", interactiveMode="Always")


@pytest.mark.parametrize("spec", [{"apiVersion": "client.authentication.k8s.io/v1alpha1"}, {"command": ""}])
def test_a_plugin_that_cannot_be_understood_is_refused(tmp_path: Path, spec: dict[str, Any]) -> None:
    with pytest.raises(NotSent):
        plugin(tmp_path, "", **spec)


def test_it_gets_its_environment_and_the_cluster_where_it_asks_for_it(tmp_path: Path) -> None:
    code = (
        "i = json.loads(os.environ['KUBERNETES_EXEC_INFO']); J(token=os.environ['A'] + i['spec']['cluster']['server'])"
    )
    asked = plugin(tmp_path, code, env=[{"name": "A", "value": "b "}], provideClusterInfo=True)
    assert asked.credential().token == "b https://api.example"


def test_a_relative_command_lies_beside_the_kubeconfig(tmp_path: Path) -> None:
    program = tmp_path / "here.sh"
    program.write_text(
        f'#!/bin/sh\necho \'{{"apiVersion":"{V1}","kind":"ExecCredential","status":{{"token":"t"}}}}\'\n'
    )
    program.chmod(0o700)
    assert plugin(tmp_path, "", command="./here.sh", args=None).credential().token == "t"


def test_a_failed_plugin_sends_no_request_at_all(tmp_path: Path) -> None:
    user = {"exec": {"apiVersion": V1, "command": "false"}}
    with Scripted({"/version": {}}) as server:
        connection = open_connection("", kubeconfig(tmp_path, server.url, user), clock=FakeClock())
        with connection, pytest.raises(NotSent, match="false failed"):
            connection.request("GET", "/version")
        assert server.asked == []


def test_a_plugins_token_is_what_is_sent(tmp_path: Path) -> None:
    answer = json.dumps({"apiVersion": V1, "kind": "ExecCredential", "status": {"token": "abc"}})
    user = {"exec": {"apiVersion": V1, "command": "echo", "args": [answer]}}
    with Scripted({"/version": {}}) as server:
        with open_connection("", kubeconfig(tmp_path, server.url, user), clock=FakeClock()) as connection:
            connection.request("GET", "/version")
        assert server.asked[0][2]["authorization"] == "Bearer abc"


def test_closing_ends_a_plugin_that_runs(tmp_path: Path) -> None:
    user = {"exec": {"apiVersion": V1, "command": "sleep", "args": ["60"]}}
    with open_connection("", kubeconfig(tmp_path, "http://127.0.0.1:1", user), clock=FakeClock()) as connection:
        said: list[str] = []

        def ask() -> None:
            try:
                connection.request("GET", "/version")
            except NotSent as error:
                said.append(str(error))

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.2)
        connection.close()
        thread.join(5)
        assert said
