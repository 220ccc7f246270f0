"""Pure: the revisions that a workload can go back to, what is known of each, and which one to propose."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from console.actions.shape import Json, dig, moment, name_of, notes, number, owner_of, text, uid_of
from console.actions.templates import images, plain, unrestarted

CURRENT, HEALTHY, NEVER, UNKNOWN = "current", "healthy", "never healthy", "not known"
REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
CAUSE = "kubernetes.io/change-cause"


class Choice(NamedTuple):
    """A revision that a workload can go back to; `at` is when it was made, `why` explains its state.

    `state` is "current", "healthy" (it was fully available), "never healthy" or "not known". One is `proposed` at most.
    """

    uid: str
    revision: int
    name: str
    images: tuple[str, ...]
    at: int | None
    cause: str
    state: str
    proposed: bool
    why: str


class Old(NamedTuple):
    """A ReplicaSet or ControllerRevision with the template that it keeps; `size` and `available` count pods."""

    uid: str
    revision: int
    name: str
    template: Json
    at: int | None
    cause: str = ""
    history: str = ""
    size: int = 0
    available: int = 0
    there: int = 0


def old_ones(found: Iterable[Json], owner: str) -> tuple[Old, ...]:
    """Return the revisions that the workload with this uid controls, the newest first."""
    mine = [_old(one) for one in found if text(owner_of(one), "uid") == owner]
    return tuple(sorted(mine, key=lambda one: (one.revision, one.at or 0), reverse=True))


def _old(found: Json) -> Old:
    at, cause = moment(text(found, "metadata", "creationTimestamp")), notes(found).get(CAUSE, "")
    if "data" in found:
        template = plain(dig(found, "data", "spec", "template"))
        return Old(uid_of(found), number(found, "revision"), name_of(found), template, at, cause)
    revision = notes(found).get(REVISION, "0")
    return Old(
        uid_of(found),
        int(revision) if revision.isdecimal() else 0,
        name_of(found),
        plain(dig(found, "spec", "template")),
        at,
        cause,
        notes(found).get(HISTORY, ""),
        number(found, "spec", "replicas"),
        number(found, "status", "availableReplicas"),
        number(found, "status", "replicas"),
    )


def current_of(workload: Any, revisions: Iterable[Old]) -> Old | None:
    """Return the revision of the template as it is now; None where the controller has not made it yet."""
    now = plain(dig(workload, "spec", "template"))
    known = tuple(revisions)
    same = next((one for one in known if one.template == now), None)
    if same is not None or number(workload, "status", "observedGeneration") < number(
        workload, "metadata", "generation"
    ):
        return same
    # A server that was upgraded fills templates in otherwise than it once did; what its controller says still holds.
    revision, name = notes(workload).get(REVISION, ""), text(workload, "status", "updateRevision")
    return next((one for one in known if one.name == name or (revision and str(one.revision) == revision)), None)


def choices(
    workload: Any, revisions: Iterable[Old], *, onset: int | None = None, healthy: Mapping[str, int] | None = None
) -> tuple[Choice, ...]:
    """Return what there is to go back to, the newest first.

    `onset` is when the impact began, `healthy` says when each uid was first seen fully available (both ms).
    """
    known = tuple(revisions)
    seen = healthy or {}
    current = current_of(workload, known)
    now = unrestarted(dig(workload, "spec", "template"))
    before = {one.uid: older.cause for one, older in pairwise(known)}
    told = {one.uid: _state(one, known, current, now, seen) for one in known}
    proposed, why = _proposal(known, told, onset, seen)
    return tuple(
        Choice(
            one.uid,
            one.revision,
            one.name,
            images(one.template),
            one.at,
            # What stood on the workload already was not written for this revision.
            one.cause if one.cause != before.get(one.uid) else "",
            told[one.uid][0],
            one is proposed,
            "; ".join(filter(None, (told[one.uid][1], why if one is proposed else ""))),
        )
        for one in known
    )


def state_of(one: Old, workload: Any, revisions: tuple[Old, ...], seen: Mapping[str, int]) -> tuple[str, str]:
    """Return the state of one revision, as its `Choice` has it, and why; `seen` is `healthy` of `choices`."""
    now = unrestarted(dig(workload, "spec", "template"))
    return _state(one, revisions, current_of(workload, revisions), now, seen)


def _state(
    one: Old, known: tuple[Old, ...], current: Old | None, now: Json, seen: Mapping[str, int]
) -> tuple[str, str]:
    if one is current:
        return CURRENT, "this is what runs now"
    if unrestarted(one.template) == now:
        return CURRENT, "the same as now but for a restart"
    if one.uid in seen:
        return HEALTHY, "it was seen fully available"
    if one.size and one.available == one.size:
        return HEALTHY, f"{one.available} of its pods are available now"
    before = [each for each in known if each.revision < one.revision and each.there]
    if before and one is not current:
        # A rollout is done once nothing older is left: what still runs below it says that this one never was.
        return NEVER, f"r{before[0].revision} still had pods when it was replaced"
    again = f"; it came back after having been r{one.history.replace(',', ', r')}" if one.history else ""
    return UNKNOWN, f"nobody watched whether it ever was fully available{again}"


def _proposal(
    known: tuple[Old, ...], told: Mapping[str, tuple[str, str]], onset: int | None, seen: Mapping[str, int]
) -> tuple[Old | None, str]:
    """Return the newest revision before the onset that was fully available, never simply the one before."""

    def before(one: Old) -> bool:
        times = [at for at in (one.at, seen.get(one.uid)) if at is not None]
        return onset is None or all(at <= onset for at in times)

    good = [one for one in known if told[one.uid][0] == HEALTHY]
    early = next((one for one in good if before(one)), None)
    if early is not None:
        return early, "the newest that was fully available" + (" before the onset" if onset is not None else "")
    if onset is None:
        return None, ""
    maybe = next((one for one in known if told[one.uid][0] == UNKNOWN and before(one)), None)
    return maybe, "the newest from before the onset; look at it before you take it" if maybe else ""
