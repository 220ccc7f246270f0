"""What the room remembers: journal, state as its fold, index of the timeline. Log first, state second."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from checks.sample import Status
from console.incident.deadlines import breaches
from console.incident.errors import Refused, WarroomError
from console.incident.events import ConsoleClosed, ConsoleOpened, Entry, Event, Fact, HealthChanged, Instant
from console.incident.record import Incident
from console.incident.state import FOLD_KINDS, State
from console.journal.opening import Journal
from console.journal.places import choice_file, hold_writer
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from console.present.snapshot import LogSeen, SavingSeen
from console.room.changed import Changed
from console.room.choice import Choice
from console.room.folding import Folding
from console.room.marks import MARKED, Marks
from console.room.parts import Act, Declare, Parts
from console.room.timelines import Timelines
from console.signals.health import Transition

BATCH = 500
"""Events that are folded at once: a few milliseconds."""

_Sent = tuple[int, Future[list[Event]]] | None
"""Entries on their way to the disk, by their ticket; None where there were none."""

READ_ONLY = "This console is read-only: nothing is recorded from here. Start it without --read-only to act."


class Chain(NamedTuple):
    """What verification said: "checking", "ok" or "broken", and the first bad event."""

    word: str = "checking"
    detail: str = ""


class Record:
    """The log as the room holds it. All methods but `seen` belong to the room's loop."""

    def __init__(self, parts: Parts, index: TimelineIndex) -> None:
        self._parts = parts
        self._timelines = Timelines(parts.log_dir, index)
        self._reader = LogReader(parts.log_dir)
        self._journal: Journal | None = None
        self._folding = Folding()
        self._folded: dict[str, int] = {}
        self._taking_in, self._submitting = asyncio.Lock(), asyncio.Lock()
        self._saving: dict[int, SavingSeen] = {}
        self._ticket = 0
        self.marks = Marks()
        self.changed = Changed()
        self.chain = Chain()
        self.choice = Choice()

    @property
    def writer(self) -> str:
        """The name under which this console writes, "" in read-only mode."""
        return "" if self._journal is None else self._journal.writer

    @property
    def state(self) -> State:
        """All incidents, as the log says."""
        return self._folding.state

    @property
    def directory(self) -> Path:
        """Where the log lies."""
        return self._parts.log_dir

    def runs(self, writer: str) -> bool:
        """Tell whether the console that writes under a name runs; of our own it says no: it is nobody else's."""
        hold = None if writer == self.writer else hold_writer(self.directory, writer)
        if hold is None:
            return writer != self.writer
        hold.release()
        return False

    def turn(self) -> float:
        """Return our place among the consoles that write into this log, from 0 (the first, or the only) to below 1."""
        others = [each for each in self._reader.heads() if self.runs(each)]
        return sum(each < self.writer for each in others) / (len(others) + 1)

    @property
    def saving(self) -> tuple[SavingSeen, ...]:
        """What is on its way to the disk."""
        return tuple(self._saving.values())

    async def open(self) -> None:
        """Open the log, list its newest events, and fold it; in pieces, so that the screen gets its turns."""
        if self._parts.open_journal is not None:
            self._journal = self._parts.open_journal()
            self.choice = Choice(choice_file(self._parts.log_dir, self.writer))
        heads = self._reader.heads()
        filling = asyncio.create_task(self._timelines.fill_whole(self.state))
        for batch in _batches(self._reader.events(kinds=FOLD_KINDS | MARKED)):
            self._folding.add(batch)
            self.marks.add(batch)
            self.changed.add(batch)
            await asyncio.sleep(0.001)
        self._reader.seek({writer: seq for writer, (seq, _) in heads.items()})
        await filling
        self._timelines.correct(self.state)

    async def catch_up(self) -> bool:
        """Take in everything that is committed now, a piece at a time; return whether there was anything."""
        found = False
        while await self.follow():
            found = True
        return found

    async def follow(self) -> bool:
        """Take in what was committed since the last time, or the first of it; return whether there was anything.

        What was read is taken in, even where nobody waits for it any more.
        """
        return await asyncio.shield(self._take_in())

    async def _take_in(self) -> bool:
        async with self._taking_in:
            events = self._reader.poll(BATCH)
            if not events:
                return False
            fresh = [event for event in events if event.seq > self._folded.get(event.writer, 0)]
            if not self._folding.add(fresh):
                await self._fold_again()
            self.marks.add(events)
            self.changed.add(events)
            self._timelines.add(events, self.state)
            if self._journal is not None:
                self._journal.observe(events[-1].hlc)
        await asyncio.sleep(0)
        return True

    async def _fold_again(self) -> None:
        """Fold the whole log, in pieces: an event came that belongs before all that are kept."""
        folding, heads = Folding(), self._reader.heads()
        for batch in _batches(self._reader.state_events()):
            folding.add(batch)
            await asyncio.sleep(0.001)
        self._folding, self._folded = folding, {writer: seq for writer, (seq, _) in heads.items()}
        self._timelines.correct(self.state)

    async def filter(self, index: TimelineIndex | None) -> None:
        """Keep a second index up to date beside the whole one, until there is another filter or none."""
        await self._timelines.filter(index, self.state)

    async def submit(self, act: Act) -> list[Event]:
        """Run a command: what it makes is on the disk when this returns. Raises Refused or Failed."""
        async with self._submitting:  # what was typed first is written first, however long each has to catch up
            await self.catch_up()
            now = self._parts.clock()
            sent = self._send(self._checked(), act(self.state, now), now)
        events = await self._saved(sent)
        if refusal := self.state.refusal_of(event.key for event in events):
            raise Refused(refusal.told)
        return events

    async def declare(self, act: Declare) -> list[Event]:
        """Declare an incident under an id that the log allocates."""
        await self.catch_up()
        journal, now = self._checked(), self._parts.clock()
        # Allocating an id waits for other processes: not on this loop.
        future = await asyncio.to_thread(journal.declare, lambda made: act(self.state, now, made), now)
        events = await asyncio.wrap_future(future)
        await self.catch_up()
        return events

    async def note_health(self, transitions: Sequence[Transition]) -> None:
        """Record that services changed their health."""
        if self._journal is None:
            return
        entries = [
            Entry(HealthChanged(each.service, str(each.before), str(each.after), each.reason), "warroom", self.incident)
            for each in transitions
            if not self._is_known(each)
        ]
        with suppress(WarroomError):  # the journal's condition is on the screen, and says it of every entry
            await self._write(self._journal, entries, self._parts.clock())

    def _is_known(self, each: Transition) -> bool:
        """What the log has is no news: nor that a service of which it has nothing is well at the first look."""
        logged = self.state.health.get(each.service)
        first = each.before is Status.UNKNOWN and each.after is Status.OK
        return logged == str(each.after) or (logged is None and first)

    async def note_changes(self) -> None:
        """Record what sources say was changed."""
        if self._journal is None:
            self.changed.remember()
            return
        with suppress(WarroomError):  # as above; they are tried again with the next change
            await self._write(self._journal, self.changed.entries(self.incident), self._parts.clock())

    def late(self, state: State, now: Instant) -> Sequence[Entry]:
        """Return the promises that were not kept and that nobody wrote down; nothing in read-only mode."""
        scheme = self._parts.scheme
        return () if scheme is None or self._journal is None else breaches(state, scheme, now)

    async def note_facts(self, facts: Sequence[Fact], incident: str) -> None:
        """Record facts of the commander's, all or none; raises Refused or Failed."""
        entries = [Entry(fact, self._parts.actor, incident) for fact in facts]
        await self._write(self._checked(), entries, self._parts.clock())

    @property
    def incident(self) -> str:
        """The id of the live incident that what happens belongs to, "" where there is none: this console's first."""
        here = (self.current, self.state.current())
        return next((each.id for each in here if each is not None and each.live), "")

    @property
    def current(self) -> Incident | None:
        """The incident that this console is about."""
        return self.choice.of(self.state)

    async def _write(self, journal: Journal, entries: Sequence[Entry], now: Instant) -> list[Event]:
        return await self._saved(self._send(journal, entries, now))

    def _send(self, journal: Journal, entries: Sequence[Entry], now: Instant) -> _Sent:
        """Hand entries to the journal now, in the order of the calls."""
        if not entries:
            return None
        future = journal.append_all(entries)
        ticket = self._ticket = self._ticket + 1
        fact = entries[0].fact
        self._saving[ticket] = SavingSeen(now, entries[0].actor, fact.kind, fact.summary())
        return ticket, future

    async def _saved(self, sent: _Sent) -> list[Event]:
        """Wait until they are on the disk, and take them in."""
        if sent is None:
            return []
        ticket, future = sent
        try:
            events = await asyncio.wrap_future(future)
        finally:
            del self._saving[ticket]
        await self.catch_up()
        return events

    def _checked(self) -> Journal:
        if self._journal is None:
            raise Refused(READ_ONLY)
        return self._journal

    async def say_opened(self) -> None:
        """Record that this console watches."""
        if self._journal is not None:
            opened = Entry(ConsoleOpened(self._parts.version), self._parts.actor)
            with suppress(WarroomError):  # as above
                await self._write(self._journal, [opened], self._parts.clock())

    def close(self, timeout: float) -> None:
        """Record the end and let go of the log."""
        if self._journal is not None:
            self._journal.append(Entry(ConsoleClosed(), self._parts.actor))
            self._journal.close(timeout)
        self._reader.close()

    def seen(self) -> LogSeen:
        """Return the log as it stands, for the snapshot."""
        condition = None if self._journal is None else self._journal.condition
        notices = () if self._journal is None else self._journal.notices
        heads = self._reader.heads()
        own = heads.get(self.writer)
        return LogSeen(
            writer=self.writer,
            directory=str(self._parts.log_dir),
            events=sum(seq for seq, _ in heads.values()),
            chain=self.chain.word,
            chain_detail=self.chain.detail,
            condition="ok" if condition is None else condition.state,
            reason="" if condition is None else condition.reason,
            pending=0 if condition is None else condition.pending,
            head="" if own is None else own[1][:12],
            problems=(*self._reader.problems, *notices),
        )


def _batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    walk = iter(events)
    while batch := list(islice(walk, BATCH)):
        yield batch
