"""Sets a drill up: its scenario, its world, a log of its own, and settings that know of nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from shutil import rmtree
from threading import Event, Thread
from typing import NamedTuple

from console.drill.colleagues import Colleagues, says
from console.drill.reading import parse
from console.drill.scenario import Scenario
from console.drill.world import PAGER, World
from console.incident.clock import Clock, utc_iso
from console.incident.errors import Failed, Refused, WarroomError
from console.incident.events import Entry, Instant, Noted
from console.incident.state import State
from console.journal import places
from console.journal.reading import LogReader
from console.review.scoring import Score, score
from console.room.folding import Folding
from console.settings import Settings
from console.suggestion import did_you_mean
from console.wiring import log, shipped
from console.wiring.joining import WORLD, prepare

FOLDER = shipped.DATA / "drills"
FOLDER_OF_LOGS = "drills"
"""Where the logs of drills are, beside one's own."""
_PATIENCE = 10.0
_DRILL = "warroom"
_RUNNING = "running.lock"
_LISTENS = 0.5
_PAGED = 45.0
"""Seconds after the onset at which the pager rings."""


class Drill(NamedTuple):
    """A drill that runs: its world, and the settings of the console that is to meet it."""

    world: World
    settings: Settings


def names() -> list[str]:
    """Return the scenarios that ship."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def find(asked: str) -> Scenario:
    """Return a scenario by its name, or out of a file of one's own; Refused names those that there are."""
    path = Path(asked) if asked.endswith(".toml") else FOLDER / f"{asked}.toml"
    if path.parent == FOLDER and asked not in names():
        message = f"there is no scenario {asked}{did_you_mean(asked, names())} Scenarios: {', '.join(names())}."
        raise Refused(message)
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"the scenario {path} cannot be read: {error}.") from None


@contextmanager
def opened(own: Settings, scenario: Scenario, seed: int, speed: float, clock: Clock) -> Iterator[Drill]:
    """Run the world of a drill; the log has its beginning, and afterwards its end."""
    now = clock()
    with _folder(own.log_dir / FOLDER_OF_LOGS, now) as folder, World(scenario, seed, now, speed) as world:
        settings = prepare(own, world, folder)
        note(settings, world.clock, Entry(world.begun(), _DRILL))
        others = Others(settings, world)
        others.start()
        try:
            yield Drill(world, settings)
        finally:
            others.stop()
            note(settings, world.clock, Entry(world.ended(), _DRILL))


@contextmanager
def _folder(drills: Path, now: Instant) -> Iterator[Path]:
    """Make the folder of a drill's log, which stays; what only the drill needs in it is taken away at its end."""
    when = utc_iso(now)[:19].replace(":", "").replace("-", "").replace("T", "-")
    names = (f"{when}-drill{f'-{number}' if number else ''}" for number in count())
    drills.mkdir(parents=True, exist_ok=True)
    found = next(drills / name for name in names if _made(drills / name))
    (found / WORLD).mkdir()
    running = places.hold(found / _RUNNING)
    try:
        yield found
    finally:
        rmtree(found / WORLD, ignore_errors=True)
        if running is not None:
            running.release()


def _made(folder: Path) -> bool:
    """Make a folder; False where another drill was first."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def note(settings: Settings, clock: Clock, entry: Entry) -> None:
    """Append an entry to the log of the drill, and wait until it is on the disk."""
    journal = log.open_journal(settings, clock, {})
    try:
        journal.append_all([entry]).result(_PATIENCE)
    finally:
        journal.close()


class Others:
    """Lets the pager and the colleagues hear the log and write into it, on a thread of its own."""

    def __init__(self, settings: Settings, world: World) -> None:
        self._settings, self._world = settings, world
        self._people = Colleagues(world.scenario, world.seed, world.clock())
        self._people.plan(
            world.clock() + round((world.scenario.onset + _PAGED) * 1000), says(PAGER, world.scenario.told)
        )
        self._ending, self._faulted, self._well = Event(), False, False
        self._thread = Thread(target=self._run, name="colleagues", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ending.set()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        reader, folding = LogReader(self._settings.log_dir), Folding()

        def listen() -> None:
            events = reader.poll(500)
            folding.add(events)
            self._people.hear(events)

        def state() -> State:
            listen()
            return folding.state

        while not self._ending.wait(_LISTENS):
            listen()
            for entry in chain(self._people.act(state, self._world.clock()), self._pager()):
                with suppress(WarroomError, TimeoutError, OSError):  # a log that takes nothing says so on the screen
                    note(self._settings, self._world.clock, entry)
        reader.close()

    def _pager(self) -> list[Entry]:
        said = self._quiet()
        if self._world.fault and not self._faulted:
            self._faulted = True
            said.append(Entry(Noted(self._world.fault), PAGER))
        return said

    def _quiet(self) -> list[Entry]:
        """Say once that users are well again: nobody should have to guess whether it is over."""
        well = self._world.stage.recovered is not None
        if well == self._well:
            return []
        self._well = well
        told = "Quiet again: users have been well for a minute. q ends the drill and shows the score card."
        return [Entry(Noted(told if well else "It is back: users are hit again."), PAGER)]


def newest(own: Settings) -> Path:
    """Return the folder of the newest drill that was played; Refused where there is none."""
    played = sorted((own.log_dir / FOLDER_OF_LOGS).glob("*-drill*"))
    if not played:
        raise Refused(f"no drill was played yet: there is none in {own.log_dir / FOLDER_OF_LOGS}.")
    return played[-1]


def settings_of(own: Settings, folder: Path) -> Settings:
    """Return with what the drill in a folder is scored; Refused while it runs: its card tells the cause."""
    running = places.hold(folder / _RUNNING) if (folder / _RUNNING).exists() else None
    if running is None and (folder / _RUNNING).exists():
        raise Refused(f"the drill in {folder} still runs: its card tells the cause. q in its console ends it.")
    if running is not None:
        running.release()
    return own._replace(log_dir=folder, checklist=None)  # a drill has those that ship


def scored(settings: Settings) -> Score:
    """Return the score card of a drill, from its log alone."""
    reader = LogReader(settings.log_dir)
    try:
        return score(list(reader.events()), shipped.scheme(settings), shipped.checklists(settings))
    finally:
        reader.close()


def described() -> Sequence[tuple[str, str]]:
    """Return the scenarios that ship with their titles; nothing that would give them away."""
    return [(name, find(name).title) for name in names()]
