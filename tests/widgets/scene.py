"""A made-up incident as values: what the gallery and the tests draw."""

import math
from collections.abc import Sequence

from widgets.values import (
    ChartValue,
    Column,
    HeaderValue,
    KeyHint,
    Mark,
    Row,
    Series,
    Span,
    TableValue,
    TimelineRow,
    Tone,
)

HEADER = HeaderValue(
    first=(
        (Span("SEV1", Tone.STRONG),),
        (Span("MITIGATING", Tone.STRONG),),
        (Span("00:42:13", Tone.STRONG),),
        (Span("Checkout errors after web 2.4.1"),),
        (Span("IC alice"),),
        (Span("INC-20261121-001"),),
    ),
    second=(
        (Span("update due "), Span("03:12", Tone.WARN)),
        (Span("prod-eu ", Tone.STRONG), Span("PRODUCTION", Tone.BAD)),
        (Span("14 sources", Tone.PLAIN), Span(", oldest 3s", Tone.MUTED)),
        (Span("log 1,284 events, ", Tone.MUTED), Span("chain ok", Tone.OK)),
    ),
    second_aside=(Span("17:42:13Z ", Tone.STRONG), Span("18:42 CET", Tone.MUTED)),
    alarm=Tone.BAD,
)

SERVICES = TableValue(
    "Services",
    (Column("", 1), Column("service", grow=True), Column("state"), Column("now", align="right"), Column("", drop=1)),
    (
        Row(
            "api",
            (
                Span("✖", Tone.BAD),
                Span("api", Tone.STRONG),
                Span("down", Tone.BAD),
                Span("6.1 %", Tone.BAD),
                Span("5 of 6 probes", Tone.MUTED),
            ),
        ),
        Row(
            "web",
            (
                Span("▲", Tone.WARN),
                Span("web"),
                Span("slow", Tone.WARN),
                Span("1.2 s", Tone.WARN),
                Span("p95", Tone.MUTED),
            ),
        ),
        Row(
            "database", (Span("●", Tone.OK), Span("database"), Span("ok", Tone.OK), Span("12 ms"), Span("", Tone.MUTED))
        ),
        Row("cache", (Span("●", Tone.OK), Span("cache"), Span("ok", Tone.OK), Span("0.8 ms"), Span("", Tone.MUTED))),
        Row(
            "queue",
            (
                Span("?", Tone.UNKNOWN),
                Span("queue"),
                Span("no data", Tone.UNKNOWN),
                Span("2m", Tone.MUTED),
                Span("timeout", Tone.MUTED),
            ),
        ),
    ),
    badge=Span("1 down", Tone.BAD),
)

HOST = TableValue(
    "This host",
    (Column("", 1), Column("what", grow=True), Column("now", align="right"), Column("", 10, drop=1)),
    (
        Row("cpu", (Span("●", Tone.OK), Span("cpu"), Span("31 %"), Span("███▏      ", Tone.OK))),
        Row("memory", (Span("▲", Tone.WARN), Span("memory"), Span("88 %", Tone.WARN), Span("████████▊ ", Tone.WARN))),
        Row("disk", (Span("●", Tone.OK), Span("disk /"), Span("54 %"), Span("█████▍    ", Tone.OK))),
        Row("load", (Span("●", Tone.OK), Span("load"), Span("1.92"), Span("of 4 cores", Tone.MUTED))),
    ),
)

ROSTER = TableValue(
    "Roster",
    (Column("role", grow=True), Column("who"), Column("since", align="right", drop=1)),
    (
        Row("commander", (Span("commander"), Span("alice", Tone.STRONG), Span("42m", Tone.MUTED))),
        Row("comms", (Span("communications"), Span("bob", Tone.STRONG), Span("40m", Tone.MUTED))),
        Row("tech", (Span("technical"), Span("unfilled", Tone.WARN), Span("6m", Tone.WARN))),
        Row("security", (Span("security"), Span("dana", Tone.STRONG), Span("31m", Tone.MUTED))),
    ),
    badge=Span("1 unfilled", Tone.WARN),
)

CHECKLIST = TableValue(
    "Checklist",
    (Column("", 1), Column("item", grow=True), Column("who", drop=1)),
    (
        Row("1", (Span("✔", Tone.OK), Span("assign commander", Tone.MUTED), Span("alice", Tone.MUTED))),
        Row("2", (Span("✔", Tone.OK), Span("open the bridge", Tone.MUTED), Span("bob", Tone.MUTED))),
        Row("3", (Span("○", Tone.WARN), Span("check recent deploys", Tone.STRONG), Span("due", Tone.WARN))),
        Row("4", (Span("○"), Span("post first status update"), Span("bob", Tone.MUTED))),
        Row("5", (Span("○"), Span("decide: roll back or fix forward"), Span(""))),
        Row("6", (Span("○"), Span("page the database on-call if replication lags"), Span(""))),
    ),
    badge=Span("5-15 min  2/9", Tone.MUTED),
)

DUE = TableValue(
    "Due",
    (Column("", 1), Column("what", grow=True), Column("in", align="right")),
    (
        Row("1", (Span("▲", Tone.WARN), Span("bob: status page"), Span("2m", Tone.WARN))),
        Row("2", (Span("○"), Span("undo: queue scaled 4 to 10"), Span("12m", Tone.MUTED))),
    ),
)

HINTS = (
    KeyHint("n", "note"),
    KeyHint("d", "declare"),
    KeyHint("e", "edit"),
    KeyHint("S", "severity"),
    KeyHint("o", "roster"),
    KeyHint("c", "checklist"),
    KeyHint("x", "actions"),
    KeyHint("/", "filter"),
    KeyHint("m", "maximise"),
    KeyHint("y", "copy"),
    KeyHint("q", "quit"),
    KeyHint("?", "help"),
)


def error_rate(count: int = 240) -> tuple[float | None, ...]:
    """A calm rate that jumps after a deploy, with a hole where the source did not answer."""
    out: list[float | None] = []
    for at in range(count):
        x = at / count
        calm = 0.3 + 0.12 * math.sin(at / 5.0) + 0.08 * math.sin(at / 1.7)
        jump = 5.9 / (1 + math.exp(-(x - 0.62) * 45)) + 0.5 * math.sin(at / 4.0) * (x > 0.6)
        out.append(None if 0.30 < x < 0.345 else calm + jump)
    return tuple(out)


def latency(count: int = 240, scale: float = 1.0) -> tuple[float | None, ...]:
    """A latency that climbs."""
    return tuple(
        scale * (0.2 + 0.05 * math.sin(at / 6.0) + 1.0 * max(0.0, at / count - 0.55) + 0.03 * math.sin(at * 1.3))
        for at in range(count)
    )


MARKS = (Mark(0.6, "▼", "deploy web 2.4.1", Tone.CHANGE), Mark(0.93, "◆", "rollback", Tone.ACTION))
ERRORS = ChartValue(
    "Error rate",
    Span("6.1 %  base 0.3", Tone.BAD),
    (Series("error rate", error_rate(), Tone.BAD),),
    MARKS,
    0.0,
    8.0,
    ("0 %", "4 %", "8 %"),
    ("16:42", "17:42"),
    threshold=2.0,
)
LATENCY = ChartValue(
    "Latency",
    Span("p95 0.7 s", Tone.WARN),
    (Series("api p95", latency(), Tone.ACCENT), Series("web p95", latency(scale=1.6), Tone.INFO)),
    MARKS,
    0.0,
    1.2,
    ("0", "0.6 s", "1.2 s"),
    ("16:42", "17:42"),
)

_STORY = (
    ("17:30:58", "●", Tone.OK, "", "api healthy, 12 probes in a row"),
    ("17:31:02", "◇", Tone.CHANGE, "ci", "web 2.4.0 to 2.4.1 in prod-eu"),
    ("17:36:40", "▲", Tone.WARN, "", "web healthy to slow: p95 1.1 s over 0.8 s for 3 of 5"),
    ("17:38:02", "✖", Tone.BAD, "", "api healthy to down: HTTP 502 on 5 of 6 probes"),
    ("17:38:20", "◆", Tone.STRONG, "alice", "declared SEV1 Checkout errors after web 2.4.1"),
    ("17:38:31", "○", Tone.PLAIN, "alice", "communications: bob"),
    ("17:39:40", "•", Tone.HUMAN, "alice", "try rollback first, the diff touches the payment client"),
    ("17:40:12", "◇", Tone.CHANGE, "ci", "web 2.4.1 config map checkout-flags changed"),
    ("17:40:30", "◆", Tone.STRONG, "alice", "decision: roll back web to 2.4.0"),
    ("17:41:50", "▶", Tone.ACTION, "alice", "rollback web r14 to r13: executing"),
    ("17:42:02", "•", Tone.HUMAN, "dana", "no sign of abuse in the edge logs"),
    ("17:42:10", "•", Tone.HUMAN, "bob", "status page says: investigating, next update in 20 minutes"),
)


def timeline_row(at: int) -> TimelineRow:
    """The row at an index of a story that repeats."""
    time, glyph, tone, who, text = _STORY[at % len(_STORY)]
    return TimelineRow(f"w/{at}", time, glyph, tone, who, text)


class Rows:
    """A RowSource over a list, for tests and pictures."""

    def __init__(self, rows: Sequence[TimelineRow]) -> None:
        self.all = list(rows)
        self.version = 0
        self.asked = 0

    def __len__(self) -> int:
        return len(self.all)

    def rows(self, first: int, count: int) -> Sequence[TimelineRow]:
        self.asked += 1
        return self.all[first : first + count]

    def find(self, key: str) -> int | None:
        return next((at for at, row in enumerate(self.all) if row.key == key), None)

    def add(self, *rows: TimelineRow) -> None:
        self.all.extend(rows)
        self.version += 1


def story(count: int = 12) -> Rows:
    """The last rows of the story, the way the pictures show them."""
    rows = [timeline_row(at) for at in range(count)]
    if count >= len(_STORY):
        rows[-4] = rows[-4]._replace(pinned=True)
        rows[-6] = rows[-6]._replace(corrected=True)
        rows[-1] = rows[-1]._replace(state="saving")
    return Rows(rows)
