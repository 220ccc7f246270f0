"""Writing into the log: notes, decisions, updates, checklist items, pins, corrections."""

from console.incident import commands
from console.incident.checklist import Item, choose
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.types import RESTRICTED
from console.review.brief import way_around
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, cancelled, context_line, current, parse_time
from widgets.dialog import ConfirmDialog
from widgets.text import safe_text
from widgets.values import Field, Line, Span, Tone

_UPDATE = "Status update"


async def note(desk: Desk, text: str, occurred_at: Instant | None = None) -> bool:
    """Write a note: into the current incident, or into the log where there is none."""
    incident = desk.room.snapshot.incident
    place = "" if incident is None else incident.id
    return await desk.act(
        lambda state, now: commands.note(
            state, place, text, actor=desk.context.actor, now=now, occurred_at=occurred_at
        ),
        "note saved",
    )


async def decided(desk: Desk, text: str, reason: str = "") -> bool:
    """Record a decision."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.decide(state, incident.id, text, reason, actor=actor, now=now), "decision saved"
    )


async def cause(desk: Desk, tag: str, text: str) -> bool:
    """Name the accepted cause."""
    incident, actor, known = current(desk), desk.context.actor, [each.tag for each in desk.context.priors]
    return await desk.act(
        lambda state, _now: commands.tag_cause(state, incident.id, tag, text, known=known, actor=actor),
        f"the cause was: {tag}",
    )


async def update(desk: Desk) -> None:
    """Ask what people were told, and whom; the update timer starts again."""
    current(desk)
    fields = (
        Field("text", "Told", "", "what was said; the next update is counted from now", (), required=True),
        Field("audience", "Audience", commands.AUDIENCES[0], "", commands.AUDIENCES),
    )
    answers = await ask_form(desk, _UPDATE, fields, submit="record", intro=_worth_saying(desk))
    if answers is not None and not await updated(desk, answers["text"], answers["audience"]):
        desk.kept[_UPDATE] = answers  # refused, or not meant for outside after all: nobody types it twice


def _worth_saying(desk: Desk) -> tuple[Line, ...]:
    """Return what people may do meanwhile, and where work goes on, as the configuration has it."""
    found = way_around(desk.room.snapshot.state, desk.context.directory.workarounds)
    lines = [
        (Span(f"Workaround for {safe_text(name, 40)}: ", Tone.STRONG), Span(safe_text(how, 200))) for name, how in found
    ]
    if desk.context.bridge:
        lines.append((Span("Bridge: ", Tone.STRONG), Span(safe_text(desk.context.bridge, 200))))
    return tuple(lines)


async def updated(desk: Desk, text: str, audience: str = "internal") -> bool:
    """Record that people were told."""
    incident, actor = current(desk), desk.context.actor
    meant = incident.type in RESTRICTED and audience in commands.OUTSIDE
    if meant and not await _tells_outside(desk, incident.type, audience):
        cancelled(desk, "nobody outside is told")
        return False
    return await desk.act(
        lambda state, now: commands.post_update(state, incident.id, text, audience, actor=actor, now=now, forced=meant),
        "update saved; the timer starts again",
    )


async def _tells_outside(desk: Desk, kind: str, audience: str) -> bool:
    """Ask whether people outside were told of what is nobody else's business."""
    lines = ((Span(f"This is a {safe_text(kind, 40)} incident: nobody outside is told of it by default."),),)
    dialog = ConfirmDialog(f"Tell: {audience}?", lines, confirm="it is meant", context=context_line(desk))
    return bool(await desk.ask(dialog))


async def tick(desk: Desk, item: str) -> None:
    """Tick an item of the checklist, or take the tick back."""
    incident = current(desk)
    found = incident.items.get(item)
    await set_item(desk, item, "open" if found is not None and found.state == "done" else "done")


async def set_item(desk: Desk, item: str, to: str, reason: str = "") -> bool:
    """Set an item of the checklist."""
    incident, actor, title = current(desk), desk.context.actor, item_of(desk, item).title
    return await desk.act(
        lambda state, now: commands.set_item(state, incident.id, item, title, to, reason, actor=actor, now=now),
        f"{to}: {title}",
    )


def item_of(desk: Desk, item: str) -> Item:
    """Return an item; Refused with a suggestion where there is none of this name."""
    incident = current(desk)
    checklist = choose(desk.context.checklists, incident.rank, incident.type)
    if checklist is None:
        message = "There is no checklist for this severity."
        raise Refused(message)
    return checklist.item(item)


async def pin(desk: Desk, event: "commands.Target") -> None:
    """Pin an event, or take its pin off."""
    actor, state = desk.context.actor, desk.room.snapshot.state
    if state.is_pinned(event.key, born=event.pinned):
        await desk.act(lambda state, _: commands.unpin(state, event, actor=actor), "unpinned")
    else:
        await desk.act(lambda state, _: commands.pin(state, event, actor=actor), "pinned")


async def correct(desk: Desk, event: "commands.Target", text: str) -> None:
    """Ask what an event should have said, or when it happened; the first stays in the log."""
    fields = (
        Field("text", "Should say", text, "the first stays in the log", typed=True),
        Field("at", "Happened", "", "empty: as it stands; else -5m or 14:32"),
    )
    answers = await ask_form(desk, f"Correct {event.key}", fields, submit="correct")
    if answers is None:
        return
    other = answers["text"].strip()
    at = parse_time(answers["at"], desk.room.snapshot.at)
    await desk.act(
        lambda state, now: commands.correct(
            state, event, other if other and other != text else None, at, actor=desk.context.actor, now=now
        ),
        "corrected; the first version stays in the log",
    )
