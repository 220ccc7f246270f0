"""Pure: the warning events as a table, the newest first, with how often each was told."""

from collections.abc import Sequence
from functools import partial

from checks.kubernetes.objects import Notice
from console.incident.clock import MINUTE
from console.incident.events import Instant
from console.present.cluster.keys import NOTICE, key
from console.present.cluster.listing import Listing, matching, table
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age, target_words
from console.present.figures import text_span
from widgets.values import Column, Row, Span, TableValue, Tone

_NEW = 5 * MINUTE
_COLUMNS = (
    Column("", width=1),
    Column("ago", align="right"),
    Column("times", align="right", drop=2),
    Column("reason", width=10),
    Column("about", width=12, drop=1),
    Column("message", grow=True, width=16),
    Column("namespace", drop=3),
)
_LISTING = Listing("Warning events", _COLUMNS, ("events",), "no warnings; the cluster keeps them for an hour")


def notices_table(view: ClusterView, now: Instant, words: str = "") -> TableValue:
    """Return every warning event."""
    found = matching(view, "notices", view.notices, words, _text)
    return table(_LISTING, view, now, (found, _key, partial(_row, view.spread, now)), (0, len(view.notices)), words)


def some_notices(view: ClusterView, notices: Sequence[Notice], now: Instant, title: str) -> TableValue:
    """Return some of the warning events under a title of their own."""
    listing = Listing(title, _COLUMNS, ("events",), "no warnings")
    return table(listing, view, now, (notices, _key, partial(_row, view.spread, now)), (0, len(notices)))


def _key(each: Notice) -> str:
    return key(NOTICE, each.uid or f"{each.namespace}/{each.name}/{each.reason}")


def _text(each: Notice) -> str:
    return f"{each.namespace}/{each.name} {each.kind} {each.reason} {each.message}"


def _row(spread: bool, now: Instant, each: Notice) -> Row:  # noqa: FBT001 - bound by partial
    new = each.at is not None and now - each.at < _NEW
    return Row(
        _key(each),
        (
            Span("▲" if new else "△", Tone.WARN if new else Tone.MUTED),
            Span(age(each.at, now), Tone.PLAIN if new else Tone.MUTED),
            Span(f"{each.times}x" if each.times > 1 else "", Tone.MUTED),
            text_span(each.reason, Tone.WARN if new else Tone.MUTED, 60),
            Span(target_words(each.kind, each.name), Tone.PLAIN),
            text_span(each.message, Tone.PLAIN if new else Tone.MUTED),
            text_span(each.namespace if spread else "", Tone.MUTED, 60),
        ),
    )
