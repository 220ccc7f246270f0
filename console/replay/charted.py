"""The charts as they were at a moment, out of the sample store: nothing that was measured later is in them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from console.incident.events import Instant
from console.journal.charting import SampleReader
from console.journal.shelf import Shelf, Stretch
from console.present.snapshot import ChartSeen
from console.replay.instruments import Seen
from console.room.curves import HOST, INTERVAL, SERVICE, Curves
from console.room.parts import Wish
from console.room.points import Buckets
from console.room.watch import host_figures, quiet_until, worst_told
from console.signals.health import Thresholds, Watched

_MOST = 64
"""Stretches that are over and kept: what was usual is the same at every moment."""
_SURE = 60_000
"""Milliseconds after which no console is still writing down what it measured."""


class Recorded:
    """Points of charts from the samples. Implements `curves.PointSource`; for one thread."""

    def __init__(self, log_dir: Path, reader: SampleReader, limits: Mapping[str, Thresholds]) -> None:
        self._log_dir, self._reader, self._limits = log_dir, reader, limits
        self._watched: tuple[Watched, ...] = ()
        self._shelf = Shelf(log_dir, (), limits)
        self._over: dict[Stretch, Buckets] = {}

    def watch(self, watched: tuple[Watched, ...]) -> None:
        """Take which checks there are."""
        if {(each.check, each.service) for each in watched} - {(each.check, each.service) for each in self._watched}:
            self._watched = tuple({each.check: each for each in (*self._watched, *watched)}.values())
            self._shelf = Shelf(self._log_dir, self._watched, self._limits)
            self._over.clear()

    def of(self, stretches: Sequence[Stretch], now: Instant) -> Sequence[Buckets]:
        """Return the buckets of some stretches, as far as they were known at `now`."""
        self._reader.until = now
        unread = [each for each in stretches if each not in self._over]
        found = dict(zip(unread, map(tuple, self._shelf.read(self._reader, unread)), strict=True))
        values = [self._over[each] if each in self._over else found[each] for each in stretches]
        self._over |= {each: buckets for each, buckets in found.items() if each.end <= now - _SURE}
        while len(self._over) > _MOST:
            del self._over[next(iter(self._over))]
        return values


class Charted:
    """The charts of the service that is wished for, else of the worst of then."""

    def __init__(self, log_dir: Path, reader: SampleReader, limits: Mapping[str, Thresholds]) -> None:
        self._points = Recorded(log_dir, reader, limits)
        self._intervals: dict[str, float] = {}
        self._curves = Curves(self._points, limits, self._intervals)

    def at(
        self, at: Instant, seen: Seen, wish: Wish, since: Instant | None, ailing: Mapping[str, Instant]
    ) -> tuple[ChartSeen, ...]:
        """Return the charts at a moment."""
        self._points.watch(seen.watched)
        for each in seen.watched:
            self._intervals[each.service] = max(each.interval, self._intervals.get(each.service, 0.0))
        host = next((each.service for each in seen.watched if seen.host and each.check == seen.host.check), "")
        service = wish.service or worst_told(seen.services, host)
        health = next((each for each in seen.services if each.service == service), None)
        if health is None:
            return ()
        alone = service == host and health.error_rate.value is None
        numbers = host_figures(seen.host, self._intervals.get(service, INTERVAL)) if alone else health.figures
        latest = {each.metric: each for each in numbers}
        quiet = quiet_until(since, ailing.get(service))
        return self._curves.seen(service, HOST if alone else SERVICE, latest, wish, at, quiet)
