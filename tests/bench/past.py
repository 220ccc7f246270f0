"""A thousand incidents over a year: the scorecard, and the search over a hundred thousand events."""

import random
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from console.history import read_past
from console.incident.clock import DAY, MINUTE
from console.incident.events import (
    Acknowledged,
    CauseTagged,
    Declared,
    Entry,
    Exported,
    HealthChanged,
    ItemSet,
    Noted,
    RoleAssigned,
    StatusChanged,
    UpdatePosted,
)
from console.journal.opening import Journal
from console.journal.search import search
from console.review.scorecard import Goals, scorecard
from tests.bench.figure import Figure, at_most
from tests.bench.world import BATCH, EVENTS, fresh, large_log
from tests.fakes import FakeClock

_INCIDENTS, _EACH = 1_000, 100
_SERVICES = ("web", "api", "database", "queue", "search", "payments")
_CAUSES = ("bad-deploy", "load", "disk-full", "certificate", "")


def run_scorecard(*, quick: bool) -> list[Figure]:
    """Read a log of 1,000 incidents with 100 events each, and judge every target."""
    number = 100 if quick else _INCIDENTS
    folder, now = _log(number)
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        card = scorecard(read_past(folder).history, now, Goals(window=365 * DAY))
        taken.append(time.perf_counter() - started)
        assert card.counted == number, f"{card.counted} of {number} incidents were counted"
    what = f"scorecard over {number:,} incidents, {number * _EACH:,} events"
    return [at_most(what, sorted(taken)[1], "s", 2, detail="the log read once, in the process")]


def run_search(*, quick: bool) -> list[Figure]:
    """Search 100,000 events whose index is there, for a rare word, a common one and the beginning of one."""
    events = 10_000 if quick else EVENTS
    folder = large_log(events)
    started = time.perf_counter()
    search(folder, "basket")
    made = time.perf_counter() - started
    figures = []
    for words in ("basket paying", "nothing new", "memo", f'"{events // 2}"'):
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            assert search(folder, words).hits, f"nothing was found for {words}"
            taken.append((time.perf_counter() - started) * 1000)
        figures.append(at_most(f"search of {events:,} events for {words}", sorted(taken)[2], "ms", 100))
    return [*figures, at_most(f"the index of {events:,} events, made once", made, "s", 15)]


@cache
def _log(number: int) -> tuple[Path, int]:
    folder = fresh("past")
    clock = FakeClock()
    end = clock.now
    clock.now -= 360 * DAY
    journal = Journal.open(folder, user="bench", host="bench", clock=clock, redact=str)
    batch: list[Entry] = []
    chance = random.Random(7)
    for index in range(number):
        batch += _incident(index, clock.now, chance)
        clock.now += 355 * DAY // number
        if len(batch) >= BATCH:
            journal.append_all(batch).result(60)
            batch = []
    journal.append_all(batch).result(60)
    assert journal.close(10)
    return folder, end


def _incident(index: int, at: int, chance: random.Random) -> Iterator[Entry]:
    """Yield an incident of a hundred events, over about an hour."""
    name, service = f"INC-20260101-{index:04}", chance.choice(_SERVICES)
    rank = chance.randrange(4)
    took = chance.randrange(10, 120) * MINUTE

    def said(fact: object, part: float, incident: str = name) -> Entry:
        return Entry(fact, "bench", incident, at + round(took * part))  # type: ignore[arg-type]  # any of the facts

    yield said(HealthChanged(service, "ok", "down", f"error rate {chance.randrange(6, 60)} % over 5 %"), 0.01, "")
    detected = at + chance.randrange(1, 9) * MINUTE
    yield said(Declared(f"{service} fails", f"SEV{rank + 1}", rank, started_at=at, detected_at=detected), 0.1)
    yield said(Acknowledged(), 0.2)
    yield said(RoleAssigned("scribe", "bob"), 0.2)
    for step in range(_EACH - 10):
        part = 0.2 + 0.7 * step / _EACH
        kind = step % 4
        if kind == 0:
            yield said(UpdatePosted(f"update {step}"), part)
        elif kind == 1:
            yield said(ItemSet(f"item{step % 9}", "an item", "done"), part)
        elif kind == 2:
            yield said(HealthChanged(service, "down", "degraded", "p95 over 1 s"), part, "")
        else:
            yield said(Noted(f"replica lag {step} s and growing"), part)
    yield said(CauseTagged(chance.choice(_CAUSES) or "other"), 0.92)
    yield said(StatusChanged("investigating", "monitoring"), 0.95)
    yield said(HealthChanged(service, "degraded", "ok", ""), 0.96, "")
    yield said(StatusChanged("monitoring", "resolved", "rolled back"), 1)
    yield said(Exported("md", f"incidents/{index}.md"), 1)
    yield said(Noted("done"), 1)
