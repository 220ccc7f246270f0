"""Pure: what was done to a workload between two looks: rollouts, restarts, scaling, pauses; one line for one act."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checks.kubernetes.acts import Act, author, fresh
from checks.kubernetes.cut import Scaling
from checks.kubernetes.marks import Mark, Write
from checks.kubernetes.objects import Revision, Workload, short_name
from checks.kubernetes.resources import Kept
from checks.kubernetes.rollouts import Images, Rollout, difference, is_restart, numbers, rollouts, wording

_EARLY, _LATE = 1_000, 60_000
"""ms before and after a write in which its rollout begins."""
_BIRTH = 5_000
_SOON = 15_000
"""ms after a write in which the events of its scaling come."""


class Case(NamedTuple):
    """All that is known of a workload: two looks at it, its revisions, the events of its scaling.

    `number` is the revision that it was seen at before (0: never), `scaled_by` an autoscaler that minds its replicas.
    """

    before: Kept | None
    after: Kept
    revisions: tuple[Revision, ...] = ()
    scalings: tuple[Scaling, ...] = ()
    number: int = 0
    scaled_by: str = ""

    @property
    def row(self) -> Workload:
        """The workload as it is now."""
        found: Workload = self.after.row
        return found

    @property
    def mark(self) -> Mark:
        """Its mark as it is now."""
        assert self.after.mark is not None
        return self.after.mark

    @property
    def current(self) -> int:
        """The number of its revision now, 0 where nothing tells."""
        own = int(self.row.revision) if self.row.revision.isdecimal() else 0
        return max([own, *(each.revision for each in self.revisions)])


def dated(case: Case, since: int, now: int) -> list[Rollout]:
    """Return the rollouts since `since` (ms)."""
    mark, moved = case.mark, 0 < case.number < case.current
    begun: dict[str, int] = {}
    for each in case.scalings:
        if not each.before:
            begun[each.replicaset] = max(begun.get(each.replicaset, 0), each.at)
    edits = [each.at for each in _edits(case)]
    seen_at = now if moved else mark.progressed_at
    if moved:  # our clock and the server's may differ: only an edit that is long past did not make this one
        spec_at = next((at for at in edits if abs(now - at) < 5 * _LATE), None)
        seen = max((each.at for each in _writes(case.before)), default=0) if _rewritten(case) else 0
        begun = {name: at for name, at in begun.items() if abs(now - at) < 5 * _LATE and at >= seen - _EARLY}
        found = rollouts(case.revisions, begun, spec_at, None)
        found = found if any(each.number == case.current for each in found) else [*found, _unseen(case, spec_at or now)]
    else:  # where nothing tells when the latest rollout moved on, an edit may as well be a later one
        spec_at = max((at for at in edits if seen_at is not None and _made(at, seen_at)), default=None)
        found = rollouts(case.revisions, begun, spec_at, seen_at)
    return [each for each in found if each.at >= since]


def _made(at: int, progressed_at: int) -> bool:
    """Tell whether an edit can have made the rollout that last moved on at `progressed_at`."""
    return -_EARLY <= progressed_at - at < 15 * _LATE


def _writes(kept: Kept | None) -> tuple[Write, ...]:
    return kept.mark.writes if kept is not None and kept.mark is not None else ()


def _rewritten(case: Case) -> bool:
    """Tell whether what makes a rollout came between these two looks."""
    old = case.before.mark if case.before is not None else None
    if case.before is None or old is None:
        return False
    made = (old.template, old.restarted_at, case.before.row.paused)
    return made != (case.mark.template, case.mark.restarted_at, case.row.paused)


def _edits(case: Case) -> list[Write]:
    """Return the writes that can have made the latest rollout: none that was there before it.

    Who made it owns fields of the spec, unless it only took some away: then it left no write at all.
    """
    found = fresh(case.before, case.after, 0) if _rewritten(case) else case.mark.writes
    return [each for each in found if each.spec and not each.scale]


def _unseen(case: Case, at: int) -> Rollout:
    """Return the rollout to the present revision, of which only the number may be known."""
    held = {number: each for each in case.revisions for number in numbers(each)}
    now, before = held.get(case.current), held.get(case.number)
    again = now is not None and len(numbers(now)) > 1
    return Rollout(case.current, at, before, now, case.number, again)


def pending(case: Case, known: Iterable[Rollout]) -> bool:
    """Tell whether a new template was written whose rollout has not been seen yet."""
    if case.before is None or case.before.mark is None or case.row.paused:
        return False
    changed = case.before.mark.template != case.mark.template or (
        case.before.mark.restarted_at != case.mark.restarted_at
    )
    return changed and not any(each.number > case.number for each in known)


def deeds(case: Case, known: list[Rollout], images: Images, since: int, now: int) -> Iterator[Act]:
    """Yield what happened since `since` (ms)."""
    row, mark = case.row, case.mark
    base = Act(now, "rollout", row.shown, "", mark.uid, "", row.namespace)
    for each in known:
        what = "restart" if is_restart(each, mark, images) else "rollout"
        text, key = wording(row, each, mark, images), f"{mark.uid}/r{each.number}"
        writes = _edits(case) if each.number == case.current else [one for one in mark.writes if not one.scale]
        yield base._replace(at=each.at, what=what, text=text, key=key, by=author(writes, each.at))
    unexplained = [each for each in fresh(case.before, case.after, since) if not _explained(each, known, case)]
    differs = _differs(case, known)
    told = next((each for each in unexplained if differs and each.spec and differs[0] in {"scale", _kind(each)}), None)
    for write in unexplained:
        what, text = differs if differs and write is told else _written(case, write)
        yield base._replace(at=write.at, what=what, text=text, key=f"{mark.uid}/{write.at // 1000}", by=write.by)
    paused = case.before.row.paused if case.before is not None else row.paused
    if paused != row.paused and not told:
        # Who only takes a field away leaves no write with a time: it is dated by when it was seen.
        text, key = f"{row.name} rollout {'paused' if row.paused else 'resumed'}", f"{mark.uid}/p{mark.generation}"
        yield base._replace(text=text, key=key)
    was = case.before.row.desired if case.before is not None and row.kind != "DaemonSet" else row.desired
    if was != row.desired and not (told or case.scaled_by):
        text = f"{row.name} {was} > {row.desired} replicas"
        yield base._replace(what="scale", text=text, key=f"{mark.uid}/g{mark.generation}")


def _explained(write: Write, known: Iterable[Rollout], case: Case) -> bool:
    """Tell whether a write is what made a rollout, or the workload itself."""
    mark, old = case.mark, case.before.mark if case.before else None
    if mark.created_at is not None and abs(write.at - mark.created_at) <= _BIRTH:
        return True
    if write.scale or (old is not None and (old.template, old.restarted_at) == (mark.template, mark.restarted_at)):
        return False
    return any(-_EARLY <= each.at - write.at <= _LATE for each in known)


def _kind(write: Write) -> str:
    return "scale" if write.scale else "rollout"


def _differs(case: Case, known: Iterable[Rollout]) -> tuple[str, str] | None:
    """Say what is different in the spec since the look before: the latest write that can have done it did."""
    row, old = case.row, case.before.row if case.before else None
    if old is not None and old.paused != row.paused:
        return "rollout", f"{row.name} rollout {'paused' if row.paused else 'resumed'}"
    if old is not None and old.desired != row.desired and row.kind != "DaemonSet":
        return "scale", f"{row.name} {old.desired} > {row.desired} replicas"
    if old is not None and old.images != row.images and not any(each.number > case.number for each in known):
        waits = " (the rollout is paused)" if row.paused else ""
        return "rollout", f"{row.name} {difference(old.images, row.images)}{waits}"
    return None


def _written(case: Case, write: Write) -> tuple[str, str]:
    """Say what a write did that made no such difference, as far as can be told."""
    row = case.row
    near = [each for each in case.scalings if -_EARLY <= each.at - write.at <= _SOON and each.before is not None]
    if near and (write.scale or case.before is None):
        closest = min(near, key=lambda each: abs(each.at - write.at))
        return "scale", f"{row.name} {closest.before} > {closest.after} replicas"
    if write.scale:
        return "scale", f"{row.name} scaled to {row.desired} replicas"
    return "config", f"{row.shown} changed"


def scaled(before: Kept | None, after: Kept, events: list[Scaling], since: int) -> Act | None:
    """Return what an autoscaler did last, where that was since `since`; the events of its target know the numbers."""
    row, mark = after.row, after.mark
    assert mark is not None
    at = row.scaled_at
    if at is None or at < since:
        return None
    target = short_name(row.target_kind, row.target_name)
    near = [each for each in events if abs(each.at - at) <= _SOON and each.before is not None]
    counts = (before.row.current if before is not None else row.current, row.desired)
    if near:
        closest = min(near, key=lambda each: abs(each.at - at))
        counts = (closest.before, closest.after)
    moved = f"{counts[0]} > {counts[1]}" if counts[0] != counts[1] else f"to {row.desired}"
    text, key = f"hpa/{row.name} scaled {target} {moved}", f"{mark.uid}/scaled/{at // 1000}"
    return Act(at, "autoscaler", target, text, key, f"hpa {row.name}", row.namespace)
