"""Reading samples of all writers for charts and replay, without changing a byte. One reader belongs to one thread."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checks.sample import Status
from console.incident.errors import Failed
from console.incident.events import Instant
from console.journal import beats, migration, places
from console.journal.beats import Layout, Slot, Spot
from console.journal.logfile import LogFile
from console.journal.sample_file import SCHEMA

_PIECES = "SELECT at, form, CASE form WHEN 0 THEN substr(data, ?, ?) ELSE data END FROM beats"
_BEATS = "SELECT at, layout, form, data FROM beats WHERE at >= ? AND at <= ? ORDER BY at DESC LIMIT ?"
_AT_ONCE = 40
"""Beats that are read together."""
_EVER = 1 << 62
_RANGE = " WHERE at >= ? AND at < ? AND layout = ? ORDER BY at"


class SeriesName(NamedTuple):
    """A number of a check that samples exist of."""

    check: str
    metric: str
    unit: str


class Look(NamedTuple):
    """One look at a check: `numbers` are those of its slot's metrics, in their order; NaN is none."""

    at: Instant
    slot: Slot
    status: Status
    numbers: tuple[float, ...]


class SampleReader:
    """The samples of all writers of a log directory; what cannot be read is named in `problems`.

    `until` (ms) lets it know nothing that was measured later: a replay moves it.
    """

    def __init__(self, log_dir: Path, until: Instant = _EVER) -> None:
        self._folder = log_dir
        self.until = until
        self._files: dict[str, LogFile] = {}
        self._layouts: dict[str, dict[int, Layout]] = {}
        self._problems: dict[str, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about files that cannot be read."""
        return tuple(self._problems.values())

    def names(self) -> list[SeriesName]:
        """Return every series that there is."""
        return sorted(
            {
                SeriesName(slot.check, metric, unit)
                for _, layouts in self._all()
                for layout in layouts.values()
                for slot in layout.slots
                for metric, unit in slot.metrics
            }
        )

    def series(self, check: str, metric: str, start: Instant, end: Instant, buckets: int) -> list[float | None]:
        """Return the mean of a metric in each of `buckets` equal parts of start..end; None where nothing is known."""
        found = (beats.points(rows, spot) for spot, rows in self._pieces(check, metric, start, end))
        return beats.means((point for part in found for point in part), start, end, buckets)

    def statuses(self, check: str, start: Instant, end: Instant) -> list[tuple[Instant, Status]]:
        """Return (at, status) at the first look in start..end and wherever it differs from the look before."""
        looks: list[tuple[Instant, Status]] = []
        for spot, rows in self._pieces(check, None, start, end):
            for at, form, piece in rows:
                status = beats.status(piece if form == beats.FULL else beats.sparse_piece(piece, spot, 1))
                if status is not None:
                    looks.append((at, status))
        looks.sort(key=lambda look: look[0])
        return [look for index, look in enumerate(looks) if not index or looks[index - 1][1] != look[1]]

    def probes(self, check: str, start: Instant, end: Instant) -> list[tuple[Instant, Status, float | None]]:
        """Return (at, status, latency in s) of every look of a check in start..end that measures a latency."""
        looks = []
        for spot, rows in self._pieces(check, "latency", start, end, whole=True):
            for at, form, piece in rows:
                slot = piece if form == beats.FULL else beats.sparse_slot(piece, spot)
                status = beats.status(slot[:1]) if len(slot) == spot.width else None
                if status is not None:
                    looks.append((at, status, beats.number(slot[spot.within : spot.within + 4])))
        looks.sort(key=lambda look: look[0])
        return looks

    def looks(self, since: Instant, most: int) -> Iterator[Look]:
        """Yield the looks since then, those of the newest beat first, until there were about `most` of them."""
        files = list(self._all())
        for file, layouts in files:
            left, before = most // len(files), self.until
            while left > 0 and (rows := file.query(_BEATS, (since, before, _AT_ONCE))):
                before = rows[-1][0] - 1
                for at, number, form, blob in rows:
                    layout = layouts.get(number)
                    if left > 0 and layout is not None and isinstance(blob, bytes):
                        for look in layout.looks(form, blob):
                            left -= 1
                            yield Look(at, *look)

    def span(self) -> tuple[Instant, Instant] | None:
        """Return when the first and the last beat were, or None where there are none."""
        found = []
        for file, _ in self._all():
            first, last = file.query("SELECT min(at), max(at) FROM beats")[0]
            found += [first, last] if first is not None else []
        return (min(found), max(found)) if found else None

    def close(self) -> None:
        """Let go of all files."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _pieces(
        self, check: str, metric: str | None, start: Instant, end: Instant, *, whole: bool = False
    ) -> Iterator[tuple[Spot, list[tuple[int, int, bytes]]]]:
        """Yield (at, form, bytes) of a metric (None: the status) by layout; `whole` gives the slot of the check."""
        for file, layouts in self._all():
            for number, layout in layouts.items():
                spot = layout.spot(check, metric)
                if spot is not None:
                    first, size = spot.full, 1 if metric is None else 4
                    if whole:
                        first, size = spot.full - spot.within, spot.width
                    values = (first + 1, size, start, min(end, self.until + 1), number)
                    yield spot, [(row[0], row[1], row[2]) for row in file.query(_PIECES + _RANGE, values)]

    def _all(self) -> Iterator[tuple[LogFile, dict[int, Layout]]]:
        for writer in places.writers(self._folder, places.SAMPLES):
            try:
                file = self._files.get(writer) or self._open(writer)
                if file is not None:
                    yield file, self._layouts_of(writer, file)
            except Failed as error:
                self._problems[writer] = str(error)

    def _open(self, writer: str) -> LogFile | None:
        path = places.samples_file(self._folder, writer)
        if not migration.is_ready(path, SCHEMA):
            return None
        return self._files.setdefault(writer, LogFile(path))

    def _layouts_of(self, writer: str, file: LogFile) -> dict[int, Layout]:
        known = self._layouts.setdefault(writer, {})
        for number, slots in file.query("SELECT id, slots FROM layouts WHERE id > ?", (max(known, default=0),)):
            known[number] = beats.from_rows(json.loads(slots))
        return known
