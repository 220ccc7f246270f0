"""Reads what a log holds of an incident: the events that make the state, where all of them stand, and what it spans."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from console.incident.clock import HOUR, MINUTE
from console.incident.errors import Refused
from console.incident.events import DrillBegun, Event, Instant
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.state import FOLD_KINDS, State
from console.journal.matching import EVERYTHING
from console.journal.reading import Known, LogReader
from console.replay.jumps import Jump, jumps
from console.replay.tape import Tape
from console.replay.transport import Extent
from console.room.marks import MARKED
from console.unswept import unswept

KINDS = FOLD_KINDS | MARKED
_COURSE = frozenset({"declared", "status", "timestamp", "corrected"})
"""Kinds that say when an incident began and when it was over."""
PRESENT = 15 * MINUTE
"""An incident that is not over is live where something was written within this time (ms)."""
_PAUSE = HOUR
"""A longer silence after an incident was over ends what is played; what was written later can still be gone to."""
RUN_UP = 5 * MINUTE
"""How long before its onset the replay of an incident begins: how it came is worth seeing."""
_LARGEST = 1 << 53


class Recording(NamedTuple):
    """What was read: `extent` is what can be replayed, `jumps` the moments to go to."""

    incident: str
    tape: Tape
    known: list[Known]
    extent: Extent
    jumps: list[Jump]
    drill: str = ""
    """The scenario, where the log is that of a drill."""
    until: Instant | None = None
    """Until when the tape was read; None: all of it."""


def sound(events: Iterable[Event], damaged: dict[str, str]) -> list[Event]:
    """Return the events whose times are times; the others are named by their keys."""
    kept = []
    for event in events:
        recorded, occurred = event.recorded_at, event.occurred_at
        whole = type(recorded) is int and type(occurred) is int
        if whole and 0 <= recorded < _LARGEST and 0 <= occurred < _LARGEST:
            kept.append(event)
        else:
            damaged[event.key] = f"Event {event.key} is damaged and left out."
    return kept


def read_tape(reader: LogReader) -> Tape:
    """Return all events that make the state; `reader.poll` goes on behind them."""
    heads, damaged = reader.heads(), dict[str, str]()
    tape = Tape(sound(reader.events(kinds=KINDS), damaged))
    tape.damaged.update(damaged)
    reader.seek({writer: seq for writer, (seq, _) in heads.items()})
    return tape


def read_recording(log_dir: Path, reader: LogReader, asked: str, now: Instant) -> Recording:
    """Read a log; `asked` names the incident, "" the one that the room is about, else the newest.

    Refused where there is none.
    """
    with unswept():
        tape = read_tape(reader)
        return recording(reader, tape, _meant(log_dir, tape.last(), asked), now)


def first_part(
    log_dir: Path, reader: LogReader, asked: str, now: Instant, start: Callable[[Extent], Instant]
) -> Recording:
    """Return a recording that is read until the moment where its replay begins: the first picture needs no more.

    Refused where there is no such incident.
    """
    with unswept():
        state = Tape(sound(reader.events(kinds=_COURSE), {})).last()
        found = recording(reader, Tape(()), _meant(log_dir, state, asked), now)
        at = start(found.extent)
        if at >= found.extent.last:  # then nearly all is needed: it is not read twice
            tape = read_tape(reader)
            return found._replace(tape=tape, jumps=jumps(tape.events, found.incident))
        damaged: dict[str, str] = {}
        tape = Tape(sound(reader.events_until(at, KINDS), damaged))
        tape.damaged.update(damaged)
        return found._replace(tape=tape, until=at)


def recording(reader: LogReader, tape: Tape, incident: Incident, now: Instant) -> Recording:
    """Return what the log holds of an incident, given its tape."""
    known = reader.known(EVERYTHING)
    begun = (event.fact for event in reader.events(kinds={DrillBegun.kind}))
    drill = next((fact.scenario for fact in begun if isinstance(fact, DrillBegun)), "")
    extent = _extent(reader, known, incident, 0 if drill else now)
    return Recording(incident.id, tape, known, extent, jumps(tape.events, incident.id), drill)


def _meant(log_dir: Path, state: State, asked: str) -> Incident:
    if asked:
        return named(state, asked)
    newest = list(state.incidents.values())
    if not newest:
        raise Refused(f"there is no incident in {log_dir}: nothing can be replayed. --log-dir names another log.")
    live = [each for each in newest if each.live or each.status == "triage"]
    return (live or newest)[-1]


def _extent(reader: LogReader, known: list[Known], incident: Incident, now: Instant) -> Extent:
    """Return from when to when an incident can be replayed: from before its onset, as far as the log goes.

    `now` is 0 where the log's time is not ours, as in a drill: then its end is its newest event.
    """
    own = reader.recorded(incident.id)
    first = max(min(incident.since, own[0]) - RUN_UP, min(reader.begun() or own[0], own[0]))
    if incident.until is None:
        newest = max(own[-1], max((each[4] for each in known), default=own[-1]))
        live = now - newest < PRESENT and now > 0
        last = max(now, newest)
        return Extent(first, last, last, live=True) if live else Extent(first, newest, newest)
    end = next((each for each in own if each >= incident.until), own[-1])
    for each in own:
        if end < each <= end + _PAUSE:
            end = each
    return Extent(first, end, own[-1])


def events_until(log_dir: Path, incident: str, at: Instant) -> list[Event]:
    """Return the events of an incident that were known at a moment, in their order."""
    reader = LogReader(log_dir)
    try:
        return [event for event in reader.events(incident=incident) if event.recorded_at <= at]
    finally:
        reader.close()
