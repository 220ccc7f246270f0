"""Pure: how far a rollout is, by the object that rolls. Done, failed, or how much is missing; waits for nothing."""

from typing import NamedTuple

from console.actions.shape import Json, condition, dig, labels, name_of, number, parts, replicas_of, text

DONE, ROLLING, FAILED = "done", "rolling", "failed"
LATE = "ProgressDeadlineExceeded"
DEADLINE = 600
"""Seconds without progress after which a rollout counts as failed, where the object names none."""
_BROKEN = frozenset({
    "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError", "InvalidImageName",
    "CreateContainerError", "RunContainerError",
})  # fmt: skip


class Progress(NamedTuple):
    """How far it is: a state and a sentence."""

    state: str
    text: str


class Counts(NamedTuple):
    """The pods of a workload."""

    desired: int
    updated: int
    total: int
    available: int


def counts(found: Json) -> Counts:
    """Return the counters of a status; what the server leaves out is 0."""
    status = found.get("status") or {}
    if found.get("kind") == "DaemonSet":
        scheduled = number(status, "currentNumberScheduled")
        updated, available = number(status, "updatedNumberScheduled"), number(status, "numberAvailable")
        return Counts(replicas_of(found), updated, scheduled, available)
    updated, available = number(status, "updatedReplicas"), number(status, "availableReplicas")
    return Counts(replicas_of(found), updated, number(status, "replicas"), available)


def late_since(found: Json) -> str:
    """Return since when the progress deadline is exceeded, "" while it is not."""
    found_condition = condition(found, "Progressing")
    return text(found_condition, "lastUpdateTime") if found_condition.get("reason") == LATE else ""


def progress(found: Json, *, scaling: bool = False, late_before: str = "") -> Progress:
    """Return how far a rollout is; `late_before` is a deadline that was exceeded before this one began."""
    if number(found, "status", "observedGeneration") < number(found, "metadata", "generation"):
        return Progress(ROLLING, "waiting for its controller")
    seen = counts(found)
    told = _told(seen)
    if _is_by_hand(found) and not scaling:
        return Progress(DONE, "OnDelete: nothing rolls by itself; each pod changes when it is deleted")
    late = late_since(found)
    if late and late != late_before:
        return Progress(FAILED, f"{text(condition(found, 'Progressing'), 'message') or LATE} ({told})")
    if scaling:
        enough = seen.available >= seen.desired and (seen.desired > 0 or seen.total == 0)
        return Progress(DONE if enough else ROLLING, f"{seen.available} of {seen.desired} available")
    return Progress(DONE if _is_done(found, seen) else ROLLING, told)


def _is_done(found: Json, seen: Counts) -> bool:
    if found.get("kind") == "StatefulSet":
        kept = number(found, "spec", "updateStrategy", "rollingUpdate", "partition")
        whole = kept or text(found, "status", "currentRevision") == text(found, "status", "updateRevision")
        return bool(whole) and seen.updated >= seen.desired - kept and seen.available >= seen.desired
    if found.get("kind") == "DaemonSet":
        return seen.updated >= seen.desired and seen.available >= seen.desired
    # In this order, as the controller goes: all updated, no old ones, all available.
    return seen.updated >= seen.desired and seen.total <= seen.updated and seen.available >= seen.desired


def _is_by_hand(found: Json) -> bool:
    return text(found, "spec", "updateStrategy", "type") == "OnDelete"


def _told(seen: Counts) -> str:
    old = max(seen.total - seen.updated, 0)
    left = f", {old} old left" if old else ""
    return f"{seen.updated} of {seen.desired} updated{left}, {seen.available} available"


def deadline(found: Json) -> int:
    """Return the seconds that a rollout may go on without an end."""
    return number(found, "spec", "progressDeadlineSeconds", absent=DEADLINE)


def is_ordered(found: Json) -> bool:
    """Whether a broken pod holds up the whole rollout: a StatefulSet that goes one by one."""
    return (
        found.get("kind") == "StatefulSet"
        and text(found, "spec", "podManagementPolicy") != "Parallel"
        and not _is_by_hand(found)
    )


def stuck_pod(found: Json, pods: list[Json]) -> Json | None:
    """Return the broken pod of the old revision that an ordered StatefulSet waits for, None where there is none."""
    update = text(found, "status", "updateRevision")
    for pod in sorted(pods, key=name_of):
        old = labels(pod).get("controller-revision-hash") != update
        waits = {text(one, "state", "waiting", "reason") for one in parts(pod, "status", "containerStatuses")}
        ready = condition(pod, "Ready").get("status") == "True"
        if old and not ready and waits & _BROKEN and not dig(pod, "metadata", "deletionTimestamp"):
            return pod
    return None
