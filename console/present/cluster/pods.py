"""Pure: the pods as a table, bad ones first: their true state, how they last ended, where they run."""

from collections.abc import Sequence
from functools import partial

from checks.kubernetes.objects import Pod
from console.incident.events import Instant
from console.present.cluster.keys import POD, key
from console.present.cluster.listing import Listing, matching, table
from console.present.cluster.looks import pod_look
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age, last_words, share, target_words
from console.present.figures import size, text_span
from widgets.text import safe_text
from widgets.values import Column, Row, Span, TableValue, Tone

_COLUMNS = (
    Column("", width=1),
    Column("pod", width=16, ends=True),
    Column("state"),
    Column("ready", align="right", drop=2),
    Column("restarts", align="right", drop=3),
    Column("last ended", drop=1),
    Column("age", align="right", drop=4),
    Column("node", drop=5),
    Column("cpu", align="right", drop=8),
    Column("memory", align="right", drop=7),
    Column("because", grow=True, width=12, drop=6),
    Column("namespace", drop=9),
)
_LISTING = Listing("Pods", _COLUMNS, ("pods",), "no pods")


def pods_table(view: ClusterView, now: Instant, words: str = "") -> TableValue:
    """Return every pod."""
    found = matching(view, "pods", view.pods, words, partial(_text, view.recent))
    counts = (view.wrong_looks.total(), len(view.seen.pods))
    return table(_LISTING, view, now, (found, _key, partial(_row, view, now)), counts, words)


def some_pods(view: ClusterView, pods: Sequence[Pod], now: Instant, title: str) -> TableValue:
    """Return some of the pods under a title of their own."""
    wrong = sum(1 for pod in pods if pod_look(pod, view.recent).wrong)
    listing = Listing(title, _COLUMNS, ("pods",), "no pods")
    return table(listing, view, now, (pods, _key, partial(_row, view, now)), (wrong, len(pods)))


def _key(pod: Pod) -> str:
    return key(POD, pod.uid)


def _text(recent: Instant, pod: Pod) -> str:
    if pod.state == "Running":  # nearly all of them: no look is made for these
        return f"{pod.namespace}/{pod.name} Running {pod.node}"
    return f"{pod.namespace}/{pod.name} {pod_look(pod, recent).word} {pod.last_reason} {pod.node}"


def _row(view: ClusterView, now: Instant, pod: Pod) -> Row:
    look = pod_look(pod, view.recent)
    usage = view.seen.usage.get((pod.namespace, pod.name))
    fresh = pod.last_at is not None and pod.last_at >= view.recent
    return Row(
        _key(pod),
        (
            Span(look.glyph, look.tone),
            text_span(pod.name, Tone.STRONG if look.wrong else Tone.PLAIN, 200),
            text_span(look.word, look.tone, 60),
            Span(share(pod.ready, pod.containers), look.tone if pod.ready < pod.containers else Tone.MUTED),
            Span(str(pod.restarts) if pod.restarts else "", Tone.WARN if fresh else Tone.MUTED),
            Span(last_words(pod, now), look.tone if fresh else Tone.MUTED),
            Span(age(pod.started_at, now), Tone.MUTED),
            text_span(pod.node, Tone.MUTED, 80),
            Span(f"{usage.cpu:.2f}" if usage else "", Tone.MUTED),
            Span(size(usage.memory) if usage else "", Tone.MUTED),
            text_span(pod.message if look.wrong else "", Tone.MUTED),
            text_span(pod.namespace if view.spread else "", Tone.MUTED, 60),
        ),
    )


def pod_words(view: ClusterView, pod: Pod) -> str:
    """Return a pod and what it belongs to: "pod/web-7d4b9c-k2x9p of deploy/web"."""
    workload = view.by_uid.get(view.workload_uid(pod))
    of = target_words(workload.kind, workload.name) if workload is not None else safe_text(pod.workload, 80)
    return target_words("Pod", pod.name) + (f" of {of}" if of else "")
