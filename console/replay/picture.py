"""Puts together what the room showed at a moment: everything in it was recorded or measured until then."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from console.incident.errors import Failed
from console.incident.events import Instant
from console.incident.state import State
from console.journal.charting import SampleReader
from console.present.snapshot import ChartSeen, LogSeen, MarkSeen, Snapshot
from console.replay.charted import Charted
from console.replay.instruments import Instruments, Seen
from console.replay.recording import Recording
from console.replay.reel import Reel
from console.replay.tape import Tape
from console.room.changed import MOST as MOST_CHANGES
from console.room.changed import Changed
from console.room.marks import MOST as MOST_MARKS
from console.room.marks import Marks, is_marked
from console.room.parts import Wish
from console.signals.changes import SeenChange
from console.signals.health import Thresholds, Watched


class Camera:
    """Takes pictures; for one thread, but for `proven`."""

    def __init__(
        self, log_dir: Path, watched: Sequence[Watched] = (), limits: Mapping[str, Thresholds] | None = None
    ) -> None:
        self._log_dir = log_dir
        self._samples = SampleReader(log_dir)
        self._instruments = Instruments(self._samples, watched, limits)
        self._charted = Charted(log_dir, self._samples, limits or {})
        self._chain, self._wrong = "checking", ""
        self._taken: tuple[object, ...] = ()
        self._last = Snapshot(at=0)

    def proven(self, wrong: str) -> None:
        """Take what a check of the chains said, "" for nothing wrong."""
        self._chain, self._wrong = ("broken", wrong) if wrong else ("ok", "")

    def take(self, of: Recording, at: Instant, wish: Wish, reels: Sequence[Reel], problems: Sequence[str]) -> Snapshot:
        """Return the room at a moment, the same object while nothing is different; winds the timelines to it."""
        told = (*of.tape.damaged.values(), *problems, *self._samples.problems)
        asked = (id(of), at, wish, self._chain, told, tuple(reel.loads for reel in reels))
        if asked != self._taken:
            self._taken, self._last = asked, self._new(of, at, wish, reels, told)
        return self._last

    def _new(
        self, of: Recording, at: Instant, wish: Wish, reels: Sequence[Reel], problems: tuple[str, ...]
    ) -> Snapshot:
        state = of.tape.state(at)
        for reel in reels:
            reel.wind(at, state.corrections)
        own = state.incidents.get(of.incident)
        seen = self._seen(of.tape, at, state)
        since = None if own is None else own.since
        return Snapshot(
            at=at,
            state=state,
            services=seen.services,
            host=seen.host,
            sources=seen.sources,
            log=LogSeen(
                directory=str(self._log_dir),
                events=reels[0].count(at),
                chain=self._chain,
                chain_detail=self._wrong,
                problems=problems,
            ),
            charts=self._charts(at, seen, wish, since, state),
            marks=_marks(of.tape, at, state),
            changes=_changes(of.tape, at, state),
            ready=True,
            chosen=of.incident if own is not None else "",
            replayed=True,
        )

    def _seen(self, tape: Tape, at: Instant, state: State) -> Seen:
        try:
            return self._instruments.at(at, tape, state.health)
        except Failed:
            return Seen()

    def _charts(
        self, at: Instant, seen: Seen, wish: Wish, since: Instant | None, state: State
    ) -> tuple[ChartSeen, ...]:
        try:
            return self._charted.at(at, seen, wish, since, state.ailing)
        except Failed:
            return ()


def _marks(tape: Tape, at: Instant, state: State) -> tuple[MarkSeen, ...]:
    """Return what the charts marked: the newest that was known."""
    newest = []
    for event in tape.newest_first(at):
        if is_marked(event):
            newest.append(event)
            if len(newest) == MOST_MARKS:
                break
    marks = Marks()
    marks.add(reversed(newest))
    return marks.seen(state.corrections)


def _changes(tape: Tape, at: Instant, state: State) -> tuple[SeenChange, ...]:
    changed = Changed()
    changed.add(tape.changes(at, MOST_CHANGES))
    return changed.seen(state.corrections)
