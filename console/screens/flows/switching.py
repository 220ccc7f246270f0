"""Several incidents: which one this console is about, what is known of one, and how they belong to each other."""

from collections.abc import Callable

from console.incident import commands
from console.incident.errors import Refused
from console.incident.going_on import check_goes_on
from console.incident.guards import Entries, named
from console.incident.record import Incident
from console.incident.relations import absorbed
from console.incident.status import ENDED
from console.incident.tasking import open_tasks
from console.present import incidents
from console.present.about import about
from console.screens.desk import Desk, ReadingDesk
from console.screens.flows.asking import ask_form, context_line, current
from widgets.dialog import PickDialog, TextDialog
from widgets.text import safe_text
from widgets.values import Field, Span, Tone


async def pick(desk: ReadingDesk) -> None:
    """Ask which incident this console is to be about."""
    seen = desk.room.snapshot
    found = incidents.choices(seen, desk.context, seen.at)
    if not found:
        message = "There is no incident: press i to declare one."
        raise Refused(message)
    dialog = PickDialog(
        "Which incident?",
        found,
        current=seen.chosen,
        hint="type to find",
        context=context_line(desk),
    )
    chosen = await desk.ask(dialog)
    if chosen:
        await switch(desk, chosen)


async def switch(desk: ReadingDesk, to: str) -> None:
    """Make an incident the one that this console is about; show what is known of one that is, or that has ended."""
    seen = desk.room.snapshot
    incident = named(seen.state, to) if to else current(desk)
    if incident.status in ENDED or incident.id == seen.chosen:
        await show(desk, incident)
        return
    desk.room.choose(incident.id)
    desk.say(f"{incident.id} {incident.known_as}: panes, keys and what is typed are about it now", Tone.OK)


async def show(desk: ReadingDesk, incident: Incident) -> None:
    """Show all that is known of an incident."""
    seen = desk.room.snapshot
    lines = about(seen, incident, desk.context, seen.at)
    title = safe_text(f"{incident.id} {incident.known_as}", 120)
    await desk.ask(TextDialog(title, lines, context=context_line(desk)))


async def merge(desk: Desk, into: str = "", reason: str = "") -> bool:
    """Let the incident end in another one, and go on with that; asks into which."""
    return await _end_in(desk, into, reason, commands.merge, "goes into", "goes on as")


async def duplicate(desk: Desk, of: str = "", reason: str = "") -> bool:
    """Say that the incident is another one, seen twice, and go on with that; asks which."""
    return await _end_in(desk, of, reason, commands.mark_duplicate, "is the same as", "is a duplicate of")


async def _end_in(desk: Desk, named: str, reason: str, command: Callable[..., Entries], asks: str, says: str) -> bool:
    incident, actor = current(desk), desk.context.actor
    other = await _other(desk, incident, named, f"{incident.id} {asks} which?")
    if other is None:
        return False
    if not reason and (doubt := _doubt(desk, incident, other)):
        intro = ((Span(safe_text(doubt, 400), Tone.WARN),),)
        because = Field("reason", "Because", "", "for the log", (), required=True)
        answers = await ask_form(desk, f"{incident.id} {says} {other.id}", (because,), intro=intro)
        if answers is None:
            return False
        reason = answers["reason"]
    done = await desk.act(
        lambda state, now: command(state, incident.id, other.id, reason, actor=actor, now=now),
        f"{incident.id} {says} {other.id}",
    )
    if done and incident.id in absorbed(desk.room.snapshot.state, other.id) and (left := open_tasks(incident)):
        desk.say(f"{len(left)} of its tasks stay open: they are among those of {other.id} (K)", Tone.WARN)
    return _follow(desk, other) if done else False


def _doubt(desk: Desk, incident: Incident, other: Incident) -> str:
    """Return what a reason has to answer before one incident ends in the other; "" where none is needed."""
    state = desk.room.snapshot.state
    try:
        check_goes_on(state, incident, other, "")
    except Refused as refusal:
        check_goes_on(state, incident, other, "a reason")  # what no reason answers is refused
        return str(refusal)
    return ""


async def part(desk: Desk, of: str = "", reason: str = "") -> bool:
    """Let the incident be a part of another one; asks which."""
    incident, actor = current(desk), desk.context.actor
    alone = of == "none"
    whole = None if alone else await _other(desk, incident, of, f"{incident.id} is a part of which?")
    if whole is None and not alone:
        return False
    to = "" if whole is None else whole.id
    return await desk.act(
        lambda state, _now: commands.make_part(state, incident.id, to, reason, actor=actor),
        f"{incident.id} is a part of {to}" if to else f"{incident.id} stands by itself",
    )


async def split(desk: Desk, title: str = "") -> bool:
    """Open an incident for what turned out to be another matter; this console stays where it is."""
    incident, actor, scheme = current(desk), desk.context.actor, desk.context.scheme
    if not title:
        fields = (Field("title", "The other matter", "", "one line, as users see it", (), required=True),)
        answers = await ask_form(desk, f"Split from {incident.id}", fields, submit="declare")
        if answers is None:
            return False
        title = answers["title"]
    return await desk.declare(
        lambda state, now, made: commands.split(
            state, incident.id, id=made, title=title, actor=actor, now=now, scheme=scheme
        ),
        stay=True,
    )


async def _other(desk: Desk, incident: Incident, asked: str, title: str) -> Incident | None:
    """Return the other incident that is meant; None where the question was left."""
    seen = desk.room.snapshot
    if asked:
        return named(seen.state, asked)
    others = [
        each
        for each in incidents.choices(seen, desk.context, seen.at)
        if each.key != incident.id and seen.state.incidents[each.key].status not in ENDED
    ]
    if not others:
        message = f"There is no other incident than {incident.id} that has not ended."
        raise Refused(message)
    chosen = await desk.ask(PickDialog(title, others, context=context_line(desk)))
    return seen.state.incidents[chosen] if chosen else None


def _follow(desk: Desk, incident: Incident) -> bool:
    """Go on with the incident that goes on."""
    if incident.status not in ENDED:
        desk.room.choose(incident.id)
    return True
