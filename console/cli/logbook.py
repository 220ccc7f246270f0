"""The log as a command sees it: the incident that is meant, its state, and entries that are saved or say why not."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from typing import TypeVar

from console.cli.desk import Desk
from console.incident.errors import Failed, Refused, WarroomError
from console.incident.events import Entry, Event, Instant
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.state import FOLD_KINDS, State, fold
from console.journal.opening import Journal
from console.settings import Settings
from console.wiring import log

Found = TypeVar("Found")

PATIENCE = 30.0
"""Seconds that a slow disk may take over a commit before the command gives up."""
GRACE = 2.0
"""Seconds that a full disk is given to become free again."""

PLACING = frozenset({"declared", "classified", "status", "timestamp"})
"""Kinds of event that say which incident is meant, what it is called and when it began: all that a note needs."""

Make = Callable[[State, Instant], Sequence[Entry]]
Change = Callable[[State, Incident, Instant], Sequence[Entry]]


_RACE = 0.1
"""Seconds in which what another process writes at the same moment is on the disk."""


class Logbook:
    """Reads the state once, and appends what follows from it."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.settings = settings
        self.actor = settings.user
        self._newest = 0
        self._heads: dict[str, int] = {}

    def state(self, kinds: Iterable[str] = FOLD_KINDS) -> State:
        """Fold what the log holds of these kinds; damaged files are told of and left out."""
        reader = log.open_log(self.settings)
        state = fold(reader.events(kinds=kinds))
        heads = reader.heads()
        self._heads = {writer: seq for writer, (seq, _) in heads.items()}
        newest = (reader.event(f"{writer}/{seq}") for writer, (seq, _) in heads.items())
        self._newest = max((event.hlc for event in newest if event is not None), default=0)
        for problem in reader.problems:
            self.desk.warn(problem)
        reader.close()
        return state

    def record(self, make: Make, kinds: Iterable[str] = FOLD_KINDS) -> list[Event]:
        """Append what `make` answers to the state of now, as far as these kinds tell it; return what is committed."""
        entries = make(self.state(kinds), self.desk.clock())
        events = self.append(lambda journal: journal.append_all(entries))
        if kinds is FOLD_KINDS:
            self._check_held(events)
        return events

    def change(self, asked: str, make: Change, *, ended: bool = False) -> int:
        """Append what `make` answers for the incident that is meant (see `meant`), and say so; the exit status."""
        tell_saved(self.desk, self.record(lambda state, now: make(state, meant(state, asked, ended=ended), now)))
        return 0

    def tell_stranger(self, person: str) -> None:
        """Say that somebody who was given something is not under [people]: it is done all the same."""
        said = "" if person == self.actor else self.settings.directory.stranger(person)
        if said:
            self.desk.warn(said)

    def _check_held(self, events: Sequence[Event]) -> None:
        """Refused where another console wrote first what excludes this; asked only where another wrote meanwhile."""
        time.sleep(_RACE)
        reader = log.open_log(self.settings)
        try:
            heads = {writer: seq for writer, (seq, _) in reader.heads().items()}
            own = {event.writer for event in events}
            if all(seq == self._heads.get(writer, 0) for writer, seq in heads.items() if writer not in own):
                return
            refusal = fold(reader.events(kinds=FOLD_KINDS)).refusal_of(event.key for event in events)
        finally:
            reader.close()
        if refusal is not None:
            raise Refused(refusal.told)

    def append(self, write: Callable[[Journal], Future[list[Event]]]) -> list[Event]:
        """Let `write` append to the log, and return its events once they are committed."""
        journal = log.open_journal(self.settings, self.desk.clock, self.desk.env)
        journal.observe(self._newest)
        for notice in journal.notices:
            self.desk.warn(notice)
        try:
            future = write(journal)
        except WarroomError:
            journal.close()
            raise
        return saved(journal, future)


def saved(journal: Journal, future: Future[Found], *, patience: float = PATIENCE, grace: float = GRACE) -> Found:
    """Wait for the commit and close the journal; raises Failed with the reason where there is none."""
    waited = 0.0
    while not future.done() and waited < (patience if journal.condition.state == "ok" else grace):
        wait([future], timeout=0.25)
        waited += 0.25
    journal.close(timeout=grace)
    try:
        return future.result(timeout=grace)
    except TimeoutError as error:
        message = (
            f"The disk has not answered for {waited:.0f} s: whether it is saved is not known. Look with "
            "`warroom events` before you write it again."
        )
        raise Failed(message) from error


def tell_saved(desk: Desk, events: Sequence[Event]) -> None:
    """Acknowledge events: only called once they are committed."""
    for event in events:
        place = f", {event.incident}" if event.incident else ""
        desk.say(f"saved as {event.key}{place}")


def meant(state: State, asked: str, *, ended: bool = False) -> Incident:
    """Return the incident that was asked for, else the one live incident; Refused with the choice where it is not one.

    `ended` also takes one that is over, where none is live: the newest that waits to be closed, else the newest.
    """
    if asked:
        return named(state, asked)
    live = [incident for incident in state.incidents.values() if incident.live or incident.status == "triage"]
    if len(live) == 1:
        return live[0]
    if live:
        choice = "; ".join(f"{incident.id} {incident.severity} {incident.known_as}" for incident in live)
        message = f"{len(live)} incidents are live, say which with --incident: {choice}"
        raise Refused(message)
    newest = state.current() or _newest_real(state)
    if newest is not None and ended:
        return newest
    hint = f" The newest, {newest.id}, is {newest.status}: name it with --incident to write into it." if newest else ""
    message = f'no incident is live. Open one: warroom declare "what is broken".{hint}'
    raise Refused(message)


def _newest_real(state: State) -> Incident | None:
    """Return the newest incident that was one: what was called off or merged says nothing of its own."""
    backwards = tuple(state.incidents.values())[::-1]
    real = (each for each in backwards if each.status not in {"cancelled", "declined", "merged"})
    return next(real, backwards[0] if backwards else None)
