"""Pure: the whys of an incident as a tree: lines of text of any width, and Mermaid."""

from collections.abc import Iterator
from typing import NamedTuple

from console.incident.record import Incident
from console.incident.whys import HOW, Branch, branches, first_question
from console.review.blocks import Redact
from console.review.columns import broken
from console.review.mermaid import Edge, Node, flowchart

UNSUPPORTED = "unsupported"
_MOST_LEAD = 2
"""What stands before an answer takes half of the width at most: of what is deeper, the depth is a number."""


QUESTION, ANSWER, EVIDENCE, FLAG = "question", "answer", "evidence", "flag"


class TreeLine(NamedTuple):
    """A line of the tree: what leads to it, its text, which part that is, and its answer (None for the question)."""

    lead: str
    text: str
    part: str
    branch: Branch | None = None


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
    """Yield the tree, safe to draw, in lines of at most `width` columns: below an answer its events, and its flag."""
    for line in broken(redact(question_of(incident)), width):
        yield TreeLine("", line, QUESTION)
    for branch in branches(incident.whys):
        lead, then = _leads(branch, width)
        for part, text in _parts(branch):
            for line in broken(redact(text), width - len(lead)):
                yield TreeLine(lead, line, part, branch)
                lead = then


def _parts(branch: Branch) -> Iterator[tuple[str, str]]:
    yield ANSWER, words_of(branch)
    for each in branch.why.evidence:
        yield EVIDENCE, f"[{each.event}{f' {each.why}' if each.why else ''}]"
    if flag := flag_of(branch):
        yield FLAG, f"({flag})"


def _leads(branch: Branch, width: int) -> tuple[str, str]:
    above = "".join("   " if last else "│  " for last in branch.last[:-1])
    if len(above) + 3 > width // _MOST_LEAD:
        deep = f"({branch.depth}) "
        return deep, " " * len(deep)
    return (f"{above}└─ ", f"{above}   ") if branch.last[-1] else (f"{above}├─ ", f"{above}│  ")


def tree_text(incident: Incident, width: int, redact: Redact = str) -> str:
    """Return the tree as text."""
    return "\n".join(f"{each.lead}{each.text}" for each in tree_lines(incident, width, redact))


def tree_mermaid(incident: Incident, redact: Redact = str) -> str:
    """Return the tree as a Mermaid flow chart."""
    nodes, edges = [Node("q", redact(question_of(incident)), "head")], []
    ids = {"": "q"}
    for index, branch in enumerate(branches(incident.whys), 1):
        why, ids[branch.why.id] = branch.why, f"n{index}"
        flag = flag_of(branch)
        look = "struck" if not branch.holds else "loose" if flag else ""
        nodes.append(Node(f"n{index}", redact(f"{why.id} {why.text}{f' ({flag})' if flag else ''}"), look))
        edges.append(Edge(ids[why.under], f"n{index}", why.asked))
    return flowchart("TD", nodes, edges)
