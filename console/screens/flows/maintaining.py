"""Maintenance by hand, as it is typed: somebody works on a service, or is done with it."""

from console.incident import commands
from console.incident.clock import parse_duration
from console.screens.desk import Desk
from console.screens.flows.asking import need
from widgets.text import safe_text

USAGE = "/maintenance web 1h WHY, or /maintenance end web"


async def typed(desk: Desk, rest: str) -> bool:
    """Understand "web 1h new disks" and "end web done"."""
    first, _, more = need(rest, USAGE).partition(" ")
    second, _, why = need(more.strip(), USAGE).partition(" ")
    actor = desk.context.actor
    if first == "end":
        return await desk.act(
            lambda state, now: commands.end_maintenance(state, second, why.strip(), actor=actor, now=now),
            f"{safe_text(second, 60)} is no longer in maintenance",
        )
    span, reason = parse_duration(second), need(why.strip(), USAGE)
    return await desk.act(
        lambda state, now: commands.start_maintenance(
            state, first, span, reason, services=desk.context.services, actor=actor, now=now
        ),
        f"{safe_text(first, 60)} is in maintenance: its health is still shown",
    )
