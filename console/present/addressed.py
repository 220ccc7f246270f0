"""Pure: what others ask of the person at this console, each in a sentence: it is told once, when it is new."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from console.incident import roles
from console.incident.clock import clock_time, short_span
from console.incident.decision import PROPOSED, Decision
from console.incident.events import Instant
from console.incident.record import COMMANDER, Incident
from console.incident.tasking import open_tasks
from console.present.escalation import calls_due, standings
from console.present.snapshot import Context, Snapshot
from widgets.text import safe_text

_LONGEST = 120


class Asked(NamedTuple):
    """Something that somebody else asks; `command` is the id of what answers it, "" where the text says how."""

    text: str
    command: str = ""


def asked_of(snapshot: Snapshot, context: Context, now: Instant) -> Mapping[str, Asked]:
    """Return what others ask of who sits here in all live incidents, by a key that is another for each asking."""
    here, found = snapshot.incident, dict[str, Asked]()
    watched = (*snapshot.state.live(), *(() if here is None or here.live else (here,)))
    for incident in watched:
        elsewhere = "" if here is not None and incident.id == here.id else f"{incident.id}: "
        for key, asked in _of(incident, context, snapshot.state.health, now):
            found[f"{incident.id}:{key}"] = asked._replace(text=safe_text(f"{elsewhere}{asked.text}", 300))
    return found


def _of(incident: Incident, context: Context, health: Mapping[str, str], now: Instant) -> Iterable[tuple[str, Asked]]:
    actor = context.actor
    for offer in incident.offers.values():
        if offer.person == actor != offer.by:
            command = offer.role == COMMANDER
            role = "the command" if command else f"the role {roles.label(offer.role)}"
            yield f"offer:{offer.event}", Asked(f"{offer.by} offers you {role}", "handover" if command else "roster")
    for task in open_tasks(incident):
        if task.person == actor != task.by:
            due = f"due {clock_time(task.due)[:5]}Z" if task.due > now else "due now"
            yield f"task:{task.event}", Asked(f"{task.by} asks you, {due}: {task.text[:_LONGEST]}", "tasks")
    for each in incident.decisions.values():
        if each.state == PROPOSED:
            yield from _decision(each, actor, now)
    for each_chain in standings(context.chains, incident, health) if incident.live else ():
        for call in calls_due(each_chain):
            if call.person == actor:
                yield f"call:{call.chain}:{call.step}:{call.at}", Asked(f"{call.chain} calls you", "escalation")


def _decision(each: Decision, actor: str, now: Instant) -> Iterable[tuple[str, Asked]]:
    """Yield a proposal that waits for objections, and the objections to what one has to decide."""
    if each.objections and actor == (each.by or each.proposer):
        last = each.objections[-1]
        if last.by != actor:
            why = f"{last.by} objects to {each.id} ({last.why[:_LONGEST]})"
            yield f"objection:{last.event}:{last.at}", Asked(f"{why}: /take {each.id} WHY, or /withdraw {each.id} WHY")
    elif not each.objections and actor != each.proposer and each.until > now:
        left = short_span(each.until - now)
        text = f"{each.proposer} proposes to {each.text[:_LONGEST]}; {left} for objections: /object {each.id} WHY"
        yield f"proposal:{each.event}", Asked(text)
