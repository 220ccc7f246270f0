"""Evidence from the console: what a workload or a file shows is kept, and what is kept is listed."""

import asyncio
from pathlib import Path

from console.incident.action import Target
from console.incident.errors import Refused
from console.present.banner import production_line
from console.present.cluster.targets import aims
from console.present.kept_evidence import evidence_lines
from console.screens.desk import Desk
from console.screens.flows.asking import context_line, current
from widgets.dialog import PickDialog, TextDialog
from widgets.text import safe_text
from widgets.values import Choice, Tone

VERB = "evidence"
_HOST = "host"


async def snapshot(desk: Desk, target: Target | None = None) -> None:
    """Keep what a workload, a pod, a node or this machine shows now; asks which where none is meant."""
    incident = current(desk)
    if target is None:
        chosen = await _choose(desk)
        if chosen is None:
            return
        target = chosen or None
    name = "this machine" if target is None else safe_text(target.name, 80)
    desk.say(f"keeping what {name} shows now ...")
    desk.say(await asyncio.to_thread(desk.room.evidence.snapshot, incident.id, target), Tone.OK)


async def add(desk: Desk, path: str) -> bool:
    """Keep a copy of a file."""
    incident = current(desk)
    desk.say(f"keeping {safe_text(path, 200)} ...")
    desk.say(await asyncio.to_thread(desk.room.evidence.add, incident.id, Path(path)), Tone.OK)
    return True


async def listed(desk: Desk) -> None:
    """Show what is kept, and who had it."""
    incident = current(desk)
    await desk.ask(TextDialog(f"Evidence of {incident.id}", evidence_lines(incident), context=context_line(desk)))


async def _choose(desk: Desk) -> Target | tuple[()] | None:
    """Ask for a target; () is this machine, None is nothing."""
    seen = desk.room.snapshot
    found = aims(seen.clusters, VERB, seen.at)
    choices = [Choice(str(place), each.label, each.detail, each.tone) for place, each in enumerate(found)]
    if not desk.context.drill:  # a drill leaves the true machine alone
        choices.append(Choice(_HOST, "this machine", "processes, connections, memory, journal, disks"))
    if not choices:
        raise Refused("Nothing is known of the clusters yet.")
    where = production_line(desk.context, (each.target.context for each in found))
    chosen = await desk.ask(PickDialog("keep what shows now of what?", choices, hint="type to find", context=where))
    if chosen is None:
        return None
    return () if chosen == _HOST else found[int(chosen)].target
