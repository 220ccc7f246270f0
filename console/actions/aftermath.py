"""Watches what an action did: its rollout, whether somebody puts it back, then the service's own numbers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from console.actions.api import Api, NotKnown
from console.actions.off_loop import OffLoop
from console.actions.places import path_of
from console.actions.readback import mark_of
from console.actions.rollout import DONE, FAILED, ROLLING, Progress, deadline, is_ordered, late_since, progress
from console.actions.rules import Offer
from console.actions.shape import Json, dig, last_writer, uid_of
from console.actions.stuck import Replacement, stuck_offer
from console.actions.subject import Subject
from console.incident.clock import short_span
from console.incident.events import NOTHING, Instant
from console.signals.neighbours import Sides, among, beside, callers_of
from console.signals.verdict import UNKNOWN, Figures, judge

LOOK_AGAIN = 1.0
"""Seconds between two looks at a rollout."""
REVERSION = 30.0
"""Seconds that an action without a service is watched for somebody who puts it back: an HPA and self-heal take 20."""
GRACE = 60.0
"""Seconds beyond the deadline of a rollout that its controller is given to say so."""
ROLLS = frozenset({"rollback", "restart", "resume", "scale"})
ENDED, TIMED_OUT = "failed", "timed out"
_AILING = frozenset({"degraded", "down"})
_CONTROLLER = "kube-controller-manager"
_MS = 1000


class End(NamedTuple):
    """How it ended: the step, the sentence, and whether nothing of the action is left in the world."""

    step: str
    text: str
    reverted: bool = False
    before: Figures | None = None
    after: Figures | None = None


class Ways(NamedTuple):
    """How the watching is done: off the loop, and by which clock; `tell` hears how far it is and what is offered."""

    call: OffLoop
    clock: Callable[[], Instant]
    sleep: Callable[[float], Awaitable[None]]
    tell: Callable[[str], None]
    offer: Callable[[Offer], Awaitable[None]]
    figures: Callable[[str, Instant, Instant], Figures | None]
    health: Callable[[], Mapping[str, str]] = lambda: NOTHING
    depends_on: Mapping[str, Sequence[str]] = NOTHING


class Aftermath:
    """Watches one action that was executed at `since` (ms). `found` is the object that the request was answered with.

    `owner` is the controller of a pod that was deleted, {} where it is not known.
    """

    def __init__(self, api: Api, subject: Subject, ways: Ways, since: Instant, found: Json | None, owner: Json) -> None:
        self._api, self._subject, self._ways, self._since = api, subject, ways, since
        self._mark = mark_of(subject.request, found) if found else ""
        self._late_before: str | None = None
        self._offered: set[str] = set()
        self._health = dict(ways.health())
        self._replacement = Replacement(api, subject.target, owner)

    async def watch(self) -> End:
        """Watch until there is a verdict."""
        rolled = Progress(DONE, "")
        if self._subject.wanted.verb in ROLLS or self._subject.target.kind == "Pod":
            ended = await self._roll()
            if isinstance(ended, End):
                return ended
            rolled = ended
        return await self._judge(rolled)

    async def _roll(self) -> Progress | End:
        """Wait for the rollout; return how it ended, or the end of it all."""
        limit = self._since + round((deadline({}) + GRACE) * _MS)
        while True:
            try:
                found = await self._ways.call(self._read)
                if found is not None:
                    limit = self._since + round((deadline(found) + GRACE) * _MS)
                seen = await self._see(found)
            except (NotKnown, TimeoutError) as why:
                seen = Progress(ROLLING, f"the cluster does not answer: {str(why) or 'too slow'}")
            if isinstance(seen, End) or seen.state == DONE:
                return seen
            if seen.state == FAILED:
                return self._end(ENDED, f"the rollout failed: {seen.text}")
            if self._ways.clock() > limit:
                return self._end(TIMED_OUT, f"the rollout did not end: {seen.text}")
            self._ways.tell(seen.text)
            await self._ways.sleep(LOOK_AGAIN)

    def _read(self) -> Json | None:
        return self._api.read(path_of(self._subject.target))

    async def _see(self, found: Json | None) -> Progress | End:
        """Say how far it is, by the target as it is now."""
        if self._subject.target.kind == "Pod":
            return await self._ways.call(lambda: self._replacement.progress(found))
        changed = self._changed(found)
        if changed is not None or found is None:
            return changed or Progress(ROLLING, "")
        if self._late_before is None:
            # What was late before this action began says nothing of it, until the controller has looked again.
            self._late_before = late_since(found)
        seen = progress(found, scaling=self._subject.wanted.verb == "scale", late_before=self._late_before)
        if seen.state == ROLLING and dig(found, "spec", "paused") and self._subject.wanted.verb != "scale":
            return self._end(UNKNOWN, f"somebody paused the rollout: {seen.text}")
        if seen.state == ROLLING and is_ordered(found):
            await self._offer_stuck(found)
        return seen

    def _changed(self, found: Json | None) -> End | None:
        """Return the end where the target is gone, or somebody put it back."""
        after = short_span(max(self._ways.clock() - self._since, 0))
        if found is None or uid_of(found) != self._subject.target.uid:
            return self._end(ENDED, f"the target was deleted {after} after it", reverted=True)
        mark = mark_of(self._subject.request, found)
        self._mark = self._mark or mark
        if mark == self._mark:
            return None
        who, _ = last_writer(found)
        if who == _CONTROLLER and self._subject.wanted.verb == "scale":
            who = f"an autoscaler ({who})"
        told = f"it was put back or changed by {who or 'somebody'} {after} after it; nothing of it is left"
        return self._end(ENDED, told, reverted=True)

    async def _offer_stuck(self, found: Json) -> None:
        """Offer to delete the broken pod that an ordered StatefulSet waits for, once for each pod."""
        offer = await self._ways.call(lambda: stuck_offer(self._api, self._subject.wanted, found))
        if offer is not None and offer.wanted.target.uid not in self._offered:
            self._offered.add(offer.wanted.target.uid)
            await self._ways.offer(offer)

    async def _judge(self, rolled: Progress) -> End:
        """Watch the service for the window, and compare its numbers with those of as long before."""
        subject, done = self._subject, self._ways.clock()
        service = subject.wanted.service
        ailing = sorted(name for name, status in self._health.items() if status in _AILING)
        reverted = await self._wait(subject.window if service or ailing else min(subject.window, REVERSION))
        if reverted is not None:
            return reverted
        if not service:
            return self._judge_by(ailing, rolled, done)
        before, after = self._sides(service, done)
        if before is None and after is None:
            return self._end(UNKNOWN, rolled.text, f"nothing was measured of {service}")
        verdict = judge(before, after, subject.window)
        others = {name: self._sides(name, done) for name in self._health if name != service}
        also = beside(others, callers_of(service, self._ways.depends_on), subject.window)
        told = "; ".join(filter(None, (verdict.text, also)))
        return End(verdict.word, subject.tell(told), before=before, after=after)

    def _judge_by(self, ailing: Sequence[str], rolled: Progress, done: Instant) -> End:
        """Judge what belongs to no service by the services that were not ok when it began."""
        if not ailing:
            return self._end(UNKNOWN, rolled.text, "no service is known for it, so nothing was measured")
        verdict = among({name: self._sides(name, done) for name in ailing}, self._subject.window)
        return self._end(verdict.word, rolled.text if verdict.word == UNKNOWN else "", verdict.text)

    def _sides(self, service: str, done: Instant) -> Sides:
        """Return the numbers of a service as long before it began as since it was done."""
        before = self._ways.figures(service, self._since - round(self._subject.window * _MS), self._since)
        return Sides(before, self._ways.figures(service, done, self._ways.clock()))

    async def _wait(self, seconds: float) -> End | None:
        """Wait, and look now and then whether somebody puts it back."""
        until = self._ways.clock() + round(seconds * _MS)
        while (left := until - self._ways.clock()) > 0:
            self._ways.tell(f"watched for {short_span(left)} more")
            await self._ways.sleep(min(LOOK_AGAIN * 2, left / _MS))
            if self._subject.target.kind == "Pod":
                continue
            try:
                changed = self._changed(await self._ways.call(self._read))
            except (NotKnown, TimeoutError):
                continue  # that it cannot be seen says nothing; the numbers do
            if changed is not None:
                return changed
        return None

    def _end(self, step: str, *sentences: str, reverted: bool = False) -> End:
        return End(step, self._subject.tell("; ".join(filter(None, sentences))), reverted)
