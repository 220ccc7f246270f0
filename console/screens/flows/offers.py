"""Roles that are offered: the answer of the one who is asked, on their own console or here by typing their name."""

from collections.abc import Mapping, Sequence

from console.incident import commands, roles
from console.incident.clock import short_span
from console.incident.errors import Refused
from console.incident.offers import Offer
from console.incident.record import COMMANDER
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current
from widgets.dialog import PickDialog
from widgets.text import safe_text
from widgets.values import Choice, Field

_ACCEPT, _DECLINE, _WITHDRAW, _ANOTHER = "accept", "decline", "withdraw", "another"


async def answer(desk: Desk, offer: Offer) -> bool:
    """Ask what becomes of an offer; False where it is to go to somebody else."""
    mine = offer.person == desk.context.actor
    who = safe_text(offer.person, 40)
    choices = [
        Choice(_ACCEPT, "accept" if mine else f"{who} accepts", "" if mine else "they are here and type their name"),
        Choice(_DECLINE, "decline" if mine else f"{who} declines", "with the reason"),
        *(() if mine else (Choice(_WITHDRAW, "withdraw", "it is not offered to them any more"),)),
        Choice(_ANOTHER, "offer it to somebody else", "or take it yourself"),
    ]
    age = short_span(desk.room.snapshot.at - offer.at)
    title = f"{roles.label(offer.role)}: offered to {who} {age} ago"
    chosen = await desk.ask(PickDialog(title, choices, context=context_line(desk)))
    if chosen == _ANOTHER:
        return False
    if chosen == _ACCEPT:
        await _accept_here(desk, offer, mine=mine)
    elif chosen is not None:
        await _decline_here(desk, offer, withdrawn=chosen == _WITHDRAW)
    return True


async def _accept_here(desk: Desk, offer: Offer, *, mine: bool) -> None:
    asked = (
        [] if mine else [Field("name", "Your name", "", f"{_who(offer)} types it to take the role", (), required=True)]
    )
    if offer.role == COMMANDER:
        asked.append(Field("said", "Read back", "", "where it stands and what comes next, in your words"))
    answers = await _say_so(desk, offer, asked) if asked else {}
    if answers is not None:
        await accept(desk, offer.role, offer.person, answers.get("said", "").strip())


def _who(offer: Offer) -> str:
    return safe_text(offer.person, 60)


async def _say_so(desk: Desk, offer: Offer, fields: Sequence[Field]) -> dict[str, str] | None:
    """Have the person who takes a role say so: their name by their own hand, and what they understood."""
    wrong = f"not {_who(offer)}: who takes the role types their own name"

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        name = " ".join(typed.get("name", offer.person).split())
        return {} if name.casefold() == offer.person.casefold() else {"name": wrong}

    title = f"{roles.label(offer.role)}: {_who(offer)} accepts"
    return await ask_form(desk, title, fields, submit="accept", validate=check)


async def _decline_here(desk: Desk, offer: Offer, *, withdrawn: bool) -> None:
    what = "no longer offered" if withdrawn else "declined"
    field = Field("reason", "Because", "", "may stay empty")
    answers = await ask_form(desk, f"{roles.label(offer.role)}: {what}", (field,))
    if answers is not None:
        await decline(desk, offer.role, answers["reason"], offer.person, withdrawn=withdrawn)


async def accept(desk: Desk, role: str = "", person: str = "", read_back: str = "") -> bool:
    """Take a role that was offered; for somebody else where a person is named."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.accept_role(
            state, incident.id, role, person, actor=actor, now=now, read_back=read_back
        ),
        "accepted",
    )


async def decline(desk: Desk, role: str = "", reason: str = "", person: str = "", *, withdrawn: bool = False) -> bool:
    """Say no to a role, or take the offer back."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.decline_role(
            state, incident.id, role, reason, person, actor=actor, now=now, withdrawn=withdrawn
        ),
        "withdrawn" if withdrawn else "declined",
    )


async def typed_accept(desk: Desk, rest: str) -> bool:
    """Understand "/accept", "/accept technical" and, by typing their name, "/accept technical bob"."""
    role, _, person = rest.partition(" ")
    return await accept(desk, role, person.strip())


async def typed_decline(desk: Desk, rest: str) -> bool:
    """Understand "/decline why" and "/decline technical why"."""
    role, _, reason = rest.partition(" ")
    try:
        roles.find_role(role)
    except Refused:
        return await decline(desk, "", rest)
    return await decline(desk, role, reason.strip())
