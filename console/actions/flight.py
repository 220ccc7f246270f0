"""One action under way: the request, what no answer came to, and the watching until there is a verdict."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from console.actions.aftermath import Aftermath, End, Ways
from console.actions.api import Api, NotKnown
from console.actions.off_loop import OffLoop
from console.actions.places import path_of
from console.actions.readback import read_back
from console.actions.rules import Busy, Offer
from console.actions.sending import EXECUTED, FAILED, IN_DOUBT, Sent, send
from console.actions.shape import Json
from console.actions.subject import Subject
from console.actions.superseding import superseded
from console.incident.action import Plan, Request
from console.incident.deed import Deed
from console.incident.deeds import MitigationSettled
from console.incident.events import NOTHING, Fact, Instant
from console.signals.verdict import UNKNOWN, WORSE, Figures

READS = 5
"""How often what no answer came to is read back before it is left in doubt."""
SETTLE = 2.0
"""Seconds between two such looks: what was not done has to be so twice, since the request may still be on its way."""

Note = Callable[[Sequence[Fact], str], Awaitable[None]]
"""Records facts of an incident as far as the log takes them; raises nothing."""


class Desk(NamedTuple):
    """What every flight shares."""

    note: Note
    call: OffLoop
    clock: Callable[[], Instant]
    sleep: Callable[[float], Awaitable[None]]
    figures: Callable[[str, Instant, Instant], Figures | None]
    offer: Callable[[str, Offer], None]
    deeds: Callable[[], Iterable[Deed]]
    health: Callable[[], Mapping[str, str]] = lambda: NOTHING
    depends_on: Mapping[str, Sequence[str]] = NOTHING


class Flight:
    """One action. `step` and `text` say how far it is, `settled` whether its effect is decided."""

    def __init__(self, subject: Subject, desk: Desk, owner: Json, *, step: str = "executing") -> None:
        self.subject = subject
        self.step, self.text, self.since = step, "", desk.clock()
        self.stopping = ""
        self.rolling = True
        self.task: asyncio.Task[None] | None = None
        self._desk, self._owner = desk, owner
        self._begun = self.since

    @property
    def settled(self) -> bool:
        """Whether it is known to be done, so that only its effect is watched."""
        return self.step in {EXECUTED, "verifying"}

    @property
    def busy(self) -> Busy:
        """How far it is."""
        return Busy(self.subject.target, self.subject.id, self.step, self.since, self.text)

    async def go(self, api: Api, plan: Plan) -> None:
        """Send the request, once, and see it through."""
        try:
            sent = await self._desk.call.whole(lambda: send(api.connection, plan))
            if sent.step == IN_DOUBT:
                await self._move(IN_DOUBT, f"{sent.text}; whether it was done is not known")
                sent = await self._read_back(api, sent)
        except asyncio.CancelledError:
            await self._move(IN_DOUBT, self._stopped("before an answer came: whether it was done is not known"))
            return
        if sent.step == IN_DOUBT:
            await self._move(IN_DOUBT, sent.text)
        elif sent.step == EXECUTED:
            await self.executed(sent.text, sent.request if sent.request != self.subject.request else None)
            await self.follow(api, sent.found, self._begun)
        else:
            await self._move(sent.step, self.subject.tell(sent.text))

    async def _read_back(self, api: Api, sent: Sent) -> Sent:
        """Find out whether a request without an answer was done; never send it again."""
        missed, why = 0, ""
        for _ in range(READS):
            await self._desk.sleep(SETTLE)
            try:
                found = await self._desk.call(lambda: api.read(path_of(self.subject.target)))
            except (NotKnown, TimeoutError) as trouble:
                why = str(trouble) or "no answer in time"
                continue
            told = read_back(sent.request, self.subject.target.uid, found, self._begun)
            if told.done:
                return Sent(EXECUTED, told.text, sent.request, found)
            missed += 1
            if missed > 1:
                return Sent(FAILED, f"{sent.text}; {told.text}", sent.request)
        told_ = f"{sent.text}; it could not be read back ({why}). Check it before anything else"
        return Sent(IN_DOUBT, self.subject.tell(told_), sent.request)

    async def executed(self, text: str, request: Request | None) -> None:
        """Record that it is done; `request` is the one that was sent, where a conflict had it renewed."""
        told = self.subject.tell(text) if text else self.subject.summary
        step = self.subject.step(EXECUTED, told, request=request)
        older = superseded(self.subject, self._begun, self._desk.deeds())
        await self._desk.note([step, *older, self.subject.step("verifying")], self.subject.incident)
        self._at("verifying", text)

    async def follow(self, api: Api, found: Json | None, since: Instant) -> None:
        """Watch what it did, and record the verdict."""
        desk, subject = self._desk, self.subject
        ways = Ways(
            desk.call, desk.clock, desk.sleep, self._tell, self._offer, desk.figures, desk.health, desk.depends_on
        )
        try:
            end = await Aftermath(api, subject, ways, since, found, self._owner).watch()
        except asyncio.CancelledError:
            end = End(UNKNOWN, subject.tell(self._stopped("before its effect was known")))
        detail = _detail(end, subject)
        if end.step == WORSE and subject.undo is not None:
            back = subject.undo._replace(undoes=subject.id)
            desk.offer(subject.id, Offer(f"it got worse: undo it ({back.verb})", back))
            detail = {**detail, "offer": back.as_json()}
        facts: list[Fact] = [subject.step(end.step, end.text, detail=detail)]
        if end.reverted and subject.undo is not None and not self._is_settled():
            facts.append(MitigationSettled(subject.id, "undone", reason=end.text))
        await desk.note(facts, subject.incident)
        self._at(end.step, end.text)

    def _is_settled(self) -> bool:
        return any(deed.id == self.subject.id and deed.settled for deed in self._desk.deeds())

    async def broken(self, fault: Exception) -> None:
        """Record that an error of our own ended it."""
        told = f"an error of warroom's own ended this: {fault!r:.200}"
        await self._move(UNKNOWN if self.settled else IN_DOUBT, self.subject.tell(told))

    def stop(self, why: str) -> None:
        """Stop watching; what was not known by now is recorded as not known."""
        self.stopping = why
        if self.task is not None:
            self.task.cancel()

    def _stopped(self, tail: str) -> str:
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()  # the end is still to be recorded
        return f"{self.stopping or 'warroom was stopped'} {tail}"

    async def _offer(self, offer: Offer) -> None:
        self._desk.offer(self.subject.id, offer)
        step = self.subject.step("verifying", offer.text, detail={"offer": offer.wanted.as_json()})
        await self._desk.note([step], self.subject.incident)

    async def _move(self, step: str, text: str) -> None:
        self._at(step, text)
        await self._desk.note([self.subject.step(step, text)], self.subject.incident)

    def _at(self, step: str, text: str) -> None:
        self.step, self.text, self.since = step, text, self._desk.clock()

    def _tell(self, text: str) -> None:
        self.text = text
        self.rolling = not text.startswith("watched")


def _detail(end: End, subject: Subject) -> Mapping[str, object]:
    if end.before is None and end.after is None:
        return NOTHING
    sides = {"before": end.before, "after": end.after}
    measured = {side: _whole(found) for side, found in sides.items() if found is not None}
    return {**measured, "window_ms": round(subject.window * 1000)}


def _whole(found: Figures) -> Mapping[str, object]:
    """Return figures as the log takes them: whole numbers only."""
    return {
        "error_rate_ppm": None if found.error_rate is None else round(found.error_rate * 1_000_000),
        "p95_ms": None if found.p95 is None else round(found.p95 * 1000),
        "samples": found.samples,
        "probes": found.probes,
    }
