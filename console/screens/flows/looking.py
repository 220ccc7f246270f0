"""Looking and leaving: events, services, the review, the log, help, colours, the way out."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo

from console.incident.errors import Refused
from console.incident.events import Event
from console.present.details import (
    catalogue_lines,
    document_lines,
    event_lines,
    help_lines,
    log_lines,
    mistake_lines,
    service_lines,
)
from console.present.numbers import number_lines
from console.present.who import People, for_owner
from console.screens import keys
from console.screens.desk import Desk, ReadingDesk
from console.screens.flows.asking import context_line, current
from widgets.dialog import ConfirmDialog, PickDialog, TextDialog
from widgets.theme import THEMES
from widgets.values import Choice, KeyHint, Line, Span, Tone


async def event_of(desk: ReadingDesk, key: str) -> Event:
    """Return the event of a row; Refused where none is selected or it is not saved yet."""
    event = await asyncio.to_thread(desk.room.event, key) if key else None
    if event is None:
        message = "Choose a saved event in the timeline first (up and down)."
        raise Refused(message)
    return event


async def read(desk: ReadingDesk, title: str, lines: Sequence[Line]) -> None:
    """Show lines to read."""
    await desk.ask(TextDialog(title, lines, context=context_line(desk)))


async def details(desk: ReadingDesk, key: str, tz: tzinfo | None) -> None:
    """Show all that the log holds of an event."""
    event = await event_of(desk, key)
    lines = event_lines(event, desk.room.snapshot.state, tz, desk.context.zone)
    await read(desk, f"Event {event.key}", lines)


async def service(desk: ReadingDesk, name: str) -> None:
    """Show why a service is as it is, and what looks at it."""
    seen, directory = desk.room.snapshot, desk.context.directory
    lines = service_lines(seen, name, seen.at)
    entry = directory.services.get(name)
    if entry is not None:
        named = for_owner(entry, People(directory, seen.duties, desk.context.defaults), seen.at)
        owner = f"{named.person}: {named.source}, {directory.reach(named.person)}" if named.person else named.source
        lines += catalogue_lines(entry, owner.rstrip(", "))
    await read(desk, name, lines)


async def export(desk: Desk) -> None:
    """Write the postmortem from the log, and say where it is."""
    incident = current(desk)
    desk.say(f"writing the postmortem of {incident.id} ...")
    desk.say(await asyncio.to_thread(desk.room.export, incident.id), Tone.OK)


async def review(desk: ReadingDesk) -> None:
    """Show the postmortem as it would have been exported then."""
    incident = current(desk)
    text = await asyncio.to_thread(desk.room.document, incident.id)
    await read(desk, f"Postmortem of {incident.id}, as of then", document_lines(text))


async def log(desk: ReadingDesk) -> None:
    """Show the log: writers, chain, what waits."""
    seen = desk.room.snapshot
    await read(desk, "The log", [*log_lines(seen, seen.at), *mistake_lines(desk.context.mistakes)])


async def numbers(desk: ReadingDesk, tz: tzinfo | None) -> None:
    """Show how long things took, and from when to when that counts."""
    incident, seen = current(desk), desk.room.snapshot
    context = desk.context
    lines = number_lines(incident, context.scheme, seen.at, tz, context.rates, rules=context.classifier)
    await read(desk, f"Numbers of {incident.id}", lines)


async def pause(desk: Desk) -> None:
    """Stop asking the sources, or go on."""
    on = not desk.room.snapshot.paused
    desk.room.pause(on=on)
    desk.say("watching is paused; p goes on" if on else "watching again", Tone.WARN if on else Tone.OK)


async def refresh(desk: Desk) -> None:
    """Ask every source now."""
    desk.room.look_now()
    desk.say("asking every source now")


async def copy(desk: ReadingDesk, key: str) -> None:
    """Copy the event under the cursor, or a brief of the incident, to the clipboard and a file."""
    text, what = await asyncio.to_thread(desk.room.copied, key)
    where = desk.copy(text)
    desk.say(f"{what}: copied by OSC 52 and to {where}", Tone.OK)


async def helped(desk: ReadingDesk) -> None:
    """Show all keys and typed commands."""
    hints = [KeyHint(keys.shown(each.key), each.label, each.detail, each.group) for each in desk.commands]
    await read(desk, "Keys", help_lines(hints, desk.typed))


async def theme(desk: ReadingDesk) -> None:
    """Ask for the colours."""
    choices = [Choice(name, name) for name in THEMES]
    chosen = await desk.ask(PickDialog("Colours", choices, current=desk.theme, context=context_line(desk)))
    if chosen:
        desk.theme = chosen


async def pick_command(desk: ReadingDesk) -> str:
    """Ask for a command by its name; return its id, "" for none."""
    choices = [
        Choice(each.id, f"{each.label}", f"{keys.shown(each.key):>3}  {each.detail}")
        for each in desk.commands
        if each.id not in {"actions", "palette"}
    ]
    return await desk.ask(PickDialog("Commands", choices, hint="type to search", context=context_line(desk))) or ""


_END = (
    (Span("Nothing is watched or timed while no console runs. The log keeps everything;"),),
    (Span("warroom note, status and export work without a console."),),
)
_END_OF_DRILL = ((Span("This ends the drill, tells what the cause was, and shows the score card."),),)
_LEAVE_DRILL = ((Span("Only you leave: the drill goes on for the others, and you may join it again."),),)


def _consequence(desk: Desk) -> tuple[Line, ...]:
    """Return what ending this console means to everybody."""
    if desk.context.drill:
        return _LEAVE_DRILL if desk.context.joined else _END_OF_DRILL
    return _END


async def leave(desk: Desk, then: str = "") -> None:
    """End the console, for a command that follows or for good; ask first while one is live, or a drill is on."""
    seen = desk.room.snapshot
    live = [each for each in (seen.incident, *reversed(seen.state.live())) if each is not None and each.live]
    if live:
        incident, more = live[0], len({each.id for each in live}) - 1
        lines = (
            (Span(f"{incident.id} is {incident.status}{f', {more} more live' if more else ''}.", Tone.STRONG),),
            *_consequence(desk),
        )
        dialog = ConfirmDialog("End the console?", lines, confirm="end it", context=context_line(desk))
        if not await desk.ask(dialog):
            return
    elif desk.context.drill and not seen.state.incidents:
        dialog = ConfirmDialog("End the console?", _consequence(desk), confirm="end it", context=context_line(desk))
        if not await desk.ask(dialog):
            return
    desk.leave(then)
