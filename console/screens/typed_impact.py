"""What is typed about how large the impact is, how the response went, and what it resembles."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from console.incident import commands
from console.incident.errors import Refused
from console.incident.impact import FIGURES
from console.present.alike import similar_lines
from console.present.impact import impact_lines
from console.screens.desk import Desk
from console.screens.flows.asking import current, need
from console.screens.flows.looking import read

_FROM = " from "


async def _impact(desk: Desk, rest: str) -> object:
    """Understand "/impact" and "/impact users 12000 from the dashboard"."""
    incident, actor = current(desk), desk.context.actor
    if not rest:
        await read(desk, f"Impact of {incident.id}", impact_lines(incident, desk.room.snapshot.at))
        return None
    usage = "/impact users 12000 from WHERE; or /impact users unknown"
    figure, _, tail = rest.partition(" ")
    value, _, source = f" {need(tail.strip(), usage)}".partition(_FROM)
    return await desk.act(
        lambda state, _now: commands.state_impact(
            state, incident.id, figure, need(value.strip(), usage), source.strip(), actor=actor
        ),
        f"the impact is written down: {figure}",
    )


async def _complaint(desk: Desk, rest: str) -> object:
    """Understand "/complaint", "/complaint 3", "/complaint 3 zendesk" and "/complaint zendesk"."""
    incident, actor = current(desk), desk.context.actor
    first, _, tail = rest.partition(" ")
    digits = first.removeprefix("-")
    counted = digits.isascii() and digits.isdecimal() and len(digits) < 9  # noqa: PLR2004 - more than a billion is no count
    count, where = (int(first), tail.strip()) if counted else (1, rest)
    where = where.removeprefix("from ").strip()
    return await desk.act(
        lambda state, _now: commands.complain(state, incident.id, count, where, actor=actor),
        f"{count} complaint{'' if count == 1 else 's'} counted" if count > 0 else "taken back",
    )


async def _rate(desk: Desk, rest: str) -> object:
    incident, actor = current(desk), desk.context.actor
    stars, _, why = need(rest, "/rate 4 WHY").partition(" ")
    return await desk.act(
        lambda state, _now: commands.rate(state, incident.id, stars, why.strip(), actor=actor),
        "rated; documents have it without your name",
    )


async def _similar(desk: Desk, rest: str) -> object:
    if rest:
        raise Refused("Write /similar alone: it is about the incident that is shown.")
    incident, now = current(desk), desk.room.snapshot.at
    found = await asyncio.to_thread(desk.room.library.similar, incident.id, now)
    await read(desk, f"What resembles {incident.id}", similar_lines(found))
    return None


RUN: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "impact": _impact,
    "complaint": _complaint,
    "rate": _rate,
    "similar": _similar,
}
"""What each of these commands does with everything after its name."""


def words(desk: Desk, name: str, rest: str) -> Sequence[str]:
    """Return what may stand behind one of these commands."""
    incident = desk.room.snapshot.incident
    if name == "complaint" and incident is not None:
        return [f"1 {source}" for source in incident.complaints if source]
    return {"impact": tuple(FIGURES) if " " not in rest else (), "rate": ("1", "2", "3", "4", "5")}.get(name, ())
