"""The rows of the timeline, a page at a time: the index says which, the log what they say, the snapshot the rest."""

from collections.abc import Sequence
from datetime import tzinfo

from console.journal.reading import LogReader
from console.present.snapshot import SavingSeen, Snapshot
from console.present.timeline import RawRow, saving_row, timeline_row
from console.screens.desk import Places
from widgets.values import TimelineRow, Tone


class TimelineLines:
    """Implements `widgets.values.RowSource`. Belongs to the screen's thread, reader included."""

    def __init__(self, reader: LogReader, index: Places, tz: tzinfo | None, *, saving: bool = True) -> None:
        self._reader, self._index, self._tz, self._with_saving = reader, index, tz, saving
        self._snapshot: Snapshot | None = None
        self._saving: tuple[SavingSeen, ...] = ()
        self._refused: dict[str, str] = {}
        self._looks = 0

    def take(self, snapshot: Snapshot) -> None:
        """Take what changes how rows look: corrections, pins, refusals, and what is being saved."""
        before = self._snapshot
        self._snapshot = snapshot
        saving = snapshot.saving if self._with_saving else ()
        state = snapshot.state
        if before is None or saving != self._saving or _overlay(before) != _overlay(snapshot):
            self._saving = saving
            self._refused = {refusal.event: refusal.reason for refusal in state.refusals}
            self._looks += 1

    @property
    def version(self) -> int:
        """A number that changes whenever a row came, moved, changed or left."""
        return self._index.version * 1_000_003 + self._looks

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._index) + len(self._saving)

    def rows(self, first: int, count: int) -> Sequence[TimelineRow]:
        """Return up to `count` rows from `first`; one that cannot be read says so."""
        if self._snapshot is None:
            return ()
        keys = self._index.keys(first, count)
        found = {row.key: row for row in self._reader.rows(keys)}
        state = self._snapshot.state
        rows = []
        for key in keys:
            row = found.get(key)
            if row is None:
                rows.append(TimelineRow(key, "--:--:--", "?", Tone.UNKNOWN, "", f"{key} cannot be read"))
            else:
                raw = RawRow(row.key, row.occurred_at, row.actor, row.kind, row.text, row.pinned, row.incident)
                rows.append(timeline_row(raw, state, self._refused, self._tz, self._snapshot.chosen))
        after = max(0, first - len(self._index))
        room = max(0, count - len(keys))
        for number, each in list(enumerate(self._saving))[after : after + room]:
            rows.append(saving_row(f"saving/{number}", each.at, each.actor, each.kind, each.text, self._tz))
        return rows

    def find(self, key: str) -> int | None:
        """Return the index of the row with this key."""
        return self._index.find(key)


def _overlay(snapshot: Snapshot) -> tuple[object, ...]:
    state = snapshot.state
    return (state.corrections, state.pins, state.unpins, state.refusals, snapshot.chosen)
