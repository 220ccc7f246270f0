"""Pure: the head of a workload's or a pod's page, and the revisions that it can go back to."""

from typing import NamedTuple

from checks.kubernetes.objects import Pod, Revision, Workload
from console.incident.events import Instant
from console.present.cluster.looks import Look, pod_look
from console.present.cluster.reasons import pods_words, progress_words, workload_reason
from console.present.cluster.status import trust
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age, image_tail, last_words, share, target_words
from console.present.figures import text_span
from widgets.text import safe_text
from widgets.values import Column, Line, Row, Span, TableValue, Tone

_GAP = Span("   ")
_RESOURCES = ("deployments", "statefulsets", "daemonsets", "pods")


class Head(NamedTuple):
    """What stands at the top of a page."""

    title: str
    lines: tuple[Line, ...]
    badge: Span
    tone: Tone


def workload_head(view: ClusterView, workload: Workload, now: Instant) -> Head:
    """Return what a workload is, how far its rollout is, and why it does not go on."""
    look = view.looks[workload.uid]
    why = workload_reason(view, workload, now, of=workload.total)
    first = (
        Span(f"{look.glyph} {look.word}  ", look.tone),
        Span(progress_words(workload), Tone.STRONG if not look.wrong else look.tone),
        _GAP,
        *_pairs(("image", image_tail(workload.images, 60))),
    )
    second = _pairs(
        ("updated", share(workload.updated, workload.desired)),
        ("ready", share(workload.ready, workload.desired)),
        ("available", str(workload.available)),
        ("pods", str(workload.total)),
        ("strategy", workload.strategy),
        ("generation", _generation(workload)),
    )
    by = f" by {workload.changed_by}" if workload.changed_by else ""
    third = _pairs(
        ("changed", f"{age(workload.changed_at, now) or 'never'} ago{by}" if workload.changed_at else "not known"),
        ("owner", ", ".join(workload.owners) or "nobody else"),
        ("namespace", workload.namespace),
    )
    last = (Span(why, look.tone),) if why else (Span("Nothing is wrong with it.", Tone.MUTED),)
    name = target_words(workload.kind, workload.name)
    return Head(name, (first, second, third, last), _badge(view, now), _tone(look))


def pod_head(view: ClusterView, pod: Pod, now: Instant) -> Head:
    """Return what a pod is and how it last ended."""
    look = pod_look(pod, view.recent)
    workload = view.by_uid.get(view.workload_uid(pod))
    of = f"{target_words(workload.kind, workload.name)}: {progress_words(workload)}" if workload else pod.workload
    first = (
        Span(f"{look.glyph} {safe_text(look.word, 60)}", look.tone),
        _GAP,
        *_pairs(("ready", share(pod.ready, pod.containers)), ("restarts", str(pod.restarts)), ("of", of or "nothing")),
    )
    second = _pairs(
        ("node", pod.node or "none yet"),
        ("age", age(pod.started_at, now) or "not started"),
        ("namespace", pod.namespace),
    )
    third = _pairs(("last ended", last_words(pod, now) or "never"))
    last = (text_span(pod.message or pods_words([pod], 0, view.recent, now), look.tone),)
    return Head(target_words("Pod", pod.name), (first, second, third, last), _badge(view, now), _tone(look))


def gone_head(name: str) -> Head:
    """Return that something is not there any more."""
    said = (Span("It is not there any more: deleted, or replaced by another of the same name.", Tone.WARN),)
    return Head(name, (said,), Span("gone", Tone.WARN), Tone.WARN)


def _tone(look: Look) -> Tone:
    return look.tone if look.tone == Tone.BAD else Tone.PLAIN


def _badge(view: ClusterView, now: Instant) -> Span:
    said = trust(view.seen, _RESOURCES, now)
    return said if said.text else Span(safe_text(view.seen.context, 60), Tone.MUTED)


def _generation(workload: Workload) -> str:
    if workload.observed < workload.generation:
        return f"{workload.generation}, the controller is at {workload.observed}"
    return str(workload.generation)


def _pairs(*pairs: tuple[str, str]) -> Line:
    """Return "name value" pairs, what is read louder than its name."""
    spans: list[Span] = []
    for name, value in pairs:
        spans += [Span(f"{'   ' if spans else ''}{name} ", Tone.MUTED), text_span(value)]
    return tuple(spans)


_COLUMNS = (
    Column("", width=1),
    Column("rev", align="right"),
    Column("age", align="right"),
    Column("pods", align="right"),
    Column("state", grow=True, width=26),
    Column("image", drop=1),
    Column("cause", grow=True, drop=2),
    Column("name", drop=3),
)


def revisions_table(view: ClusterView, workload: Workload, now: Instant) -> TableValue:
    """Return what the workload was, the newest first, with the pods that each revision still has."""
    revisions = view.revisions_of(workload.uid)
    rows = tuple(_revision(view, workload, each, now) for each in revisions)
    badge = Span(str(len(rows)) if rows else "", Tone.MUTED)
    watched = "replicasets" if workload.kind == "Deployment" else "controllerrevisions"
    said = trust(view.seen, (watched,), now)
    nothing = said if said.text else Span("none is kept (revisionHistoryLimit)", Tone.MUTED)
    title = f"Revisions · {said.text}" if said.text else "Revisions"
    return TableValue(title, _COLUMNS, rows, badge, (nothing,), headings=True)


def _revision(view: ClusterView, workload: Workload, each: Revision, now: Instant) -> Row:
    pods = [pod for pod in view.pods_of(workload.uid) if pod.owner == each.uid]
    current = workload.revision in {str(each.revision), each.name}
    ready = sum(pod.ready >= pod.containers and pod.state == "Running" for pod in pods)
    wrong = [pod for pod in pods if pod_look(pod, view.recent).tone == Tone.BAD]
    tone = Tone.BAD if wrong else Tone.OK if pods else Tone.MUTED
    state = f"{len(wrong)} {pod_look(wrong[0], view.recent).word}" if wrong else "runs" if pods else ""
    images = each.images or (workload.images if current else ())
    return Row(
        f"revision:{each.uid}",
        (
            Span("▶" if current else " ", Tone.ACCENT),
            Span(f"r{each.revision}" if each.revision else safe_text(each.name, 60), Tone.STRONG),
            Span(age(each.created_at, now), Tone.MUTED),
            Span(share(ready, len(pods)) if pods else "", tone),
            text_span(", ".join(filter(None, ("current" if current else "", state))), tone, 80),
            Span(image_tail(images, 24), Tone.PLAIN),
            text_span(each.cause or (f"was r{each.history.replace(',', ', r')}" if each.history else ""), Tone.MUTED),
            text_span(each.name, Tone.MUTED, 120),
        ),
    )
