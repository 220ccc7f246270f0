"""Several readings at once of something that may be gone in a minute; what fails is told and holds up nothing else."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from checks.wording import line, span

_AT_ONCE = 8
"""Readings at one time: a cluster in trouble is not asked everything in the same second."""


class Unread(Exception):  # noqa: N818 - no error of ours: the reason is what is kept
    """Something could not be read, or is not there; the text says why."""


class Probe(NamedTuple):
    """One reading: what it is of, where it asks, and what asks (returns bytes, raises Unread)."""

    what: str
    source: str
    read: Callable[[], bytes]
    method: str = ""


class Reading(NamedTuple):
    """What came of a probe: `content` None where nothing did, and `reason` why. Times in ms since 1970."""

    what: str
    source: str
    method: str
    content: bytes | None
    reason: str
    began_at: int
    ended_at: int


def read_all(probes: Iterable[Probe], clock: Callable[[], int], patience: float) -> list[Reading]:
    """Read everything, several at a time, for `patience` seconds in all; returns the readings in the order asked.

    A probe that does not come back in time is left to itself: each has a timeout of its own and ends by that.
    """
    asked = list(probes)
    found: list[Reading | None] = [None] * len(asked)
    turn, until = threading.Semaphore(_AT_ONCE), time.monotonic() + patience
    threads = [
        threading.Thread(
            target=_read_one, args=(probe, place, found, clock, turn), daemon=True, name="warroom-evidence"
        )
        for place, probe in enumerate(asked)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
    late = f"no answer within {span(patience)}"
    now = clock()
    return [
        each or Reading(probe.what, probe.source, probe.method, None, late, now, now)
        for each, probe in zip(found, asked, strict=True)
    ]


def _read_one(
    probe: Probe, place: int, found: list[Reading | None], clock: Callable[[], int], turn: threading.Semaphore
) -> None:
    with turn:
        began, content, reason = clock(), None, "the reading itself has crashed"
        try:
            content, reason = probe.read(), ""
        except Unread as error:
            reason = line(error, 300)
        finally:  # an error of ours goes the way of all errors of threads, and the others are kept
            found[place] = Reading(probe.what, probe.source, probe.method, content, reason, began, clock())
