"""The change feed of a cluster: gathers what is told of objects, waits until an act is whole, and tells it once."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from checks.change import Change
from checks.kubernetes.access import Connection
from checks.kubernetes.acts import KINDS, Act, acts
from checks.kubernetes.cut import Scaling
from checks.kubernetes.deeds import Case, dated, deeds, pending, scaled
from checks.kubernetes.objects import Revision, Scaler
from checks.kubernetes.resources import Kept
from checks.kubernetes.rollouts import Rollout
from checks.kubernetes.telling import Telling
from checks.kubernetes.templates import Templates

WINDOW = 2 * 3600 * 1000
"""ms back from the first contact."""
_WORKLOADS = frozenset({"deployments", "statefulsets", "daemonsets"})
_REVISIONS = frozenset({"replicasets", "controllerrevisions"})
_PATIENCE = 15.0
"""Seconds that an act is given to show itself whole, at the most: where its rollout or its images are missing."""
_MOST_SCALINGS, _MOST_SCALED = 50, 5000
"""Events kept of one workload, and workloads of which there are any: events outlive what they are about."""


class _Open(NamedTuple):
    """A workload or an autoscaler of which something has to be told: how it was before, and since when (monotonic)."""

    before: Kept | None
    since: float


class Feed:
    """`turn` and `settle` belong to one thread, `look_up` to another, `drain` may be called from any."""

    def __init__(self, where: str, clock: Callable[[], int], *, settle: float = 1.2) -> None:
        self._clock, self._settle = clock, settle
        self._kept: dict[str, Kept] = {}
        self._revisions: dict[str, dict[str, Revision]] = {}
        self._scalings: dict[str, deque[Scaling]] = {}
        self._minders: dict[tuple[str, str, str], str] = {}
        self._numbers: dict[str, int] = {}
        self._open: dict[str, _Open] = {}
        self._telling = Telling(where)
        self.templates = Templates()

    def turn(self, resource: str, before: Kept | None, after: Kept | None) -> None:
        """Take in that an object was added, changed or removed."""
        if resource in _WORKLOADS or resource == "horizontalpodautoscalers":
            self._turn_main(resource, before, after)
        if resource in _REVISIONS:
            self._turn_revision(before, after)
        elif resource == "scalings" and after is not None:
            events = self._scalings.setdefault(after.row.uid, deque(maxlen=_MOST_SCALINGS))
            events.append(after.row)
            if len(self._scalings) > _MOST_SCALED:
                del self._scalings[next(iter(self._scalings))]
        if resource in KINDS:
            now = self._clock()
            for act in acts(resource, before, after, now - WINDOW, now):
                self._telling.tell(act)

    def settle(self, *, ready: bool) -> bool:
        """Tell what can be told by now; True where templates have to be looked up for more.

        `ready` once everything has been listed: before, a rollout might look like something else.
        """
        if not ready:
            return False
        now = time.monotonic()
        for uid, case in list(self._open.items()):
            if now - case.since >= self._settle and self._close(uid, case, late=now - case.since >= _PATIENCE):
                self._open.pop(uid, None)
        return self.templates.wanted

    def drain(self) -> list[Change]:
        """Return what was told since the last time, oldest first."""
        return self._telling.drain()

    def look_up(self, connection: Connection) -> None:
        """Read the old templates that are missing."""
        self.templates.look_up(connection)

    def _turn_main(self, resource: str, before: Kept | None, after: Kept | None) -> None:
        kept = after or before
        assert kept is not None
        assert kept.mark is not None
        uid = kept.mark.uid
        if after is None or (before is not None and before.mark is not None and before.mark.uid != uid):
            self._forget(resource, before, uid)
        if after is not None:
            self._tell_step(uid, after)
            self._kept[uid] = after
            if isinstance(after.row, Scaler):
                if before is not None:
                    self._minders.pop(_minded(before.row), None)  # it may have been pointed at another workload
                self._minders[_minded(after.row)] = after.row.name
            if _matters(before, after):
                self._reopen(uid, before)

    def _tell_step(self, uid: str, after: Kept) -> None:
        """Tell of a scaling before the next one, an autoscaler's answer to it perhaps, hides it."""
        case, last = self._open.get(uid), self._kept.get(uid)
        if case is None or case.before is None or last is None or isinstance(last.row, Scaler):
            return
        if case.before.row.desired != last.row.desired != after.row.desired and uid in self._numbers:
            self._close(uid, case, late=True)
            self._open[uid] = case._replace(before=last)

    def _reopen(self, uid: str, before: Kept | None) -> None:
        if uid not in self._open:
            self._open[uid] = _Open(before, time.monotonic())

    def _forget(self, resource: str, before: Kept | None, uid: str) -> None:
        assert before is not None
        assert before.mark is not None
        gone = before.mark.uid
        for each in (self._kept, self._open, self._numbers, self._scalings, self._revisions):
            each.pop(gone, None)
        row = before.row
        if isinstance(row, Scaler):
            self._minders.pop(_minded(row), None)
        if resource in _WORKLOADS:
            again = "deleted and created again" if uid != gone else "deleted"
            text = f"{row.name} {again}"
            self._telling.tell(Act(self._clock(), "rollout", row.shown, text, f"{gone}/deleted", "", row.namespace))

    def _turn_revision(self, before: Kept | None, after: Kept | None) -> None:
        row: Revision = (after or before).row  # type: ignore[union-attr]
        if after is None:
            held = self._revisions.get(row.owner, {})
            held.pop(row.uid, None)
            if not held:
                self._revisions.pop(row.owner, None)
            self.templates.forget(row.uid)
            return
        self._revisions.setdefault(row.owner, {})[row.uid] = row
        if row.owner in self._kept and (before is None or before.row.revision != row.revision):
            kept = self._kept[row.owner]
            self._reopen(row.owner, kept if row.owner in self._numbers else None)

    def _close(self, uid: str, case: _Open, *, late: bool) -> bool:
        """Tell of one; False where there is more to wait for."""
        after = self._kept.get(uid)
        if after is None:
            return True
        now = self._clock()
        if isinstance(after.row, Scaler):
            act = scaled(case.before, after, list(self._scalings_of(after.row)), now - WINDOW)
            if act is not None:
                self._telling.tell(act)
            return True
        whole = self._case(uid, case.before, after)
        known = dated(whole, now - WINDOW, now)
        if not late and (pending(whole, known) or self._lacks_images(whole, known)):
            return False
        for act in deeds(whole, known, self.templates.images, now - WINDOW, now):
            self._telling.tell(act)
        self._numbers[uid] = whole.current
        return True

    def _case(self, uid: str, before: Kept | None, after: Kept) -> Case:
        row, revisions = after.row, tuple(self._revisions.get(uid, {}).values())
        minded = self._minders.get((row.namespace, row.kind, row.name), "")
        case = Case(before, after, revisions, tuple(self._scalings.get(uid, ())), self._numbers.get(uid, 0), minded)
        if row.observed >= row.generation and not row.paused:  # a paused one may have another template already
            for each in revisions:
                if each.kind == "ReplicaSet" and str(each.revision) == row.revision:
                    self.templates.learn(each.uid, row.images)
        return case

    def _lacks_images(self, case: Case, known: list[Rollout]) -> bool:
        new = [each for each in known if not self._telling.told(f"{case.mark.uid}/r{each.number}")]
        revisions = [one for each in new for one in (each.before, each.after) if one is not None]
        return sum(self.templates.want(each) for each in revisions) > 0

    def _scalings_of(self, row: Scaler) -> Iterator[Scaling]:
        for uid, events in self._scalings.items():
            kept = self._kept.get(uid)
            if kept is not None and (kept.row.namespace, kept.row.name) == (row.namespace, row.target_name):
                yield from events


def _minded(row: Scaler) -> tuple[str, str, str]:
    return row.namespace, row.target_kind, row.target_name


def _matters(before: Kept | None, after: Kept) -> bool:
    """Tell whether more has changed than counters."""
    if before is None or before.mark is None or after.mark is None or isinstance(after.row, Scaler):
        return True
    same = before.mark == after.mark._replace(progressed_at=before.mark.progressed_at)
    return not same or before.row.revision != after.row.revision
