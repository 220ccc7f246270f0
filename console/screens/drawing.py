"""Hands a snapshot to the widgets of the room, pane by pane; what is not on the screen is not drawn."""

from collections.abc import Sequence
from datetime import tzinfo

from textual.screen import Screen

from console.incident.events import Instant
from console.present.changes import changes_table
from console.present.charts import chart_value, marks_of
from console.present.checklist import checklist_table
from console.present.cluster.summary import summary
from console.present.due import due_line, due_table
from console.present.header import header
from console.present.host import host_table
from console.present.roster import roster_table
from console.present.services import services_table
from console.present.snapshot import Context, Snapshot
from console.screens.board import CHARTS
from widgets.chart import ChartPane
from widgets.header import HeaderBar
from widgets.oneline import OneLine
from widgets.pane import TablePane
from widgets.values import ChartValue, Span, Tone

NO_CHARTS = tuple(
    ChartValue(title, Span(""), empty=(Span("no data yet", Tone.MUTED),))
    for title in ("Error rate", "Latency p95", "Traffic")
)


def draw_tables(
    screen: Screen[None], panes: Sequence[str], snapshot: Snapshot, context: Context, now: Instant, tz: tzinfo | None
) -> None:
    """Draw those of the table panes that are on the screen."""
    for pane in panes:
        if pane == "services":
            value = services_table(snapshot, context, now)
        elif pane == "host":
            value = host_table(snapshot, now)
        elif pane == "roster":
            value = roster_table(snapshot, now)
        elif pane == "checklist":
            value = checklist_table(snapshot, context, now)
        elif pane == "cluster":
            value = summary(snapshot.clusters, now, screen.query_one("#cluster", TablePane).size.width)
        elif pane == "changes":
            current = snapshot.incident
            # What is over has no onset any more: the next outage has another cause.
            incident = current if current is not None and current.live else None
            value = changes_table(snapshot.changes, snapshot.feeds, incident, now, tz)
        elif pane == "due":
            value = due_table(snapshot, context, now)
        else:
            continue
        screen.query_one(f"#{pane}", TablePane).show(value)


def draw_due(screen: Screen[None], snapshot: Snapshot, context: Context, now: Instant) -> None:
    """Say in one line what is due next, where the pane that says so has no place."""
    line = screen.query_one("#next", OneLine)
    if line.display:
        line.show(due_line(snapshot, context, now))


def draw_charts(
    screen: Screen[None], panes: Sequence[str], snapshot: Snapshot, context: Context, tz: tzinfo | None
) -> None:
    """Draw the charts that are on the screen."""
    values = [
        chart_value(seen, marks_of(seen.service, snapshot.marks, context), tz) for seen in snapshot.charts
    ] or NO_CHARTS
    for pane, value in zip(CHARTS, values, strict=False):
        if pane in panes:
            screen.query_one(f"#{pane}", ChartPane).show(value)


def draw_header(screen: Screen[None], snapshot: Snapshot, context: Context, now: Instant, tz: tzinfo | None) -> None:
    """Draw the header; its clock and its countdown go on between snapshots."""
    screen.query_one("#header", HeaderBar).show(header(snapshot, context, now, tz))
