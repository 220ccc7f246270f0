"""What ends before its time, or goes on after it: threads, plugins, logs, lists."""

import sys
import threading
import time
from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from checks.kubernetes.access import Connection, InDoubt, NotSent, open_connection
from checks.kubernetes.cut import Scaling
from checks.kubernetes.door import Door
from checks.kubernetes.keeping import Keeper
from checks.kubernetes.logs import LogTail
from checks.kubernetes.objects import Notice
from checks.kubernetes.plugin import Plugin
from checks.kubernetes.resources import RESOURCES, Kept, Key
from checks.kubernetes.shelf import Shelf
from checks.kubernetes.watching import ClusterWatch
from tests.checks.clusters import FAST, WHOAMI, Scripted, kubeconfig, resource, simulated, until, user_is, watched
from tests.fakes import FakeClock

V1 = "client.authentication.k8s.io/v1"


@contextmanager
def crashing() -> Iterator[list[str]]:
    """Keep the errors of threads from pytest, which takes them for failures, and yield their names."""
    usual, crashed = threading.excepthook, []
    threading.excepthook = lambda told: crashed.append(told.exc_type.__name__)
    try:
        yield crashed
    finally:
        threading.excepthook = usual


def _broken(*_args: object) -> None:
    raise AssertionError("a mistake of ours")


@pytest.mark.parametrize(("dead", "shown"), [("pods", "pods"), ("scalings", "events")])
def test_a_resource_whose_thread_has_died_does_not_look_well(tmp_path: Path, dead: str, shown: str) -> None:
    cluster = simulated()
    with crashing() as crashed, watched(cluster, tmp_path) as watch:
        shelf = next(each.shelf for each in watch._followers if each.resource.name == dead)
        shelf.put = _broken  # type: ignore[method-assign,assignment]
        cluster.add_deployment("web", "web:1")
        cluster.settle()
        until(lambda: resource(watch, shown).state == "failing")
        assert f"the watch of {dead} has crashed" in resource(watch, shown).error
        assert resource(watch, "deployments").state == "ok"
        assert crashed == ["AssertionError"]


def test_a_view_that_has_died_does_not_look_well_and_takes_no_more_memory(tmp_path: Path) -> None:
    cluster = simulated()
    with crashing(), watched(cluster, tmp_path) as watch:
        version = watch.seen().version
        watch._feed.turn = _broken  # type: ignore[method-assign,assignment]
        cluster.add_configmap("app", a="b")
        until(lambda: "has crashed" in watch.seen().error)
        assert watch.seen().version > version
        assert watch.seen() is watch.seen()
        things = watch.seen().things
        cluster.add_configmap("other", a="b")
        time.sleep(0.3)
        assert not watch._turns
        assert watch.seen().things is things


class _Opening:
    """A connection whose log is asked for just when the tail is stopped."""

    def __init__(self) -> None:
        self.tail: LogTail | None = None
        self.pieces_read, self.closed = 0, False

    @contextmanager
    def stream(self, *_args: object, **_known: object) -> Iterator["_Opening"]:
        assert self.tail is not None
        self.tail.stop()
        yield self
        self.closed = True

    @property
    def status(self) -> int:
        return 200

    def pieces(self) -> Iterator[bytes]:
        while self.pieces_read < 100:
            self.pieces_read += 1
            yield b"2026-11-21T17:42:13Z more\n"

    def close(self) -> None:
        self.closed = True


def test_a_log_that_is_stopped_while_it_is_asked_for_is_not_read() -> None:
    opening = _Opening()
    opening.tail = LogTail(cast(Connection, opening), "default", "web-1")
    opening.tail._run()
    assert (opening.pieces_read, opening.closed) == (0, True)


def _plugin(script: str, **known: Any) -> dict[str, Any]:
    return {"apiVersion": V1, "command": sys.executable, "args": ["-c", script], **known}


def test_a_plugin_that_is_stopped_while_it_starts_is_not_left_behind() -> None:
    class Late(UserDict[str, str]):
        """An environment that is read when the plugin is about to be started."""

        def __getitem__(self, name: str) -> str:
            plugin.stop()
            return super().__getitem__(name)

    plugin = Plugin(
        _plugin("import time; time.sleep(30)"), cluster={}, folder="", env=Late(PATH="/usr/bin:/bin"), clock=FakeClock()
    )
    began = time.monotonic()
    with pytest.raises(NotSent, match="failed"):
        plugin.credential()
    assert time.monotonic() - began < 5


def test_a_closed_connection_runs_no_plugin(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    user = {"exec": _plugin(f"open({str(ran)!r}, 'w')")}
    connection = open_connection("", kubeconfig(tmp_path, "http://127.0.0.1:9", user), clock=FakeClock())
    connection.close()
    with pytest.raises(NotSent, match="closed"):
        connection.request("GET", "/version")
    assert not ran.exists()


def test_who_stops_while_the_server_says_who_we_are_gets_no_threads_afterwards(tmp_path: Path) -> None:
    over = threading.Event()

    class Stopping(dict[str, Any]):
        """Answers in the middle of which everything is over."""

        def get(self, *args: Any) -> Any:
            over.set()
            return super().get(*args)

    with Scripted(Stopping({WHOAMI: (201, user_is("u"))})) as server:
        keeper = Keeper("", kubeconfig(tmp_path, server.url), FakeClock(), over=over, pace=FAST)
        opened: list[Connection] = []
        keeper.run(opened.append, lambda _connection: None, lambda: None)
        assert not opened
        assert keeper._opening is not None
        with pytest.raises(NotSent, match="is closed"):
            keeper._opening.request("GET", "/version")


def _notices(number: int) -> dict[Key, Kept]:
    return {
        ("n", f"e{each}"): Kept(Notice("n", "Pod", "p", "BackOff", "again", 1, each, f"u{each}"))
        for each in range(number)
    }


def test_a_list_that_is_longer_than_what_is_kept_is_cut_to_the_newest() -> None:
    shelf = Shelf(100)
    shelf.replace(_notices(1000))
    assert len(shelf) == len(shelf.rows()) == 100
    assert min(row.at for row in shelf.rows()) == 900


def test_what_was_cut_off_a_list_is_not_told_of_again_and_again() -> None:
    told: list[Kept | None] = []
    shelf = Shelf(10, lambda _before, after: told.append(after))
    rows = {("n", str(at)): Kept(Scaling("n", "web", "u", "web-1", 1, 2, at)) for at in range(50)}
    shelf.replace(rows)
    shelf.replace(rows)
    assert len(told) == 10


def test_pages_that_bring_nothing_new_are_given_up_whatever_their_token(tmp_path: Path) -> None:
    class Endless(dict[str, Any]):
        pages = 0

        def get(self, path: str, *default: Any) -> Any:
            if path != "/api/v1/pods":
                return super().get(path, *default)
            self.pages += 1
            pod = {"metadata": {"name": "a", "namespace": "n", "uid": "a"}}
            return {"metadata": {"resourceVersion": "7", "continue": f"token-{self.pages}"}, "items": [pod]}

    answers = Endless({WHOAMI: (201, user_is("u"))})
    with Scripted(answers) as server:
        watch = ClusterWatch("", kubeconfig(tmp_path, server.url), clock=FakeClock(), pace=FAST)
        watch.start()
        until(lambda: "again and again" in resource(watch, "pods").error)
        watch.stop()


def test_where_metadata_is_wanted_nothing_else_will_do() -> None:
    asked = [each.accept(listing=listing) for each in RESOURCES if each.metadata for listing in (True, False)]
    assert len(asked) == 10
    assert all("as=PartialObjectMetadata" in part for each in asked for part in each.split(","))


def test_a_watch_that_held_is_no_failure_of_the_next_one(tmp_path: Path) -> None:
    cluster = simulated()
    with watched(cluster, tmp_path) as watch:
        follower = next(each for each in watch._followers if each.resource.name == "jobs")
        cluster.expire_watches()
        until(lambda: follower._patience.fails == 1)
        time.sleep(3.2)
        cluster.expire_watches()
        time.sleep(0.5)
        assert follower._patience.fails == 1
        assert follower.seen.state == "ok"


def _usage(folder: Path, denied: str) -> tuple[Any, ...]:
    """Return state, error and rows of the metrics where one kind of them may not be read."""
    cluster = simulated(nodes=1)
    cluster.install("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", namespaced=False)
    cluster.install("metrics.k8s.io", "v1beta1", "pods", "PodMetrics")
    usage = {"cpu": "500m", "memory": "1Gi"}
    cluster.add("NodeMetrics", {"metadata": {"name": "node-1"}, "usage": usage})
    one = {"metadata": {"name": "web-1", "namespace": "default"}, "containers": [{"name": "c", "usage": usage}]}
    cluster.add("PodMetrics", one)
    cluster.faults.on(f"metrics.k8s.io/v1beta1{denied}", 403)
    with watched(cluster, folder, namespace="default") as watch:
        until(lambda: resource(watch, "metrics").state != "loading")
        time.sleep(0.1)
        found = resource(watch, "metrics")
        return found.state, found.error, list(watch.seen().usage), watch.seen().nodes[0].cpu


def test_who_may_read_the_metrics_of_a_namespace_sees_them_and_what_is_missing(tmp_path: Path) -> None:
    mine = ("default", "web-1")
    assert _usage(tmp_path, "/nodes") == ("forbidden", "we may not read the metrics of nodes", [mine], 0)
    assert _usage(tmp_path, "/namespaces") == ("forbidden", "we may not read the metrics of pods", [], 0.5)
    assert _usage(tmp_path, "") == ("forbidden", "we may not read the metrics of nodes and pods", [], 0)


def test_credentials_that_are_taken_no_more_say_what_to_do(tmp_path: Path) -> None:
    cluster = simulated()
    with watched(cluster, tmp_path) as watch:
        cluster.access.token = "another"
        cluster.expire_watches()
        until(lambda: resource(watch, "pods").state == "failing")
        until(lambda: "(401)" in resource(watch, "pods").error)
        assert "log in again" in resource(watch, "pods").error
        assert "restart warroom" in resource(watch, "pods").error


class _Known:
    """An identity with a long token."""

    configured = True

    def current(self) -> tuple[Any, None]:
        return (("Authorization", f"Bearer {'t0ken' * 200}"),), None

    def rejected(self) -> None:
        """Nobody is told."""

    def stop(self) -> None:
        """Nothing runs."""


class _Quoting:
    """A pool whose errors quote what was sent."""

    def request(self, *_args: object, headers: Any, **_known: object) -> None:
        raise ValueError(f"Invalid header value {headers['Authorization'].encode()!r}, that is {'t0ken' * 200}")


def test_no_part_of_a_long_token_stands_in_an_error() -> None:
    door = Door("here", "http://127.0.0.1:9", "default", False, _Known(), False, lambda _given: _Quoting())  # noqa: FBT003 - the fields of a tuple
    with pytest.raises(InDoubt) as caught:
        Connection(door, FakeClock()).request("GET", "/version")
    assert "t0ken" not in str(caught.value)
    assert "[secret]" in str(caught.value)
