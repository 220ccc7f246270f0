"""Pure: a place in the decision tree as lines: the question with what is known of it, or what to do; then the way."""

from collections.abc import Iterator

from console.incident.clock import short_span
from console.incident.events import Instant
from console.incident.tree import Leaf, Tree
from console.present.evidence import Evidence, look
from console.present.figures import text_span
from console.present.snapshot import Snapshot
from widgets.values import Line, Span, Tone


def walk_lines(tree: Tree, answers: str, snapshot: Snapshot, now: Instant) -> tuple[Line, ...]:
    """Return what stands at the end of a way."""
    return tuple(_lines(tree, answers, snapshot, now))


def _lines(tree: Tree, answers: str, snapshot: Snapshot, now: Instant) -> Iterator[Line]:
    node = tree.at(answers)
    if isinstance(node, Leaf):
        yield (text_span(node.text, Tone.STRONG),)
        yield (Span(f"{node.action}: its card comes first" if node.action else "by hand", Tone.MUTED),)
    else:
        yield (text_span(node.ask, Tone.STRONG),)
        yield from evidence_lines(look(node.shows, snapshot, now), now) if node.shows else ()
    path = tree.path(answers)
    if path:
        yield ()
    for ask, answer in reversed(path):
        yield text_span(f"{answer}: ", Tone.ACCENT), text_span(ask, Tone.MUTED)


def evidence_lines(evidence: Evidence, now: Instant) -> Iterator[Line]:
    """Yield what the panes know of a thing: findings with since when, else what was looked at."""
    for finding in evidence.findings:
        ago = "" if finding.since is None else f"  ({short_span(now - finding.since)} ago)"
        yield Span("▲ ", finding.tone), text_span(finding.text), Span(ago, Tone.MUTED)
    if not evidence.findings:
        glyph = "● " if evidence.tone is Tone.OK else "? "
        yield Span(glyph, evidence.tone), text_span(evidence.note, Tone.MUTED)
