"""Pure: the hypothesis board, the whys and the fishbone as rows and lines of any width. It decides nothing.

Keys of rows: "hypothesis:h1", "why:w1", "factor:f1".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from console.incident import factors
from console.incident.clock import clock_time
from console.incident.factors import EXAMPLES, Factor
from console.incident.hypotheses import (
    ACCEPTED,
    MOVES,
    PROPOSED,
    REFUTED,
    SUPPORTED,
    TESTING,
    Hypothesis,
    in_state,
    root_causes,
)
from console.incident.record import Incident
from console.incident.references import References
from console.incident.whys import Why
from console.present.details import pair
from console.present.figures import text_span
from console.review.fishbone import bones, fishbone_text, flags_of
from console.review.why_tree import EVIDENCE, FLAG, TreeLine, tree_lines
from widgets.text import safe_text
from widgets.values import Choice, Column, Line, Row, Span, TableValue, Tone

HYPOTHESIS, WHY, FACTOR = "hypothesis:", "why:", "factor:"
"""How the keys of rows begin."""

GLYPHS: Mapping[str, str] = {PROPOSED: "?", TESTING: "»", SUPPORTED: "▲", REFUTED: "✖", ACCEPTED: "✔"}
TONES: Mapping[str, Tone] = {
    PROPOSED: Tone.PLAIN,
    TESTING: Tone.ACTION,
    SUPPORTED: Tone.ACCENT,
    REFUTED: Tone.MUTED,
    ACCEPTED: Tone.OK,
}
_ORDER = (ACCEPTED, SUPPORTED, TESTING, PROPOSED, REFUTED)
_FACTORS: Mapping[str, Tone] = {
    factors.PROPOSED: Tone.PLAIN,
    factors.ACCEPTED: Tone.STRONG,
    factors.STRUCK: Tone.MUTED,
}
_FACTOR_GLYPHS = {factors.PROPOSED: "?", factors.ACCEPTED: "✔", factors.STRUCK: "✖"}
_PARTS: Mapping[str, Tone] = {EVIDENCE: Tone.MUTED, FLAG: Tone.WARN}
_LEAST = 12
"""Fewer columns are none: what is drawn is cut at the edge then."""
_COLUMNS = (
    Column("state", 11),
    Column("id", 3),
    Column("hypothesis", 16, grow=True),
    Column("evidence", 8, drop=1),
    Column("sure", 5, align="right", drop=2),
    Column("owner", 6, drop=3),
)

_FACTOR_COLUMNS = (
    Column("state", 10),
    Column("id", 3),
    Column("factor", 16, grow=True),
    Column("category", 8, drop=1),
    Column("kind", 12, drop=3),
    Column("evidence", 8, drop=2),
)


def ordered(incident: Incident) -> list[Hypothesis]:
    """Return the hypotheses: what was accepted first, what was refuted last."""
    return sorted(incident.hypotheses.values(), key=lambda each: _ORDER.index(each.state))


def board(incident: Incident) -> TableValue:
    """Return the hypothesis board."""
    empty: Line = (Span("No hypothesis yet: /hyp what may have been the cause", Tone.MUTED),)
    rows = tuple(_row(each) for each in ordered(incident))
    return TableValue("Hypotheses", _COLUMNS, rows, standing(incident), empty, headings=True)


def standing(incident: Incident) -> Span:
    """Return in a few words how far the search for the cause is; "root cause" is what a person accepted."""
    found = root_causes(incident.hypotheses)
    if found:
        alone = any(each.is_unsupported for each in found)
        said = "root cause accepted" + (", unsupported" if alone else "")
        return Span(said, Tone.WARN if alone else Tone.OK)
    left = len(in_state(incident.hypotheses, PROPOSED, TESTING, SUPPORTED))
    return Span(f"{left} open" if left else "", Tone.INFO)


def _row(each: Hypothesis) -> Row:
    tone = _tone(each)
    return Row(
        f"{HYPOTHESIS}{each.id}",
        (
            Span(f"{GLYPHS[each.state]} {each.state}", tone),
            text_span(each.id, Tone.MUTED, 12),
            text_span(each.text, Tone.MUTED if each.state == REFUTED else Tone.PLAIN),
            _weights(each),
            Span("" if each.confidence is None else f"{each.confidence} %"),
            text_span(each.owner or "nobody", Tone.PLAIN if each.owner else Tone.MUTED, 40),
        ),
    )


def _tone(each: Hypothesis) -> Tone:
    return Tone.WARN if each.is_unsupported else TONES[each.state]


def _weights(each: Hypothesis) -> Span:
    """Return how many events speak for it and against it."""
    if each.is_unsupported:
        return Span("unsupported", Tone.WARN)
    pro, contra = len(each.speaks_for), len(each.speaks_against)
    return Span(f"+{pro} -{contra}", Tone.PLAIN if pro or contra else Tone.MUTED)


def hypothesis_lines(each: Hypothesis) -> list[Line]:
    """Return all that is known of a hypothesis, to read."""
    sure = "not said" if each.confidence is None else f"{each.confidence} %"
    lines = [
        pair(
            "state", f"{GLYPHS[each.state]} {each.state}{' (unsupported)' if each.is_unsupported else ''}", _tone(each)
        ),
        pair("hypothesis", f"{each.id} {each.text}", Tone.STRONG),
        pair("test", each.test or "none that could refute it", Tone.PLAIN if each.test else Tone.WARN),
        pair("owner", each.owner or "nobody", Tone.PLAIN if each.owner else Tone.MUTED),
        pair("confidence", sure, Tone.MUTED if each.confidence is None else Tone.PLAIN),
        *([pair("component", each.component)] if each.component else []),
        *_references(each.evidence),
        (),
    ]
    for step in each.steps:
        why = f": {step.reason}" if step.reason else ""
        lines.append(pair(step.state, f"{clock_time(step.at)}Z {step.by}{why}  [{step.event}]"))
    lines.append(pair("next", ", ".join(MOVES[each.state]), Tone.MUTED))
    return lines


def why_lines(each: Why) -> list[Line]:
    """Return all that is known of an answer, to read."""
    flag = [] if each.evidence or each.struck else [pair("evidence", "none: unsupported", Tone.WARN)]
    return [
        pair("answer", f"{each.id} {each.text}", Tone.MUTED if each.struck else Tone.STRONG),
        pair("asked", f"{each.asked}, below {each.under or 'the first question'}"),
        pair("said", f"{clock_time(each.at)}Z {each.by}  [{each.event}]"),
        *_references(each.evidence),
        *flag,
        *([pair("struck", each.struck, Tone.WARN)] if each.struck else []),
    ]


def _references(found: References) -> list[Line]:
    tones = {"for": Tone.OK, "against": Tone.BAD}
    return [pair(each.side, f"{each.event}  {each.why}".rstrip(), tones.get(each.side, Tone.PLAIN)) for each in found]


def choices(found: Iterable[Hypothesis]) -> list[Choice]:
    """Return hypotheses to choose from; a row's key is the id."""
    return [
        Choice(
            each.id,
            safe_text(f"{GLYPHS[each.state]} {each.state} · {each.id} {each.text}", 200),
            safe_text(" · ".join(_told(each)), 900),
            _tone(each),
        )
        for each in found
    ]


def _told(each: Hypothesis) -> Iterator[str]:
    yield _weights(each).text
    if each.confidence is not None:
        yield f"{each.confidence} % sure"
    if each.owner:
        yield each.owner
    if each.test:
        yield f"test: {each.test}"
    if each.last.reason:
        yield each.last.reason


def tree(incident: Incident, width: int) -> list[tuple[str, Line]]:
    """Return the tree of whys in lines of at most `width` cells, each with the key of its answer ("" the question)."""
    return [_tree_line(each) for each in tree_lines(incident, max(_LEAST, width))]


def _tree_line(each: TreeLine) -> tuple[str, Line]:
    if each.branch is None:
        return "", (Span(each.text, Tone.STRONG),)
    tone = _PARTS.get(each.part, Tone.PLAIN) if each.branch.holds else Tone.MUTED
    return f"{WHY}{each.branch.why.id}", (Span(each.lead, Tone.MUTED), Span(each.text, tone))


def fishbone(incident: Incident, categories: Sequence[str], width: int) -> list[Line]:
    """Return the fishbone as it is drawn; of an empty one an example of each category, muted: for people only."""
    drawn = fishbone_text(incident, categories, max(_LEAST, width)).splitlines()
    lines: list[Line] = [(Span(line),) for line in drawn]
    if not incident.factors:
        lines += [(), (Span("Such as:", Tone.MUTED),)]
        lines += [
            (text_span(f"  {each}: {EXAMPLES[each]}", Tone.MUTED, width),) for each in categories if each in EXAMPLES
        ]
    return lines


def factor_table(incident: Incident, categories: Sequence[str]) -> TableValue:
    """Return the factors as rows, by category, what was struck last."""
    held = [each for bone in bones(incident, categories) for each in bone.factors]
    struck = [each for each in incident.factors.values() if each.state == factors.STRUCK]
    accepted = sum(each.state == factors.ACCEPTED for each in held)
    empty: Line = (Span("Nothing named yet: /factor code: retries without a limit", Tone.MUTED),)
    rows = tuple(_factor_row(each) for each in (*held, *struck))
    badge = Span(f"{accepted} of {len(held)} accepted" if held else "", Tone.INFO)
    return TableValue("Contributing factors", _FACTOR_COLUMNS, rows, badge, empty, headings=True)


def _factor_row(each: Factor) -> Row:
    struck = each.state == factors.STRUCK
    flag = Span("unsupported", Tone.WARN) if each.is_unsupported else Span(f"+{len(each.evidence)}", Tone.MUTED)
    return Row(
        f"{FACTOR}{each.id}",
        (
            Span(f"{_FACTOR_GLYPHS[each.state]} {each.state}", _FACTORS[each.state]),
            text_span(each.id, Tone.MUTED, 12),
            text_span(each.text, _FACTORS[each.state]),
            text_span(each.category, Tone.PLAIN, 40),
            text_span(each.sort, Tone.ACCENT if each.sort != factors.CONTRIBUTING else Tone.MUTED),
            Span("") if struck else flag,
        ),
    )


def factor_choices(found: Iterable[Factor]) -> list[Choice]:
    """Return factors to choose from; a row's key is the id."""
    return [
        Choice(
            each.id,
            safe_text(f"{_FACTOR_GLYPHS[each.state]} {each.state} · {each.id} {each.text}", 200),
            safe_text(" · ".join(filter(None, (each.category, flags_of(each), *each.tags, each.reason))), 900),
            _FACTORS[each.state],
        )
        for each in found
    ]
