"""What an incident is: its type, its codename, evidence and indicators, and the fields of the configuration."""

from console.incident import commands
from console.incident.errors import Refused
from console.present.about import indicator_lines
from console.screens.desk import Desk
from console.screens.flows.asking import context_line, current
from widgets.dialog import TextDialog
from widgets.values import Span, Tone

_SEEN = "seen in "


async def set_value(desk: Desk, field: str, value: str) -> bool:
    """Set the type, the codename or a field of the configuration."""
    incident, context = current(desk), desk.context
    actor = context.actor
    if field in {"type", "codename"}:
        to, _, reason = value.partition(" ") if field == "type" else (incident.type, "", "")
        called = value if field == "codename" else ""
        return await desk.act(
            lambda state, _now: commands.classify(
                state, incident.id, to, reason, actor=actor, types=(*context.types, incident.type), codename=called
            ),
            f"{field} set",
        )
    return await desk.act(
        lambda state, now: commands.set_field(
            state, incident.id, field, value, rules=context.fields, actor=actor, now=now
        ),
        f"{field} set",
    )


async def evidence(desk: Desk, how: str, text: str) -> bool:
    """Say that evidence was taken, or why it is not."""
    incident, actor = current(desk), desk.context.actor
    if not text:
        message = "Say what was taken and where it is, or why not: /evidence taken TEXT, /evidence waived WHY"
        raise Refused(message)
    return await desk.act(
        lambda state, _now: commands.note_evidence(state, incident.id, how, text, actor=actor), f"evidence {how}"
    )


async def indicator(desk: Desk, sort: str, value: str, said: str) -> bool:
    """Keep an indicator of compromise; "seen in auth.log: failed logins" says where, and a note."""
    incident, actor = current(desk), desk.context.actor
    source, _, note = said.removeprefix(_SEEN).partition(": ") if said.startswith(_SEEN) else ("", "", said)
    return await desk.act(
        lambda state, _now: commands.note_indicator(
            state, incident.id, sort, value, note.strip(), actor=actor, source=source.strip()
        ),
        f"indicator kept: {sort}",
    )


async def indicators(desk: Desk) -> None:
    """Show the indicators of compromise."""
    incident = current(desk)
    none = ((Span("None yet: /ioc ip 203.0.113.7 seen in auth.log", Tone.MUTED),),)
    lines = indicator_lines(incident) if incident.compromise else none
    await desk.ask(TextDialog(f"Indicators of {incident.id}", lines, context=context_line(desk)))
