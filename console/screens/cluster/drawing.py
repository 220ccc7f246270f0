"""Hands the values of a cluster to the panes of screen 2; what is not on the screen is not drawn."""

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from checks.kubernetes.objects import Notice, Pod
from console.incident.events import Instant
from console.present.cluster.keys import NODE, pod_in, split, workload_in
from console.present.cluster.notices import some_notices
from console.present.cluster.pods import pod_words, some_pods
from console.present.cluster.problems import problems_table
from console.present.cluster.view import ClusterView
from console.present.cluster.where import where
from console.present.cluster.words import target_words
from console.screens.cluster.choosing import Chooser
from console.screens.cluster.tabs import TABLES, tab_of
from console.screens.panes import Panes
from widgets.pane import TablePane
from widgets.tabs import TabBar
from widgets.values import Span, TableValue, Tone

_NO_CLUSTER = (Span("no cluster is configured: name one under [[cluster]] in warroom.toml", Tone.MUTED),)
_FRAME = 2
_MOST_WRONG, _LEAST_WRONG = 0.34, 3


def selected(panes: Panes, screen: Screen[Any]) -> str:
    """Return the key of the row that the keys are about: that of the pane in focus."""
    return screen.query_one(f"#{panes.focus}", TablePane).selected or ""


def draw(screen: Screen[Any], panes: Panes, chosen: Chooser, now: Instant) -> None:
    """Draw the panes that are on the screen; first those that lead, then what they lead to."""
    view = chosen.view
    if view is None:
        for pane, title in (("wrong", "Wrong now"), ("main", TABLES[chosen.tab].name)):
            screen.query_one(f"#{pane}", TablePane).show(TableValue(title, (), empty=_NO_CLUSTER))
        return
    screen.query_one(TabBar).show(
        [tab_of(table, view) for table in TABLES], TABLES[chosen.tab].key, where(view.seen, several=chosen.several)
    )
    wrong = problems_table(view, now)
    if panes.visible("wrong"):
        screen.query_one("#wrong", TablePane).show(wrong)
        _make_room(screen, panes, len(wrong.rows))
    if panes.visible("main"):
        screen.query_one("#main", TablePane).show(TABLES[chosen.tab].make(view, now, chosen.words))
    row = screen.query_one(f"#{panes.leading}", TablePane).selected or ""
    if panes.visible("pods"):
        pods, of = _pods(view, row)
        screen.query_one("#pods", TablePane).show(some_pods(view, pods, now, of))
    if panes.visible("events"):
        notices, about = _notices(view, row)
        screen.query_one("#events", TablePane).show(some_notices(view, notices, now, about))


def go_to(screen: Screen[Any], panes: Panes, chosen: Chooser, row: str) -> None:
    """Show a row in its table."""
    kind = split(row)[0]
    at = next((place for place, table in enumerate(TABLES) if table.key == kind), None)
    view = chosen.view
    if at is None or view is None:
        return
    chosen.tab, chosen.words = at, ""
    panes.show("main")
    pane = screen.query_one("#main", TablePane)
    pane.show(TABLES[at].make(view, view.recent, ""))
    pane.go_to(row)


def _make_room(screen: Screen[Any], panes: Panes, rows: int) -> None:
    """Give the list of what is wrong the lines that it needs, up to a third of the screen."""
    height = max(_LEAST_WRONG, min(rows, round(screen.app.size.height * _MOST_WRONG) - _FRAME)) + _FRAME
    screen.query_one("#wrong", TablePane).styles.height = "1fr" if panes.alone == "wrong" else height


def _pods(view: ClusterView, row: str) -> tuple[Sequence[Pod], str]:
    """Return the pods behind a row, and what to call them."""
    kind, name = split(row)
    if kind == NODE:
        return view.pods_on(name), f"Pods on {target_words('Node', name)}"
    workload = workload_in(view, row)
    if workload is not None:
        return view.pods_of(workload.uid), f"Pods of {target_words(workload.kind, workload.name)}"
    pod = pod_in(view, row)
    if pod is not None:
        return [pod], f"P{pod_words(view, pod)[1:]}"
    return view.wrong_pods, "Pods in trouble"


def _notices(view: ClusterView, row: str) -> tuple[Sequence[Notice], str]:
    kind, name = split(row)
    if kind == NODE:
        return view.notices_about("", name), f"Events of {target_words('Node', name)}"
    pod = pod_in(view, row)
    if pod is not None:
        return view.notices_about(pod.namespace, pod.name), f"Events of {target_words('Pod', pod.name)}"
    workload = workload_in(view, row)
    if workload is not None:
        return view.notices_of(workload.uid), f"Events of {target_words(workload.kind, workload.name)}"
    return view.notices, "Warning events"
