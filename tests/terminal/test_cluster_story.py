"""What a commander does to a cluster at a real terminal: a bad rollout is taken back half way, and that again."""

import signal
import time
from pathlib import Path

import pytest

from console.drill.cluster import SimulatedCluster
from tests.terminal.driver import Terminal
from tests.terminal.shop import BAD, open_shop
from tests.terminal.stage import Stage

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]


def steps(stage: Stage) -> list[str]:
    return [getattr(event.fact, "step", "") for event in stage.events("action")]


def sent(cluster: SimulatedCluster) -> int:
    """How many requests were meant to change a workload."""
    return len([each for each in cluster.requests if each[0] == "PATCH" and not each[2].get("dryRun")])


def confirm(console: Terminal, heading: str, name: str) -> None:
    """Read a card and type the name that it asks for."""
    console.wait_for(heading, "PRODUCTION", f"type {name} to confirm")
    console.send(f"{name}\r")


def roll_back(console: Terminal) -> None:
    """Choose web and its proposed revision; the card follows."""
    console.send("r")
    console.wait_for("rollback what?", "deploy/web")
    console.send("web\r")
    console.wait_for("back to which revision?", "2.4.0")
    console.send("2.4.0\r")


def test_a_bad_rollout_is_rolled_back_half_way_judged_and_undone(stage: Stage, tmp_path: Path) -> None:
    with open_shop(tmp_path) as shop:
        console = stage.console("--config", str(shop.config), size=(200, 50))
        console.wait_for("4 workloads ok", "prod-eu [PRODUCTION]")
        shop.cluster.set_image("web", BAD)
        console.wait_for("updating r2", "CrashLoopBackOff", "DOWN")
        time.sleep(10)  # as long as the window: a verdict compares it with what was before
        roll_back(console)
        confirm(console, "rollback deploy/web r2 > r1", "web")
        console.wait_until(lambda: "improved" in steps(stage), "the verdict is in the log", 60)
        assert steps(stage)[:3] == ["planned", "confirmed", "executing"]
        console.wait_for("improved: rollback deploy/web")
        console.send("L")
        console.wait_for("to be undone or owned", "error rate")
        console.send("u")
        confirm(console, "rollback deploy/web r3 > r2", "web")
        console.wait_until(lambda: steps(stage).count("executed") == 2, "the undo is done", 30)
        console.send("q")


def test_a_name_that_does_not_match_and_esc_change_nothing(stage: Stage, tmp_path: Path) -> None:
    with open_shop(tmp_path) as shop:
        shop.cluster.set_image("web", "shop.example/web:2.4.2")
        console = stage.console("--config", str(shop.config), size=(80, 24))
        console.wait_until(stage.recorded("change", "2.4.2"), "the cluster has been seen")
        roll_back(console)
        console.wait_for("type web to confirm")
        console.send("wob\r")
        console.wait_for("does not match")
        console.send("\x1b")
        console.wait_until(lambda: steps(stage) == ["planned", "declined"], "it is recorded as declined")
        assert sent(shop.cluster) == 0


def test_a_console_killed_before_the_answer_leaves_a_doubt_that_checking_resolves(stage: Stage, tmp_path: Path) -> None:
    with open_shop(tmp_path, production=False) as shop:
        shop.cluster.set_image("web", "shop.example/web:2.4.2")
        console = stage.console("--config", str(shop.config))
        console.wait_for("workloads ok")
        roll_back(console)
        console.wait_for("rollback deploy/web")
        shop.cluster.faults.frozen = True
        console.send("y")
        console.wait_until(lambda: "executing" in steps(stage), "the intent is in the log")
        console.signal(signal.SIGKILL)
        console.wait_exit()
        shop.cluster.faults.frozen = False
        again = stage.console("--config", str(shop.config))
        again.wait_until(lambda: steps(stage)[-1] == "in doubt", "it stands as in doubt")
        again.wait_for("in doubt", "workloads ok")
        again.send("L")
        again.wait_for("IN DOUBT")
        before = sent(shop.cluster)
        again.send("c")
        again.wait_until(lambda: steps(stage)[-1] not in {"in doubt", "executing"}, "it was read back")
        assert sent(shop.cluster) == before
