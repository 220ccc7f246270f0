"""Two consoles at work on one folder at the same time, through real files: both come to one state that makes sense."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from console.incident.errors import Refused
from console.incident.events import Entry, Event
from console.incident.state import FOLD_KINDS, fold
from console.journal import others
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.verify import verify
from console.room.folding import Folding
from tests.fakes import FakeClock
from tests.incident.draw import Draw, NothingToDoError
from tests.incident.test_two_writers import check
from tests.incident.wishes import WISHES
from tests.journal.stage import PATIENCE, opened

ACTS = 150


class Worker:
    """A console without a screen: it reads what is there, does something, and reads again, as fast as it can."""

    def __init__(self, folder: Path, user: str, seed: int, seconds: float) -> None:
        self.folder, self.user, self.dice = folder, user, random.Random(seed)
        self.clock = FakeClock()
        self.clock.advance(seconds)
        self.journal: Journal = opened(folder, self.clock, user=user)
        self.reader, self.folding = LogReader(folder), Folding()
        self.seen: list[Event] = []

    def look(self) -> None:
        """Take in what was committed, by whomever."""
        while events := self.reader.poll(50):
            assert self.folding.add(events)
            self.seen += events
            self.journal.observe(events[-1].hlc)

    def act(self, wish: int) -> None:
        """Wish for something on the state of now, and write what that makes."""
        numbers = (self.dice.choice((0, 0, 1, 2)), self.dice.randrange(8), self.dice.randrange(12))
        seen = [event for event in self.seen if event.fact.kind in FOLD_KINDS]
        made = Draw(self.folding.state, seen, self.user, self.clock(), self.new_id, *numbers)
        try:
            entries: tuple[Entry, ...] = WISHES[wish](made)
        except (Refused, NothingToDoError):
            return
        self.journal.append_all(entries).result(PATIENCE)

    def new_id(self) -> str:
        """An id that no other console has."""
        return others.next_id(self.folder, self.clock(), self.folder)

    def work(self) -> None:
        """Do many things; sometimes without a look at what the other has done meanwhile."""
        self.act(0)
        for _ in range(ACTS):
            if self.dice.random() < 0.5:
                self.look()
            self.clock.advance(self.dice.choice((0, 0.001, 40)))
            self.act(self.dice.randrange(len(WISHES)))

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()
        assert self.journal.close(PATIENCE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_consoles_at_work_in_one_folder_come_to_one_state_and_lose_nothing(tmp_path: Path, seed: int) -> None:
    workers = [Worker(tmp_path, "alice", seed, 0), Worker(tmp_path, "bob", -seed, -30)]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(each.work) for each in workers]:
            done.result(6 * PATIENCE)
    for each in workers:
        each.look()
    log = [event for event in LogReader(tmp_path).events() if event.fact.kind in FOLD_KINDS]
    last = check(log)
    assert len({event.writer for event in log}) == 2
    assert len(log) > ACTS // 4
    assert [each.folding.state == last == fold(log) for each in workers] == [True, True]
    for each in workers:
        each.close()
    assert all(verdict.ok for verdict in verify(tmp_path))
