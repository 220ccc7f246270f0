"""The scenarios that ship: doing nothing loses each, what helps ends it; and a file with mistakes names them all."""

from collections.abc import Callable
from pathlib import Path

import pytest

import console
from checks.kubernetes.objects import kind_and_name
from console.drill.cluster import SimulatedCluster
from console.drill.reading import parse
from console.drill.shop import PARTS, image
from console.drill.stage import Stage
from console.settings.problems import SettingsError

FOLDER = Path(console.__path__[0], "data", "drills")
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
START = 1_790_000_000_000
Deed = Callable[[SimulatedCluster], object]
RIGHT: dict[str, tuple[tuple[int, Deed], ...]] = {
    "bad-deploy": ((8, lambda cluster: cluster.set_image("web", image("web:2.4.0"))),),
    "cache-stampede": (
        (8, lambda cluster: cluster.scale("api", 2)),
        (13, lambda cluster: cluster.scale("api", 6)),
    ),
    "capacity": ((8, lambda cluster: cluster.scale("api", 14)),),
    "certificate": ((8, lambda cluster: cluster.set_image("api", image("api:1.9.2"), env={"RESTARTED": "1"})),),
    "config-change": ((8, lambda cluster: cluster.set_image("api", image("api:1.9.2"), env={})),),
    "database-lock": ((8, lambda cluster: cluster.scale("reports", 0)),),
    "memory-leak": ((8, lambda cluster: cluster.set_image("api", image("api:1.9.2"))),),
    "node-loss": ((8, lambda cluster: cluster.scale("api", 9)),),
    "retry-storm": ((8, lambda cluster: cluster.scale("api", 14)),),
    "third-party": ((8, lambda cluster: cluster.scale("payments", 0)),),
}
"""By minute: what a commander does who knows."""


def stage(name: str, seed: int = 1) -> Stage:
    file = FOLDER / f"{name}.toml"
    return Stage(parse(file.read_text(encoding="utf-8"), str(file)), seed, START)


def played(name: str, deeds: tuple[tuple[int, Deed], ...] = (), seed: int = 1) -> Stage:
    """Play a scenario to its end."""
    world, due = stage(name, seed), dict(deeds)
    for minute in range(int(world.scenario.ends // 60)):
        if minute in due:
            due[minute](world.cluster)
        world.advance(60)
        if world.well and minute > max(due, default=0):
            break
    return world


def test_there_are_ten_and_each_is_known_here() -> None:
    assert sorted(RIGHT) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_before_the_onset_users_are_well_and_doing_nothing_loses(name: str) -> None:
    world = stage(name)
    world.advance(int(world.scenario.onset) - 5)
    assert world.impact == 0
    assert not played(name).well


@pytest.mark.parametrize("name", NAMES)
def test_what_helps_ends_it(name: str) -> None:
    right, nothing = played(name, RIGHT[name]), played(name)
    assert right.well
    assert right.impact < nothing.impact / 2
    assert right.lost < nothing.lost / 2


def test_one_seed_and_the_same_actions_give_the_same_run() -> None:
    one, two = (played("memory-leak", RIGHT["memory-leak"], seed=7) for _ in range(2))
    assert (one.impact, one.lost, one.flows) == (two.impact, two.lost, two.flows)
    assert [pod["metadata"]["name"] for pod in one.cluster.all("pod")] == [
        pod["metadata"]["name"] for pod in two.cluster.all("pod")
    ]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("capacity", lambda cluster: cluster.scale("web", 14)),
        ("node-loss", lambda cluster: cluster.set_image("web", image("web:2.4.0"))),
        ("certificate", lambda cluster: cluster.set_image("api", image("api:1.9.1"))),
        ("retry-storm", lambda cluster: cluster.scale("web", 14)),
        ("cache-stampede", lambda cluster: cluster.set_image("cache", image("cache:7.2.3"))),
    ],
)
def test_the_wrong_action_does_not_end_it(name: str, wrong: Deed) -> None:
    assert not played(name, ((8, wrong),)).well


LATER = 300
"""Seconds for which the price of an action is counted."""


def acted(world: Stage, what: str) -> None:
    """Do an action as its scenario names it; a scale doubles."""
    verb, _, target = what.partition(" ")
    kind, name = kind_and_name(target)
    cluster = world.cluster
    first = cluster.get(kind, name)["spec"]["template"]["spec"]["containers"][0]
    env = {each["name"]: each["value"] for each in first.get("env") or ()}
    if verb == "scale":
        cluster.scale(name, cluster.get(kind, name)["spec"]["replicas"] * 2, kind=kind)
    elif verb == "restart":
        cluster.set_image(name, first["image"], kind=kind, env={**env, "RESTARTED": "1"})
    else:
        known = [image(each) for each in PARTS[name].images]
        back = known[known.index(first["image"]) - 1] if first["image"] in known and "CONFIG" not in env else known[-1]
        cluster.set_image(name, back, kind=kind, env={})


def lost_after(name: str, what: str, *, helped: bool) -> float:
    """Return how many requests fail in the minutes after an action, early on or once what helps was done."""
    world = stage(name, 7)
    world.advance(int(world.scenario.onset) + 90)
    if helped:
        RIGHT[name][0][1](world.cluster)
        world.advance(240)
    before = world.lost
    if what:
        acted(world, what)
    world.advance(LATER)
    return world.lost - before


def named(which: str) -> list[tuple[str, str]]:
    return [(name, each) for name in NAMES for each in getattr(stage(name).scenario, which)]


@pytest.mark.parametrize(("name", "what"), named("harms"))
def test_what_harms_costs_users_more_than_leaving_it_alone(name: str, what: str) -> None:
    early, late = (
        lost_after(name, what, helped=helped) - lost_after(name, "", helped=helped) for helped in (False, True)
    )
    assert max(early / max(lost_after(name, "", helped=False), 1), late / 1000) > 0.02
    assert max(early, late) > 1000


@pytest.mark.parametrize(("name", "what"), named("idle"))
def test_what_is_idle_changes_little_and_ends_nothing(name: str, what: str) -> None:
    nothing = lost_after(name, "", helped=False)
    assert abs(lost_after(name, what, helped=False) - nothing) <= 0.1 * nothing
    world = stage(name, 7)
    world.advance(480)
    acted(world, what)
    world.advance(900)
    assert world.recovered is None


@pytest.mark.parametrize("name", NAMES)
def test_who_does_nothing_is_never_told_that_it_is_over(name: str) -> None:
    world = stage(name)
    while world.since < world.scenario.ends:
        world.advance(1)
        assert world.recovered is None, world.since


MISTAKEN = """
title = "A title"
told = ""
cause = "A cause"
onset = "soon"
hepls = ["rollback deploy/web"]

[[event]]
at = "3m"
deploy = "wep:2.4.1"

[[event]]
at = "3m"

[[event]]
at = "3m"
lose = "node-9"
by = "eve <e> bob"

[[effect]]
at = "4m"
errors = "140%"

[release."web:2.4.1"]
places = 0

[autoscaler.wbe]
least = 9
most = 2
"""


def test_every_mistake_of_a_file_is_told_with_its_line() -> None:
    with pytest.raises(SettingsError) as caught:
        parse(MISTAKEN, "own.toml")
    told = str(caught.value)
    assert "own.toml:3: told:" in told
    assert "own.toml:5: onset:" in told
    assert "own.toml:6: hepls: found an unknown key" in told
    assert "did you mean 'helps'?" in told
    assert "event[1].deploy: found" in told
    assert "exactly one of deploy, configure, scale, lose, flush" in told
    assert "effect[1].errors" in told
    assert "event[3].lose" in told
    assert "event[3].by" in told
    assert "places: found 0" in told
    assert "autoscaler.wbe" in told
    assert "autoscaler.wbe.most: found 2, expected a whole number from 9 to 100" in told


def test_what_is_no_toml_is_said() -> None:
    with pytest.raises(SettingsError, match="expected TOML"):
        parse("title = ", "own.toml")


WHOLE = (FOLDER / "bad-deploy.toml").read_text(encoding="utf-8")


def mistakes(*changes: tuple[str, str], more: str = "") -> list[str]:
    """What is wrong with the scenario of a bad deploy after these changes."""
    text = WHOLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    try:
        parse(text + more, "own.toml")
    except SettingsError as error:
        return [str(problem) for problem in error.problems]
    return []


def actions(*entries: str) -> list[str]:
    return mistakes(('helps = ["rollback deploy/web"]', f"helps = [{', '.join(map(repr, entries))}]"))


def test_the_mistakes_come_in_the_order_of_their_lines() -> None:
    found = mistakes(('onset = "4m"', 'onset = "x"'), ('title = "', 'titel = "'), ('at = "3m"', 'at = "z"'))
    lines = [int(each.split(":")[1]) for each in found if each.split(":")[1].isdecimal()]
    assert len(lines) == len(found) - 1 == 3
    assert "title: found nothing" in found[0]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ("restart deploy/database", "database is a StatefulSet"),
        ("cordon node/node-9", "the nodes are node-1"),
        ("delete pod/api", "end it with *"),
        ("delete pod/nothing-*", ""),
        ("rollback deploy/wbe*", ""),
        ("dance deploy/web", ""),
    ],
)
def test_an_action_that_nothing_of_the_shop_is_meant_by_is_named(entry: str, hint: str) -> None:
    (told,) = actions("rollback deploy/web", entry)
    assert f'helps: found "{entry}", expected an action on the shop' in told
    assert hint in told


def test_actions_on_several_by_a_star_and_on_each_kind_are_taken() -> None:
    good = ("rollback deploy/web*", "restart sts/database", "delete pod/api-*", "evict pod/*", "cordon node/node-2")
    assert actions(*good, "delete pod/api-7f*", "scale deploy/reports") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('ends = "45m"', 'ends = "3m"', "ends: found 180 s, expected a time after the onset (240 s)"),
        ('at = "3m"', 'at = "50m"', "event[1].at: found 3000 s, expected a time before the end of the drill (2700 s)"),
        ('[release."web:2.4.1"]', '[release."web:2.4.7"]', "found web:2.4.7, expected an image"),
        ('[release."web:2.4.1"]', '[release."web:2.4.1@pool-4"]', "found web:2.4.1@pool-4, expected an image"),
        ('words = ["web", "2.4.1"]', 'words = "web"', 'words: found "web", expected a list of texts'),
        ('helps = ["rollback deploy/web"]', 'helps = "rollback deploy/web"', "expected a list of texts"),
    ],
)
def test_what_cannot_be_played_is_told(old: str, new: str, told: str) -> None:
    found = mistakes((old, new))
    assert any(told in each for each in found), found


def test_a_colleague_is_one_person_and_reports_before_the_drill_is_over() -> None:
    found = mistakes(more='\n[[colleague]]\nname = "everyone"\nat = "8m"\nwithin = "8d"\npromises = "I look"\n')
    assert any("name: found" in each and "the name of one person" in each for each in found)
    assert any("within: found 691200 s, expected a time span shorter than the drill" in each for each in found)
