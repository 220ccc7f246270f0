"""Commanding an incident: acknowledge, status, roles."""

from collections.abc import Iterable, Sequence

from console.incident import commands, roles
from console.incident.events import Instant
from console.incident.postmortem import WAIVED
from console.incident.record import COMMANDER, Incident
from console.incident.status import ALLOWED, ENDED
from console.present.escalation import standings, stopped_calls
from console.present.who import for_role
from console.screens.desk import Desk
from console.screens.flows import ending, handover, offers, switching
from console.screens.flows.asking import ask_form, context_line, current, unlisted
from console.screens.flows.escalation import known as people_known
from widgets.dialog import PickDialog
from widgets.text import safe_text
from widgets.values import Choice, Field, Tone

_REASONS = {
    "closed": ("Waived because", "leave empty if the exported postmortem was reviewed", False),
    "cancelled": ("Because", "why this is no incident", True),
    "declined": ("Because", "why this is no incident", True),
}
_MEANINGS = {
    "investigating": "looking for the cause",
    "identified": "the cause is known",
    "mitigating": "something is being done about it",
    "monitoring": "impact is over or much less: watching (sets mitigated)",
    "resolved": "service is normal; needs a summary",
    "closed": "the review is done",
    "cancelled": "it was no incident",
    "declined": "it is no incident",
    "merged": "it goes into another incident",
}


async def acknowledge(desk: Desk) -> None:
    """Say that somebody works on it."""
    incident, actor, seen = current(desk), desk.context.actor, desk.room.snapshot
    stops = stopped_calls(standings(desk.context.chains, incident, seen.state.health), seen.at)
    said = f"acknowledged; this stops the calls: {stops} (P: g goes on)" if stops else "acknowledged"
    await desk.act(lambda state, now: commands.acknowledge(state, incident.id, actor=actor, now=now), said)


async def status(desk: Desk, to: str = "") -> None:
    """Ask for the next status, and for the reason where one is required."""
    incident = current(desk)
    if not to:
        alone = all(each.id == incident.id or each.status in ENDED for each in _every(desk))
        moves = [move for move in ALLOWED[incident.status] if move != "merged" or not alone]
        choices = [Choice(move, move, _MEANINGS.get(move, "")) for move in moves]
        title = f"{incident.id} is {incident.status}. Next?"
        to = await desk.ask(PickDialog(title, choices, context=context_line(desk))) or ""
    if not to:
        return
    if to == "merged":
        await switching.merge(desk)
        return
    _foresee(desk, to)
    reason, ticks, monitors = "", tuple[str, ...](), tuple[str, ...]()
    if to == "resolved":
        ended = await ending.resolve(desk)
        if ended is None:
            return
        reason, ticks = ended
    elif to in _REASONS:
        label, hint, required = _REASONS[to]
        watched = (Field("monitors", "Monitors added", "", "so that it is seen sooner; with semicolons"),)
        fields = (Field("reason", label, "", hint, (), required), *(watched if to == "closed" else ()))
        answers = await ask_form(desk, f"{to}: {incident.id}", fields)
        if answers is None:
            return
        reason, monitors = answers["reason"], tuple(answers.get("monitors", "").split(";"))
    await move(desk, to, reason, ticks, monitors)


def _every(desk: Desk) -> Iterable[Incident]:
    return desk.room.snapshot.state.incidents.values()


def _foresee(desk: Desk, to: str) -> None:
    """Refuse what will be refused anyway, before somebody has written a summary for it."""
    if to in {"resolved", "closed"}:
        seen, incident, context = desk.room.snapshot, current(desk), desk.context
        commands.change_status(
            seen.state,
            incident.id,
            to,
            "as follows",
            actor=context.actor,
            now=seen.at,
            scheme=context.scheme,
            fields=context.fields,
        )


async def move(desk: Desk, to: str, reason: str, ticks: Sequence[str] = (), monitors: Sequence[str] = ()) -> bool:
    """Change the status."""
    incident = current(desk)
    return await desk.act(
        lambda state, now: commands.change_status(
            state,
            incident.id,
            to,
            reason,
            actor=desk.context.actor,
            now=now,
            reviewed=to == "closed" and not reason and incident.review.state != WAIVED,
            scheme=desk.context.scheme,
            fields=desk.context.fields,
            ticks=ticks,
            monitors=monitors,
        ),
        f"{incident.id} is {to}",
    )


async def set_time(desk: Desk, name: str, at: Instant, reason: str) -> bool:
    """Set or correct one of the times of the incident."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.set_timestamp(state, incident.id, name, at, reason, actor=actor, now=now),
        f"{safe_text(name, 20)} is set",
    )


async def roster(desk: Desk, role: str = "") -> None:
    """Ask for a role and who takes it."""
    incident = current(desk)
    role = (role or await _which_role(desk, incident)).partition("#")[0]
    if role == COMMANDER:
        await handover.hand_over(desk)
        return
    offer = next((each for each in incident.offers.values() if each.role == role), None)
    if role and (offer is None or not await offers.answer(desk, offer)):
        await _ask_who(desk, incident, role)


async def _which_role(desk: Desk, incident: Incident) -> str:
    required = roles.required(incident.rank)
    choices = []
    for each in (*required, *(each for each in roles.CATALOGUE if each not in required)):
        holder, asked = incident.roles.get(each), incident.offers.get(each)
        who = "unfilled" if each in required else ""
        if holder is not None or asked is not None:
            who = safe_text(holder.person if holder else f"offered to {asked.person}" if asked else "", 60)
        choices.append(Choice(each, roles.label(each), who, Tone.PLAIN if holder or not who else Tone.WARN))
    return await desk.ask(PickDialog("Which role?", choices, context=context_line(desk))) or ""


async def _ask_who(desk: Desk, incident: Incident, role: str) -> None:
    """Ask who takes a role; on-call and the configuration propose somebody, and say why."""
    holder = incident.roles.get(role)
    found = None if holder else for_role(role, people_known(desk), desk.room.snapshot.at)
    known = safe_text(", ".join(desk.context.people), 60)
    hint = f"a name{f': {known}' if known else ''}" + ("; empty releases the role" if holder else "")
    hint = hint if found is None else safe_text(f"{found.person}: {found.source}", 100)
    fields = (
        Field("person", "Who", "" if found is None else found.person, hint, (), holder is None),
        Field("contact", "Reach them at", "", "telephone or handle; may stay empty"),
    )
    answers = await ask_form(desk, f"{roles.label(role)}: {holder.person if holder else 'unfilled'}", fields)
    if answers is not None:
        await assign(desk, role, answers["person"].strip(), answers["contact"].strip())


async def assign(desk: Desk, role: str, person: str, contact: str = "") -> bool:
    """Take a role, offer it to somebody else, or release it where no person is named."""
    incident, actor = current(desk), desk.context.actor
    if not person:
        return await desk.act(
            lambda state, now: commands.release_role(state, incident.id, role, actor=actor, now=now),
            f"{roles.label(role)} is unfilled",
        )
    known = contact or desk.context.people.get(person, "")
    who = safe_text(person, 60)
    lost = "" if known or person == actor else unlisted(desk, person) or f"; no number of {who} is known"
    said = who if person == actor else f"offered to {who}; /accept on their console, or o here, answers{lost}"
    return await desk.act(
        lambda state, now: commands.offer_role(state, incident.id, role, person, actor=actor, now=now, contact=known),
        f"{roles.label(role)}: {said}",
    )
