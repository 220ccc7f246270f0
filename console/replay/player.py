"""Plays a log: a thread that reads it and publishes the room as it was at the moment where the transport stands.

It has what a screen needs to show a room, and nothing that a room can be told to do: there are no intents here.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from console.incident.errors import Failed
from console.incident.events import Instant
from console.journal.matching import Match
from console.journal.reading import LogReader
from console.journal.verify import verify
from console.present.snapshot import Snapshot
from console.replay.cassette import Cassette
from console.replay.picture import Camera
from console.replay.recording import Recording, first_part, read_recording, recording, sound
from console.replay.reel import Reel
from console.replay.transport import Transport
from console.room.parts import Wish
from console.signals.health import Thresholds, Watched

BEAT = 0.2
"""Seconds between two pictures while it plays."""
LOOK = 1.0
"""Seconds between two looks at the log: somebody may be writing to it."""
BROKEN = "The replay stands still: q leaves it. Nothing of the log was changed. It ended on an error of warroom's own"
PROVE_AFTER = 1.0
"""Seconds until the chain of the log is checked: the first pictures come first."""


class Player:
    """Open it (slow), start it, read `snapshot`, move `transport`; all but `open` and `start` from the screen."""

    def __init__(
        self,
        cassette: Cassette,
        watched: Sequence[Watched] = (),
        limits: Mapping[str, Thresholds] | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """`watched` and `limits` are those of the configuration of today; `steady` counts seconds of who looks on."""
        self._cassette, self._steady = cassette, steady
        self._reader = LogReader(cassette.log_dir)
        self._camera = Camera(cassette.log_dir, watched, limits)
        self._wish = Wish()
        self._asked = ""
        self.reel = Reel()
        self._filter: tuple[Match, Reel] | None = None
        self._wake, self._ending = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._run, self._prove_later)]
        self._looked = steady()
        self.failure = ""
        self.told: Callable[[], object] = lambda: None
        """Called on the player's own thread when the picture that somebody waits for is there."""

    def open(self) -> None:
        """Read the log and take the first picture; Refused where there is no such incident. May take a second."""
        cassette = self._cassette
        found = first_part(cassette.log_dir, self._reader, cassette.incident, cassette.clock(), cassette.start)
        self.transport = Transport(self._steady, found.extent, cassette.start(found.extent), cassette.speed)
        self._take_in(found)
        self.snapshot: Snapshot = self.picture()
        if cassette.playing:
            with suppress(Failed):
                self.transport.play(on=True)

    def start(self) -> None:
        """Begin to follow the transport, and the log."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End; nothing has to be kept."""
        self._ending.set()
        self._wake.set()

    def join(self, timeout: float = 5.0) -> None:
        """Wait until nothing is read any more."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout)

    @property
    def incident(self) -> str:
        """The id of the incident that is replayed."""
        return self.recording.incident

    def clock(self) -> Instant:
        """Return the moment that is shown: all ages and timers of the room count from here."""
        return self.transport.at

    def look(self) -> None:
        """Have a picture taken at once: something moved."""
        self._wake.set()

    def show(self, service: str | None = None, span: int | None = None, points: int | None = None) -> None:
        """Say what the charts should show; None leaves it as it is."""
        old = self._wish
        self._wish = Wish(
            old.service if service is None else service,
            old.span if span is None else span,
            old.points if points is None else points,
        )
        if self._wish != old:
            self._wake.set()

    def choose(self, incident: str) -> None:
        """Replay another incident of the log, from the moment where this one stands."""
        self._asked = incident
        self._wake.set()

    def filtered(self, match: Match | None) -> Reel:
        """Return the timeline of what matches, filled behind the caller's back; None is the whole one."""
        if match is None:
            self._filter = None
            return self.reel
        self._filter = (match, Reel())
        self._wake.set()
        return self._filter[1]

    def _run(self) -> None:
        try:
            asked = True
            while not self._ending.is_set():
                self.follow()
                self.snapshot = self.picture()
                if asked:
                    self.told()
                asked = self._wake.wait(BEAT if self.transport.playing else LOOK)
                self._wake.clear()
        except Exception as error:  # noqa: BLE001 - the thread must not end unsaid: the screen would stand still
            self.failure = (
                f"The replay ended on an error of warroom's own ({type(error).__name__}). The log is as it was."
            )

    def picture(self) -> Snapshot:
        """Return the room of the moment, the same object where nothing is different; for one thread at a time."""
        if self._filter is not None:
            self._fill(*self._filter)
        reels = [self.reel] if self._filter is None else [self.reel, self._filter[1]]
        return self._camera.take(self.recording, self.transport.at, self._wish, reels, self._reader.problems)

    def _fill(self, match: Match, reel: Reel) -> None:
        if not reel.loaded:
            reel.load(self._reader.known(match))

    def _take_in(self, found: Recording) -> None:
        self.recording = found
        self.reel.load(found.known)
        if self._filter is not None:
            self._filter[1].loaded = False

    def follow(self) -> None:
        """Read on what was only begun to be read; take in what was written meanwhile; what is live goes on."""
        now, seconds = self._cassette.clock(), self._steady()
        if self.recording.until is not None:
            self._take_in(read_recording(self._cassette.log_dir, self._reader, self.incident, now))
            self.transport.extent = self.recording.extent
        if self._asked:
            asked, self._asked = self._asked, ""
            tape = self.recording.tape
            self._take_in(recording(self._reader, tape, tape.last().incidents[asked], now))
            self.transport.extent = self.recording.extent
            self.transport.go(self.transport.at)
        if seconds - self._looked >= LOOK:
            self._looked = seconds
            if events := self._reader.poll():
                damaged: dict[str, str] = {}
                tape = self.recording.tape.grown(sound(events, damaged))
                tape.damaged.update(damaged)
                self._take_in(recording(self._reader, tape, tape.last().incidents[self.incident], now))
                self.transport.extent = self.recording.extent
        extent = self.transport.extent
        if extent.live:
            self.transport.extent = extent._replace(end=max(now, extent.end), last=max(now, extent.last))

    def _prove_later(self) -> None:
        if not self._ending.wait(PROVE_AFTER):
            self.prove()

    def prove(self) -> None:
        """Check the chains of the log; what is wrong with them is said in every picture from then on. Slow."""
        wrong = ""
        try:
            verdicts = verify(self._cassette.log_dir, lambda _writer, _events: time.sleep(0.005))
            wrong = "; ".join(f"{verdict.writer}: {verdict.problem}" for verdict in verdicts if not verdict.ok)
        except Failed as error:
            wrong = str(error)
        self._camera.proven(wrong)
        self._wake.set()
