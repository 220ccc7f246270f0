"""Pure: what is wrong in a cluster now, the worst first: the first thing that the commander reads."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from checks.kubernetes.objects import Pod
from console.incident.events import Instant
from console.present.cluster.keys import NODE, POD, RESOURCE, SCALER, THING, WORKLOAD, key
from console.present.cluster.looks import Look, node_look, pod_look, scaler_look
from console.present.cluster.reasons import (
    node_reason,
    pods_words,
    scaler_reason,
    whole_reason,
)
from console.present.cluster.status import trust
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age, image_tail, target_words
from widgets.text import safe_text
from widgets.values import Column, Row, Span, TableValue, Tone

_MOST_LOOSE = 20
_COLUMNS = (
    Column("", width=1),
    Column("what", width=12),
    Column("why", width=44, grow=True),
    Column("image", drop=2),
    Column("changed", align="right", drop=1),
)


class Problem(NamedTuple):
    """One thing that is wrong: `key` names its row, `image` what was rolled out, `changed` when.

    `at` is when the newest sign of it was seen.
    """

    key: str
    look: Look
    what: str
    why: str
    image: str = ""
    changed: Instant | None = None
    at: Instant = 0


def problems(view: ClusterView, now: Instant) -> Sequence[Problem]:
    """Return what is wrong, the worst first. Of what cannot be read it says so: silence would look like health."""
    found = [*_workloads(view, now), *_loose_pods(view, now), *_nodes(view), *_scalers(view), *_things(view)]
    # What was changed last is the likeliest cause: of what is equally bad it stands first.
    found.sort(key=lambda each: (0 if each.look.tone == Tone.BAD else 1 + each.look.rank, -each.at))
    return [*_connection(view, now), *found, *_resources(view, now)]


def _connection(view: ClusterView, now: Instant) -> Iterable[Problem]:
    if view.seen.error:
        why = trust(view.seen, tuple(each.name for each in view.seen.resources), now).text
        yield Problem(key(RESOURCE, ""), Look(0, "?", Tone.UNKNOWN, "no connection"), "no connection", why)


def _workloads(view: ClusterView, now: Instant) -> Iterable[Problem]:
    for each in view.workloads:
        look = view.looks[each.uid]
        if not look.wrong:
            return
        why, what = whole_reason(view, each, now), target_words(each.kind, each.name)
        signs = [pod.last_at or 0 for pod in view.failing.get(each.uid, ())]
        at = max((each.changed_at or 0, *signs))
        yield Problem(key(WORKLOAD, each.uid), look, what, why, image_tail(each.images, 24), each.changed_at, at)


def _loose_pods(view: ClusterView, now: Instant) -> Iterable[Problem]:
    """Yield the pods that fail and belong to no workload that is known: of jobs, or made by hand."""
    loose: Sequence[Pod] = view.failing.get("", [])
    for pod in loose[:_MOST_LOOSE]:
        why = pods_words([pod], 0, view.recent, now).removeprefix("1 ")
        look = pod_look(pod, view.recent)
        yield Problem(key(POD, pod.uid), look, target_words("Pod", pod.name), why, at=pod.last_at or 0)


def _nodes(view: ClusterView) -> Iterable[Problem]:
    for node in view.nodes:
        if not (look := node_look(node)).wrong:
            return
        yield Problem(key(NODE, node.name), look, target_words("Node", node.name), node_reason(view, node))


def _scalers(view: ClusterView) -> Iterable[Problem]:
    for each in view.scalers:
        if not (look := scaler_look(each)).wrong:
            return
        what = target_words("HorizontalPodAutoscaler", each.name)
        yield Problem(key(SCALER, f"{each.namespace}/{each.name}"), look, what, scaler_reason(each))


def _things(view: ClusterView) -> Iterable[Problem]:
    for each in view.wrong_things[:_MOST_LOOSE]:
        if each.kind == "Job":
            look, what = Look(1, "✖", Tone.BAD, "failed"), target_words("Job", each.name)
        else:
            look, what = Look(4, "▲", Tone.WARN, each.note), target_words("pvc", each.name)
        yield Problem(key(THING, each.uid), look, what, safe_text(each.note, 200), at=each.changed_at or 0)


def _resources(view: ClusterView, now: Instant) -> Iterable[Problem]:
    """Yield what is not seen: rights that are missing in one line, and what does not answer."""
    refused = [each.name for each in view.resources if each.state == "forbidden"]
    if refused:
        why = f"no right to list {safe_text(', '.join(refused), 300)}: what happens there is not seen"
        yield Problem(key(RESOURCE, refused[0]), Look(4, "▲", Tone.WARN, "forbidden"), "access", why)
    for each in () if view.seen.error else view.resources:
        if each.state == "failing":
            look = Look(4, "?", Tone.UNKNOWN, "failing")
            yield Problem(
                key(RESOURCE, each.name), look, safe_text(each.name, 60), trust(view.seen, (each.name,), now).text
            )


def problems_table(view: ClusterView, now: Instant) -> TableValue:
    """Return the pane that is read first."""
    found = view.kept("problems", str(now // 1000), lambda: problems(view, now))
    rows = tuple(
        Row(
            each.key,
            (
                Span(each.look.glyph, each.look.tone),
                Span(each.what, Tone.STRONG),
                Span(each.why, each.look.tone if each.look.tone != Tone.WARN else Tone.PLAIN),
                Span(each.image, Tone.PLAIN),
                Span(age(each.changed, now), Tone.MUTED),
            ),
        )
        for each in found
    )
    bad = sum(1 for each in found if each.look.tone == Tone.BAD)
    if not view.seen.complete and not found:
        return TableValue("Wrong now", _COLUMNS, empty=(Span("looking ...", Tone.MUTED),))
    ok = (Span("● ", Tone.OK), Span("nothing is wrong in what can be seen", Tone.MUTED))
    badge = Span(f"{bad} bad" if bad else f"{len(rows)}" if rows else "", Tone.BAD if bad else Tone.MUTED)
    return TableValue("Wrong now", _COLUMNS, rows, badge, ok, Tone.BAD if bad else Tone.PLAIN)
