"""Pure: the clusters in a few lines, for the room: the worst workloads, pods, nodes, and what cannot be seen."""

from collections import Counter
from collections.abc import Iterable, Sequence

from checks.kubernetes.objects import ClusterSeen
from console.incident.events import Instant
from console.present.cluster.keys import RESOURCE, SCALER, WORKLOAD
from console.present.cluster.looks import FINE, node_look, pod_look, scaler_look
from console.present.cluster.reasons import progress_words, scaler_reason
from console.present.cluster.status import trust
from console.present.cluster.view import ClusterView, view_of
from console.present.figures import text_span
from widgets.text import safe_text
from widgets.values import Column, Row, Span, TableValue, Tone

MOST_WORKLOADS = 6
_NARROW = 44
Cells = tuple[str, tuple[Span, ...]]
_COLUMNS = (Column("", width=1), Column("what", width=7), Column("how", grow=True))


def summary(clusters: Sequence[ClusterSeen], now: Instant, width: int = 60) -> TableValue:
    """Return the Cluster pane of the room, for about `width` cells inside its frame.

    A row's key is the context, a bar and the key of the row on the cluster screen ("prod-eu|workload:UID").
    """
    if not clusters:
        return TableValue("Cluster", _COLUMNS, empty=(Span("no cluster is configured", Tone.MUTED),))
    views = [view_of(seen, now) for seen in clusters]
    rows = tuple(row for view in views for row in _cluster(view, now, width, alone=len(views) == 1))
    wrong = sum(1 for view in views for look in view.looks.values() if look.wrong)
    gone = any(view.seen.error for view in views)
    title = f"Cluster  {safe_text(clusters[0].context, 40)}" if len(views) == 1 else f"Clusters  {len(views)}"
    bad = any(look.tone == Tone.BAD for view in views for look in view.looks.values())
    badge = Span("no connection", Tone.UNKNOWN) if gone else Span(f"{wrong} wrong" if wrong else "", Tone.BAD)
    return TableValue(title, _COLUMNS, rows, badge, tone=Tone.BAD if bad else Tone.PLAIN)


def _cluster(view: ClusterView, now: Instant, width: int, *, alone: bool) -> Iterable[Row]:
    context = view.seen.context
    if not alone:
        yield Row(f"{context}|", (Span("─", Tone.MUTED), text_span(context, Tone.ACCENT, 60), Span("")))
    for key, cells in _lines(view, now, width):
        yield Row(f"{context}|{key}", cells)


def _lines(view: ClusterView, now: Instant, width: int) -> Iterable[Cells]:
    seen = view.seen
    said = trust(seen, tuple(each.name for each in seen.resources if each.state != "forbidden"), now)
    if said.text and said.tone == Tone.UNKNOWN:
        yield "", (Span("?", said.tone), Span("answers" if seen.workloads else "cluster", Tone.MUTED), said)
    yield from _workloads(view, width)
    if seen.pods or any(each.name == "pods" and each.state == "ok" for each in seen.resources):
        yield _pods(view)
    if seen.nodes:
        yield _nodes(view)
    yield from _scalers(view)
    refused = [each.name for each in view.resources if each.state == "forbidden"]
    if refused:
        what = text_span(f"no right to list {', '.join(refused)}", Tone.WARN)
        yield f"{RESOURCE}:{refused[0]}", (Span("▲", Tone.WARN), Span("access"), what)


def _workloads(view: ClusterView, width: int) -> Iterable[Cells]:
    """Yield those that roll or fail; where none does, how many are well."""
    told = [each for each in view.workloads if view.looks[each.uid].rank <= FINE]
    for each in told[:MOST_WORKLOADS]:
        look = view.looks[each.uid]
        words = progress_words(each)
        failing = view.failing.get(each.uid, ())
        if failing and width >= _NARROW:
            words = f"{words}, {len(failing)} {pod_look(failing[0], view.recent).word}"
        yield (
            f"{WORKLOAD}:{each.uid}",
            (
                Span(look.glyph, look.tone),
                text_span(each.name, Tone.STRONG, 60),
                text_span(words, look.tone),
            ),
        )
    more = len(told) - MOST_WORKLOADS
    well = sum(1 for look in view.looks.values() if look.rank > FINE)
    if more > 0:
        yield f"{WORKLOAD}:", (Span("…", Tone.WARN), Span("more"), Span(f"{more} more workloads", Tone.WARN))
    elif view.looks:
        ok = (Span("●", Tone.OK), Span("others" if told else "all"), Span(f"{well} workloads ok", Tone.MUTED))
        yield f"{WORKLOAD}:", ok


def _pods(view: ClusterView) -> Cells:
    counted: Counter[str] = Counter()
    for look in sorted(view.wrong_looks, key=lambda look: (look.rank, look.word)):
        counted[look.word] += view.wrong_looks[look]
    told = "  ".join(f"{count} {word}" for word, count in counted.most_common(3))
    worst = pod_look(view.wrong_pods[0], view.recent) if counted else None
    total = Span(f"{len(view.seen.pods)} ok", Tone.MUTED)
    mark = Span("●", Tone.OK) if worst is None else Span(worst.glyph, worst.tone)
    return "pod:", (mark, Span("pods"), total if worst is None else text_span(told, worst.tone))


def _nodes(view: ClusterView) -> Cells:
    counted = Counter(node_look(node).word for node in view.nodes)
    ready = counted.pop("ready", 0)
    told = "  ".join([f"{ready} ok", *(f"{count} {word}" for word, count in counted.items())])
    look = node_look(view.nodes[0])
    return "node:", (Span(look.glyph, look.tone), Span("nodes"), Span(told, look.tone if look.wrong else Tone.MUTED))


def _scalers(view: ClusterView) -> Iterable[Cells]:
    for each in view.scalers[:2]:
        if not (look := scaler_look(each)).wrong:
            return
        said = f"{safe_text(each.name, 60)} {look.word if not each.reason else scaler_reason(each)}"
        if not each.reason:
            said += f" {each.high}"
        yield (
            f"{SCALER}:{each.namespace}/{each.name}",
            (Span(look.glyph, look.tone), Span("hpa"), Span(said, look.tone)),
        )
