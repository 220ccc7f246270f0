"""Pure: the whys of an incident as a tree: lines of text of any width, and Mermaid."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from console.incident.record import Incident
from console.incident.whys import HOW, Branch, branches, first_question
from console.review.columns import broken
from console.review.mermaid import Edge, Node, flowchart
from widgets.text import safe_text

UNSUPPORTED = "unsupported"
Redact = Callable[[str], str]
_MOST_LEAD = 2
"""What stands before an answer takes half of the width at most: of what is deeper, the depth is a number."""


class TreeLine(NamedTuple):
    """A line of the tree: what leads to it, its words, what is flagged, and its answer (None for the question).

    `more` says that it goes on with the answer of the line above.
    """

    lead: str
    text: str
    flag: str = ""
    branch: Branch | None = None
    more: bool = False


def question_of(incident: Incident) -> str:
    """Return what the tree begins with."""
    return first_question(incident.why_asked, incident.known_as)


def flag_of(branch: Branch) -> str:
    """Return what is to be seen of an answer: why it was struck, that it fell, or that nothing speaks for it."""
    if branch.why.struck:
        return f"struck: {branch.why.struck}"
    if not branch.holds:
        return "fell with what is above it"
    return UNSUPPORTED if branch.is_unsupported else ""


def words_of(branch: Branch) -> str:
    """Return an answer with its name, and with "how" where that was asked."""
    asked = "how: " if branch.why.asked == HOW else ""
    return f"{branch.why.id} {asked}{branch.why.text}"


def tree_lines(incident: Incident, width: int, redact: Redact = str) -> Iterator[TreeLine]:
    """Yield the tree, safe to draw, in lines of at most `width` columns; wide enough lines are not broken."""
    for index, line in enumerate(broken(redact(question_of(incident)), width)):
        yield TreeLine("", line, more=index > 0)
    for branch in branches(incident.whys):
        first, then = _leads(branch, width)
        lines = broken(redact(words_of(branch)), width - len(first))
        flag = safe_text(redact(flag_of(branch)), 200)
        for index, line in enumerate(lines):
            yield TreeLine(then if index else first, line, "" if index else flag, branch, index > 0)


def _leads(branch: Branch, width: int) -> tuple[str, str]:
    above = "".join("   " if last else "│  " for last in branch.last[:-1])
    if len(above) + 3 > width // _MOST_LEAD:
        deep = f"({branch.depth}) "
        return deep, " " * len(deep)
    return (f"{above}└─ ", f"{above}   ") if branch.last[-1] else (f"{above}├─ ", f"{above}│  ")


def tree_text(incident: Incident, width: int, redact: Redact = str) -> str:
    """Return the tree as text, with the events that speak for an answer behind it, and what is flagged."""
    lines = list(tree_lines(incident, width, redact))
    shown = []
    for index, each in enumerate(lines):
        ends = index + 1 == len(lines) or not lines[index + 1].more
        shown.append(f"{each.lead}{each.text}")
        if ends and each.branch is not None and (tail := _tail(each.branch)):
            follow = _leads(each.branch, width)[1]
            shown += [f"{follow}{line}" for line in broken(redact(tail), width - len(follow))]
    return "\n".join(shown)


def _tail(branch: Branch) -> str:
    """Return what stands below an answer: its evidence, or what is flagged."""
    flag = flag_of(branch)
    told = [f"{each.event}{f' {each.why}' if each.why else ''}" for each in branch.why.evidence]
    return "; ".join([*([f"({flag})"] if flag else []), *(f"[{each}]" for each in told)])


def tree_mermaid(incident: Incident) -> str:
    """Return the tree as a Mermaid flow chart."""
    nodes, edges = [Node("q", question_of(incident), "head")], []
    ids = {"": "q"}
    for index, branch in enumerate(branches(incident.whys), 1):
        why, ids[branch.why.id] = branch.why, f"n{index}"
        flag = flag_of(branch)
        look = "struck" if not branch.holds else "loose" if flag else ""
        nodes.append(Node(f"n{index}", f"{why.id} {why.text}{f' ({flag})' if flag else ''}", look))
        edges.append(Edge(ids[why.under], f"n{index}", why.asked))
    return flowchart("TD", nodes, edges)
