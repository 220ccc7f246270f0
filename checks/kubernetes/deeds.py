"""Pure: what was done to a workload between two looks: rollouts, restarts, scaling, pauses; one line for one act."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checks.kubernetes.acts import Act, author, fresh
from checks.kubernetes.cut import Scaling
from checks.kubernetes.marks import Mark, Write
from checks.kubernetes.objects import Revision, Workload
from checks.kubernetes.resources import Kept
from checks.kubernetes.rollouts import Images, Rollout, difference, is_restart, rollouts, wording

_EARLY, _LATE = 5_000, 60_000
"""ms before and after a write in which its rollout begins."""
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
    seen_at = now if moved else mark.progressed_at
    edits = [each.at for each in mark.writes if not each.scale]
    spec_at = max((at for at in edits if seen_at is None or at <= seen_at + _EARLY), default=None)
    if moved and spec_at is not None and spec_at < now - _LATE * 5:
        spec_at = None  # whoever did it left no trace
    found = rollouts(case.revisions, _latest(spec_at, seen_at, moved=moved), seen_at)
    if moved and not any(each.number == case.current for each in found):
        found.append(Rollout(case.current, spec_at or now, None, None, case.number))
    return [each for each in found if each.at >= since]


def _latest(spec_at: int | None, seen_at: int | None, *, moved: bool) -> int | None:
    """Return the write that a rollout goes back to, unless it lies too far before the rollout's own time."""
    if spec_at is None or moved or seen_at is None:
        return spec_at
    return spec_at if seen_at - spec_at < 15 * _LATE else seen_at


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
        yield base._replace(at=each.at, what=what, text=text, key=key, by=author(mark, each.at))
    told = False
    for write in fresh(case.before, case.after, since):
        if not _explained(write, known, mark):
            told = True
            what, text = _written(case, write)
            yield base._replace(at=write.at, what=what, text=text, key=f"{mark.uid}/{write.at // 1000}", by=write.by)
    was = case.before.row.desired if case.before is not None and row.kind != "DaemonSet" else row.desired
    if was != row.desired and not (told or case.scaled_by):
        text = f"{row.name} {was} > {row.desired} replicas"
        yield base._replace(what="scale", text=text, key=f"{mark.uid}/g{mark.generation}")


def _explained(write: Write, known: Iterable[Rollout], mark: Mark) -> bool:
    """Tell whether a write is what made a rollout, or the workload itself."""
    if mark.created_at is not None and abs(write.at - mark.created_at) <= _EARLY:
        return True
    return not write.scale and any(-_EARLY <= each.at - write.at <= _LATE for each in known)


def _written(case: Case, write: Write) -> tuple[str, str]:
    """Say what a write did, as far as can be told."""
    row, old = case.row, case.before.row if case.before else None
    if old is not None and old.paused != row.paused:
        return "rollout", f"{row.name} rollout {'paused' if row.paused else 'resumed'}"
    if old is not None and old.desired != row.desired and row.kind != "DaemonSet":
        return "scale", f"{row.name} {old.desired} > {row.desired} replicas"
    if old is not None and old.images != row.images:
        waits = " (the rollout is paused)" if row.paused else ""
        return "rollout", f"{row.name} {difference(old.images, row.images)}{waits}"
    near = [each for each in case.scalings if -_EARLY <= each.at - write.at <= _SOON and each.before is not None]
    if near and (write.scale or case.before is None):
        closest = min(near, key=lambda each: abs(each.at - write.at))
        return "scale", f"{row.name} {closest.before} > {closest.after} replicas"
    if write.scale:
        return "scale", f"{row.name} scaled to {row.desired} replicas"
    return "config", f"{row.shown} changed"
