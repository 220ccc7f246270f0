"""The list of what to look at: findings become notes, and what was looked at by hand is ticked."""

from console.incident import commands
from console.present.investigation import Looked, choices, investigation
from console.screens.desk import Desk
from console.screens.flows import writing
from console.screens.flows.asking import ask_form, context_line, current
from widgets.dialog import LedgerDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Field, KeyHint, Span, Tone

KEYS = (KeyHint("enter", "note"), KeyHint("t", "tick"))


async def investigate(desk: Desk) -> None:
    """Show where to look until that is left; what is done about a row leads back to it."""
    here = ""
    while True:

        def look() -> Rows:
            seen, found = desk.room.snapshot, _looked(desk)
            keys = ("enter", "t") if seen.incident is not None else ("enter",)
            return choices(found, seen.at), {each.lookup.id: keys for each in found}

        empty = (Span("The list is empty.", Tone.MUTED),)
        dialog = LedgerDialog("Where to look", look, KEYS, empty=empty, context=context_line(desk), current=here)
        answer: tuple[str, str] | None = await desk.ask(dialog)
        if answer is None:
            return
        key, here = answer
        chosen = next(each for each in _looked(desk) if each.lookup.id == here)
        await (_tick if key == "t" else _note)(desk, chosen)


def _looked(desk: Desk) -> list[Looked]:
    seen, context = desk.room.snapshot, desk.context
    return investigation(seen, context.investigation, context.priors, seen.at)


async def _tick(desk: Desk, looked: Looked) -> None:
    incident, actor = current(desk), desk.context.actor
    lookup, to = looked.lookup, "open" if looked.ticked is not None else "done"
    await desk.act(
        lambda state, now: commands.set_item(
            state, incident.id, lookup.tick, f"looked at: {lookup.title}", to, actor=actor, now=now
        ),
        f"{lookup.title}: {'looked at' if to == 'done' else 'to be looked at'}",
    )


async def _note(desk: Desk, looked: Looked) -> None:
    """Ask for the words of a note; what the panes found stands in it already."""
    found = safe_text(looked.words, 300) if looked.evidence.findings else ""
    title = safe_text(looked.lookup.title, 60)
    field = Field("text", "Found", f"{title}: {found}" if found else f"{title}: ", "", (), required=True, typed=True)
    answers = await ask_form(desk, f"{title}: what was found", (field,))
    if answers is not None:
        await writing.note(desk, answers["text"])
