"""Pure: flow charts as Mermaid. Texts are as the log has them, and inert in it: nothing of them is taken for syntax."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from widgets.text import safe_text

_LONGEST = 200
_ASIDE = re.compile(r"[^\w .,:=+/()!?@'*…⏎-]")
"""What may mean something to Mermaid, to Markdown in its labels or to HTML: written as its number instead."""


class Node(NamedTuple):
    """A box: `id` is ours, never a text from outside; `look` is a class of `LOOKS`, "" for the usual one."""

    id: str
    label: str
    look: str = ""


class Edge(NamedTuple):
    """An arrow between two boxes, with a word on it."""

    start: str
    end: str
    word: str = ""


LOOKS = {
    "struck": "stroke-dasharray: 4 4,opacity: 0.6",
    "loose": "stroke-dasharray: 4 4",
    "accepted": "stroke-width: 3px",
    "head": "font-weight: bold",
}
"""How boxes differ, where they do."""


def label(text: str) -> str:
    """Return a text from outside as a Mermaid label, quotes included."""
    shown = safe_text(" ".join(text.split()), _LONGEST)
    return f'"{_ASIDE.sub(lambda found: f"#{ord(found[0])};", shown) or " "}"'


def flowchart(direction: str, nodes: Iterable[Node], edges: Iterable[Edge]) -> str:
    """Return a chart; `direction` is TD or LR."""
    boxes = list(nodes)
    lines = [f"flowchart {direction}", *(f"  {each.id}[{label(each.label)}]" for each in boxes)]
    lines += [f"  {each.start} -->{f'|{label(each.word)}|' if each.word else ''} {each.end}" for each in edges]
    for look, style in LOOKS.items():
        named = [each.id for each in boxes if each.look == look]
        if named:
            lines += [f"  classDef {look} {style}", f"  class {','.join(named)} {look}"]
    return "\n".join(lines)
