"""Runs actions: card, confirmation, request, verdict, way back. The only caller of what changes a cluster.

It lives on one event loop. It knows no log, no settings and no screen: it is given ways to record and to ask.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from console.actions import doubt
from console.actions.api import Connect
from console.actions.cards import Cards, Ties
from console.actions.flight import Desk, Flight
from console.actions.guard import owner_in
from console.actions.off_loop import PATIENCE, OffLoop
from console.actions.pen import Pen
from console.actions.revisions import Choice
from console.actions.rules import Around, Busy, Offer, Record, Rules
from console.actions.subject import Subject, subject_of
from console.actions.superseding import superseded
from console.actions.traffic import Traffic
from console.incident.action import Plan, Target, Wanted, wanted_from
from console.incident.deed import Deed
from console.incident.errors import Failed, Refused
from console.incident.events import Instant

_GOODBYE = 0.7
"""Seconds that recording the end of what was under way may take when the program quits."""
_NOBODY = Around()


class Runner:
    """Prepares, runs, checks and undoes actions. All methods belong to one loop; blocking calls go to threads.

    `connect` gives the connection to a context ("" the current one), is called on a thread and may raise Trouble;
    `record` appends to the log; `new_id` names an action; `sleep` waits (seconds).
    """

    def __init__(  # noqa: PLR0913 - these are all its ties to the rest of the program
        self,
        connect: Connect,
        record: Record,
        rules: Rules,
        clock: Callable[[], Instant],
        new_id: Callable[[], str],
        *,
        around: Around = _NOBODY,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        patience: float = PATIENCE,
    ) -> None:
        self._rules, self._around = rules, around
        self._call, self._pen = OffLoop(patience), Pen(record, patience)
        self._traffic = Traffic()
        self._checking: set[str] = set()
        self._cards = Cards(Ties(connect, self._pen.write, rules, clock, new_id, around), self._call, self._traffic)
        asked = (around.actions, around.health, around.depends_on)
        self._desk = Desk(self._pen.note, self._call, clock, sleep, around.figures, self._traffic.offer, *asked)

    @property
    def busy(self) -> tuple[Busy, ...]:
        """What is under way."""
        return self._traffic.busy

    @property
    def offers(self) -> Mapping[str, tuple[Offer, ...]]:
        """What actions suggest as the next one, by the id of the action."""
        return self._traffic.offers

    async def choices(self, target: Target) -> tuple[Choice, ...]:
        """Return the revisions that a workload can go back to, the newest first, one proposed at most."""
        return await self._cards.choices(target)

    async def prepare(self, wanted: Wanted, *, note: bool = True) -> Plan:
        """Run preflight and return the card; Failed where the target cannot be read. `note` False: only a look.

        Refused while another action on the target is being done. A card that is blocked is recorded as refused right
        away: nothing can be confirmed on it.
        """
        return await self._cards.prepare(wanted, note=note)

    async def run(self, plan: Plan, typed: str = "") -> str:
        """Do what the card says; returns the id of the action once its intent is in the log. Refused where it may not.

        What follows goes on by itself: the request, the watching, the verdict.
        """
        plan = self._cards.confirmed(plan, typed)
        first = self._traffic.on(plan.wanted.target)
        subject = subject_of(plan, self._around.incident())
        flight = Flight(subject, self._desk, owner_in(plan.guard))
        self._traffic.add(flight)  # before anything is waited for, so that a second key press finds it
        try:
            api, _ = await self._cards.reach(plan.wanted.target, plan.server)
            await self._intend(subject, plan)
        except BaseException:  # also where the console ends meanwhile: its place is free again
            self._traffic.drop(flight)
            raise
        self._cards.used(plan)
        if first is not None:
            first.stop(f"another action on it began ({plan.summary})")
        self._begin(flight, flight.go(api, plan))
        return plan.id

    async def _intend(self, subject: Subject, plan: Plan) -> None:
        """Have the log hold what is going to be done; what it takes only later was not done."""
        steps = [subject.step("confirmed"), subject.step("executing", subject.summary)]
        begun = self._pen.writing
        try:
            await self._pen.write(steps, subject.incident)
        except Failed:
            if self._pen.writing - begun:  # it waits for the disk, and may yet go in
                self._cards.used(plan)
                told = subject.tell("nothing was sent: the log did not take this in time")
                await self._desk.note([subject.step("failed", told)], subject.incident)
            raise

    async def decline(self, plan: Plan) -> None:
        """Put a card away."""
        await self._cards.decline(plan)

    async def check(self, deed: Deed) -> None:
        """Read back an action that is in doubt, and record what became of it; sends nothing that changes anything.

        Failed where it cannot be read: then it stays in doubt. What was done is watched on, as far as it can be.
        """
        self._cards.writable()
        if (flight := self._traffic.get(deed.id)) is not None:
            raise Refused(f"{deed.verb} {deed.target} is under way here: {flight.text or flight.step}.")
        if deed.id in self._checking:
            raise Refused(f"{deed.verb} {deed.target} is being read back already.")
        subject = doubt.subject_of(deed, self._rules.window)
        self._checking.add(deed.id)
        try:
            await self._read_back(subject, deed)
        finally:
            self._checking.discard(deed.id)

    async def _read_back(self, subject: Subject, deed: Deed) -> None:
        api, _ = await self._cards.reach(subject.target)
        seen = await doubt.read(api, subject, deed, self._call, self._desk.sleep)
        older = superseded(subject, deed.begun, self._around.actions()) if seen.told.done else []
        await self._pen.write([*doubt.steps(subject, deed, seen.told), *older], subject.incident)
        if seen.told.done:
            flight = Flight(subject, self._desk, {}, step="verifying")
            self._traffic.add(flight)
            self._begin(flight, flight.follow(api, seen.target, deed.at))

    async def undo(self, deed: Deed, *, note: bool = True) -> Plan:
        """Return the card of an action's inverse; it has a preflight of its own. `note` False: only a look."""
        if not deed.undo:
            raise Refused(f"{deed.verb} {deed.target} has no way back.")
        if deed.settled and not deed.is_handed_over:
            raise Refused(f"{deed.verb} {deed.target} is {deed.settled} already.")
        if not deed.is_done:
            raise Refused(f"{deed.verb} {deed.target} stands at '{deed.step}': only what was done can be undone.")
        try:
            wanted = wanted_from(deed.undo)
        except ValueError:
            raise Failed(f"the way back of {deed.verb} {deed.target} cannot be read in the log.") from None
        if wanted.target.context != deed.context:
            # What may be done where goes by the context that the deed shows: a log that was meddled with ends here.
            raise Refused(f"{deed.verb} {deed.target} was done in {deed.context}, and its way back names another one.")
        inverse = wanted._replace(undoes=deed.id, service=wanted.service or deed.service)
        return await self.prepare(inverse, note=note)

    async def close(self) -> None:
        """Quit: what is under way is recorded as not known, never taken back."""
        for flight in self._traffic.flights:
            flight.stop("warroom was closed")
        tasks = [flight.task for flight in self._traffic.flights if flight.task is not None]
        if tasks or self._pen.writing:
            await asyncio.wait([*tasks, *self._pen.writing], timeout=_GOODBYE)
        self._call.close()

    def _begin(self, flight: Flight, course: Coroutine[Any, Any, None]) -> None:
        flight.task = asyncio.create_task(self._fly(flight, course))

    async def _fly(self, flight: Flight, course: Coroutine[Any, Any, None]) -> None:
        try:
            await course
        except Exception as fault:  # noqa: BLE001 - one action must never end the program; the log says what happened
            await flight.broken(fault)
        finally:
            self._traffic.drop(flight)
