"""Pure: which rollouts a workload has had, by its revisions: when, from which to which, and what they were in words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checks.kubernetes.marks import Mark
from checks.kubernetes.objects import Revision, Workload

Images = Mapping[str, tuple[str, ...]]
"""By the uid of a revision."""
_TOGETHER = 120_000
"""ms between the time in `restartedAt` and the rollout that it made."""
_SKEW = 1_000
"""ms by which times of two writers may differ."""
_FIRST = 2_000
"""ms after the creation of a ReplicaSet in which its first pods are asked for."""


class Rollout(NamedTuple):
    """A workload went to revision `number`; `before` and `after` are its revisions where they are still there.

    `again` where an old revision was taken up again: a rollback, whoever did it and however.
    """

    number: int
    at: int
    before: Revision | None
    after: Revision | None
    previous: int = 0
    again: bool = False


def numbers(revision: Revision) -> list[int]:
    """Return the numbers that a revision has had, the latest last."""
    had = [int(each) for each in revision.history.split(",") if each.strip().isdecimal()]
    return sorted({*had, revision.revision} - {0})


def rollouts(
    revisions: Iterable[Revision], begun: Mapping[str, int], spec_at: int | None, seen_at: int | None
) -> list[Rollout]:
    """Return every rollout that can be dated, the first one first.

    A revision's creation dates its first number; a later number of it has no time of its own. It is dated by `begun`,
    when a ReplicaSet (by name) was last scaled up from none; where no event tells, the present number by `spec_at`,
    the write that made it, else by `seen_at`, when it was seen to come or last moved on.
    """
    held = {number: each for each in revisions for number in numbers(each)}
    found: list[Rollout] = []
    ordered = sorted(held)
    for place, number in enumerate(ordered):
        revision = held[number]
        had = numbers(revision)
        earlier, previous = [held[each] for each in ordered[:place]], ordered[place - 1] if place else 0
        again = had[0] != number or _newest(each.created_at for each in earlier) > (revision.created_at or 0)
        at = None if again else revision.created_at
        if again and number == had[-1]:
            # An event from before a revision that it came after tells of its earlier life: half way through a
            # rollout its ReplicaSet still has pods, so that nothing begins at 0 again.
            floor = max(_newest(each.created_at for each in earlier), (revision.created_at or 0) + _FIRST)
            if number == ordered[-1]:
                floor = max(floor, _newest(at for name, at in begun.items() if name != revision.name))
            at = begun.get(revision.name)
            at = at if at is not None and floor <= at <= (seen_at or at) + _SKEW else None
        if again and number == ordered[-1]:
            at = at or spec_at or seen_at
        if at is not None:
            found.append(Rollout(number, at, held.get(previous), revision, previous, again))
    return found


def _newest(times: Iterable[int | None]) -> int:
    return max((each for each in times if each is not None), default=0)


def is_restart(rollout: Rollout, mark: Mark, images: Images) -> bool:
    """Tell whether a rollout was nothing but `rollout restart`."""
    at = mark.restarted_at
    same = _known(rollout.before, images) == _known(rollout.after, images)
    return at is not None and abs(rollout.at - at) <= _TOGETHER and same and not rollout.again


def wording(row: Workload, rollout: Rollout, mark: Mark, images: Images) -> str:
    """Say what a rollout was: "web 2.4.0 > 2.4.1 r13 > r14"."""
    before, after = _known(rollout.before, images), _known(rollout.after, images)
    if not rollout.previous:
        return f"{row.name} created {' '.join(short(each) for each in after or row.images)}".strip()
    moved = f"r{rollout.previous} > r{rollout.number}"
    if is_restart(rollout, mark, images):
        return f"{row.name} restarted {moved}"
    words = [row.name, difference(before, after), moved]
    if rollout.again:
        words.append("(back to an earlier revision)")
    # The note on a revision is written anew with each number that it gets.
    newest = rollout.after is not None and rollout.number == numbers(rollout.after)[-1]
    cause = rollout.after.cause if rollout.after and newest else ""
    if rollout.before and rollout.before.cause == cause:
        cause = ""  # it stood on the workload from before: nobody wrote it for this one
    return " ".join(each for each in (*words, f"({cause[:80]})" if cause else "") if each)


def difference(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Return which images changed, in short: the tags where the name is the same; "" where nothing is known."""
    if not before or not after:
        return " ".join(f"to {short(each)}" for each in after[:1])
    if before == after:
        return "(same image)"
    found = []
    for old, new in zip(before, after, strict=False):
        if old != new:
            (name, tag), (other, newer) = _split(old), _split(new)
            found.append(f"{tag} > {newer}" if name == other and tag and newer else f"{short(old)} > {short(new)}")
    if len(before) != len(after):
        found.append(f"({len(before)} > {len(after)} containers)")
    return ", ".join(found)


def short(image: str) -> str:
    """Return an image as people speak of it: "web:2.4.1"."""
    name, tag = _split(image)
    last = name.rpartition("/")[2]
    return f"{last}:{tag}" if tag else last


def _split(image: str) -> tuple[str, str]:
    name, at, digest = image.partition("@")
    path, colon, tag = name.rpartition(":")
    if colon and "/" not in tag:
        return path, tag
    return name, digest.removeprefix("sha256:")[:12] if at else ""


def _known(revision: Revision | None, images: Images) -> tuple[str, ...]:
    if revision is None:
        return ()
    return revision.images or images.get(revision.uid, ())
