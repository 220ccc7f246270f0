"""What the other writers of a log directory have: their newest hashes and times, tokens and ids. Writes nothing."""

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from console.incident.errors import Failed
from console.journal import places, spool
from console.journal.logfile import LogFile

_HEAD = "SELECT seq, hash, hlc FROM events ORDER BY seq DESC LIMIT 1"
_IDS = """SELECT incident FROM events
WHERE kind = 'declared' AND kind <> 'note' AND incident > ? AND incident < ?"""


class Head(NamedTuple):
    """The end of a writer's chain; `hash` is hex."""

    seq: int
    hash: str
    hlc: int

    @property
    def mark(self) -> str:
        """Return it as `HeadsSeen` carries it."""
        return f"{self.seq}:{self.hash}"


def heads(folder: Path, but: str = "") -> dict[str, Head]:
    """Return the newest event of every writer that can be read."""
    found = {}
    for writer in places.writers(folder):
        if writer != but:
            for seq, own_hash, hlc in _ask(places.events_file(folder, writer), _HEAD):
                found[writer] = Head(seq, own_hash.hex(), hlc)
    return found


def is_taken(folder: Path, token: str) -> bool:
    """Tell whether a spooled transaction is in any writer's log."""
    question = "SELECT 1 FROM taken WHERE token = ?"
    return any(_ask(places.events_file(folder, writer), question, (token,)) for writer in places.writers(folder))


def next_id(folder: Path, day: int, fallback: Path) -> str:
    """Allocate INC-YYYYMMDD-NNN for the day (UTC) of an instant: unique among all processes; raises OSError.

    The number lies in the lock file at once, so that an id that is not committed yet is not given out again. Where the
    log directory takes no lock file (a full disk), one in `fallback` serves.
    """
    stem = time.strftime("INC-%Y%m%d-", time.gmtime(day / 1000))
    try:
        return _allocate(folder, stem, folder / "ids.lock")
    except OSError:
        return _allocate(folder, stem, spool.paths_of(folder, fallback, "")[1].with_suffix(".ids.lock"))


def _allocate(folder: Path, stem: str, lock: Path) -> str:
    with places.held(lock) as handle:
        last = places.recall(handle)
        known = [last] if last.startswith(stem) else []
        for writer in places.writers(folder):
            known += [row[0] for row in _ask(places.events_file(folder, writer), _IDS, (stem, f"{stem}~"))]
        made = f"{stem}{max(_numbers(stem, known), default=0) + 1:03d}"
        places.remember(handle, made)
    return made


def _numbers(stem: str, ids: Iterable[str]) -> list[int]:
    tails = [name.removeprefix(stem) for name in ids]
    return [int(tail) for tail in tails if tail.isascii() and tail.isdigit() and len(tail) < len(stem)]


def _ask(path: Path, sql: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    file = LogFile(path)
    found: list[tuple[Any, ...]] = []
    with contextlib.suppress(Failed):  # a damaged file is reported where it is read as a whole
        found = file.query(sql, values)
    file.close()
    return found
