"""Pure: the scorecard, past incidents that resemble one, and what a search found, as rows of a screen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from console.incident.clock import clock_time, short_span, utc_iso
from console.incident.facts import Instant
from console.incident.metrics import Spread
from console.present.figures import text_span
from console.review.scorecard import MET, MISSED, TOO_LITTLE, Scorecard, Target, Trend
from console.review.similar import Similar
from widgets.values import Column, Line, Row, Span, TableValue, Tone

_LOOKS: Mapping[str, tuple[str, Tone]] = {
    MET: ("✔", Tone.OK),
    MISSED: ("✖", Tone.BAD),
    TOO_LITTLE: ("?", Tone.UNKNOWN),
}
_MOST_CASES = 20
_POINTS_STRONG = 60
_DRILL = Tone.ACCENT


class FoundEvent(NamedTuple):
    """An event that a search found, as the log has it: nothing in it is safe text yet.

    `snippet` has the found words between `[` and `]`; `purpose` is "drill" or "test" where its incident was one.
    """

    key: str
    at: Instant
    incident: str
    actor: str
    snippet: str
    purpose: str = ""


def scorecard_table(card: Scorecard, *, cases: bool = True) -> TableValue:
    """Return each target with its state in shape, word and colour; below it the incidents that missed it.

    The key of a target is its name in the JSON, that of a case "TARGET:INCIDENT".
    """
    rows = [row for target in card.targets for row in _target_rows(target, cases=cases)]
    columns = (
        Column("state", width=2),
        Column("", width=15, drop=2),
        Column("target", width=20, grow=True),
        Column("found", width=12, grow=True),
        Column("goal", width=6, drop=1, grow=True),
    )
    worst = Tone.BAD if any(each.state == MISSED for each in card.targets) else Tone.PLAIN
    span = short_span(card.until - card.since)
    title = f"Scorecard of {span}: {card.counted} incident{'' if card.counted == 1 else 's'}"
    return TableValue(title, columns, rows, _badge(card), tone=worst, headings=True, notes=tuple(_notes(card)))


def _badge(card: Scorecard) -> Span:
    met = sum(each.state == MET for each in card.targets)
    return Span(f"{met} of {len(card.targets)} met", Tone.OK if met == len(card.targets) else Tone.MUTED)


def _target_rows(target: Target, *, cases: bool) -> Iterator[Row]:
    glyph, tone = _LOOKS[target.state]
    found = f"{target.found}; {target.open}" if target.open else target.found
    yield Row(
        target.key,
        (
            Span(glyph, tone),
            Span(target.state, tone),
            text_span(target.name, Tone.STRONG),
            text_span(found),
            text_span(target.goal, Tone.MUTED),
        ),
    )
    missed = target.missed if cases else ()
    for case in missed[:_MOST_CASES]:
        named = text_span(f"  {case.incident}", Tone.MUTED)
        yield Row(f"{target.key}:{case.incident}", (Span(""), Span(""), named, text_span(case.why), Span("")))
    if missed[_MOST_CASES:]:
        more = Span(f"  and {len(missed) - _MOST_CASES} more", Tone.MUTED)
        yield Row(f"{target.key}:more", (Span(""), Span(""), more, Span(""), Span("")))


def _notes(card: Scorecard) -> Iterator[Line]:
    if card.left_out:
        left = ", ".join(f"{count} {word}" for word, count in sorted(card.left_out.items()))
        yield (text_span(f"left out: {left}", Tone.MUTED),)


def times_table(card: Scorecard) -> TableValue:
    """Return how long things took in the window, and whether the median is longer than in the window before."""
    columns = (
        Column("", width=4),
        Column("median", width=8, align="right"),
        Column("p90", width=8, align="right"),
        Column("n", width=4, align="right"),
        Column("mean", width=8, align="right", drop=3),
        Column("before", width=14, drop=1),
        Column("from where to where", drop=2, grow=True),
    )
    rows = [Row(each.name, tuple(_times(each))) for each in card.trends]
    return TableValue("How long it took", columns, rows, headings=True)


def _times(trend: Trend) -> Iterator[Span]:
    now = trend.now
    yield Span(trend.name, Tone.STRONG)
    yield _took(now.median)
    yield _took(now.p90)
    yield Span(f"{now.n}")
    yield _took(now.mean)
    yield _compared(now, trend.before)
    yield Span(trend.anchor, Tone.MUTED)


def _took(ms: int | None) -> Span:
    return Span("n/a", Tone.UNKNOWN) if ms is None else Span(short_span(ms))


def _compared(now: Spread, before: Spread) -> Span:
    if now.median is None or before.median is None:
        return Span("n/a", Tone.UNKNOWN)
    shape, tone = ("=", Tone.PLAIN)
    if now.median != before.median:
        shape, tone = ("▼", Tone.OK) if now.median < before.median else ("▲", Tone.WARN)
    return Span(f"{shape} {short_span(before.median)}, n {before.n}", tone)


def similar_table(found: Sequence[Similar]) -> TableValue:
    """Return past incidents that resemble one, the most alike first, with what both have in common; keys are ids."""
    columns = (
        Column("points", width=6, align="right"),
        Column("incident", width=16, drop=3),
        Column("severity", drop=2),
        Column("day", width=10, drop=1),
        Column("what", width=16, grow=True),
        Column("in common", width=16, grow=True),
    )
    empty = (Span("No past incident resembles this one.", Tone.MUTED),)
    return TableValue("Similar incidents", columns, [_similar(each) for each in found], empty=empty, headings=True)


def _similar(each: Similar) -> Row:
    other = each.incident
    tone = Tone.STRONG if each.points >= _POINTS_STRONG else Tone.PLAIN
    cells = (
        Span(f"{each.points}", tone),
        text_span(other.id, Tone.MUTED),
        text_span(other.severity),
        Span(utc_iso(other.declared_at)[:10], Tone.MUTED),
        text_span(other.known_as, tone),
        text_span("; ".join(each.why)),
    )
    return Row(other.id, cells)


def found_table(found: Sequence[FoundEvent], words: str, tz: tzinfo | None = None) -> TableValue:
    """Return the events that a search found, in their order; the key of a row is that of its event."""
    columns = (
        Column("time", width=16, drop=2),
        Column("incident", width=16, drop=3),
        Column("who", drop=1),
        Column("what", width=20, grow=True),
    )
    empty = (text_span(f"Nothing was found for {words}", Tone.MUTED, 100),)
    title = text_span(f"Found: {words}", cap=60).text
    rows = [_found(each, tz) for each in found]
    return TableValue(title, columns, rows, Span(f"{len(found)}"), empty=empty, headings=True)


def _found(each: FoundEvent, tz: tzinfo | None) -> Row:
    when = f"{utc_iso(each.at)[:10]} {clock_time(each.at, tz)[:5]}"
    drill = f" ({each.purpose})" if each.purpose else ""
    cells = (
        Span(when, Tone.MUTED),
        text_span(f"{each.incident}{drill}", _DRILL if each.purpose else Tone.MUTED),
        text_span(each.actor),
        text_span(each.snippet),
    )
    return Row(each.key, cells)
