"""The severity: choose one, raise it by a step, lower it by a step."""

from console.incident import commands, roles
from console.incident.grading import bars, newly_required
from console.incident.severity import find
from console.present.severity import level_lines, warned
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, cancelled, context_line, current
from widgets.dialog import ConfirmDialog, PickDialog
from widgets.text import safe_text
from widgets.values import Choice, Field, Span, Tone


async def severity(desk: Desk) -> None:
    """Ask for another severity and why; ? tells what one means."""
    incident, seen = current(desk), desk.room.snapshot
    levels = desk.context.scheme.levels
    choices = [
        Choice(level.label, level.label, f"{level.meaning}. {'; '.join(level.examples[:2])}") for level in levels
    ]
    told = {level.label: level_lines(level, seen.state, seen.at) for level in levels}
    title = f"{incident.id} is {incident.severity}. Make it?"
    dialog = PickDialog(title, choices, current=incident.severity, context=context_line(desk), told=told)
    to = await desk.ask(dialog)
    if to:
        await change(desk, to)


async def raise_(desk: Desk) -> None:
    """Raise it by one step, for a reason; nothing is asked where it is the worst already."""
    incident, seen, scheme = current(desk), desk.room.snapshot, desk.context.scheme
    commands.raise_severity(seen.state, incident.id, actor=desk.context.actor, now=seen.at, scheme=scheme)
    to = max((each for each in scheme.levels if each.rank < incident.rank), key=lambda each: each.rank).label
    field = Field("reason", "Because", "", "what got worse", (), required=True)
    answers = await ask_form(desk, f"Raise: {incident.severity} -> {to}", (field,), submit="raise")
    if answers is not None:
        await set_severity(desk, to, answers["reason"])


async def lower(desk: Desk) -> None:
    """Lower it by one step, for a reason, and confirmed."""
    incident, seen, scheme = current(desk), desk.room.snapshot, desk.context.scheme
    milder = [each for each in scheme.levels if each.rank > incident.rank]
    if not milder:
        actor = desk.context.actor
        commands.lower_severity(seen.state, incident.id, actor=actor, now=seen.at, scheme=scheme)
        return
    await change(desk, min(milder, key=lambda each: each.rank).label)


async def change(desk: Desk, to: str, reason: str = "") -> bool:
    """Change the severity: asks for the reason where none is given; what is lowered is confirmed."""
    incident = current(desk)
    milder, form, answers = find(desk.context.scheme, to).rank > incident.rank, f"{incident.severity} -> {to}", None
    if not reason:
        hint = "lowering needs a reason" if milder else "what changed"
        field = Field("reason", "Because", "", hint, (), milder)
        answers = await ask_form(desk, form, (field,))
        if answers is None:
            return False
        reason = answers["reason"]
    if not milder:
        return await set_severity(desk, to, reason)
    against = bars(desk.room.snapshot.state)
    if not await _meant(desk, to, reason, against):
        cancelled(desk, f"still {incident.severity}", form, answers)
        return False
    return await set_severity(desk, to, reason, forced=bool(against))


async def _meant(desk: Desk, to: str, reason: str, against: str) -> bool:
    """Ask whether it is to be lowered; says what stands `against` it ("" for nothing), and what the rules propose."""
    incident, context = current(desk), desk.context
    lines = [(Span(safe_text(f"Because: {reason}", 500)),)]
    if ruled := warned(incident, context.classifier, context.scheme, find(context.scheme, to)):
        lines.insert(0, (Span(safe_text(f"The rules say {ruled}.", 300), Tone.WARN),))
    if against:
        lines.insert(0, (Span(safe_text(f"{against}. Lower it all the same?", 300), Tone.BAD),))
    title, confirm = f"Lower {incident.severity} -> {to}?", "lower all the same" if against else "lower"
    return bool(await desk.ask(ConfirmDialog(title, lines, confirm=confirm, context=context_line(desk))))


async def set_severity(desk: Desk, to: str, reason: str, *, forced: bool = False) -> bool:
    """Change the severity; says which roles are needed from now on and unfilled."""
    incident, scheme = current(desk), desk.context.scheme
    missing = ", ".join(roles.label(role) for role in newly_required(incident, find(scheme, to).rank))
    return await desk.act(
        lambda state, now: commands.set_severity(
            state, incident.id, to, reason, actor=desk.context.actor, now=now, scheme=scheme, forced=forced
        ),
        f"severity is {to}" + (f"; now needed, and unfilled: {missing}" if missing else ""),
    )
