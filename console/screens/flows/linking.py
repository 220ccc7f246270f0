"""Links to what stands elsewhere, typed and shown."""

from console.incident import commands
from console.incident.links import LINKS
from console.screens.desk import Desk
from console.screens.flows.asking import context_line, current
from widgets.dialog import TextDialog
from widgets.text import safe_text
from widgets.values import Line, Span, Tone


async def typed(desk: Desk, rest: str) -> bool:
    """Take "graph https://... what it shows"; without a kind it is a document, and alone it shows all of them."""
    first, _, more = rest.partition(" ")
    sort, said = (first, more) if first.lower() in LINKS else ("document", rest)
    url, _, title = said.strip().partition(" ")
    if not url:
        await show(desk)
        return True
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.add_link(state, incident.id, url, sort, title.strip(), actor=actor),
        f"link kept: {sort}",
    )


async def show(desk: Desk) -> None:
    """Show the links of the incident."""
    incident = current(desk)
    lines: tuple[Line, ...] = tuple(
        (Span(f"{each.sort:<9}", Tone.MUTED), Span(f"{safe_text(each.title, 80)} {safe_text(each.url, 300)}".strip()))
        for each in incident.links.values()
    )
    none: Line = (Span("None yet: /link graph https://grafana.example/d/42 error rate", Tone.MUTED),)
    await desk.ask(TextDialog(f"Links of {incident.id}", lines or (none,), context=context_line(desk)))
