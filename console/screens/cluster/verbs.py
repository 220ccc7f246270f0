"""What can be done with what: the verbs of each kind, the list to choose one from. Acts on nothing itself."""

from collections.abc import Sequence
from typing import NamedTuple

from console.incident.action import VERBS_OF, Target
from console.present.cluster.view import ClusterView
from console.present.cluster.words import target_words
from widgets.text import safe_text
from widgets.values import Choice

EVIDENCE = "evidence"
"""Not an action: it reads and keeps."""
_MEANINGS = {
    "rollback": "to a revision that you choose",
    "scale": "another number of replicas",
    "restart": "replaces its pods one after the other",
    "pause": "stops the rollout where it is",
    "resume": "lets the rollout go on",
    "evict": "as a disruption budget allows",
    "delete": "whatever a disruption budget says",
    "cordon": "no new pods on it; those on it stay",
    "uncordon": "new pods may come again",
    EVIDENCE: "keeps what it shows now; reads only",
}


class Deed(NamedTuple):
    """A verb with its target."""

    verb: str
    target: Target


def deed(targets: Sequence[Target], verb: str) -> Deed | None:
    """Return the verb with the first of the targets that it is for."""
    return next((Deed(verb, each) for each in targets if verb in _verbs(each)), None)


def deeds(view: ClusterView, targets: Sequence[Target]) -> list[Deed]:
    """Return everything that can be done: what is paused is not paused again."""
    return [Deed(verb, each) for each in targets for verb in _verbs(each) if _sensible(view, verb, each)]


def _verbs(target: Target) -> tuple[str, ...]:
    """Return what can be done to a target; what it shows can be kept of every kind."""
    known = VERBS_OF.get(target.kind)
    return () if known is None else (*known, EVIDENCE)


def _sensible(view: ClusterView, verb: str, target: Target) -> bool:
    if verb in {"pause", "resume"}:
        workload = view.by_uid.get(target.uid)
        return workload is not None and workload.paused == (verb == "resume")
    if verb in {"cordon", "uncordon"}:
        closed = any(node.unschedulable for node in view.nodes if node.name == target.name)
        return closed == (verb == "uncordon")
    return True


def choices(found: Sequence[Deed]) -> list[Choice]:
    """Return what to choose from; the key of a choice is its place in the list."""
    return [
        Choice(
            str(place),
            f"{each.verb} {target_words(each.target.kind, each.target.name)}",
            f"{_MEANINGS[each.verb]}{f'  in {safe_text(each.target.namespace, 40)}' if each.target.namespace else ''}",
        )
        for place, each in enumerate(found)
    ]
