"""Durable appends: the journal against raw sqlite3 with the same batches, WAL and FULL on the same disk."""

import json
import sqlite3
import time
from collections.abc import Sequence

from console.incident.clock import system_clock
from console.incident.codec import encode
from console.incident.events import Entry
from console.journal.opening import Journal
from tests.bench.figure import Figure, at_least_times, interleaved
from tests.bench.world import entries, fresh

_TABLE = (
    "CREATE TABLE events (seq INTEGER PRIMARY KEY, incident TEXT, occurred_at INTEGER, recorded_at INTEGER, actor TEXT,"
    " kind TEXT, text TEXT, data TEXT, pinned INTEGER, supersedes TEXT, prev_hash BLOB, hash BLOB)"
)
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def run(*, quick: bool) -> list[Figure]:
    """Measure one entry a commit, as a person writes, and a hundred, as a burst comes in."""
    return [_figure(size, commits, 3 if quick else 7) for size, commits in ((1, 300), (100, 60))]


def _figure(size: int, commits: int, runs: int) -> Figure:
    drawn = list(entries(size * commits, system_clock()))
    batches = [drawn[first : first + size] for first in range(0, len(drawn), size)]
    ours, raw = interleaved([lambda: _journal(batches), lambda: _raw(batches)], runs)
    return at_least_times(
        "durable appends, an entry a commit" if size == 1 else f"durable appends, {size} entries a commit",
        ours,
        "events/s",
        0.5,
        ("raw sqlite3, WAL and FULL", raw),
    )


def _journal(batches: Sequence[list[Entry]]) -> float:
    journal = Journal.open(fresh("appends"), user="bench", host="bench", clock=system_clock, redact=str)
    journal.append_all(batches[0]).result(30)
    started = time.perf_counter()
    for batch in batches[1:]:
        journal.append_all(batch).result(30)
    taken = time.perf_counter() - started
    journal.close()
    return sum(map(len, batches[1:])) / taken


def _raw(batches: Sequence[list[Entry]]) -> float:
    connection = sqlite3.connect(fresh("raw") / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(_TABLE)
    seq = 0
    started = time.perf_counter()
    for batch in batches:
        rows = [_row(seq + place, entry) for place, entry in enumerate(batch)]
        seq += len(batch)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_INSERT, rows)
        connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return seq / taken


def _row(seq: int, entry: Entry) -> tuple[object, ...]:
    kind, text, data = encode(entry.fact)
    at = entry.occurred_at
    return (seq, entry.incident, at, at, entry.actor, kind, text, json.dumps(data), 0, "", b"0" * 32, b"0" * 32)
