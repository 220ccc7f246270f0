"""The tables of screen 2, in their order: what each is called, what it counts, how it is made."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from console.incident.events import Instant
from console.present.cluster.access import access_table
from console.present.cluster.looks import Look, node_look, resource_look, scaler_look
from console.present.cluster.nodes import nodes_table
from console.present.cluster.notices import notices_table
from console.present.cluster.pods import pods_table
from console.present.cluster.scalers import scalers_table
from console.present.cluster.view import ClusterView
from console.present.cluster.workloads import workloads_table
from widgets.values import Span, TableTab, TableValue, Tone


class Table(NamedTuple):
    """One table: `looks` counts its rows by how they are; those that are fine may be left out."""

    key: str
    name: str
    short: str
    make: Callable[[ClusterView, Instant, str], TableValue]
    looks: Callable[[ClusterView], Counter[Look]]
    count: Callable[[ClusterView], int]


TABLES: tuple[Table, ...] = (
    Table(
        "workload",
        "Workloads",
        "Wrk",
        workloads_table,
        lambda view: Counter(view.looks.values()),
        lambda view: len(view.looks),
    ),
    Table("pod", "Pods", "Pod", pods_table, lambda view: view.wrong_looks, lambda view: len(view.seen.pods)),
    Table(
        "node",
        "Nodes",
        "Nod",
        nodes_table,
        lambda view: Counter(map(node_look, view.nodes)),
        lambda view: len(view.nodes),
    ),
    Table(
        "scaler",
        "Autoscalers",
        "HPA",
        scalers_table,
        lambda view: Counter(map(scaler_look, view.scalers)),
        lambda view: len(view.scalers),
    ),
    Table("notice", "Events", "Evt", notices_table, lambda _: Counter(), lambda view: len(view.notices)),
    Table(
        "resource",
        "Access",
        "Acc",
        access_table,
        lambda view: Counter(map(resource_look, view.resources)),
        lambda view: len(view.resources),
    ),
)


def tab_of(table: Table, view: ClusterView) -> TableTab:
    """Return the tab of a table with what it counts: what is wrong where something is, else how many there are."""
    wrong = {look: count for look, count in table.looks(view).items() if look.wrong}
    if wrong:
        worst = min(wrong, key=lambda look: (look.tone != Tone.BAD, look.rank))
        return TableTab(table.key, table.name, table.short, Span(f"{worst.glyph}{sum(wrong.values()):,}", worst.tone))
    total = table.count(view)
    return TableTab(table.key, table.name, table.short, Span(f"{total:,}" if total else "", Tone.MUTED))
