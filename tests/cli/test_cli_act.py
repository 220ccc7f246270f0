"""`warroom act`: the card, the question, --yes, --dry-run, and what is in the log afterwards."""

import io
import json
from collections.abc import Iterator
from typing import ClassVar, cast

import pytest

from console.actions.runner import Runner
from console.cli import run
from console.cli.course import COULD_NOT, Course
from console.cli.desk import Desk, Streams
from console.drill.cluster import Server, SimulatedCluster, serve
from console.incident.deeds import ActionMoved
from console.settings import ClusterSettings, Settings
from tests.cli.line import Line, Said
from tests.fakes import FakeClock


class Keyboard(io.StringIO):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


class RunningClock(FakeClock):
    """A clock that goes on by itself, a little at each look."""

    def __call__(self) -> int:
        self.now += 10
        return self.now


class Commander:
    """Somebody at a shell with a cluster whose web:2 is a bad rollout, half way."""

    def __init__(self, warroom: Line, cluster: SimulatedCluster, server: Server) -> None:
        self.line, self.cluster = warroom, cluster
        self.kubeconfig = server.write_kubeconfig(warroom.folder / "kubeconfig", "prod", "lab")
        self.configured("yes = true")

    def configured(self, *lines: str, contexts: tuple[str, ...] = ("prod",)) -> None:
        """Write the configuration; `lines` go to each cluster."""
        parts = [f'[[cluster]]\ncontext = "{one}"\nkubeconfig = "{self.kubeconfig}"\n' for one in contexts]
        self.line.configured("\n".join(part + "\n".join(lines) + "\n" for part in parts))

    def __call__(self, *argv: str, keys: str | None = None) -> Said:
        """Run a command; with `keys` at a terminal."""
        if keys is None:
            return self.line("act", *argv)
        out, err = io.StringIO(), io.StringIO()
        status = run(("act", *argv), Desk(self.line.env, self.line.clock, Streams(Keyboard(keys), out, err)))
        return Said(status, out.getvalue(), err.getvalue())

    @property
    def image(self) -> str:
        """What web runs."""
        found: str = self.cluster.get("deployment", "web")["spec"]["template"]["spec"]["containers"][0]["image"]
        return found

    def changes(self) -> list[str]:
        """The paths of what changed something."""
        return [
            path
            for method, path, query, _ in self.cluster.requests
            if method != "GET" and "dryRun" not in query and "reviews" not in path
        ]


@pytest.fixture
def at_cluster(warroom: Line) -> Iterator[Commander]:
    warroom.clock = RunningClock()
    cluster = SimulatedCluster(warroom.clock)
    cluster.add_deployment("web", "web:1", replicas=4)
    cluster.settle()
    cluster.behave("web:2", "crash")
    cluster.set_image("web", "web:2")
    cluster.advance(30)
    cluster.world.start_seconds = 0.0
    with serve(cluster, live=False) as server:
        yield Commander(warroom, cluster, server)


QUICK = ("--window", "1ms")


def test_without_a_revision_it_lists_them_with_the_proposal(at_cluster: Commander) -> None:
    said = at_cluster("rollback", "deploy/web")
    assert said.status == 0
    current, proposed = said.out.splitlines()
    assert (current.split()[0], current.split()[2]) == ("r2", "web:2")
    assert (proposed.split()[:2], proposed.split()[3]) == (["*", "r1"], "web:1")
    assert "healthy: 3 of its pods are available now" in proposed
    assert "Choose one with --to" in said.err
    listed = json.loads(at_cluster("rollback", "deploy/web", "--json").out)
    assert [(one["revision"], one["proposed"]) for one in listed] == [(2, False), (1, True)]


def test_a_dry_run_shows_the_card_and_changes_nothing(at_cluster: Commander) -> None:
    said = at_cluster("rollback", "deploy/web", "--to", "1", "--dry-run")
    assert said.status == 0, said.err
    assert said.out.startswith("rollback deploy/web r2 > r1\nprod")
    assert "image: web:2 → web:1" in said.out
    assert "may patch deployments in default" in said.out
    assert "PATCH /apis/apps/v1/namespaces/default/deployments/web" in said.out
    assert at_cluster.changes() == []
    assert not (at_cluster.line.folder / "log").exists()


def test_a_dry_run_as_json_is_the_card(at_cluster: Commander) -> None:
    card = json.loads(at_cluster("rollback", "deploy/web", "--to", "r1", "--dry-run", "--json").out)
    assert (card["summary"], card["blocked"]) == ("rollback deploy/web r2 > r1", False)
    assert {one["check"] for one in card["findings"]} >= {"who", "rights", "dry run", "new pods"}
    assert card["undo"]["verb"] == "rollback"


def test_with_yes_it_rolls_back_and_the_log_has_every_step_in_its_incident(at_cluster: Commander) -> None:
    incident = at_cluster.line.declared()
    said = at_cluster("rollback", "deploy/web", "--to", "1", "--yes", *QUICK)
    assert said.status == 0, said.err
    assert at_cluster.image == "web:1"
    assert at_cluster.changes() == ["/apis/apps/v1/namespaces/default/deployments/web"]
    assert [line.split()[1] for line in said.out.splitlines()[-4:]] == ["executing", "executed", "verifying", "unknown"]
    events = [json.loads(line) for line in at_cluster.line("events").out.splitlines()]
    actions = [event for event in events if event["type"] == "action"]
    assert [event["payload"]["data"]["step"] for event in actions] == [
        "planned", "confirmed", "executing", "executed", "verifying", "unknown",
    ]  # fmt: skip
    assert {event["incident_id"] for event in actions} == {incident}


def test_yes_is_refused_where_the_configuration_does_not_allow_it(at_cluster: Commander) -> None:
    at_cluster.configured()
    said = at_cluster("restart", "deploy/web", "--yes")
    assert said.status == 1
    assert "--yes is not allowed for prod" in said.err
    assert at_cluster.cluster.requests == []


def test_without_a_terminal_and_without_yes_it_refuses_before_it_looks(at_cluster: Commander) -> None:
    said = at_cluster("restart", "deploy/web")
    assert said.status == 1
    assert "no terminal to confirm at" in said.err
    assert "--dry-run" in said.err
    assert at_cluster.cluster.requests == []


def test_at_a_terminal_it_shows_the_card_and_asks(at_cluster: Commander) -> None:
    for keys in ("n\n", "\n", "", "web\n"):
        said = at_cluster("pause", "deploy/web", keys=keys)
        assert said.status == 1
        assert "Go on? [y/N]" in said.err
        assert "Put away: nothing was done." in said.err
    assert at_cluster.changes() == []
    said = at_cluster("pause", "deploy/web", *QUICK, keys="y\n")
    assert said.status == 0, said.err
    assert "paused: no → yes" in said.out
    assert at_cluster.cluster.get("deployment", "web")["spec"]["paused"] is True


def test_in_production_the_name_is_typed(at_cluster: Commander) -> None:
    at_cluster.configured("production = true")
    assert at_cluster("pause", "deploy/web", keys="y\n").status == 1
    said = at_cluster("pause", "deploy/web", *QUICK, keys="web\n")
    assert said.status == 0, said.err
    assert "Type web to go on" in said.err
    assert "[PRODUCTION]" in said.out


def test_yes_in_production_counts_only_where_it_is_allowed_and_never_for_zero(at_cluster: Commander) -> None:
    at_cluster.configured("production = true", "yes = true")
    for zero in ("0", "00"):
        said = at_cluster("scale", "deploy/web", "--replicas", zero, "--yes", *QUICK)
        assert said.status == 1
        assert "--yes does not cover it" in said.err
    assert at_cluster.changes() == []
    assert at_cluster("pause", "deploy/web", "--yes", *QUICK).status == 0


def test_what_is_blocked_is_refused_with_its_reason(at_cluster: Commander) -> None:
    said = at_cluster("scale", "deploy/web", "--replicas", "4", "--yes")
    assert said.status == 1
    assert "it has 4 replicas already" in said.err
    said = at_cluster("scale", "deploy/web", "--replicas=-1", "--dry-run")
    assert said.status == 1
    assert "'-1' is not a number of replicas" in said.err


def test_read_only_shows_the_card_and_refuses(at_cluster: Commander) -> None:
    said = at_cluster("pause", "deploy/web", "--yes", "--read-only")
    assert said.status == 1
    assert "read-only" in said.err
    assert at_cluster.changes() == []


def test_as_json_what_came_of_it(at_cluster: Commander) -> None:
    said = at_cluster("pause", "deploy/web", "--yes", "--json", *QUICK)
    found = json.loads(said.out)
    assert (found["verb"], found["target"], found["step"]) == ("pause", "deploy/web", "unknown")


def test_an_action_is_undone_by_its_id(at_cluster: Commander) -> None:
    action = json.loads(at_cluster("cordon", "node/node-1", "--yes", "--json", *QUICK).out)["action"]
    said = at_cluster("undo", action[:5], "--yes", *QUICK)
    assert said.status == 0, said.err
    assert said.out.startswith("uncordon node/node-1")
    assert not at_cluster.cluster.get("node", "node-1", "")["spec"].get("unschedulable")
    said = at_cluster("undo", action, "--yes")
    assert said.status == 1
    assert "is undone already" in said.err


def test_check_is_for_what_is_in_doubt_and_names_the_newest(at_cluster: Commander) -> None:
    action = json.loads(at_cluster("pause", "deploy/web", "--yes", "--json", *QUICK).out)["action"]
    said = at_cluster("check", action)
    assert said.status == 1
    assert "is not in doubt: it stands at 'unknown'" in said.err
    said = at_cluster("check", "nothing")
    assert said.status == 1
    assert f"The newest: {action} pause deploy/web (unknown)" in said.err


def test_what_no_answer_came_to_is_read_back_and_reported_as_done(at_cluster: Commander) -> None:
    at_cluster.cluster.faults.drop_after_effect = True
    said = at_cluster("pause", "deploy/web", "--yes", *QUICK)
    assert said.status == 0, said.err
    assert "in doubt" in said.out
    assert "found done when read back" in said.out
    assert len(at_cluster.changes()) == 1


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("web", "is no target: write it like deploy/web"),
        ("thing/web", "is no target"),
        ("deploy/--all", "is no name of a Deployment"),
        ("deploy/Web", "is no name of a Deployment"),
    ],
)
def test_what_is_no_target_is_told_what_one_is(at_cluster: Commander, target: str, words: str) -> None:
    said = at_cluster("restart", target, "--yes")
    assert said.status == 2
    assert words in said.err


def test_the_long_names_of_kinds_are_known_too(at_cluster: Commander) -> None:
    assert at_cluster("restart", "deployment/web", "--dry-run").status == 0
    said = at_cluster("scale", "ds/web", "--replicas", "3", "--dry-run")
    assert said.status == 1
    assert "scale is nothing for a DaemonSet" in said.err


def test_which_cluster_is_asked_where_there_are_several(at_cluster: Commander) -> None:
    at_cluster.configured("yes = true", contexts=("prod", "lab"))
    said = at_cluster("restart", "deploy/web", "--dry-run")
    assert said.status == 2
    assert "say which with --context: prod, lab" in said.err
    said = at_cluster("restart", "deploy/web", "--dry-run", "--context", "lab")
    assert said.status == 0
    assert "\nlab  http" in said.out
    assert at_cluster("restart", "deploy/web", "--dry-run", "-c", "moon").status == 2


def test_without_a_cluster_in_the_configuration_it_says_how_to_name_one(warroom: Line) -> None:
    said = warroom("act", "restart", "deploy/web", "--dry-run")
    assert said.status == 2
    assert "[[cluster]]" in said.err


def test_a_cluster_that_does_not_answer_is_a_failure(at_cluster: Commander) -> None:
    config = json.loads(at_cluster.kubeconfig.read_text())
    config["clusters"][0]["cluster"]["server"] = "http://127.0.0.1:1"
    at_cluster.kubeconfig.write_text(json.dumps(config))
    said = at_cluster("restart", "deploy/web", "--dry-run")
    assert said.status == 3
    assert "deploy/web" in said.err
    assert "cannot be read" in said.err


def test_hostile_names_from_the_cluster_do_not_reach_the_terminal(at_cluster: Commander) -> None:
    at_cluster.cluster.set_image("web", "web:3", annotations={"kubernetes.io/change-cause": "x\x1b]52;c;eA==\x07"})
    said = at_cluster("rollback", "deploy/web")
    assert "\x1b" not in said.out


async def test_a_command_whose_log_took_nothing_after_the_request_does_not_say_that_all_went_well(
    warroom: Line,
) -> None:
    class Done:
        busy = ()
        offers: ClassVar[dict[str, tuple[()]]] = {}

    out, err = io.StringIO(), io.StringIO()
    desk = Desk(warroom.env, warroom.clock, Streams(Keyboard(""), out, err))
    course = Course(desk, Settings(warroom.folder / "log", "alice"), ClusterSettings("prod"), "")
    course._steps.append(ActionMoved("a1", "scale", "deploy/web", "prod", "default", "executing"))
    assert await course._followed(cast("Runner", Done()), "a1", as_json=False) == COULD_NOT
    assert "warroom act check a1" in err.getvalue()
