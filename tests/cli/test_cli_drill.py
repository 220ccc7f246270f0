"""`warroom drill`: the scenarios, a drill that plays itself, and what is said where it cannot be."""

import json
from pathlib import Path

import pytest

from console.cli.drill import cell
from console.incident.events import Entry
from console.settings import Settings
from console.wiring import drill
from tests.cli.line import Line
from tests.review.drills import BEGUN


def test_the_scenarios_are_listed_without_what_goes_wrong_in_them(warroom: Line) -> None:
    said = warroom("drill", "--list")
    assert len(said.out.splitlines()) == 10
    assert "Checkout fails for one user in ten" in said.out
    assert "2.4.1" not in said.out


@pytest.mark.parametrize(("policy", "resolved"), [("nothing", False), ("rollback-first", True)])
def test_a_drill_plays_itself_and_is_scored_from_its_log(warroom: Line, policy: str, resolved: bool) -> None:  # noqa: FBT001 - a parameter of a test
    said = warroom("drill", "bad-deploy", "--seed", "7", "--auto", policy, "--json")
    card = json.loads(said.out)
    assert (card["scenario"], card["seed"], card["policy"], card["resolved"]) == ("bad-deploy", 7, policy, resolved)
    assert said.status == (0 if resolved else 1)
    assert (card["minutes_of_impact"] < 10) is resolved
    assert bool(card["actions"]) is resolved
    assert 0 <= card["score"] <= 100


def test_the_same_seed_and_policy_give_the_same_run(warroom: Line) -> None:
    one, two = (warroom("drill", "retry-storm", "--seed", "3", "--auto", "checklist", "--json").out for _ in range(2))
    assert one == two


def test_the_table_of_one_scenario_has_only_that(warroom: Line, tmp_path: Path) -> None:
    own = tmp_path / "short.toml"
    own.write_text('title = "t"\ntold = "t"\ncause = "c"\nonset = "1m"\nends = "2m"\n')
    lines = warroom("drill", str(own), "--table").out.splitlines()
    assert [line.split()[0] for line in lines] == ["minutes", "short", "!"]


def test_a_scenario_of_ones_own_is_played(warroom: Line, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'title = "t"\ntold = "t"\ncause = "The node."\nonset = "1m"\nends = "3m"\n'
        '[[event]]\nat = "1m"\nlose = "node-1"\n'
    )
    said = warroom("drill", str(own), "--auto", "nothing")
    assert "The cause: The node." in said.out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("bad-deplyo",), "did you mean 'bad-deploy'?"),
        (("bad-deploy", "--auto", "hope"), "there are nothing, rollback-first"),
        (("--auto", "nothing"), "--auto needs a scenario"),
        (("bad-deploy", "--auto", "nothing", "--speed", "5"), "leave --speed out"),
        (("--score",), "no drill was played yet"),
        (("--score", "nowhere"), "nowhere is no folder of a drill's log"),
        (("bad-deploy", "--speed", "1000"), "--speed is from 0.1 to 60"),
        (("gone.toml", "--auto", "nothing"), "cannot be read"),
        (("bad-deploy",), "the console needs a terminal"),
        (("--list", "--table"), "--list and --table are different things"),
        (("--score", "--auto", "nothing"), "--score and --auto are different things"),
        (("bad-deploy", "--list"), "--list takes no scenario"),
        (("--table", "bad-deplyo"), "did you mean 'bad-deploy'?"),
    ],
)
def test_what_cannot_be_is_said(warroom: Line, argv: tuple[str, ...], words: str) -> None:
    said = warroom("drill", *argv)
    assert said.status in {1, 2, 3}
    assert words in said.err
    assert "Traceback" not in said.err


def test_the_scenarios_as_json(warroom: Line) -> None:
    found = json.loads(warroom("drill", "--list", "--json").out)
    assert {"scenario": "bad-deploy", "title": "Checkout fails for one user in ten"} in found


def test_the_mistakes_of_a_scenario_are_told_with_their_lines(warroom: Line, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'title = "t"\ntold = "t"\ncause = "c"\nhelps = ["rollbak deploy/web"]\nharms = ["scale deploy/wbe"]\n'
    )
    said = warroom("drill", str(own), "--auto", "nothing")
    assert said.status == 2
    assert "own.toml:4: helps" in said.err
    assert "own.toml:5: harms" in said.err
    assert sum("own.toml" in line for line in said.err.splitlines()) == 2
    assert "config check" not in said.err


def test_a_drill_that_a_crash_ended_is_scored_from_its_log(warroom: Line) -> None:
    own = Settings(warroom.folder / "log", "alice")
    folder = own.log_dir / drill.FOLDER_OF_LOGS / "20261121-174213-drill"
    drill.note(own._replace(log_dir=folder), warroom.clock, Entry(BEGUN, "warroom"))
    card = json.loads(warroom("drill", "--score", "--json").out)
    assert (card["scenario"], card["ended"], card["minutes_of_impact"]) == (BEGUN.scenario, None, None)
    assert "the drill did not end" in warroom("drill", "--score", str(folder)).out


@pytest.mark.parametrize(("name", "policy"), [("bad-deploy", "rollback-first"), ("certificate", "restart-first")])
def test_the_table_of_the_guide_is_what_the_drills_give(name: str, policy: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "drills.md").read_text(encoding="utf-8")
    lines = [line.split() for line in guide.splitlines()]
    policies = next(line[3:] for line in lines if line[:3] == ["minutes", "of", "impact"])
    row = next(line[1:] for line in lines if line[:1] == [name])
    assert cell(drill.find(name), 1, policy).strip() == row[policies.index(policy)]
