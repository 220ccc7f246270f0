"""The tabs of screen 5 on where it came from: hypotheses, whys, and what contributed."""

from console.present import causes
from console.screens.flows import supposing, weighing
from console.screens.review.keys import command
from console.screens.review.ports import NO_INCIDENT, ReviewTab, Shown
from widgets.values import Column, Line, ReadValue, Row, Span, TableValue, Tone


def _empty(title: str) -> TableValue:
    return TableValue(title, (), empty=NO_INCIDENT)


def _board(shown: Shown) -> TableValue:
    return _empty("Hypotheses") if shown.incident is None else causes.board(shown.incident)


def _hypothesis(shown: Shown, row: str) -> ReadValue:
    incident = shown.incident
    found = None if incident is None else incident.hypotheses.get(row.rpartition(":")[2])
    if found is None:
        said = "a proposes what may have been the cause; u lists what the log and the checks suggest"
        return ReadValue("Hypothesis", empty=(Span(said, Tone.MUTED),))
    return ReadValue(f"Hypothesis {found.id}", causes.hypothesis_lines(found), found.event)


def _tree(shown: Shown) -> TableValue:
    """Return the whys as rows: the cursor stands on the answer below which the next one goes."""
    incident = shown.incident
    if incident is None:
        return _empty("Whys")
    lines = _whole(causes.tree(incident, shown.wide))
    rows = [
        Row(key or f"{weighing.LINE}:{at}", (Span(_plain(line), _tone(line)),)) for at, (key, line) in enumerate(lines)
    ]
    badge = Span(f"{len(incident.whys)} answers" if incident.whys else "a answers the first why", Tone.INFO)
    return TableValue("Whys", (Column("", grow=True),), rows, badge)


def _whole(lines: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """Return the lines with a key only where an answer begins: rows are told apart by it."""
    seen: set[str] = set()
    out = []
    for key, line in lines:
        out.append(("" if key in seen else key, line))
        seen.add(key)
    return out


def _plain(line: Line) -> str:
    return "".join(span.text for span in line)


def _tone(line: Line) -> Tone:
    return line[-1].tone if line else Tone.PLAIN


def _why(shown: Shown, row: str) -> ReadValue:
    incident = shown.incident
    found = None if incident is None or not row.startswith(causes.WHY) else incident.whys.get(row.rpartition(":")[2])
    if found is None:
        said = "One why may have several answers. Each should rest on an event: f names one for the selected answer."
        return ReadValue("Answer", ((Span(said, Tone.MUTED),),))
    return ReadValue(f"Answer {found.id}", causes.why_lines(found), found.event)


def _factors(shown: Shown) -> TableValue:
    if shown.incident is None:
        return _empty("Contributing factors")
    return causes.factor_table(shown.incident, shown.context.categories)


def _bones(shown: Shown, _row: str) -> ReadValue:
    incident = shown.incident
    if incident is None:
        return ReadValue("Fishbone", empty=NO_INCIDENT)
    lines = causes.fishbone(incident, shown.context.categories, shown.width)
    return ReadValue("Fishbone", lines, incident.id)


def _count(shown: Shown, name: str) -> Span:
    count = 0 if shown.incident is None else len(getattr(shown.incident, name))
    return Span(f"{count}" if count else "", Tone.MUTED)


_FOR = command("supports", "for", "an event that speaks for the row", 2)

CAUSES: tuple[ReviewTab, ...] = (
    ReviewTab(
        "hypotheses",
        "Hypotheses",
        "Hyp",
        _hypothesis,
        _board,
        lambda shown: _count(shown, "hypotheses"),
        (
            command("add", "propose", "a hypothesis"),
            command("state", "move", "testing, supported, refuted, accepted"),
            _FOR,
            command("refutes", "against", "an event that speaks against it", 2),
            command("change", "change", "its words, test, owner, confidence", 0),
            command("suggest", "candidates", "what the log and the checks suggest", 2),
        ),
        {
            "add": weighing.suppose,
            "state": weighing.move,
            "supports": weighing.supports,
            "refutes": weighing.refutes,
            "change": weighing.change,
            "suggest": lambda desk, _row: supposing.suggest(desk),
        },
    ),
    ReviewTab(
        "whys",
        "Whys",
        "Why",
        _why,
        _tree,
        lambda shown: _count(shown, "whys"),
        (
            command("add", "answer", "why, below the selected answer"),
            _FOR,
            command("drop", "strike", "the answer does not hold", 2),
        ),
        {"add": weighing.answer, "supports": weighing.supports, "drop": weighing.strike},
    ),
    ReviewTab(
        "factors",
        "Factors",
        "Fac",
        _bones,
        _factors,
        lambda shown: _count(shown, "factors"),
        (
            command("add", "name", "what contributed, triggered it, or was luck"),
            command("state", "judge", "accept it, or strike it"),
            _FOR,
        ),
        {"add": weighing.contribute, "state": weighing.judge, "supports": weighing.supports},
    ),
)
"""Where it came from."""
