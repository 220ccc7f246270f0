"""The tabs of screen 5 on what stays of an incident: action items and evidence."""

from console.present.follow_up import action_table, item_lines, review_line
from console.present.kept_evidence import evidence_lines
from console.screens.flows import follow_up, reviewing
from console.screens.review.keys import command
from console.screens.review.ports import NO_INCIDENT, ReviewTab, Shown
from widgets.text import safe_text
from widgets.values import ReadValue, Span, TableValue, Tone


def _actions(shown: Shown) -> TableValue:
    return action_table(shown.incident, shown.now)


def _action(shown: Shown, row: str) -> ReadValue:
    incident = shown.incident
    if incident is None:
        return ReadValue("Action item", empty=NO_INCIDENT)
    found = incident.action_items.get(row.rpartition(":")[2])
    head = [review_line(incident, shown.context.scheme, shown.now), ()]
    lines = [] if found is None else item_lines(found, shown.now)
    return ReadValue("Action item" if found is None else f"Action item {found.id}", [*head, *lines], row)


def _left(shown: Shown) -> Span:
    items = () if shown.incident is None else shown.incident.action_items.values()
    left = sum(each.is_left for each in items)
    late = sum(each.is_overdue(shown.now) for each in items)
    return Span(f"{late} late" if late else f"{left}" if left else "", Tone.BAD if late else Tone.MUTED)


def _evidence(shown: Shown, _row: str) -> ReadValue:
    incident = shown.incident
    if incident is None:
        return ReadValue("Evidence", empty=NO_INCIDENT)
    return ReadValue(f"Evidence of {safe_text(incident.id, 40)}", evidence_lines(incident), incident.id)


def _kept(shown: Shown) -> Span:
    count = 0 if shown.incident is None else len(shown.incident.exhibits)
    return Span(f"{count}" if count else "", Tone.MUTED)


AFTER: tuple[ReviewTab, ...] = (
    ReviewTab(
        "actions",
        "Actions",
        "Act",
        _action,
        _actions,
        _left,
        (
            command("add", "new", "write an action item"),
            command("state", "move", "start it, say that it is done, drop it, reopen it"),
            command("change", "change", "its owner, its date", 2),
            command("suggest", "drafts", "what usually follows from the accepted cause", 2),
            command("postmortem", "review", "where the postmortem stands, and its meeting", 2),
        ),
        {
            "add": lambda desk, _row: follow_up.ask(desk),
            "state": follow_up.ask_move,
            "change": follow_up.ask_change,
            "suggest": lambda desk, _row: follow_up.suggest(desk),
            "postmortem": lambda desk, _row: reviewing.review(desk),
        },
    ),
    ReviewTab("evidence", "Evidence", "Evi", _evidence, badge=_kept),
)
"""What stays of it."""
