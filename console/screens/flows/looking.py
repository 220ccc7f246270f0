"""Looking and leaving: the review, the log, the export, pausing the sources."""

import asyncio

from console.present.details import document_lines, log_lines
from console.screens.desk import Desk
from console.screens.flows.asking import current
from widgets.dialog import TextDialog
from widgets.values import Tone


async def export(desk: Desk) -> None:
    """Write the postmortem from the log, and say where it is."""
    incident = current(desk)
    desk.say(f"writing the postmortem of {incident.id} ...")
    desk.say(await asyncio.to_thread(desk.room.export, incident.id), Tone.OK)


async def review(desk: Desk) -> None:
    """Show the postmortem as it would be exported now."""
    incident = current(desk)
    text = await asyncio.to_thread(desk.room.document, incident.id)
    await desk.ask(TextDialog(f"Postmortem of {incident.id}, as of now", document_lines(text)))


async def log(desk: Desk) -> None:
    """Show the log: writers, chain, what waits."""
    await desk.ask(TextDialog("The log", log_lines(desk.room.snapshot, desk.room.snapshot.at)))


async def pause(desk: Desk) -> None:
    """Stop asking the sources, or go on."""
    on = not desk.room.snapshot.paused
    desk.room.pause(on=on)
    desk.say("watching is paused; p goes on" if on else "watching again", Tone.WARN if on else Tone.OK)


async def refresh(desk: Desk) -> None:
    """Ask every source now."""
    desk.room.look_now()
    desk.say("asking every source now")
