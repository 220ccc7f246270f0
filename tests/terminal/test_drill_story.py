"""A drill in a real terminal: a bad release is taken back by keys, and a score card tells how it went."""

import pytest

from tests.terminal.stage import Stage

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]


def test_a_drill_is_commanded_by_keys_and_scored(stage: Stage) -> None:
    console = stage.console("drill", "bad-deploy", "--seed", "7", "--speed", "20", size=(200, 50))
    console.wait_for("DRILL: nothing here is real", "8 workloads ok")
    console.wait_for("updating r4", "DOWN", timeout=60)
    console.send("i")
    console.wait_for("What is wrong", "DRILL: nothing here is real")
    console.send("checkout fails\x13")
    console.wait_for("INVESTIGATING")
    console.send("n")
    console.send("web 2.4.1 looks bad\r")
    console.wait_for("web 2.4.1 looks bad")
    console.send("r")
    console.wait_for("rollback what?", "deploy/web")
    console.send("web\r")
    console.wait_for("back to which revision?")
    console.send("2.4.0\r")
    console.wait_for("rollback deploy/web r4 > r3", "image")
    console.send("y")
    console.wait_for("executing: rollback deploy/web")
    console.send("q")
    console.wait_for("End the console?")
    console.send("y")
    console.wait_for("SCORE", "The cause: web 2.4.1", "15 of 15  right hypothesis", timeout=60)
    console.wait_for("rollback deploy/web", "drills/")


def test_a_newcomer_finds_the_drill_on_the_first_screen_and_is_asked_which(stage: Stage) -> None:
    console = stage.console(size=(120, 60))  # the whole card stands on it
    console.wait_for("D drill")
    console.send("D")
    console.wait_for("Which drill?", "Checkout fails for one user in ten", "A number from 1 to 10")
    console.send("99\r")
    console.wait_for("There is no 99.")
    console.send("1\r")
    console.wait_for("DRILL: nothing here is real", "Services", timeout=60)
    console.send("q")
    console.wait_for("End the console?")
    console.send("y")
    console.wait_for("SCORE", "left", timeout=60)
