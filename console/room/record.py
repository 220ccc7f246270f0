"""What the room records, and what it knows from the log: log first, state second."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from console.incident.deadlines import breaches
from console.incident.errors import Refused, WarroomError
from console.incident.events import ConsoleClosed, ConsoleOpened, Entry, Event, Fact, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.journal.opening import Journal
from console.journal.places import choice_file, hold_writer
from console.journal.timeline import TimelineIndex
from console.present.snapshot import LogSeen, SavingSeen
from console.room.choice import Choice
from console.room.following import Following
from console.room.parts import Act, Declare, Parts
from console.room.saving import Saving, Sent

READ_ONLY = "This console is read-only: nothing is recorded from here. Start it without --read-only to act."


class Chain(NamedTuple):
    """What verification said: "checking", "ok" or "broken", and the first bad event."""

    word: str = "checking"
    detail: str = ""


class Record:
    """The log as the room holds it: writes to it, and follows it. All methods but `seen` belong to the room's loop."""

    def __init__(self, parts: Parts, index: TimelineIndex) -> None:
        self._parts = parts
        self._log = log = Following(parts.log_dir, index, self._observe)
        self.marks, self.changed = log.marks, log.changed
        self.follow, self.catch_up, self.filter = log.follow, log.catch_up, log.filter
        self._journal: Journal | None = None
        self._submitting = asyncio.Lock()
        self._saving = Saving()
        self.chain = Chain()
        self.choice = Choice()

    @property
    def writer(self) -> str:
        """The name under which this console writes, "" in read-only mode."""
        return "" if self._journal is None else self._journal.writer

    @property
    def state(self) -> State:
        """All incidents, as the log says."""
        return self._log.state

    @property
    def directory(self) -> Path:
        """Where the log lies."""
        return self._parts.log_dir

    def _observe(self, hlc: int) -> None:
        if self._journal is not None:
            self._journal.observe(hlc)

    def runs(self, writer: str) -> bool:
        """Tell whether the console that writes under a name runs; of our own it says no: it is nobody else's."""
        hold = None if writer == self.writer else hold_writer(self.directory, writer)
        if hold is None:
            return writer != self.writer
        hold.release()
        return False

    def turn(self) -> float:
        """Return our place among the consoles that write into this log, from 0 (the first, or the only) to below 1."""
        others = [each for each in self._log.heads() if self.runs(each)]
        return sum(each < self.writer for each in others) / (len(others) + 1)

    @property
    def saving(self) -> tuple[SavingSeen, ...]:
        """What is on its way to the disk."""
        return self._saving.seen

    async def open(self) -> None:
        """Open our own part of the log, and take in what everybody wrote."""
        if self._parts.open_journal is not None:
            self._journal = self._parts.open_journal()
            self.choice = Choice(choice_file(self._parts.log_dir, self.writer))
        await self._log.open()

    async def submit(self, act: Act) -> list[Event]:
        """Run a command: what it makes is on the disk when this returns. Raises Refused or Failed."""
        async with self._submitting:  # what was typed first is written first, however long each has to catch up
            await self.catch_up()
            now = self._parts.clock()
            sent = self._saving.send(self._checked(), act(self.state, now), now)
        events = await self._taken_in(sent)
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

    async def note(self, entries: Sequence[Entry]) -> None:
        """Record what the room sees by itself; nothing in read-only mode."""
        if self._journal is not None:
            with suppress(WarroomError):  # the journal's condition is on the screen, and says it of every entry
                await self._write(self._journal, entries, self._parts.clock())

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
        return await self._taken_in(self._saving.send(journal, entries, now))

    async def _taken_in(self, sent: Sent) -> list[Event]:
        """Wait until entries are on the disk, and take them in."""
        events = await self._saving.saved(sent)
        if events:
            await self.catch_up()
        return events

    def _checked(self) -> Journal:
        if self._journal is None:
            raise Refused(READ_ONLY)
        return self._journal

    async def say_opened(self) -> None:
        """Record that this console watches."""
        await self.note([Entry(ConsoleOpened(self._parts.version), self._parts.actor)])

    def close(self, timeout: float) -> None:
        """Record the end and let go of the log."""
        if self._journal is not None:
            self._journal.append(Entry(ConsoleClosed(), self._parts.actor))
            self._journal.close(timeout)
        self._log.close()

    def seen(self) -> LogSeen:
        """Return the log as it stands, for the snapshot."""
        condition = None if self._journal is None else self._journal.condition
        notices = () if self._journal is None else self._journal.notices
        heads = self._log.heads()
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
            problems=(*self._log.problems, *notices),
        )
