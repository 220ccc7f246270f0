"""Pure: the nodes as a table: ready, pressed, cordoned, how full, and how many troubled pods they carry."""

from functools import partial

from checks.kubernetes.objects import Node
from console.incident.events import Instant
from console.present.cluster.keys import NODE, key
from console.present.cluster.listing import Listing, matching, table
from console.present.cluster.looks import node_look
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age
from console.present.cluster.workloads import bar
from console.present.figures import percent, size, text_span
from widgets.values import Column, Row, Span, TableValue, Tone

_FULL, _BUSY, _BAR_PARTS = 0.95, 0.85, 60
_LISTING = Listing(
    "Nodes",
    (
        Column("", width=1),
        Column("node", width=12),
        Column("state"),
        Column("pods", align="right", drop=1),
        Column("wrong", align="right", drop=2),
        Column("cpu", align="right", drop=4),
        Column("memory", align="right", drop=3),
        Column("uses", align="right", drop=7),
        Column("conditions", grow=True, width=14),
        Column("version", drop=6),
        Column("age", align="right", drop=5),
    ),
    ("nodes",),
    "no nodes",
)


def nodes_table(view: ClusterView, now: Instant, words: str = "") -> TableValue:
    """Return the nodes."""
    found = matching(view, "nodes", view.nodes, words, _text)
    rows = (found, lambda node: key(NODE, node.name), partial(_row, view, now))
    wrong = sum(1 for node in view.nodes if node_look(node).wrong)
    return table(_LISTING, view, now, rows, (wrong, len(view.nodes)), words)


def _text(node: Node) -> str:
    return f"{node.name} {node_look(node).word} {' '.join(node.pressure)} {node.version}"


def _share(used: float, room: float) -> Span:
    """Return how full something is, "" where no metrics tell."""
    if used <= 0 or room <= 0:
        return Span("")
    part = used / room
    tone = Tone.BAD if part >= _FULL else Tone.WARN if part >= _BUSY else Tone.PLAIN
    return Span(f"{bar(round(part * _BAR_PARTS), _BAR_PARTS)} {percent(part):>4}", tone)


def _row(view: ClusterView, now: Instant, node: Node) -> Row:
    look = node_look(node)
    pods, wrong = view.load.get(node.name, (0, 0))
    said = [*node.pressure, *(["cordoned: takes no new pods"] if node.unschedulable else [])]
    return Row(
        key(NODE, node.name),
        (
            Span(look.glyph, look.tone),
            text_span(node.name, Tone.STRONG if look.wrong else Tone.PLAIN, 120),
            Span(look.word, look.tone),
            Span(str(pods), Tone.MUTED),
            Span(str(wrong) if wrong else "", Tone.BAD),
            _share(node.cpu, node.cpu_room),
            _share(node.memory, node.memory_room),
            Span(f"{node.cpu:.1f} cores {size(node.memory)}" if node.memory > 0 else "", Tone.MUTED),
            text_span(", ".join(said), look.tone),
            text_span(node.version, Tone.MUTED, 40),
            Span(age(node.created_at, now), Tone.MUTED),
        ),
    )
