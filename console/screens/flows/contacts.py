"""Everybody who may be needed: who is on call, how to reach them, their card, and a copy of it."""

from console.present import contacts
from console.screens.desk import Desk
from console.screens.flows.asking import context_line
from console.screens.flows.escalation import known
from widgets.dialog import LedgerDialog, TextDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import KeyHint, Span, Tone

KEYS = (KeyHint("enter", "card"), KeyHint("y", "copy"))
_EMPTY = "Nobody is known. [people] in warroom.toml names them with their telephone, [[oncall]] who is on call."


async def show(desk: Desk) -> None:
    """Show who may be needed, until somebody is chosen."""

    def look() -> Rows:
        seen = desk.room.snapshot
        rows = contacts.rows(seen.state.current(), known(desk), seen.at)
        return rows, {row.key: () if row.key.startswith("?") else ("enter", "y") for row in rows}

    empty = (Span(_EMPTY, Tone.MUTED),)
    dialog = LedgerDialog("On call and contacts", look, KEYS, empty=empty, context=context_line(desk))
    answer: tuple[str, str] | None = await desk.ask(dialog)
    if answer is None:
        return
    pressed, key = answer
    seen = desk.room.snapshot
    pairs = contacts.card(key, seen.state.current(), known(desk), seen.at)
    if pressed == "y":
        where = desk.copy("\n".join(f"{name}: {value}" for name, value in pairs))
        desk.say(f"the card of {safe_text(pairs[0][1], 60)}: copied by OSC 52 and to {where}", Tone.OK)
        return
    lines = tuple((Span(f"{name:12} ", Tone.MUTED), Span(safe_text(value, 1000))) for name, value in pairs)
    await desk.ask(TextDialog(safe_text(pairs[0][1], 80), lines, context=context_line(desk)))
