"""The world that the benches run in: a large log as a long outage leaves it, configurations, a program's start."""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

from console.incident.events import (
    ConsoleClosed,
    Corrected,
    Decided,
    Declared,
    Entry,
    Fact,
    HealthChanged,
    ItemSet,
    Noted,
    Pinned,
    RoleAssigned,
    StatusChanged,
    UpdatePosted,
)
from console.journal.opening import Journal
from tests.fakes import FakeClock
from tests.terminal.driver import PLAIN_ENV

WARROOM = str(Path(sys.executable).with_name("warroom"))
WRITER = "bench@bench"
EVENTS = 100_000
HOURS = 8
BATCH = 1000
SERVICES = ("web", "api", "database", "queue", "search", "payments")
_PEOPLE = ("alice", "bob", "carol", "dana")
_WORDS = (
    "error rate falls after the rollback of web 2.4.1; watching p95 for five more minutes",
    "pods of api restart with exit code 137, memory limit 512Mi",
    "customers report that the basket is empty after paying",
    "replica lag 45 s and growing, write load unchanged",
    "asked the database team to look at long transactions",
    "nothing new",
)


def fresh(name: str) -> Path:
    """Return a new directory; the bench removes all of them when it ends."""
    return Path(mkdtemp(prefix=f"{name}-"))


def env(log_dir: Path) -> dict[str, str]:
    """Return a login shell's environment whose home and log are in the bench's directory."""
    return {**PLAIN_ENV, "HOME": str(log_dir.parent), "USER": "bench", "WARROOM_LOG_DIR": str(log_dir)}


def config(path: Path, urls: Sequence[str], *, interval: float = 5.0, timeout: float = 2.0) -> Path:
    """Write a warroom.toml with one HTTP check for each URL."""
    lines = [
        f'[[service]]\nname = "s{n:04}"\ninterval = "{interval:g}s"\ntimeout = "{timeout:g}s"\nhttp = "{url}"\n'
        for n, url in enumerate(urls)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def large_log(events: int = EVENTS, writers: int = 1) -> Path:
    """Return a log of so many events of its own: two closed incidents and a live one, over the last eight hours.

    Several writers take turns, event by event.
    """
    folder = fresh(f"log-{events}")
    copytree(_written(events, writers), folder, dirs_exist_ok=True)
    return folder


@cache
def _written(events: int, writers: int) -> Path:
    folder = fresh("written")
    clock = FakeClock(int(time.time() * 1000) - HOURS * 3_600_000)
    journals = [Journal.open(folder, user="bench", host="bench", clock=clock, redact=str) for _ in range(writers)]
    drawn = list(entries(events, clock.now, [journal.writer for journal in journals]))
    for first in range(0, events, BATCH):
        for turn, journal in enumerate(journals):
            journal.append_all(drawn[first + turn : first + BATCH : writers]).result(60)
        clock.advance(HOURS * 3600 * BATCH / events * 0.99)
    assert all(journal.close(10) for journal in journals)
    return folder


def entries(count: int, start: int, writers: Sequence[str] = (WRITER,)) -> Iterator[Entry]:
    """Yield entries whose `occurred_at` goes up evenly, with a late or backdated one here and there."""
    chance = random.Random(42)
    day = time.strftime("%Y%m%d", time.gmtime(start / 1000))
    for index in range(count):
        at = start + index * HOURS * 3_600_000 // count
        incident = f"INC-{day}-{min(index * 10 // count, 2) + 1:03}"  # a tenth, a tenth, and the rest is the live one
        first = index in {0, -(-count // 10), -(-count // 5)}
        fact = _opening(incident) if first else _fact(chance, index, count, writers)
        actor = "warroom" if isinstance(fact, HealthChanged) else chance.choice(_PEOPLE)
        backdated = at - 300_000 if not first and chance.random() < 0.01 else at
        yield Entry(fact, actor, "" if isinstance(fact, ConsoleClosed) else incident, backdated)


def _opening(incident: str) -> Fact:
    return Declared(f"Checkout errors after web 2.4.1 ({incident})", "SEV1", 0, commander="alice")


def _fact(chance: random.Random, index: int, count: int, writers: Sequence[str]) -> Fact:
    """Draw a fact: half of them notes, a third health, the rest decisions, ticks, pins, corrections and people."""
    if index + 2 in {count // 10, count // 5}:
        return StatusChanged("investigating", "monitoring")
    if index + 1 in {count // 10, count // 5}:
        return StatusChanged("monitoring", "resolved", "rolled back web 2.4.1 to 2.4.0")
    kind = chance.choices(range(9), (500, 330, 60, 40, 20, 20, 20, 5, 5))[0]
    text = f"{chance.choice(_WORDS)} ({index})"
    number = chance.randrange(index)
    earlier = f"{writers[number % len(writers)]}/{number // len(writers) + 1}"
    service = chance.choice(SERVICES)
    drawn: tuple[Fact, ...] = (
        Noted(text),
        HealthChanged(service, "ok", "degraded", f"error rate {chance.random() * 10:.1f} % of 60 probes"),
        Decided(text, "the last deploy is the only change"),
        ItemSet(f"item-{index % 12}", "assign a commander", "done"),
        Pinned(earlier),
        Corrected(earlier, text=f"it was the other replica ({index})"),
        UpdatePosted(text),
        RoleAssigned("scribe", chance.choice(_PEOPLE)),
        ConsoleClosed(),
    )
    return drawn[kind]
