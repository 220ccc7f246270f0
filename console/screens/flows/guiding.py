"""The way through an incident: shows the phases, and answers with the command of the step that is chosen."""

from console.present.guide import choices, first_open, phases_of
from console.review.guide import Phase, next_step
from console.screens.desk import Desk
from console.screens.flows.asking import context_line, current
from widgets.dialog import LedgerDialog
from widgets.dialog.ledger import Rows
from widgets.values import KeyHint

KEYS = (KeyHint("enter", "do its next step"),)


async def guide(desk: Desk) -> str:
    """Show the phases; return the id of the command of the step to take, "" for none."""
    upcoming = next_step(_phases(desk))
    here = "" if upcoming is None else upcoming[0].name

    def look() -> Rows:
        phases = _phases(desk)
        rows = choices(phases, desk.room.snapshot.at)
        return rows, {row.key: ("enter",) if first_open(phases, row.key) is not None else () for row in rows}

    dialog = LedgerDialog("What now?", look, KEYS, context=context_line(desk), current=here)
    answer: tuple[str, str] | None = await desk.ask(dialog)
    step = None if answer is None else first_open(_phases(desk), answer[1])
    if step is None:
        return ""
    if not step.command:
        desk.say(f"{step.text}: {step.hand}")
    return step.command


def _phases(desk: Desk) -> tuple[Phase, ...]:
    seen = desk.room.snapshot
    return phases_of(seen.state, current(desk), desk.context.scheme, seen.at, desk.context.chains)
