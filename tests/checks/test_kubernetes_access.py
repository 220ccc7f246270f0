import json
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checks.kubernetes.access import InDoubt, NotSent, Trouble, open_connection
from tests.checks.clusters import WHOAMI, Scripted, connected, kubeconfig, simulated, user_is
from tests.checks.servers import Certificates, refusing_port
from tests.fakes import FakeClock

SHORT = (0.5, 0.3)


def test_a_connection_knows_its_context_its_server_and_who_the_server_takes_us_for(tmp_path: Path) -> None:
    with connected(simulated(), tmp_path, token="s3cret") as connection:
        assert connection.whoami() == "commander" == connection.who
        assert (connection.context, connection.namespace, connection.insecure) == ("sim", "default", False)
        assert connection.server.startswith("http://127.0.0.1:")


def test_any_status_is_an_answer(tmp_path: Path) -> None:
    with connected(simulated(), tmp_path) as connection:
        answer = connection.request("GET", "/api/v1/namespaces/default/pods/none")
        assert answer.status == 404
        assert answer.body["reason"] == "NotFound"


@pytest.mark.parametrize("fault", ["rubbish", "truncated", "frozen"])
def test_an_answer_that_is_not_whole_leaves_in_doubt(tmp_path: Path, fault: str) -> None:
    cluster = simulated()
    with connected(cluster, tmp_path) as connection:
        setattr(cluster.faults, fault, True)
        with pytest.raises(InDoubt):
            connection.request("GET", "/version", timeout=SHORT)
        cluster.faults.clear()


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT", "GET"])
def test_nothing_is_ever_sent_twice(tmp_path: Path, method: str) -> None:
    cluster = simulated()
    cluster.add_configmap("app", a="b")
    with connected(cluster, tmp_path) as connection:
        cluster.faults.frozen = True
        before = len(cluster.requests)
        with pytest.raises(InDoubt):
            connection.request(method, "/api/v1/namespaces/default/configmaps/app", body="{}", timeout=SHORT)
        cluster.faults.clear()
        assert len(cluster.requests) == before + 1


def test_a_change_whose_answer_was_lost_is_in_doubt(tmp_path: Path) -> None:
    cluster = simulated()
    cluster.add_configmap("app", a="b")
    with connected(cluster, tmp_path) as connection:
        cluster.faults.drop_after_effect = True
        with pytest.raises(InDoubt):
            connection.request("DELETE", "/api/v1/namespaces/default/configmaps/app")
    assert cluster.find("configmap", "app") is None


def test_a_refused_connection_is_not_sent(tmp_path: Path) -> None:
    path = kubeconfig(tmp_path, f"http://127.0.0.1:{refusing_port()}")
    with open_connection("", path, clock=FakeClock()) as connection, pytest.raises(NotSent, match="refused"):
        connection.request("GET", "/version")


def test_after_close_nothing_is_sent(tmp_path: Path) -> None:
    with connected(simulated(), tmp_path) as connection:
        connection.close()
        with pytest.raises(NotSent):
            connection.request("GET", "/version")


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    with Scripted({"/version": (307, {})}) as server:
        path = kubeconfig(tmp_path, server.url, {"token": "t"})
        with open_connection("", path, clock=FakeClock()) as connection:
            assert connection.request("GET", "/version").status == 307
        assert len(server.asked) == 1


def test_each_request_says_that_it_is_warrooms(tmp_path: Path) -> None:
    with Scripted({"/version": {}}) as server:
        with open_connection("", kubeconfig(tmp_path, server.url), clock=FakeClock()) as connection:
            connection.request("GET", "/version")
        assert server.asked[0][2]["user-agent"].startswith("warroom")


def test_anonymous_in_spite_of_credentials_is_an_error(tmp_path: Path) -> None:
    with Scripted({WHOAMI: (201, user_is("system:anonymous"))}) as server:
        path = kubeconfig(tmp_path, server.url, {"token": "t"})
        with open_connection("", path, clock=FakeClock()) as connection, pytest.raises(NotSent, match="anonymous"):
            connection.whoami()
        path = kubeconfig(tmp_path, server.url)
        with open_connection("", path, clock=FakeClock()) as connection:
            assert connection.whoami() == "system:anonymous"


def test_a_wrong_token_is_said_so(tmp_path: Path) -> None:
    cluster = simulated()
    with connected(cluster, tmp_path, token="old") as connection:
        cluster.access.token = "new"
        with pytest.raises(NotSent, match="401"):
            connection.whoami()


def test_a_token_file_is_read_again(tmp_path: Path) -> None:
    clock = FakeClock()
    (tmp_path / "token").write_text("one\n")
    with Scripted({"/version": {}}) as server:
        path = kubeconfig(tmp_path, server.url, {"tokenFile": "token"})
        with open_connection("", path, clock=clock) as connection:
            connection.request("GET", "/version")
            (tmp_path / "token").write_text("two\n")
            clock.advance(11)
            connection.request("GET", "/version")
            (tmp_path / "token").unlink()
            clock.advance(11)
            connection.request("GET", "/version")
        assert [each[2]["authorization"] for each in server.asked] == ["Bearer one", "Bearer two", "Bearer two"]


def test_a_missing_token_file_sends_nothing_as_anonymous(tmp_path: Path) -> None:
    with Scripted({"/version": {}}) as server:
        path = kubeconfig(tmp_path, server.url, {"tokenFile": "nowhere"})
        with open_connection("", path, clock=FakeClock()) as connection, pytest.raises(NotSent, match="token file"):
            connection.request("GET", "/version")
        assert server.asked == []


def test_names_passwords_and_impersonation_are_sent_as_the_kubeconfig_says(tmp_path: Path) -> None:
    user = {"username": "bob", "password": "pw", "as": "carol", "as-groups": ["ops"]}
    with Scripted({"/version": {}}) as server:
        with open_connection("", kubeconfig(tmp_path, server.url, user), clock=FakeClock()) as connection:
            connection.request("GET", "/version")
        headers = server.asked[0][2]
        assert headers["authorization"] == "Basic Ym9iOnB3"
        assert (headers["impersonate-user"], headers["impersonate-group"]) == ("carol", "ops")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot|not right|not one"),
        ("[]", "not one"),
        ("a: [", "not one"),
        ("contexts: [x]", "current context|not one"),
        ('{"current-context": "x", "contexts": [], "clusters": [], "users": []}', "not right"),
        ('{"contexts": null, "clusters": null}', "current context"),
        ('{"current-context": 5, "contexts": [{"name": 5, "context": null}]}', "not right|not one"),
    ],
)
def test_a_kubeconfig_that_is_none_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config").write_text(text)
    with pytest.raises(NotSent, match=said):
        open_connection("", str(tmp_path / "config"), clock=FakeClock())


def test_a_kubeconfig_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="no kubeconfig"):
        open_connection("", str(tmp_path / "none"), clock=FakeClock())


def test_an_unknown_context_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotSent, match="no context elsewhere"):
        open_connection("elsewhere", kubeconfig(tmp_path, "http://127.0.0.1:1"), clock=FakeClock())


def test_a_user_that_the_kubeconfig_lacks_is_no_anonymous_user(tmp_path: Path) -> None:
    path = Path(kubeconfig(tmp_path, "http://127.0.0.1:1"))
    path.write_text(path.read_text().replace('"user": "u"', '"user": "other"'))
    with pytest.raises(NotSent):
        open_connection("", str(path), clock=FakeClock())


def test_the_text_of_a_broken_kubeconfig_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("users: [{token: s3cret-value")
    with pytest.raises(Trouble) as caught:
        open_connection("", str(tmp_path / "config"), clock=FakeClock())
    assert "s3cret" not in str(caught.value)


def test_several_files_are_merged_and_the_context_is_pinned(tmp_path: Path) -> None:
    with Scripted({WHOAMI: (201, user_is("one"))}) as server:
        first = Path(kubeconfig(tmp_path, server.url))
        one = first.rename(tmp_path / "one")
        two = tmp_path / "two"
        two.write_text(json.dumps({"current-context": "gone", "contexts": [], "clusters": [], "users": []}))
        with open_connection("here", f"{one}:{two}", clock=FakeClock()) as connection:
            one.write_text("{}")
            assert connection.whoami() == "one"


def test_of_several_files_the_first_current_context_counts_as_for_kubectl(tmp_path: Path) -> None:
    first = Path(kubeconfig(tmp_path, "http://127.0.0.1:1")).rename(tmp_path / "one")
    second = tmp_path / "two"
    second.write_text(first.read_text().replace('"here"', '"there"'))
    with open_connection("", f"{first}:{second}", clock=FakeClock()) as connection:
        assert connection.context == "here"


# -- TLS


def _tls(folder: Path) -> tuple[Certificates, ssl.SSLContext]:
    certificates = Certificates(folder)
    return certificates, certificates.context("server")


def test_an_untrusted_certificate_is_not_sent(tmp_path: Path) -> None:
    _, context = _tls(tmp_path)
    with Scripted({"/version": {}}, context) as server:
        path = kubeconfig(tmp_path, server.url, {"token": "t"})
        with open_connection("", path, clock=FakeClock()) as connection, pytest.raises(NotSent, match="certificate"):
            connection.request("GET", "/version")
        assert server.asked == []


def test_the_kubeconfigs_authority_is_trusted(tmp_path: Path) -> None:
    certificates, context = _tls(tmp_path)
    authority = str(certificates.folder / "authority.pem")
    with Scripted({"/version": {}}, context) as server:
        path = kubeconfig(tmp_path, server.url, {"token": "t"}, **{"certificate-authority": authority})
        with open_connection("", path, clock=FakeClock()) as connection:
            assert connection.request("GET", "/version").status == 200
            assert not connection.insecure


def test_an_insecure_context_has_a_badge_and_says_no_word(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, context = _tls(tmp_path)
    with Scripted({"/version": {}}, context) as server:
        path = kubeconfig(tmp_path, server.url, {"token": "t"}, **{"insecure-skip-tls-verify": True})
        with open_connection("", path, clock=FakeClock()) as connection:
            assert connection.insecure
            assert connection.request("GET", "/version").status == 200
    assert capfd.readouterr() == ("", "")


def test_a_client_certificate_is_shown_and_leaves_no_key_behind(tmp_path: Path) -> None:
    certificates, context = _tls(tmp_path)
    certificates.context("client")
    context.load_verify_locations(certificates.folder / "authority.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    user: dict[str, Any] = {
        "client-certificate": str(certificates.folder / "client.pem"),
        "client-key": str(certificates.folder / "client.key"),
    }
    with Scripted({"/version": {}}, context) as server:
        authority = str(certificates.folder / "authority.pem")
        path = kubeconfig(tmp_path, server.url, user, **{"certificate-authority": authority})
        with open_connection("", path, clock=FakeClock()) as connection:
            assert connection.request("GET", "/version").status == 200


def test_a_broken_certificate_is_a_sentence(tmp_path: Path) -> None:
    for name in ("cert", "key"):
        (tmp_path / name).write_text("rubbish")
    user = {"client-certificate": str(tmp_path / "cert"), "client-key": str(tmp_path / "key")}
    with pytest.raises(NotSent, match="certificate"):
        open_connection("", kubeconfig(tmp_path, "https://127.0.0.1:1", user), clock=FakeClock())


def test_nothing_heavy_is_imported_before_a_connection_is_opened() -> None:
    root = Path(__file__).parents[2]
    code = (
        "import sys, checks.kubernetes.watching, checks.kubernetes.logs;"
        "print([each for each in ('kubernetes', 'urllib3', 'yaml', 'asyncio') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
