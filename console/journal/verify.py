"""Checking every writer's chain, columns and side texts, and what writers saw of each other. Changes no byte."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from console.incident.errors import Failed
from console.journal import migration, places
from console.journal.canonical import GENESIS
from console.journal.logfile import LogFile
from console.journal.schema import COLUMNS, extraction

_SIZES: Final = (2000, 100, 10)
_CHAIN = "SELECT seq, CAST(body AS BLOB), prev_hash, hash FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
_DIFFERS = " OR ".join(f"{extraction(path)} IS NOT {name}" for name, path, _ in COLUMNS)
_WRONG = f"{_DIFFERS} OR json_extract(body, '$.seq') IS NOT seq OR writer IS NOT ?"
_COLUMNS = f"SELECT seq FROM events WHERE seq > ? AND seq <= ? AND ({_WRONG}) ORDER BY seq LIMIT 1"  # noqa: S608 - ours
_LARGE = (
    "SELECT seq, json_extract(body, '$.large') FROM events WHERE seq > ? AND instr(body, '\"large\":') ORDER BY seq"
)
_CARRIED = """SELECT seq, json_extract(body, '$.data.heads') FROM events
WHERE kind = 'log.heads' AND kind <> 'note' AND json_extract(body, '$.data.origin') IS NULL ORDER BY seq"""
"""What came in by an import speaks of another directory's files."""

Progress = Callable[[str, int], None]
"""Called after every 2,000 events with the writer and how many are checked; may sleep, to leave time to others."""


class WriterVerdict(NamedTuple):
    """What a check of one writer found: `first_bad` is "writer/seq", `problem` a sentence, `head` the newest hash."""

    writer: str
    ok: bool
    events: int
    first_bad: str | None = None
    problem: str = ""
    head: str = ""


class _Bad(Exception):  # noqa: N818 - it is a finding, not an error of this program
    """Where a chain ends to be believed: the number of the event, and what is wrong with it."""

    def __init__(self, seq: int, problem: str) -> None:
        super().__init__(problem)
        self.seq = seq


def verify(log_dir: Path, progress: Progress | None = None, *, chains_only: bool = False) -> list[WriterVerdict]:
    """Check all writers; about 500,000 events a second for the chain, and longer again for columns, texts and pages.

    With `chains_only` the latter are left out: what the events themselves hold rests on the chain alone.
    """
    files = {writer: LogFile(places.events_file(log_dir, writer)) for writer in places.writers(log_dir)}
    try:
        verdicts = {writer: _verify_one(writer, file, progress, chains_only) for writer, file in files.items()}
        for carrier in [writer for writer, verdict in verdicts.items() if verdict.ok]:
            for writer, seq, own_hash in _carried(files[carrier]):
                _compare(verdicts, files, carrier, (writer, seq, own_hash))
    finally:
        for file in files.values():
            file.close()
    return [verdicts[writer] for writer in sorted(verdicts)]


def _verify_one(writer: str, file: LogFile, progress: Progress | None, chains_only: bool) -> WriterVerdict:  # noqa: FBT001 - ours
    seen, head = 0, GENESIS
    try:
        if not migration.is_ready(file.path):
            return WriterVerdict(writer, ok=True, events=0)
        for page in _walk(writer, file, chains_only):
            seen, head = page
            if progress is not None:
                progress(writer, seen)
        if not chains_only:
            _check_texts(file)
            _check_pages(file)
    except _Bad as bad:
        where = f"{writer}/{bad.seq}" if bad.seq else None
        return WriterVerdict(writer, ok=False, events=seen, first_bad=where, problem=str(bad))
    except Failed as error:
        where = f"{writer}/{seen + 1}" if seen else None
        return WriterVerdict(writer, ok=False, events=seen, first_bad=where, problem=str(error))
    return WriterVerdict(writer, ok=True, events=seen, head=head.hex() if seen else "")


def _walk(writer: str, file: LogFile, chains_only: bool) -> Iterator[tuple[int, bytes]]:  # noqa: FBT001 - ours
    """Yield (seq, hash) at the end of every page that is good."""
    seen, before = 0, GENESIS
    while page := _page(file, seen):
        start = seen
        for seq, body, prev_hash, own_hash in page:
            seen += 1
            if seq != seen:
                raise _Bad(seen, f"Event {writer}/{seen} is missing; the next one there is {seq}.")
            if prev_hash != before:
                raise _Bad(seen, f"Event {writer}/{seen} does not follow the one before it: the chain is broken here.")
            if type(body) is not bytes or hashlib.sha256(prev_hash + body).digest() != own_hash:
                raise _Bad(seen, f"Event {writer}/{seen} was changed: its content does not give its hash.")
            before = own_hash
        if not chains_only:
            _check_columns(writer, file, start, seen)
        yield seen, before


def _page(file: LogFile, seen: int) -> list[tuple[Any, ...]]:
    """Return the next events; fewer of them where the disk gives no more, so that what can be read is checked."""
    for size in _SIZES:
        with suppress(Failed):
            return file.query(_CHAIN, (seen, size))
    return file.query(_CHAIN, (seen, 1))


def _check_columns(writer: str, file: LogFile, start: int, end: int) -> None:
    """Compare the columns with the body that was hashed: a hand at the file, or a bad disk, may have changed them."""
    found = file.query(_COLUMNS, (start, end, writer))
    if found:
        seq = found[0][0]
        raise _Bad(seq, f"The columns of event {writer}/{seq} say something else than the content that was hashed.")


def _check_texts(file: LogFile) -> None:
    """Check every side text against its hash, and that none is missing (one that was erased keeps its row)."""
    there = set()
    for own_hash, erased in file.query("SELECT hash, erased_at FROM texts"):
        there.add(own_hash.hex())
        if erased is None:
            content = file.query("SELECT bytes FROM texts WHERE hash = ?", (own_hash,))[0][0]
            if not isinstance(content, bytes) or hashlib.sha256(content).digest() != own_hash:
                raise _Bad(0, f"The large text {own_hash.hex()} in {file.path.name} was changed.")
    for seq, large in file.query(_LARGE, (0,)):
        missing = set(json.loads(large or "{}").values()) - there
        if missing:
            raise _Bad(seq, f"The large text {min(missing)} of event {seq} in {file.path.name} is missing.")


def _check_pages(file: LogFile) -> None:
    """Let SQLite check pages and indexes: the chain is read without the indexes that other questions use."""
    found: list[tuple[Any, ...]] = file.query("PRAGMA integrity_check(1)")
    if found != [("ok",)]:
        raise _Bad(0, f"{file.path.name} has damaged pages: {found[0][0]}. The events themselves are good.")


def _carried(file: LogFile) -> Iterator[tuple[str, int, str]]:
    """Yield (writer, seq, hash) of what this writer saw of the others."""
    for _, heads in file.query(_CARRIED):
        for writer, mark in json.loads(heads or "{}").items():
            seq, _, own_hash = str(mark).partition(":")
            if seq.isdecimal():
                yield writer, int(seq), own_hash


def _compare(
    verdicts: dict[str, WriterVerdict], files: dict[str, LogFile], carrier: str, seen: tuple[str, int, str]
) -> None:
    """Turn a verdict bad where a writer's file does not hold what another writer saw there."""
    writer, seq, own_hash = seen
    verdict = verdicts.get(writer)
    if verdict is None:
        problem = f"The file of {writer} is missing; {carrier} saw {seq} events in it."
        verdicts[writer] = WriterVerdict(writer, ok=False, events=0, problem=problem)
    elif verdict.ok and verdict.events < seq:
        problem = f"The end of {writer} was cut off after event {verdict.events}: {carrier} saw event {seq} of it."
        verdicts[writer] = verdict._replace(ok=False, first_bad=f"{writer}/{verdict.events + 1}", problem=problem)
    elif verdict.ok:
        found = files[writer].query("SELECT hash FROM events WHERE seq = ?", (seq,))
        if found[0][0].hex() != own_hash:
            problem = f"Event {writer}/{seq} is not the one that {carrier} saw: the file was written anew."
            verdicts[writer] = verdict._replace(ok=False, first_bad=f"{writer}/{seq}", problem=problem)
