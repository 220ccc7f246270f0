"""Pure: the autoscalers as a table: their bounds, where they stand, and why one helps no more."""

from functools import partial

from checks.kubernetes.objects import Scaler
from console.incident.events import Instant
from console.present.cluster.keys import SCALER, key
from console.present.cluster.listing import Listing, matching, table
from console.present.cluster.looks import scaler_look
from console.present.cluster.reasons import scaler_reason
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age, target_words
from console.present.cluster.workloads import bar
from console.present.figures import text_span
from widgets.values import Column, Row, Span, TableValue, Tone

_LISTING = Listing(
    "Autoscalers",
    (
        Column("", width=1),
        Column("autoscaler", width=10),
        Column("state"),
        Column("scales", drop=4),
        Column("", drop=5),
        Column("now", align="right"),
        Column("wants", align="right", drop=1),
        Column("min-max", align="right"),
        Column("scaled", align="right", drop=2),
        Column("why", grow=True, width=12, drop=3),
        Column("namespace", drop=6),
    ),
    ("horizontalpodautoscalers",),
    "no autoscalers",
)


def scalers_table(view: ClusterView, now: Instant, words: str = "") -> TableValue:
    """Return the autoscalers."""
    found = matching(view, "scalers", view.scalers, words, _text)
    wrong = sum(1 for each in view.scalers if scaler_look(each).wrong)
    return table(_LISTING, view, now, (found, _key, partial(_row, view.spread, now)), (wrong, len(view.scalers)), words)


def _key(each: Scaler) -> str:
    return key(SCALER, f"{each.namespace}/{each.name}")


def _text(each: Scaler) -> str:
    return f"{each.namespace}/{each.name} {each.target_name} {scaler_look(each).word} {each.reason}"


def _row(spread: bool, now: Instant, each: Scaler) -> Row:  # noqa: FBT001 - bound by partial
    look = scaler_look(each)
    return Row(
        _key(each),
        (
            Span(look.glyph, look.tone),
            text_span(each.name, Tone.STRONG if look.wrong else Tone.PLAIN, 120),
            Span(look.word, look.tone),
            Span(target_words(each.target_kind, each.target_name), Tone.PLAIN),
            Span(bar(each.current - each.low, each.high - each.low), look.tone),
            Span(str(each.current), look.tone if look.wrong else Tone.PLAIN),
            Span(str(each.desired), Tone.INFO if each.desired != each.current else Tone.MUTED),
            Span(f"{each.low}-{each.high}", Tone.PLAIN),
            Span(age(each.scaled_at, now), Tone.MUTED),
            Span(scaler_reason(each), look.tone),
            text_span(each.namespace if spread else "", Tone.MUTED, 60),
        ),
    )
