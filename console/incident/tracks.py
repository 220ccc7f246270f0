"""Pure: parallel tracks of work: a lead, a question, and when they report next; the facts, and where a track stands."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value


class TrackOpened(Value):
    """Some people look into a question under a lead, who reports by `due` and then `every` so many ms.

    `track` is what it is to be called; where another console was first with that name, the state calls it "alpha-2".
    """

    kind: ClassVar[str] = "track.opened"
    track: str
    lead: str
    question: str
    due: Instant
    every: int

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"track {self.track}, led by {self.lead}: {self.question}"


class TrackReported(Value):
    """A track said where it stands; the next report is `due`, and from then on `every` so many ms.

    `opened` is the event of the track that is meant; "" in older logs, which go by the name.
    """

    kind: ClassVar[str] = "track.reported"
    track: str
    text: str
    due: Instant
    every: int
    opened: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"track {self.track}: {self.text}"


class TrackClosed(Value):
    """A track is over, with what it found; `opened` as above."""

    kind: ClassVar[str] = "track.closed"
    track: str
    text: str
    opened: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"track {self.track} is over: {self.text}"


class Track(NamedTuple):
    """A track as it stands: `last` is its newest report, `closed` when it was over, None while it goes on."""

    name: str
    lead: str
    question: str
    since: Instant
    due: Instant
    every: int
    last: str = ""
    reports: int = 0
    closed: Instant | None = None
    event: str = ""
