"""Lets another console take part in a drill that runs on this machine: another person at the same log and world."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from console.drill.world import World
from console.incident.clock import Clock
from console.incident.errors import Refused
from console.settings import NO_OVERRIDES, Person, Settings, load

WORLD = "world"
"""The folder of what only the running drill needs, beside its log."""
_PLACE = "place.json"


class Place(NamedTuple):
    """Where a drill is: its time began at `start` (ms since 1970) when the machine's clock stood at `began` (s)."""

    scenario: str
    start: int
    began: float
    speed: float
    ports: tuple[int, ...]
    people: Mapping[str, str]

    def clock(self) -> int:
        """Return the time in the drill, ms since 1970; the same for every process of this machine."""
        return self.start + round((time.monotonic() - self.began) * 1000 * self.speed)


class Joined(NamedTuple):
    """What a console needs that takes part."""

    settings: Settings
    clock: Clock
    ports: frozenset[int]


def place_of(world: World) -> Place:
    """Return where a running world is."""
    people = {each.name: each.contact for each in world.scenario.colleagues}
    return Place(world.scenario.name, world.start, world.began, world.speed, tuple(world.ports), people)


def prepare(own: Settings, world: World, folder: Path) -> Settings:
    """Write what a console needs into the folder of a drill, and return the settings of the first one."""
    world.write_config(folder / WORLD)
    (folder / WORLD / _PLACE).write_text(json.dumps(place_of(world)._asdict()), encoding="utf-8")
    return _settings(own, place_of(world), folder)


def join(own: Settings, folder: Path) -> Joined:
    """Return what a console needs to take part; Refused where no drill runs there."""
    try:
        read = json.loads((folder / WORLD / _PLACE).read_text(encoding="utf-8"))
        place = Place(**{**read, "ports": tuple(read["ports"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Refused(f"no drill runs in {folder}: begin one with `warroom drill`, then join it.") from error
    return Joined(_settings(own, place, folder)._replace(joined=True), place.clock, frozenset(place.ports))


def _settings(own: Settings, place: Place, folder: Path) -> Settings:
    made = load(folder / WORLD / "warroom.toml", {"HOME": str(folder), "USER": own.user}, NO_OVERRIDES)
    people = {name: Person(name, contact) for name, contact in place.people.items()}
    return made._replace(
        log_dir=folder,
        user=own.user,
        host=own.host,
        theme=own.theme,
        keys=own.keys,
        scheme=own.scheme,
        drill=place.scenario,
        checks=tuple(each for each in made.checks if each.kind != "host"),  # this machine is no part of it
        directory=made.directory._replace(people=people),
        pace=place.speed,
    )
