"""The world of a drill behind real sockets, met as the console meets it: through its configuration and its clients."""

import asyncio
from pathlib import Path

import pytest

from checks.sample import Status
from console.drill.world import World
from console.incident.clock import system_clock
from console.incident.events import Entry, Noted
from console.journal.reading import LogReader
from console.settings import NO_OVERRIDES, Settings, load
from console.wiring import drill
from console.wiring.checks import build_checks
from tests.checks.clusters import until

ENV = {"HOME": "/nonexistent", "USER": "alice"}


def settings_of(world: World, folder: Path) -> Settings:
    return load(world.write_config(folder), ENV, NO_OVERRIDES)


async def looked(settings: Settings, world: World) -> dict[str, Status]:
    """What the console's own checks find, service by service, each only once."""
    found: dict[str, list[Status]] = {}
    for check in build_checks(settings, world.clock, ENV):
        if check.service != "host":
            sample = await check.probe()
            found.setdefault(check.service, []).append(sample.status)
        await check.aclose()
    return {name: Status.OK if set(states) == {Status.OK} else Status.DOWN for name, states in found.items()}


async def test_the_console_finds_an_ordinary_afternoon_and_every_address_is_this_machine(tmp_path: Path) -> None:
    with World(drill.find("bad-deploy"), 7, system_clock()) as world:
        settings = settings_of(world, tmp_path)
        assert await looked(settings, world) == dict.fromkeys(("web", "api", "payments", "database"), Status.OK)
        told = (tmp_path / "warroom.toml").read_text() + (tmp_path / "kubeconfig").read_text()
    hosts = {part.split("/")[2].split(":")[0] for part in told.split('"') if part.startswith("http://")}
    assert hosts == {"127.0.0.1"}


def test_the_console_is_told_which_services_call_which(tmp_path: Path) -> None:
    with World(drill.find("bad-deploy"), 7, system_clock()) as world:
        found = settings_of(world, tmp_path).directory.services
    assert {name: each.depends_on for name, each in found.items()} == {
        "web": ("api",),
        "api": ("database", "payments"),
        "payments": (),
        "database": (),
    }


async def test_what_goes_wrong_is_in_the_numbers_the_console_asks_for(tmp_path: Path) -> None:
    with World(drill.find("certificate"), 7, system_clock(), speed=60.0) as world:
        settings = settings_of(world, tmp_path)
        async with asyncio.timeout(60):
            while world.stage.since < world.scenario.onset + 90:  # noqa: ASYNC110 - time passes by itself
                await asyncio.sleep(0.05)
        assert (await looked(settings, world))["web"] is Status.DOWN
        assert {alert.name for alert in world._alerts()} >= {"ErrorsHigh"}


def test_the_log_of_a_drill_begins_and_ends_with_it_and_is_scored(tmp_path: Path) -> None:
    own = Settings(tmp_path / "log", "alice")
    with drill.opened(own, drill.find("bad-deploy"), 7, 1.0, system_clock) as running:
        assert running.settings.drill == "bad-deploy"
        assert running.settings.log_dir.parent == tmp_path / "log" / "drills"
    kinds = [event.fact.kind for event in LogReader(running.settings.log_dir).events()]
    assert (kinds[0], kinds[-1]) == ("drill.begun", "drill.ended")
    card = drill.scored(running.settings)
    assert (card.run.begun.scenario, card.run.begun.seed, card.resolved) == ("bad-deploy", 7, False)
    assert list(LogReader(tmp_path / "log").events()) == []


def test_what_the_timeline_says_of_a_drill_gives_nothing_away() -> None:
    with World(drill.find("bad-deploy"), 7, system_clock()) as world:
        begun = world.begun()
    assert "2.4.1" in begun.cause
    assert "2.4.1" not in begun.summary()


def test_what_the_pager_and_the_colleagues_say_is_no_hypothesis_of_the_commander(tmp_path: Path) -> None:
    own = Settings(tmp_path / "log", "alice")
    with drill.opened(own, drill.find("node-loss"), 7, 1.0, system_clock) as running:
        assert running.world.begun().others == ("pager", "maria", "jonas", "aylin", "tomas")
        drill.note(running.settings, system_clock, Entry(Noted(running.world.scenario.told), "pager"))
        assert drill.scored(running.settings).run.times.hypothesis is None
        drill.note(running.settings, system_clock, Entry(Noted("it is node-2"), "alice"))
        assert drill.scored(running.settings).run.times.hypothesis is not None


def test_a_drill_that_is_broken_off_has_its_end_in_the_log_and_leaves_nothing_behind(tmp_path: Path) -> None:
    own = Settings(tmp_path / "log", "alice")
    with (
        pytest.raises(KeyboardInterrupt),
        drill.opened(own, drill.find("bad-deploy"), 7, 1.0, system_clock) as running,
    ):
        raise KeyboardInterrupt
    kinds = [event.fact.kind for event in LogReader(running.settings.log_dir).events()]
    assert (kinds[0], kinds[-1]) == ("drill.begun", "drill.ended")
    assert not Path(running.settings.clusters[0].kubeconfig).exists()


def test_without_a_git_that_works_there_is_no_repository_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with World(drill.find("bad-deploy"), 7, system_clock()) as world:
        assert settings_of(world, tmp_path).repositories == ()


def test_a_world_that_stands_still_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Settings(tmp_path / "log", "alice")
    with drill.opened(own, drill.find("bad-deploy"), 7, 1.0, system_clock) as running:
        monkeypatch.delattr(running.world.stage, "flows")
        until(lambda: running.world.fault)
        until(lambda: "world of this drill ended" in str([*LogReader(running.settings.log_dir).events()]))
