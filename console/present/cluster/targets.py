"""Pure: what an action can be done to, the worst first, as a list to choose from."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from checks.kubernetes.objects import ClusterSeen, Workload
from console.incident.action import VERBS_OF, Target
from console.incident.events import Instant
from console.present.cluster.looks import FINE, Look, node_look, pod_look
from console.present.cluster.reasons import progress_words
from console.present.cluster.view import ClusterView, view_of
from console.present.cluster.words import target_words
from widgets.text import safe_text
from widgets.values import Tone

KEEP = "evidence"
"""What can be had of every kind: what it shows now is kept."""
MOST = 2_000
"""Targets in a list: more than that nobody scrolls through, and typing finds only what is in it."""


class Aim(NamedTuple):
    """A target with its line in the list."""

    target: Target
    label: str
    detail: str
    tone: Tone


def aims(clusters: Sequence[ClusterSeen], verb: str, now: Instant) -> list[Aim]:
    """Return what a verb can be done to in all clusters, the worst of each first."""
    found: list[Aim] = []
    for seen in clusters:
        view = view_of(seen, now)
        where = f"  {safe_text(seen.context, 40)}" if len(clusters) > 1 else ""
        found += [each._replace(detail=f"{each.detail}{where}") for each in _in(view, verb)]
    return found[:MOST]


def _in(view: ClusterView, verb: str) -> Iterable[Aim]:
    kinds = {kind for kind, verbs in VERBS_OF.items() if verb in (*verbs, KEEP)}
    for workload in sorted(view.workloads, key=lambda each: _urgency(view, each)):
        if workload.kind in kinds and (verb not in {"pause", "resume"} or workload.paused == (verb == "resume")):
            target = Target(view.seen.context, workload.kind, workload.namespace, workload.name, workload.uid)
            yield _aim(view, target, view.looks[workload.uid], progress_words(workload))
    for pod in view.pods if "Pod" in kinds else ():
        target = Target(view.seen.context, "Pod", pod.namespace, pod.name, pod.uid)
        yield _aim(view, target, pod_look(pod, view.recent), safe_text(pod.state, 40))
    for node in view.nodes if "Node" in kinds else ():
        if verb == KEEP or node.unschedulable == (verb == "uncordon"):
            look = node_look(node)
            yield _aim(view, Target(view.seen.context, "Node", "", node.name, node.uid), look, look.word)


def _urgency(view: ClusterView, workload: Workload) -> tuple[int, int]:
    """The worst first; among those that are well, what was touched last."""
    look = view.looks[workload.uid]
    return (look.rank if look.wrong else FINE), -(workload.changed_at or 0)


def _aim(view: ClusterView, target: Target, look: Look, how: str) -> Aim:
    place = f"{safe_text(target.namespace, 40)}/" if view.spread and target.namespace else ""
    tone = look.tone if look.wrong else Tone.PLAIN
    return Aim(target, f"{place}{target_words(target.kind, target.name)}", f"{look.glyph} {how}", tone)
