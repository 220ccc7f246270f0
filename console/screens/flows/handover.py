"""Handing over the command: the brief, the offer, and the answer of the one who takes it. One commander throughout."""

import asyncio

from console.incident import commands
from console.incident.clock import short_span
from console.incident.record import COMMANDER, Incident
from console.present.details import document_lines
from console.present.who import for_role
from console.screens.desk import Desk, ReadingDesk
from console.screens.flows import offers
from console.screens.flows.asking import ask_form, cancelled, context_line, current, unlisted
from console.screens.flows.escalation import known
from widgets.dialog import ConfirmDialog, TextDialog
from widgets.text import safe_text
from widgets.values import Field, Span


async def brief(desk: ReadingDesk) -> None:
    """Show where the incident stands, and what happened since one wrote something oneself."""
    incident = current(desk)
    await _read_brief(desk, incident, f"Brief of {incident.id}")


async def _read_brief(desk: ReadingDesk, incident: Incident, title: str, follows: str = "") -> bool:
    """Show the brief; return whether its reader goes on to what follows."""
    text = await asyncio.to_thread(desk.room.brief, incident.id)
    return bool(await desk.ask(TextDialog(title, document_lines(text), context=context_line(desk), follows=follows)))


async def hand_over(desk: Desk, _role: str = COMMANDER) -> None:
    """Offer the command to somebody; where it is offered, show the brief and ask for the answer."""
    incident = current(desk)
    offer = incident.offers.get(COMMANDER)
    if offer is not None:
        age = short_span(desk.room.snapshot.at - offer.at)
        title = f"Command to {safe_text(offer.person, 40)}, offered {age} ago: the brief"
        follows = "accept or decline" if offer.person == desk.context.actor else "answer or withdraw"
        if not await _read_brief(desk, incident, title, follows):
            desk.say(f"not answered: the command is still offered to {offer.person}")
            return
        if await offers.answer(desk, offer):
            return
    await _ask(desk, incident)


async def _ask(desk: Desk, incident: Incident) -> None:
    """Ask who takes over, and what they have to know that the log does not say."""
    people = safe_text(", ".join(each for each in desk.context.people if each != incident.commander), 60)
    found = for_role(COMMANDER, known(desk), desk.room.snapshot.at)
    offered = "" if found is None or found.person == incident.commander else found.person
    fields = (
        Field("person", "To", offered, f"a name{f': {people}' if people else ''}", (), required=True),
        Field("coming", "Decision next", "", "what they have to decide next"),
        Field("risks", "Watch out for", "", "what may still go wrong"),
    )
    title = f"Hand over the command of {safe_text(incident.commander, 40)}"
    answers = await ask_form(desk, title, fields, submit="offer")
    if answers is not None and not await to(desk, *(answers[name].strip() for name in ("person", "coming", "risks"))):
        desk.kept[title] = answers


async def to(desk: Desk, person: str, coming: str = "", risks: str = "") -> bool:
    """Offer the command; who takes it for themselves is asked whether that is meant."""
    incident, actor = current(desk), desk.context.actor
    taking = person == actor
    if taking and person != incident.commander and not await _takes(desk, incident, person):
        cancelled(desk, f"{incident.commander} still commands")
        return False
    contact, who = desk.context.people.get(person, ""), safe_text(person, 60)
    offered = f"offered: {who} accepts on their console or here, by H{unlisted(desk, person)}"
    return await desk.act(
        lambda state, now: commands.offer_role(
            state, incident.id, COMMANDER, person, actor=actor, now=now, contact=contact, coming=coming, risks=risks
        ),
        f"{who} has the command" if taking else offered,
    )


async def _takes(desk: Desk, incident: Incident, person: str) -> bool:
    """Ask whether somebody takes the command that nobody offered them."""
    said = f"{person} commands from now on, no longer {incident.commander}. Both have to hear it."
    lines = ((Span(safe_text(said, 300)),),)
    dialog = ConfirmDialog("Take the command?", lines, confirm="take it", context=context_line(desk))
    return bool(await desk.ask(dialog))
