"""Pure: how bad each thing of a cluster is, in word, shape and colour together."""

from functools import lru_cache
from typing import NamedTuple

from checks.kubernetes.objects import Node, Pod, ResourceSeen, Scaler, Workload
from console.incident.clock import MINUTE
from console.incident.events import Instant
from widgets.values import Tone


class Look(NamedTuple):
    """How a state is shown; `rank` sorts, 0 is worst, from `FINE` on nothing is wrong."""

    rank: int
    glyph: str
    tone: Tone
    word: str

    @property
    def wrong(self) -> bool:
        """Whether the commander has to hear of it."""
        return self.rank < FINE


FINE = 5
RECENT = 15 * MINUTE
"""How long a restart counts as news."""
STUCK = "ProgressDeadlineExceeded"

_OK = Look(8, "●", Tone.OK, "ok")
_NONE = Look(7, "○", Tone.MUTED, "zero")
_WAITS = frozenset({"ContainerCreating", "PodInitializing", "Pending", "SchedulingGated", "Terminating"})
_RUNS = frozenset({"Running", "NotReady"})
_DONE = frozenset({"Succeeded", "Completed"})


def workload_look(workload: Workload, failing: int) -> Look:
    """Return the state of a workload of which `failing` pods fail."""
    look = _OK
    if workload.progress == STUCK:
        look = Look(0, "✖", Tone.BAD, "stuck")
    elif not workload.desired and not workload.total:
        look = _NONE
    elif workload.desired and not workload.available:
        look = Look(1, "✖", Tone.BAD, "DOWN")
    elif failing:
        short = workload.available < workload.desired or workload.rolling
        look = Look(2, "✖", Tone.BAD, "failing") if short else Look(3, "▲", Tone.WARN, "failing")
    elif workload.paused:
        look = Look(4, "■", Tone.WARN, "paused")
    elif workload.rolling:
        look = Look(5, "◐", Tone.INFO, "updating")
    elif workload.available < workload.desired:
        look = Look(3, "▲", Tone.WARN, "short")
    return look


def fine(pod: Pod, recent: Instant) -> bool:
    """Whether nothing is wrong with a pod, and no container of it ended since `recent`. Asked of every pod: fast."""
    return (
        (pod.state == "Running" and pod.ready >= pod.containers)
        and not pod.deleting
        and (pod.last_at is None or pod.last_at < recent)
    ) or pod.state in _DONE


def failing(pod: Pod) -> bool:
    """Whether a pod fails by itself: not one that is only being made, moved or ended."""
    return not pod.deleting and _fails(pod.state)


@lru_cache(maxsize=1000)
def _fails(state: str) -> bool:
    started = state.startswith("Init:") and state[5:6].isdigit()
    return not started and state not in _DONE and state not in _WAITS and state not in _RUNS


def pod_look(pod: Pod, recent: Instant) -> Look:
    """Return the state of a pod; a restart after `recent` is news even where it runs again."""
    if pod.deleting:
        return _ENDING
    return _look(
        pod.state, pod.ready < pod.containers, bool(pod.message), pod.last_at is not None and pod.last_at >= recent
    )


_ENDING = Look(6, "◌", Tone.MUTED, "Terminating")


@lru_cache(maxsize=1000)
def _look(state: str, short: bool, explained: bool, restarted: bool) -> Look:  # noqa: FBT001 - asked of every pod: fast
    """Return the look of a state. There are few of them, and thousands of pods."""
    if state in _DONE or (state == "Running" and not short and not restarted):
        return _OK._replace(word=state)
    if _fails(state):
        return Look(1, "?", Tone.UNKNOWN, state) if state == "Unknown" else Look(0, "✖", Tone.BAD, state)
    if state in _RUNS:
        return Look(2, "▲", Tone.WARN, "not ready" if short else "restarted")
    if explained:  # it waits for something that may never come
        return Look(3, "▲", Tone.WARN, state)
    return Look(5, "◌", Tone.INFO, state)


def node_look(node: Node) -> Look:
    """Return the state of a node."""
    if not node.ready:
        return Look(0, "✖", Tone.BAD, "NOT READY")
    if node.pressure:
        return Look(2, "▲", Tone.WARN, "pressure")
    if node.unschedulable:
        return Look(4, "■", Tone.WARN, "cordoned")
    return _OK._replace(word="ready")


def scaler_look(scaler: Scaler) -> Look:
    """Return the state of an autoscaler."""
    if scaler.reason:
        return Look(3, "▲", Tone.WARN, "cannot scale")
    if scaler.high and max(scaler.current, scaler.desired) >= scaler.high:
        return Look(3, "▲", Tone.WARN, "at its max")
    if scaler.desired != scaler.current:
        return Look(5, "◐", Tone.INFO, "scaling")
    return _OK


RESOURCES = {
    "failing": Look(1, "✖", Tone.BAD, "failing"),
    "forbidden": Look(2, "▲", Tone.WARN, "forbidden"),
    "loading": Look(5, "◌", Tone.INFO, "loading"),
    "absent": Look(7, "○", Tone.MUTED, "absent"),
    "ok": _OK,
}


def resource_look(resource: ResourceSeen) -> Look:
    """Return how watching a resource goes."""
    return RESOURCES.get(resource.state, RESOURCES["failing"])
