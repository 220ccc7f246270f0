"""Pure: the workloads as a table, the worst first: how far each rollout is, and why it does not go on."""

from functools import partial

from checks.kubernetes.objects import Workload
from console.incident.events import Instant
from console.present.cluster.keys import WORKLOAD, key
from console.present.cluster.listing import Listing, matching, table
from console.present.cluster.reasons import workload_reason
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age, image_tail, paused_words, revision_words, share, target_words
from console.present.figures import text_span
from widgets.values import Column, Row, Span, TableValue, Tone

BAR = 6
_LISTING = Listing(
    "Workloads",
    (
        Column("", width=1),
        Column("workload", width=14, ends=True),
        Column("state"),
        Column("", drop=5),
        Column("ready", align="right"),
        Column("updated", align="right", drop=6),
        Column("avail", align="right", drop=9),
        Column("rev", align="right", drop=2),
        Column("image", drop=4),
        Column("changed", align="right", drop=3),
        Column("why", grow=True, width=30, drop=1),
        Column("owner", drop=7),
        Column("namespace", drop=8),
    ),
    ("deployments", "statefulsets", "daemonsets"),
    "no workloads",
)


def workloads_table(view: ClusterView, now: Instant, words: str = "") -> TableValue:
    """Return the workloads."""
    looks = view.looks
    found = matching(view, "workloads", view.workloads, words, partial(_text, view))
    rows = (found, lambda each: key(WORKLOAD, each.uid), partial(_row, view, now))
    return table(_LISTING, view, now, rows, (sum(look.wrong for look in looks.values()), len(looks)), words)


def _text(view: ClusterView, each: Workload) -> str:
    return f"{each.namespace}/{each.shown} {view.looks[each.uid].word} {' '.join((*each.images, *each.owners))}"


def bar(part: int, of: int) -> str:
    """Return a share as six cells; what is not whole is never drawn as whole, nor what is there as nothing."""
    if of <= 0:
        return "┄" * BAR
    filled = max(min(BAR, part * BAR // of), 1 if part > 0 else 0)
    return "━" * filled + "┄" * (BAR - filled)


def _row(view: ClusterView, now: Instant, each: Workload) -> Row:
    look = view.looks[each.uid]
    tone = look.tone if look.wrong else Tone.PLAIN
    behind = Tone.INFO if each.updated < each.desired else Tone.MUTED
    image_tone = Tone.STRONG if look.wrong else Tone.PLAIN
    why = workload_reason(view, each, now) if look.wrong else paused_words(each) if each.paused else ""
    return Row(
        key(WORKLOAD, each.uid),
        (
            Span(look.glyph, look.tone),
            Span(target_words(each.kind, each.name), Tone.STRONG if look.wrong else Tone.PLAIN),
            Span(look.word, look.tone),
            Span(bar(each.ready, each.desired), look.tone),
            Span(share(each.ready, each.desired), tone),
            Span(share(each.updated, each.desired), behind),
            Span(str(each.available), tone if each.available < each.desired else Tone.MUTED),
            Span(revision_words(each.revision), image_tone),
            Span(image_tail(each.images, 24), image_tone),
            Span(age(each.changed_at, now), Tone.MUTED),
            Span(why, look.tone),
            text_span(each.owners[0] if each.owners else each.changed_by, Tone.MUTED, 60),
            text_span(each.namespace if view.spread else "", Tone.MUTED, 60),
        ),
    )
